import type { LogGroup } from '../../src/checks/logs/log-groups.js';
import type { AccountSubscription, Reading, RecentQueries } from '../../src/checks/logs/readers.js';
import type { MetricSeries } from '../../src/core/metrics.js';
import { gigabyte } from '../../src/core/saving.js';
import type { StoredRow } from '../../src/core/world.js';
import { daily } from '../support/series.js';
import { gap, row, type World, world } from '../support/world.js';
import { functionRow } from '../checks/lambda/rows.js';
import { trail } from './cloudtrail.js';

/** So many gigabytes on the day so many days before the audit. */
export const took = (gigabytes: number, daysAgo = 3): { IncomingBytes: MetricSeries } => ({
  IncomingBytes: daily({ [daysAgo]: gigabytes * gigabyte }),
});
export const silent = { IncomingBytes: daily() };

export const logGroup = (logGroupName: string, fields: Partial<LogGroup> = {}): LogGroup => ({
  logGroupName,
  logGroupArn: `arn:aws:logs:eu-north-1:111122223333:log-group:${logGroupName}`,
  creationTime: '2025-01-10T08:00:00.000Z',
  retentionInDays: 30,
  logGroupClass: 'STANDARD',
  storedBytes: 2 * gigabyte,
  metricFilterCount: 0,
  kmsKeyId: null,
  ...fields,
});

interface Readers {
  queries: RecentQueries;
  exports: Reading[];
  accountSubscriptions: AccountSubscription[];
}

/** Nobody reads the log groups of a region, but for what is given. */
export const readersRow = (fields: Partial<Readers> = {}, region = 'eu-north-1'): StoredRow =>
  row(
    { RegionName: region },
    { queries: { Named: [], Unnamed: 0, Truncated: false }, exports: [], accountSubscriptions: [], ...fields },
    region,
  );

/** What owns log groups in a region. */
export const ownersRow = (fields: Record<string, unknown> = {}): StoredRow =>
  row({ RegionName: 'eu-north-1' }, { restApis: [], appSyncApis: [], amplifyApps: [], dbInstances: [], ...fields });

const regions = ['eu-north-1', 'us-east-1'].map(region => row({ RegionName: region }, {}, region));
const unread = { use: took(2), subscriptions: [] as string[] };

/** Regions whose logs are dear, forgotten, nobody's or unread, in turn. */
export const worlds: World[] = [
  world({
    'account.regions': regions,
    'cloudtrail.trails': [
      row(trail({ CloudWatchLogsLogGroupArn: `${logGroup('cloudtrail').logGroupArn}:*` })),
      row(trail({ Name: 'silent', CloudWatchLogsLogGroupArn: null })),
    ],
    'logs.logGroups': [
      row(logGroup('/aws/lambda/api', { retentionInDays: null, metricFilterCount: 1 }), {
        use: took(60),
        subscriptions: null,
      }),
      row(logGroup('/aws/lambda/gone', { retentionInDays: 365 }), { use: silent, subscriptions: [] }),
      row(logGroup('app/orders'), unread),
      row(logGroup('app/queried'), unread),
      row(logGroup('cloudtrail', { retentionInDays: 365 }), unread),
      row(logGroup('API-Gateway-Execution-Logs_a1b2c3/prod'), { use: silent, subscriptions: [] }),
      row(logGroup('/aws/rds/instance/shop/error'), { use: took(1.5), subscriptions: ['to-search'] }),
      row(logGroup('app/a'), { use: took(3), subscriptions: ['to-search'] }, 'us-east-1'),
      row(logGroup('app/b'), { use: took(3), subscriptions: [] }, 'us-east-1'),
    ],
    'logs.readers': [
      readersRow({
        queries: {
          Named: [{ logGroupName: 'app/queried', Last: '2026-11-20T08:00:00.000Z' }],
          Unnamed: 0,
          Truncated: false,
        },
      }),
      readersRow({ exports: [{ logGroupName: 'app/b', Last: '2026-11-20T08:00:00.000Z' }] }, 'us-east-1'),
    ],
    'lambda.functions': [
      functionRow('api'),
      functionRow('worker', {}, { LoggingConfig: { LogGroup: '/aws/lambda/jobs' } }),
    ],
    'logs.owners': [ownersRow({ dbInstances: ['shop'], appSyncApis: gap('appsync:ListGraphqlApis') })],
  }),
  world({
    'account.regions': regions,
    'cloudtrail.trails': [],
    'logs.logGroups': [
      row(logGroup('/aws/appsync/apis/gone', { logGroupClass: 'INFREQUENT_ACCESS' }), {
        use: silent,
        subscriptions: null,
      }),
      row(logGroup('/aws/amplify/gone', { retentionInDays: null }), { use: took(2), subscriptions: null }),
      row(logGroup('app/kept', { retentionInDays: null }), { use: took(3), subscriptions: [] }),
      row(logGroup('app/new', { creationTime: '2026-11-20T08:00:00.000Z' }), unread),
      row(logGroup('app/hidden'), { use: gap('cloudwatch:GetMetricData'), subscriptions: [] }),
    ],
    'logs.readers': [
      readersRow({
        accountSubscriptions: [{ policyName: 'to-search', selectionCriteria: 'LogGroupName NOT IN ["app/kept"]' }],
      }),
    ],
    'lambda.functions': { rows: [], gaps: [gap('lambda:ListFunctions')] },
    'logs.owners': [ownersRow()],
  }),
];
