import { saw } from '../../core/check.js';
import { type Aws, call, collection, type RowOf } from '../../core/collection.js';
import { lastActiveDay, lastDays, type MetricSeries, totalOf } from '../../core/metrics.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { askPerson } from '../../core/unavailable.js';
import type { Bucket } from './buckets.js';
import { at, listBuckets, listBucketsCall, listMetricsCall, storageMetricsIn } from './places.js';

/** A configuration of request metrics, which the owner of a bucket turns on and pays for. */
export interface RequestMetrics {
  BucketName: string;
  BucketRegion: string;
  Id: string;
  /** True where a prefix, tag or access point limits what is counted. */
  Filtered: boolean;
}

interface Requests {
  AllRequests: MetricSeries;
  GetRequests: MetricSeries;
  BytesUploaded: MetricSeries;
}

const listCall = call('s3:ListBucketMetricsConfigurations', 's3:GetMetricsConfiguration', { each: true });

/** The request metrics of every bucket that holds something: the only trace that S3's reads leave by themselves. */
export const requestMetrics = collection<RequestMetrics, { requests: Requests }>({
  id: 's3.requestMetrics',
  scope: 'global',
  noun: 'request metrics of buckets',
  calls: [listBucketsCall, listMetricsCall, listCall],
  async list(aws) {
    const buckets = await listBuckets(aws);
    const found = await Promise.all(buckets.map(bucket => readOrMiss(bucket, aws)));
    return found.flat();
  },
  resource: ({ BucketName, BucketRegion, Id }) => ({
    id: `${BucketName}/${Id}`,
    type: 'AWS::S3::Bucket',
    region: BucketRegion,
  }),
  details: {
    requests: {
      metrics: ({ BucketName, Id }) => {
        const of = (MetricName: string) => ({
          Namespace: 'AWS/S3',
          MetricName,
          Dimensions: { BucketName, FilterId: Id },
          Statistic: 'Sum' as const,
          Days: 90,
        });
        return {
          AllRequests: of('AllRequests'),
          GetRequests: of('GetRequests'),
          BytesUploaded: of('BytesUploaded'),
        };
      },
      metricRegion: ({ BucketRegion }) => BucketRegion,
    },
  },
});

async function readOrMiss(bucket: Bucket, aws: Aws): Promise<RequestMetrics[]> {
  try {
    return (await isKnownEmpty(bucket, aws)) ? [] : await readConfigurations(bucket, aws);
  } catch (error) {
    aws.missed({ id: bucket.Name, region: bucket.BucketRegion || aws.region }, error);
    return [];
  }
}

// Where storage metrics cannot be seen, every bucket is asked: a refusal there takes nothing from what is known here.
const isKnownEmpty = (bucket: Bucket, aws: Aws): Promise<boolean> =>
  storageMetricsIn(at(bucket, aws)).then(
    metrics => !metrics.some(({ BucketName }) => BucketName === bucket.Name),
    () => false,
  );

async function readConfigurations(bucket: Bucket, aws: Aws): Promise<RequestMetrics[]> {
  const { ListBucketMetricsConfigurationsCommand, S3Client } = await import('./sdk.js');
  const found: RequestMetrics[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await at(bucket, aws)
      .client(S3Client)
      .send(
        new ListBucketMetricsConfigurationsCommand({
          Bucket: bucket.Name,
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        }),
      );
    for (const { Id = '', Filter } of page.MetricsConfigurationList ?? []) {
      found.push({
        BucketName: bucket.Name,
        BucketRegion: bucket.BucketRegion || aws.region,
        Id,
        Filtered: Filter !== undefined,
      });
    }
    ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
  return found;
}

/** Request metrics with their daily values, for `also`. */
export const requestsByDay = requestMetrics.with('requests');
export type RequestsTable = Table<RowOf<typeof requestsByDay>>;

/** The first and the last day of a window are not whole. */
const lateBy = 2;

/**
 * The counts of the whole bucket. Raises where nothing counts all of it, or not for so many days: nothing counted is
 * then no proof.
 */
export function wholeOf(name: string, table: RequestsTable, days: number): Requests {
  const whole = table.at('BucketName', name).first(one => !one.Filtered);
  if (!whole) {
    askPerson(`nothing counts the reads of bucket ${name}: its request metrics are off, or count a part of it only`);
  }
  const { Values } = whole.requests.AllRequests;
  // Metrics that were turned on yesterday are as empty as those of an idle bucket: the first request, whoever's it is,
  // shows since when they count.
  const since = Values.findIndex(one => (one ?? 0) > 0);
  const counted = since < 0 ? 0 : Values.length - 1 - since;
  if (counted < days - lateBy) {
    askPerson(`the request metrics of bucket ${name} are known to count for ${counted} of ${days} days`);
  }
  return whole.requests;
}

/** The last day on which an object of the bucket was read; null where nobody read any for so many days. */
export function lastRead(
  name: string,
  table: RequestsTable,
  days: number,
): { last: string | null; evidence: Evidence } {
  const reads = (one: RowOf<typeof requestsByDay>): MetricSeries => lastDays(one.requests.GetRequests, days);
  const read = table.at('BucketName', name).first(one => totalOf(reads(one)) > 0);
  const counted = read ? reads(read) : lastDays(wholeOf(name, table, days).GetRequests, days);
  return {
    last: lastActiveDay(counted),
    evidence: saw('cloudwatch:GetMetricData', 'GetRequests', totalOf(counted)),
  };
}
