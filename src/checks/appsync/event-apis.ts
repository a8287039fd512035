import { type Aws, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { trafficOf } from './traffic.js';

const sdk = () => import('./sdk.js');

/** An API of AppSync Events, as ListApis tells. */
export interface EventApi {
  apiId: string;
  apiArn: string;
  name: string;
  created: string | null;
  /** Who may connect: `API_KEY`, `AWS_IAM` ... */
  authTypes: string[];
  /** Functions that authorize. */
  authorizerFunctionArns: string[];
  tags: Record<string, string>;
}

export const eventApis = collection<EventApi, { requests: { Latency: MetricSeries; ConnectSuccess: MetricSeries } }>({
  id: 'appsync.eventApis',
  noun: 'event APIs',
  calls: ['appsync:ListApis'],
  list: listEventApis,
  resource: ({ apiId, apiArn, name, tags }) => ({ id: apiId, arn: apiArn, name, type: 'AWS::AppSync::Api', tags }),
  details: {
    requests: {
      metrics: ({ apiId }) => ({
        Latency: trafficOf('Latency', { EventAPIId: apiId }, 'SampleCount'),
        ConnectSuccess: trafficOf('ConnectSuccess', { EventAPIId: apiId }),
      }),
    },
  },
});

/** The event APIs of a region, asked once however many collections want them. */
export function listEventApis(aws: Aws): Promise<readonly EventApi[]> {
  return aws.once('appsync:ListApis', async () => {
    const { AppSyncClient, paginateListApis } = await sdk();
    const found: EventApi[] = [];
    for await (const page of paginateListApis({ client: aws.client(AppSyncClient) }, {})) {
      for (const api of page.apis ?? []) {
        const providers = api.eventConfig?.authProviders ?? [];
        found.push({
          apiId: api.apiId ?? '',
          apiArn: api.apiArn ?? '',
          name: api.name ?? '',
          created: isoOf(api.created),
          authTypes: providers.map(one => one.authType ?? ''),
          authorizerFunctionArns: providers.flatMap(one => one.lambdaAuthorizerConfig?.authorizerUri ?? []),
          tags: api.tags ?? {},
        });
      }
    }
    return found;
  });
}
