import { type Aws, call } from '../../core/collection.js';
import type { MetricQuery } from '../../core/metrics.js';

/** What is subscribed to the log group that a trail delivers to. */
export interface LogReaders {
  SubscriptionFilters: { filterName: string; destinationArn: string }[];
  /** Subscription filters of the whole account: each reads all groups but those that its criteria leave out. */
  AccountPolicies: { policyName: string; selectionCriteria: string | null }[];
}

export const logReaderCalls = [
  'logs:DescribeSubscriptionFilters',
  call('logs:DescribeAccountPolicies', ['logs:DescribeAccountPolicies', 'logs:DescribeSubscriptionFilters']),
];

/** Where a log group is: `arn:aws:logs:eu-north-1:111122223333:log-group:trail:*`. */
export function placeOf(logGroupArn: string): { region: string; account: string; name: string } {
  const [, , , region = '', account = '', , name = ''] = logGroupArn.split(':');
  return { region, account, name };
}

/** Null where the group is another account's: what is subscribed to it is seen there. */
export async function readLogReaders(logGroupArn: string, from: Aws): Promise<LogReaders | null> {
  const { region, account, name } = placeOf(logGroupArn);
  if (account !== from.account) return null;
  const aws = from.in(region);
  const { CloudWatchLogsClient, paginateDescribeSubscriptionFilters } = await import('../logs/sdk.js');
  const found: LogReaders = { SubscriptionFilters: [], AccountPolicies: [] };
  const asked = { logGroupName: name };
  for await (const page of paginateDescribeSubscriptionFilters({ client: aws.client(CloudWatchLogsClient) }, asked)) {
    for (const { filterName = '', destinationArn = '' } of page.subscriptionFilters ?? []) {
      found.SubscriptionFilters.push({ filterName, destinationArn });
    }
  }
  found.AccountPolicies = await aws.once('logs.accountSubscriptions', () => listAccountPolicies(aws));
  return found;
}

async function listAccountPolicies(aws: Aws): Promise<LogReaders['AccountPolicies']> {
  const { CloudWatchLogsClient, DescribeAccountPoliciesCommand } = await import('../logs/sdk.js');
  const policyType = 'SUBSCRIPTION_FILTER_POLICY' as const;
  const found: LogReaders['AccountPolicies'] = [];
  let nextToken: string | undefined;
  do {
    const page = await aws
      .client(CloudWatchLogsClient)
      .send(new DescribeAccountPoliciesCommand({ policyType, ...(nextToken === undefined ? {} : { nextToken }) }));
    for (const { policyName = '', selectionCriteria } of page.accountPolicies ?? []) {
      found.push({ policyName, selectionCriteria: selectionCriteria || null });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

/** What the log group takes in, from whoever writes to it. */
export const incomingBytes = (logGroupArn: string): MetricQuery => ({
  Namespace: 'AWS/Logs',
  MetricName: 'IncomingBytes',
  Dimensions: { LogGroupName: placeOf(logGroupArn).name },
  Statistic: 'Sum',
  Days: 90,
});
