import { type Aws, call, collection, detail } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';

const sdk = () => import('./sdk.js');

/** A log group, as DescribeLogGroups tells. */
export interface LogGroup {
  logGroupName: string;
  /** Without the `:*` at its end. */
  logGroupArn: string;
  creationTime: string;
  /** Null: kept for ever. */
  retentionInDays: number | null;
  /** `STANDARD`, `INFREQUENT_ACCESS`, `DELIVERY` ... */
  logGroupClass: string;
  /** Compressed; AWS brings it up to date now and then, so that a busy group may tell zero. */
  storedBytes: number;
  metricFilterCount: number;
  kmsKeyId: string | null;
}

interface Details {
  use: { IncomingBytes: MetricSeries };
  /** Names of its subscription filters; null where nobody asked, because the group is not among the largest. */
  subscriptions: string[] | null;
}

/** Each group is a call of its own, and large accounts have tens of thousands: only these are asked. */
const askedAtMost = 50;
const askedFrom = 20 * 1024 ** 2;

/** The call behind `subscriptionsOf`, of which AWS takes five a second. */
export const subscriptionFiltersCall = call('logs:DescribeSubscriptionFilters', 'logs:DescribeSubscriptionFilters', {
  perSecond: 5,
});

/** The log groups of a region. */
export const logGroups = collection<LogGroup, Details>({
  id: 'logs.logGroups',
  noun: 'log groups',
  calls: ['logs:DescribeLogGroups'],
  async list(aws) {
    const { CloudWatchLogsClient, paginateDescribeLogGroups } = await sdk();
    const found: LogGroup[] = [];
    const client = aws.client(CloudWatchLogsClient);
    for await (const page of paginateDescribeLogGroups({ client, pageSize: 50 }, {})) {
      for (const group of page.logGroups ?? []) {
        found.push({
          logGroupName: group.logGroupName ?? '',
          logGroupArn: group.logGroupArn ?? group.arn?.replace(/:\*$/, '') ?? '',
          creationTime: new Date(group.creationTime ?? 0).toISOString(),
          retentionInDays: group.retentionInDays ?? null,
          logGroupClass: group.logGroupClass ?? 'STANDARD',
          storedBytes: group.storedBytes ?? 0,
          metricFilterCount: group.metricFilterCount ?? 0,
          kmsKeyId: group.kmsKeyId || null,
        });
      }
    }
    return found;
  },
  resource: group => ({ id: group.logGroupName, arn: group.logGroupArn, type: 'AWS::Logs::LogGroup' }),
  details: {
    use: {
      metrics: ({ logGroupName }) => ({
        IncomingBytes: {
          Namespace: 'AWS/Logs',
          MetricName: 'IncomingBytes',
          Dimensions: { LogGroupName: logGroupName },
          Statistic: 'Sum',
          Days: 90,
        },
      }),
    },
    subscriptions: detail<LogGroup, string[] | null>({
      calls: [subscriptionFiltersCall],
      otherwise: null,
      async all(groups, aws) {
        const asked = groups
          .filter(group => group.storedBytes >= askedFrom && group.metricFilterCount === 0)
          .sort((a, b) => b.storedBytes - a.storedBytes)
          .slice(0, askedAtMost);
        return new Map(
          await Promise.all(
            asked.map(async ({ logGroupName }) => [logGroupName, await subscriptionsOf(logGroupName, aws)] as const),
          ),
        );
      },
    }),
  },
});

/** Names of a log group's subscription filters, asked once however many want them. */
export const subscriptionsOf = (logGroupName: string, aws: Aws): Promise<string[]> =>
  aws.once(`logs.subscriptions ${logGroupName}`, () => listSubscriptions(logGroupName, aws));

async function listSubscriptions(logGroupName: string, aws: Aws): Promise<string[]> {
  const { CloudWatchLogsClient, paginateDescribeSubscriptionFilters } = await sdk();
  const found: string[] = [];
  const client = aws.client(CloudWatchLogsClient);
  for await (const page of paginateDescribeSubscriptionFilters({ client }, { logGroupName })) {
    found.push(...(page.subscriptionFilters ?? []).map(({ filterName = '' }) => filterName));
  }
  return found;
}
