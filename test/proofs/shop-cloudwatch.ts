import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const home = 'eu-north-1';
const made = Date.parse('2025-03-01T08:00:00Z');

const group = (logGroupName: string, region: string, fields: object = {}) => ({
  logGroupName,
  arn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
  logGroupArn: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`,
  creationTime: made,
  storedBytes: 500_000_000,
  metricFilterCount: 0,
  logGroupClass: 'STANDARD',
  ...fields,
});
/** Logs of orders that nobody reads, and of much that is no more. */
const groupsOf = (region: string) =>
  region === home
    ? [
        group('shop/orders', region),
        group('/aws/lambda/gone', region, { retentionInDays: 365 }),
        group('API-Gateway-Execution-Logs_gone/prod', region),
        group('/aws/appsync/apis/gone', region),
        group('/aws/amplify/gone', region),
        group('/aws/rds/instance/gone/error', region),
      ]
    : [group('trail-of-old', region, { retentionInDays: 30, metricFilterCount: 1 })];

/** An alarm that waits for data for months, and tells nobody. */
export const forgottenAlarm = (region: string) => ({
  AlarmName: 'old-queue',
  AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:old-queue`,
  ActionsEnabled: false,
  StateValue: 'INSUFFICIENT_DATA',
  StateTransitionedTimestamp: new Date('2026-03-01T08:00:00Z'),
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateAgeOfOldestMessage',
  Dimensions: [{ Name: 'QueueName', Value: 'old' }],
  Period: 300,
});

const routes = Array.from({ length: 12 }, (_none, at) => ({ Name: 'Route', Value: `/r${at}` }));
const publishes = [
  ...routes.map(route => ({ Namespace: 'Shop/Api', MetricName: 'Latency', Dimensions: [route] })),
  {
    Namespace: 'CloudWatchSynthetics',
    MetricName: 'SuccessPercent',
    Dimensions: [{ Name: 'CanaryName', Value: 'front-page' }],
  },
];
const body = { widgets: [{ type: 'metric', properties: { metrics: [['AWS/SQS', 'NumberOfMessagesSent']] } }] };

/** Log groups, what reads them and what they are named after; dashboards, streams and custom metrics. */
export const cloudwatch: Record<string, Handler> = {
  'logs:DescribeLogGroups': (_input, { region }: At) => ({ logGroups: groupsOf(region) }),
  'logs:DescribeSubscriptionFilters': () => ({ subscriptionFilters: [] }),
  'logs:DescribeAccountPolicies': () => ({ accountPolicies: [] }),
  'logs:DescribeQueries': () => ({ queries: [] }),
  'logs:DescribeExportTasks': () => ({ exportTasks: [] }),
  'cloudwatch:ListMetrics': (_input, { region }: At) => ({ Metrics: region === home ? publishes : [] }),
  'cloudwatch:ListDashboards': () => ({
    DashboardEntries: [{ DashboardName: 'main', DashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/main` }],
  }),
  'cloudwatch:GetDashboard': () => ({ DashboardName: 'main', DashboardBody: JSON.stringify(body) }),
  'cloudwatch:ListMetricStreams': (_input, { region }: At) => ({
    Entries:
      region === home
        ? []
        : [
            {
              Name: 'to-vendor',
              Arn: `arn:aws:cloudwatch:${region}:${accountId}:metric-stream/to-vendor`,
              FirehoseArn: `arn:aws:firehose:${region}:${accountId}:deliverystream/to-vendor`,
              State: 'running',
              OutputFormat: 'json',
              CreationDate: new Date(made),
            },
          ],
  }),
  'apigateway:GetRestApis': () => ({ items: [] }),
  'appsync:ListGraphqlApis': () => ({ graphqlApis: [] }),
  'appsync:ListApis': () => ({ apis: [] }),
  'route53:ListHealthChecks': () => ({ HealthChecks: [], Marker: '', IsTruncated: false, MaxItems: 100 }),
};
