import { type AskedMetric, metricData, type MetricValue } from '../server/metric-data.js';

/** Nothing before, or nothing since, half a month ago: what was moved, and where to. */
const begun =
  (value: number): MetricValue =>
  daysAgo =>
    daysAgo < 45 ? value : null;
const ended =
  (value: number): MetricValue =>
  daysAgo =>
    daysAgo >= 45 ? value : null;

/** What the shop's metrics are by `MetricName dimension dimension`, or with the last dimension alone; no data points for any other. */
const values: Record<string, MetricValue> = {
  'Invocations search': 40,
  'Errors search': 10,
  'Duration search': 8000,
  'Requests d1shop': 5,
  'ConsumedReadCapacityUnits bookings': 400_000,
  'ConsumedWriteCapacityUnits bookings': 90_000,
  'ConsumedWriteCapacityUnits bookings by-guest': 90_000,
  'ProvisionedReadCapacityUnits bookings': 20,
  'ProvisionedWriteCapacityUnits bookings': 20,
  'ConsumedWriteCapacityUnits catalog': 500,
  'ConsumedWriteCapacityUnits orders': ended(700),
  'TotalTransactions shop': begun(900),
  'ClusterStorageSize shop': 4_000_000_000,
  'ClusterStorageSize shop-south': 4_000_000_000,
  'MultiRegionWriteDPU shop': 120,
  'TotalRequestCount catalog-cache': 10,
  'ItemCacheHits catalog-cache': 1,
  'ItemCacheMisses catalog-cache': 9,
  'IncomingBytes shop/orders': 100_000_000,
  'SuccessPercent front-page': 100,
  'MetricUpdate to-vendor': 1000,
  'IncomingRecords to-vendor': 10,
  'AllRequests shop-logs whole': 1,
  'AllRequests shop-photos whole': 2,
  'BucketSizeBytes shop-logs StandardStorage': 3 * 1024 ** 3,
  'BucketSizeBytes shop-photos StandardStorage': 60 * 1024 ** 3,
  'BucketSizeBytes shop-trail StandardStorage': 2 * 1024 ** 3,
  'CallCount SSM GetParameter API None': 12,
  'NumberOfObjects shop-photos AllStorageTypes': 20_000,
  'Requests E1SHOP Global': 40,
  'AllowedRequests shop ALL eu-north-1': 40,
  'BlockedRequests shop ALL eu-north-1': 2,
  'ConfigurationItemsRecorded AWS::EC2::NetworkInterface': 50,
  'ConfigurationItemsRecorded AWS::IAM::Role': 1,
  'IncomingBytes aws-waf-logs-shop': 2_000_000,
  'Count orders': 400_000,
  'Count prod': 400_000,
  'CacheHitCount prod': 100,
  'CacheMissCount prod': 9900,
  'IncomingBytes API-Gateway-Execution-Logs_rest-orders/prod': 2_000_000_000,
  'Latency gql-orders': 900,
  'IncomingBytes /aws/appsync/apis/gql-orders': 1_000_000_000,
  'SignInSuccesses web': 40,
  'DNSQueries Z0SHOP': 900,
  'HourlyDataIngested 0shop-lake IngestionMetrics': 1024 ** 3,
  'InboundQueryVolume rslvr-in-0shop': 40,
};

/** What differs by region. */
const valuesIn: Record<string, Record<string, MetricValue>> = {
  'eu-north-1': { 'SuccessfulRequestLatency catalog Query': 60 },
};

/** What one metric of the shop is; undefined where it has no data points. */
export function valueOf({ MetricName, Stat, dimensions, region }: AskedMetric): MetricValue | undefined {
  const names = [dimensions.join(' '), dimensions.at(-1) ?? ''].map(of => `${MetricName} ${of}`.trim());
  const known = { ...values, ...valuesIn[region] };
  return names.map(name => known[name] ?? known[`${name} ${Stat}`]).find(value => value !== undefined);
}

/** CloudWatch of the shop. */
export const metrics = metricData(valueOf);
