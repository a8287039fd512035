import { type Aws, collection } from '../../core/collection.js';
import { listHealthChecks } from '../route53/health-checks.js';

interface Place {
  RegionName: string;
}

interface Details {
  /** Names of enabled rules of the default event bus that alarms' changes of state match. */
  eventRules: string[];
  /** Health checks of Route 53 that follow an alarm, of any region. */
  healthChecks: { HealthCheckId: string; AlarmRegion: string; AlarmName: string }[];
}

/** One row a region; its details tell who listens to alarms without being one of their actions. */
export const alarmListeners = collection<Place, Details>({
  id: 'cloudwatch.alarmListeners',
  noun: 'listeners of alarms',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::::Region' }),
  details: {
    eventRules: { calls: ['events:ListRules'], get: (_place, aws) => listEventRules(aws) },
    healthChecks: {
      calls: ['route53:ListHealthChecks'],
      get: (_place, aws) => followersOf(aws),
    },
  },
});

async function listEventRules(aws: Aws): Promise<Details['eventRules']> {
  const { EventBridgeClient, ListRulesCommand } = await import('../eventbridge/sdk.js');
  const found: Details['eventRules'] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws
      .client(EventBridgeClient)
      .send(new ListRulesCommand({ Limit: 100, ...(NextToken === undefined ? {} : { NextToken }) }));
    for (const { EventPattern, Name = '', State } of page.Rules ?? []) {
      if (State !== 'DISABLED' && EventPattern && hearsAlarms(JSON.parse(EventPattern))) found.push(Name);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Whether a pattern may match an alarm's change of state; where it leaves a field open, it does. */
function hearsAlarms(pattern: unknown): boolean {
  const allows = (field: string, value: string): boolean => {
    const wanted = (pattern as Record<string, unknown> | null)?.[field];
    return !Array.isArray(wanted) || wanted.some(one => typeof one !== 'string' || one === value);
  };
  return allows('source', 'aws.cloudwatch') && allows('detail-type', 'CloudWatch Alarm State Change');
}

async function followersOf(aws: Aws): Promise<Details['healthChecks']> {
  return (await listHealthChecks(aws)).flatMap(({ AlarmIdentifier: alarm, Id }) =>
    alarm ? [{ HealthCheckId: Id, AlarmRegion: alarm.Region, AlarmName: alarm.Name }] : [],
  );
}
