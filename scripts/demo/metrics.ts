import { type AskedMetric, metricData, type MetricValue } from '../../test/server/metric-data.js';

/** Mondays to Fridays are busier than weekends; the audit is on a Sunday. */
const weekly =
  (value: number): MetricValue =>
  daysAgo =>
    Math.round([0, 6].includes(((-daysAgo % 7) + 7) % 7) ? value * 0.6 : value);
/** Used until that many days ago. */
const until =
  (last: number, value: number): MetricValue =>
  daysAgo =>
    daysAgo >= last ? value : 0;
/** Used since that many days ago. */
const since =
  (first: number, value: number): MetricValue =>
  daysAgo =>
    daysAgo <= first ? value : 0;

const gigabyte = 1024 ** 3;

/** Metrics of the sample account by `MetricName dimension dimension`, and by statistic or region where it differs; no data points for any other. */
const values: Record<string, MetricValue> = {
  'Invocations payments-webhook': weekly(410),
  'Errors payments-webhook': 2,
  'Duration payments-webhook': weekly(410 * 190),
  'Invocations payments-webhook payments-webhook:live': weekly(410),
  'ProvisionedConcurrencyUtilization payments-webhook payments-webhook:live': 0.2,
  'Invocations search-listings': weekly(210_000),
  'Errors search-listings': 480,
  'Duration search-listings': weekly(210_000 * 240),
  'Invocations search-listings search-listings:live': weekly(210_000),
  'Invocations expire-holds': 288,
  'Duration expire-holds': 288 * 650,
  'Invocations send-mail': weekly(620),
  'Errors send-mail': weekly(150),
  'Duration send-mail': weekly(620 * 420),
  'Invocations photo-resize': weekly(180),
  'Errors photo-resize': 1,
  'Duration photo-resize': weekly(180 * 1400),
  'Invocations guest-signup': weekly(35),
  'Duration guest-signup': weekly(35 * 110),
  'Requests d2lodgeweb': weekly(41_000),
  'Requests d3lodgebeta': daysAgo => (daysAgo > 60 ? 40 : 0),
  'Invocations lodge booking-confirmed': weekly(95),
  'TriggeredRules lodge booking-confirmed': weekly(95),
  'MatchedEvents lodge': weekly(95),
  'InvocationAttemptCount default': 289,
  'ConsumedReadCapacityUnits lodge-bookings': until(41, 310_000),
  'ConsumedWriteCapacityUnits lodge-bookings': until(62, 48_000),
  'ConsumedReadCapacityUnits lodge-bookings by-guest': until(41, 22_000),
  'ConsumedWriteCapacityUnits lodge-bookings by-guest': until(62, 48_000),
  'ProvisionedReadCapacityUnits lodge-bookings': 40,
  'ProvisionedWriteCapacityUnits lodge-bookings': 25,
  'ConsumedReadCapacityUnits lodge-listings': until(50, 900_000),
  'ConsumedWriteCapacityUnits lodge-listings': until(62, 6_000),
  'ConsumedReadCapacityUnits lodge-holds': until(38, 86_000),
  'ConsumedWriteCapacityUnits lodge-holds': until(38, 21_000),
  'ConsumedWriteCapacityUnits lodge-holds by-listing': until(38, 21_000),
  'ProvisionedReadCapacityUnits lodge-holds': 10,
  'ProvisionedWriteCapacityUnits lodge-holds': 10,
  'ConsumedReadCapacityUnits lodge-sessions': until(36, 240_000),
  'ConsumedWriteCapacityUnits lodge-sessions': until(36, 61_000),
  'ProvisionedReadCapacityUnits lodge-pilot': 5,
  'ProvisionedWriteCapacityUnits lodge-pilot': 5,
  'TotalTransactions ld2b4c6d8f0h2j4l6n8p0r2t4v': since(64, 410_000),
  'TotalDPU ld2b4c6d8f0h2j4l6n8p0r2t4v': since(64, 300_000),
  'ClusterStorageSize ld2b4c6d8f0h2j4l6n8p0r2t4v': 31_000_000_000,
  'TotalTransactions tr1a3c5e7g9i1k3m5o7q9s1u3w': until(71, 12),
  'ClusterStorageSize tr1a3c5e7g9i1k3m5o7q9s1u3w': 640_000_000,
  'ClusterStorageSize sb5c7e9g1i3k5m7o9q1s3u5w7y': 1_400_000,
  'IncomingBytes cloudtrail/lodge': 148_000_000,
  'IncomingBytes /aws/lambda/payments-webhook': weekly(96_000_000),
  'IncomingBytes /aws/lambda/search-listings': weekly(1_310_000_000),
  'IncomingBytes /aws/lambda/expire-holds': 4_100_000,
  'IncomingBytes /aws/lambda/send-mail': weekly(9_700_000),
  'IncomingBytes /lodge/web-access': weekly(61_000_000),
  'IncomingBytes /aws/lambda/us-east-1.listing-redirects': 2_300_000,
  'SuccessPercent front-page Maximum': 100,
  'SuccessPercent front-page SampleCount': 96,
  'SuccessPercent old-booking-flow Maximum': 0,
  'SuccessPercent old-booking-flow SampleCount': 96,
  'MetricUpdate monitoring-trial': 46_000,
  'IncomingRecords monitoring-trial': 2_900,
  'DeliveryToHttpEndpoint.Success monitoring-trial': 0,
  'BucketSizeBytes lodge-access-logs StandardStorage': 3 * gigabyte,
  'BucketSizeBytes lodge-artifacts StandardStorage': daysAgo => (14 - daysAgo / 30) * gigabyte,
  'BucketSizeBytes lodge-media StandardStorage': daysAgo => (64 - daysAgo / 20) * gigabyte,
  'NumberOfObjects lodge-media AllStorageTypes': 710_000,
  'BucketSizeBytes lodge-table-exports StandardStorage': 38 * gigabyte,
  'NumberOfObjects lodge-table-exports AllStorageTypes': 1240,
  'AllRequests lodge-table-exports EntireBucket': 3,
  'BucketSizeBytes lodge-trail-logs StandardStorage': 2 * gigabyte,
  'BucketSizeBytes lodge-trail-logs GlacierStorage': 11 * gigabyte,
  'BucketSizeBytes lodge-uploads StandardStorage': daysAgo => (212 - daysAgo / 4) * gigabyte,
  'NumberOfObjects lodge-uploads AllStorageTypes': 96_000,
  'AllRequests lodge-uploads EntireBucket': weekly(900),
  'GetRequests lodge-uploads EntireBucket': weekly(160),
  'BytesUploaded lodge-uploads EntireBucket': gigabyte / 4,
  'Requests E1LODGEWWW0001 Global': weekly(88_000),
  'CallCount SSM GetParametersByPath API None eu-north-1': weekly(310),
  'AllowedRequests lodge-api ALL eu-north-1': weekly(42_000),
  'BlockedRequests lodge-api ALL eu-north-1': weekly(900),
  'AllowedRequests lodge-www ALL': weekly(88_000),
  'IncomingBytes aws-waf-logs-lodge-api': weekly(71_000_000),
  'DNSQueries Z04LODGEMAIN': weekly(41_800),
  'DNSQueries Z07LODGETWIN': 2,
  'DNSQueries Z05CABINS': 1,
  'HourlyDataIngested 4f0a7c1e-lodge IngestionMetrics': 60_000_000,
  'ConfigurationItemsRecorded AWS::CloudFormation::Stack': weekly(7),
  'ConfigurationItemsRecorded AWS::Config::ResourceCompliance': weekly(46),
  'ConfigurationItemsRecorded AWS::DynamoDB::Table': 40,
  'ConfigurationItemsRecorded AWS::IAM::Role': weekly(3),
  'ConfigurationItemsRecorded AWS::KMS::Key': 1,
  'ConfigurationItemsRecorded AWS::Lambda::Function': weekly(9),
  'ConfigurationItemsRecorded AWS::S3::Bucket': 1,
  'Count l0dgeapi01': weekly(215_000),
  'Count lodge-partner-api': 38,
  'Count lodge-partner-api v1': 38,
  'IncomingBytes API-Gateway-Execution-Logs_p4rtner0ld/v1': 2_400_000,
  'Latency l0dgechat0000000000000000a': daysAgo => (daysAgo === 71 ? 212 : 0),
  'SignInSuccesses eu-north-1_LodgeGst1 4l0dgeweb0000000000000guest': weekly(64),
  'TokenRefreshSuccesses eu-north-1_LodgeGst1 4l0dgeweb0000000000000guest': weekly(420),
  'SignInSuccesses eu-north-1_LodgeStf1 6l0dgedesk000000000000staff': weekly(11),
  SMSMonthToDateSpentUSD: 2.4,
};

function valueOf({ MetricName, Stat, dimensions, region }: AskedMetric): MetricValue | undefined {
  const name = [MetricName, ...dimensions].join(' ');
  return values[name] ?? values[`${name} ${Stat}`] ?? values[`${name} ${region}`];
}

/** CloudWatch of the sample account. */
export const metrics = metricData(valueOf);
