import { CloudWatchClient, DescribeAlarmsCommand, type DescribeAlarmsCommandInput } from '@aws-sdk/client-cloudwatch';
import { clients } from '../../test/server/redirect.js';
import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';
import { logGroup } from './trails.js';

const date = (days: number): Date => new Date(daysAgo(days));
const home = 'eu-north-1';

interface Group {
  made: number;
  keeps?: number;
  stored: number;
  filters?: number;
}

/** Log groups by region: some expire, the busiest does not, and some belong to functions that are no more. */
const groups: Record<string, Record<string, Group>> = {
  'eu-north-1': {
    '/aws/lambda/expire-holds': { made: 540, keeps: 30, stored: 18_200_000 },
    '/aws/lambda/export-bookings-table': { made: 930, stored: 7_900_000_000 },
    '/aws/lambda/payments-webhook': { made: 812, stored: 11_400_000_000 },
    '/aws/lambda/search-listings': { made: 655, stored: 96_000_000_000 },
    '/aws/lambda/send-mail': { made: 655, keeps: 90, stored: 131_000_000 },
    '/lodge/booking-worker': { made: 905, stored: 2_300_000_000 },
    '/lodge/web-access': { made: 820, keeps: 30, stored: 270_000_000 },
    [logGroup]: { made: 700, keeps: 365, stored: 8_100_000_000, filters: 10 },
  },
  'us-east-1': {
    '/aws/lambda/payments-audit-export': { made: 655, stored: 1_200_000_000 },
    '/aws/lambda/us-east-1.listing-redirects': { made: 300, keeps: 14, stored: 4_600_000 },
  },
};

const groupsIn = (region: string) =>
  Object.entries(groups[region] ?? {}).map(([logGroupName, { filters = 0, keeps, made, stored }]) => ({
    logGroupName,
    arn: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`,
    logGroupArn: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`,
    creationTime: date(made).getTime(),
    storedBytes: stored,
    metricFilterCount: filters,
    logGroupClass: 'STANDARD',
    ...(keeps === undefined ? {} : { retentionInDays: keeps }),
  }));

const logs: Record<string, Handler> = {
  'logs:DescribeLogGroups': (_input, { region }: At) => ({ logGroups: groupsIn(region) }),
  'logs:DescribeSubscriptionFilters': () => ({ subscriptionFilters: [] }),
  'logs:DescribeAccountPolicies': () => ({ accountPolicies: [] }),
  'logs:DescribeQueries': (_input, { region }: At) => ({
    queries:
      region === home
        ? [
            {
              queryId: 'b2c1e0d4-0000-4000-8000-000000000001',
              queryString: 'SOURCE "/aws/lambda/payments-webhook" START=-86400s END=0s | filter level = "error"',
              logGroupName: '/aws/lambda/payments-webhook',
              status: 'Complete',
              createTime: date(2).getTime(),
            },
          ]
        : [],
  }),
  'logs:DescribeExportTasks': () => ({ exportTasks: [] }),
};

const listings = Array.from({ length: 25 }, (_none, at) => ({ Name: 'ListingId', Value: `cabin-${1000 + at}` }));
const synthetics = { Namespace: 'CloudWatchSynthetics', MetricName: 'SuccessPercent' };
const published = [
  ...listings.map(listing => ({ Namespace: 'Lodge/Search', MetricName: 'ResultRank', Dimensions: [listing] })),
  ...['Created', 'Paid', 'Cancelled'].map(MetricName => ({ Namespace: 'Lodge/Bookings', MetricName, Dimensions: [] })),
  ...['front-page', 'old-booking-flow'].map(Value => ({ ...synthetics, Dimensions: [{ Name: 'CanaryName', Value }] })),
];
const overview = {
  widgets: [
    {
      type: 'metric',
      properties: {
        metrics: [
          ['Lodge/Bookings', 'Created'],
          ['.', 'Paid'],
          ['.', 'Cancelled'],
        ],
      },
    },
  ],
};

const metricsAndDashboards: Record<string, Handler> = {
  'cloudwatch:ListMetrics': (_input, { region }: At) => ({ Metrics: region === home ? published : [] }),
  'cloudwatch:ListDashboards': () => ({
    DashboardEntries: [
      {
        DashboardName: 'lodge-overview',
        DashboardArn: `arn:aws:cloudwatch::${account}:dashboard/lodge-overview`,
        LastModified: date(220),
      },
    ],
  }),
  'cloudwatch:GetDashboard': () => ({ DashboardName: 'lodge-overview', DashboardBody: JSON.stringify(overview) }),
  // Left from the trial of a monitoring product, in the region that its guide named.
  'cloudwatch:ListMetricStreams': (_input, { region }: At) => ({
    Entries:
      region === home
        ? []
        : [
            {
              Name: 'monitoring-trial',
              Arn: `arn:aws:cloudwatch:${region}:${account}:metric-stream/monitoring-trial`,
              FirehoseArn: `arn:aws:firehose:${region}:${account}:deliverystream/monitoring-trial`,
              State: 'running',
              OutputFormat: 'opentelemetry1.0',
              CreationDate: date(205),
            },
          ],
  }),
};

/** An alarm on a table that went when the bookings moved. */
const tableAlarm = {
  AlarmName: 'bookings-table-reads',
  AlarmArn: `arn:aws:cloudwatch:${home}:${account}:alarm:bookings-table-reads`,
  ActionsEnabled: true,
  AlarmActions: [`arn:aws:sns:${home}:${account}:platform-oncall`],
  StateValue: 'INSUFFICIENT_DATA' as const,
  Namespace: 'AWS/DynamoDB',
  MetricName: 'ConsumedReadCapacityUnits',
  Dimensions: [{ Name: 'TableName', Value: 'bookings' }],
  Period: 300,
};

/** moto tells no age of an alarm's state that stays the same from one recording to the next. */
const ofAlarms = (port: number): Record<string, Handler> => ({
  'cloudwatch:DescribeAlarms': async (input: DescribeAlarmsCommandInput, { region }: At) => {
    const client = (await clients(port, region))(CloudWatchClient);
    const { CompositeAlarms = [], MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand(input));
    const seeded = MetricAlarms.map(alarm => ({ ...alarm, StateTransitionedTimestamp: date(690) }));
    const gone = { ...tableAlarm, StateTransitionedTimestamp: date(133) };
    return { CompositeAlarms, MetricAlarms: region === home ? [...seeded, gone] : seeded };
  },
});

/** CloudWatch and its logs: what moto on `port` lacks, or tells otherwise than AWS would. */
export const cloudwatchOver = (port: number): Record<string, Handler> => ({
  ...logs,
  ...metricsAndDashboards,
  ...ofAlarms(port),
});
