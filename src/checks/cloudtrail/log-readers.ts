import { type Aws, call } from '../../core/collection.js';
import type { MetricQuery } from '../../core/metrics.js';
import { subscriptionFiltersCall, subscriptionsOf } from '../logs/log-groups.js';
import { type AccountSubscription, accountSubscriptionsOf } from '../logs/readers.js';

/** What is subscribed to the log group that a trail delivers to. */
export interface LogReaders {
  /** Names. */
  SubscriptionFilters: string[];
  /** Subscription filters of the whole account: each reads all groups but those that its criteria leave out. */
  AccountPolicies: AccountSubscription[];
}

export const logReaderCalls = [
  subscriptionFiltersCall,
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
  return {
    SubscriptionFilters: await subscriptionsOf(name, aws),
    AccountPolicies: await accountSubscriptionsOf(aws),
  };
}

/** What the log group takes in, from whoever writes to it. */
export const incomingBytes = (logGroupArn: string): MetricQuery => ({
  Namespace: 'AWS/Logs',
  MetricName: 'IncomingBytes',
  Dimensions: { LogGroupName: placeOf(logGroupArn).name },
  Statistic: 'Sum',
  Days: 90,
});
