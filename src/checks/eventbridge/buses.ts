import { type Aws, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';

const sdk = () => import('./sdk.js');

/** An event bus of this account. */
export interface EventBus {
  Name: string;
  Arn: string;
  Description: string;
  CreationTime: string | null;
  LastModifiedTime: string | null;
}

/** All buses of a region, asked once an audit however many collections want them. */
export const listBuses = (aws: Aws): Promise<EventBus[]> => aws.once('events:ListEventBuses', () => askForBuses(aws));

async function askForBuses(aws: Aws): Promise<EventBus[]> {
  const { EventBridgeClient, ListEventBusesCommand } = await sdk();
  const client = aws.client(EventBridgeClient);
  const found: EventBus[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListEventBusesCommand(NextToken === undefined ? {} : { NextToken }));
    for (const { Arn = '', CreationTime, Description = '', LastModifiedTime, Name = '' } of page.EventBuses ?? []) {
      const times = { CreationTime: isoOf(CreationTime), LastModifiedTime: isoOf(LastModifiedTime) };
      found.push({ Name, Arn, Description, ...times });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

export const buses = collection<EventBus, { use: { MatchedEvents: MetricSeries } }>({
  id: 'eventbridge.buses',
  noun: 'event buses',
  calls: ['events:ListEventBuses'],
  list: listBuses,
  resource: ({ Arn, Name }) => ({ id: Name, arn: Arn, name: Name, type: 'AWS::Events::EventBus' }),
  details: {
    use: {
      metrics: ({ Name }) => ({
        MatchedEvents: {
          Namespace: 'AWS/Events',
          MetricName: 'MatchedEvents',
          Dimensions: { EventBusName: Name },
          Statistic: 'Sum',
          Days: 90,
        },
      }),
    },
  },
});
