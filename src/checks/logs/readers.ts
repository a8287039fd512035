import { type Aws, call, collection } from '../../core/collection.js';

const sdk = () => import('./sdk.js');

interface Place {
  RegionName: string;
}

/** A log group that was read, and when last. */
export interface Reading {
  logGroupName: string;
  Last: string;
}

/** Logs Insights queries that AWS still lists: which log groups they name, and how many name none for certain. */
export interface RecentQueries {
  Named: Reading[];
  Unnamed: number;
  /** True where there are more than were read. */
  Truncated: boolean;
}

/** A subscription filter of the whole account. */
export interface AccountSubscription {
  policyName: string;
  /** `LogGroupName NOT IN ["a","b"]`; null for every log group. */
  selectionCriteria: string | null;
}

interface Details {
  queries: RecentQueries;
  /** When each log group was last exported to a bucket. */
  exports: Reading[];
  accountSubscriptions: AccountSubscription[];
}

/** One row a region; its details tell who reads its log groups, in listings that serve all of them. */
export const readers = collection<Place, Details>({
  id: 'logs.readers',
  noun: 'readers of log groups',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::::Region' }),
  details: {
    queries: { calls: ['logs:DescribeQueries'], get: (_place, aws) => readQueries(aws) },
    exports: { calls: ['logs:DescribeExportTasks'], get: (_place, aws) => readExports(aws) },
    accountSubscriptions: {
      calls: [
        call('logs:DescribeAccountPolicies', ['logs:DescribeAccountPolicies', 'logs:DescribeSubscriptionFilters']),
      ],
      get: (_place, aws) => accountSubscriptionsOf(aws),
    },
  },
});

const queryPagesAtMost = 20;

async function readQueries(aws: Aws): Promise<RecentQueries> {
  const { CloudWatchLogsClient, DescribeQueriesCommand } = await sdk();
  const last = new Map<string, string>();
  let unnamed = 0;
  const found = (Truncated: boolean) => ({ Named: readingsOf(last), Unnamed: unnamed, Truncated });
  let nextToken: string | undefined;
  for (let pages = 0; pages < queryPagesAtMost; pages++) {
    const page = await aws
      .client(CloudWatchLogsClient)
      .send(new DescribeQueriesCommand({ maxResults: 1000, ...(nextToken === undefined ? {} : { nextToken }) }));
    for (const { createTime = 0, logGroupName, queryString = '' } of page.queries ?? []) {
      const names = namesOf(queryString, logGroupName);
      if (names === undefined) unnamed += 1;
      for (const name of names ?? []) note(last, name, createTime);
    }
    nextToken = page.nextToken;
    if (nextToken === undefined) return found(false);
  }
  return found(true);
}

function note(last: Map<string, string>, name: string, milliseconds: number): void {
  const at = new Date(milliseconds).toISOString();
  if (at > (last.get(name) ?? '')) last.set(name, at);
}

const readingsOf = (last: ReadonlyMap<string, string>): Reading[] =>
  [...last].map(([logGroupName, Last]) => ({ logGroupName, Last }));

/** The log groups of a query: AWS writes them before the first pipe; undefined where it picks them by prefix or account. */
function namesOf(queryString: string, logGroupName: string | undefined): string[] | undefined {
  const source = queryString.split('|')[0] ?? '';
  if (/\blogGroups\s*\(/i.test(source)) return undefined;
  const sources = /^\s*SOURCE\b/i.test(source) ? [...source.matchAll(/["'`]([^"'`]+)["'`]/g)] : [];
  const names = [...new Set([...(logGroupName ? [logGroupName] : []), ...sources.map(([, name = '']) => name)])];
  return names.length > 0 ? names : undefined;
}

async function readExports(aws: Aws): Promise<Details['exports']> {
  const { CloudWatchLogsClient, DescribeExportTasksCommand } = await sdk();
  const last = new Map<string, string>();
  let nextToken: string | undefined;
  do {
    const page = await aws
      .client(CloudWatchLogsClient)
      .send(new DescribeExportTasksCommand({ limit: 50, ...(nextToken === undefined ? {} : { nextToken }) }));
    for (const { executionInfo, logGroupName = '', status } of page.exportTasks ?? []) {
      if (status?.code !== 'COMPLETED' && status?.code !== 'RUNNING') continue;
      note(last, logGroupName, executionInfo?.creationTime ?? 0);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return readingsOf(last);
}

/** The subscription filters of the whole account in a region, asked once however many want them. */
export const accountSubscriptionsOf = (aws: Aws): Promise<AccountSubscription[]> =>
  aws.once('logs.accountSubscriptions', () => readAccountSubscriptions(aws));

async function readAccountSubscriptions(aws: Aws): Promise<AccountSubscription[]> {
  const { CloudWatchLogsClient, DescribeAccountPoliciesCommand } = await sdk();
  const found: AccountSubscription[] = [];
  const policyType = 'SUBSCRIPTION_FILTER_POLICY' as const;
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
