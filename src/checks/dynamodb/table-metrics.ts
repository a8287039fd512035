import type { MetricQuery, Statistic } from '../../core/metrics.js';
import type { Index, StoredTable } from './tables.js';
import { daysKept } from './window.js';

/** What CloudWatch is asked of a table. A metric of the table alone holds nothing of its indexes. */

const consumed = ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'] as const;
const provisioned = ['ProvisionedReadCapacityUnits', 'ProvisionedWriteCapacityUnits'] as const;
const throttled = ['ReadThrottleEvents', 'WriteThrottleEvents'] as const;

/** How far back hours are kept. */
export const hourlyDaysKept = 30;

type Of = Pick<StoredTable, 'TableName'>;
type WithIndexes = Of & { GlobalSecondaryIndexes: readonly Pick<Index, 'IndexName'>[] };

/** The name of a series among those of a table and its indexes. */
export const seriesName = (metric: string, index?: string): string => (index ? `${index} ${metric}` : metric);

function query(
  { TableName }: Of,
  MetricName: string,
  Statistic: Statistic,
  more: { index?: string; Days?: number; Period?: number; dimensions?: Record<string, string> } = {},
): MetricQuery {
  return {
    Namespace: 'AWS/DynamoDB',
    MetricName,
    Dimensions: {
      TableName,
      ...(more.index === undefined ? {} : { GlobalSecondaryIndexName: more.index }),
      ...more.dimensions,
    },
    Statistic,
    Days: more.Days ?? daysKept,
    ...(more.Period === undefined ? {} : { Period: more.Period }),
  };
}

export const useQueries = (table: Of) => ({
  ConsumedReadCapacityUnits: query(table, 'ConsumedReadCapacityUnits', 'Sum'),
  ConsumedWriteCapacityUnits: query(table, 'ConsumedWriteCapacityUnits', 'Sum'),
});

export const indexUseQueries = (table: WithIndexes): Record<string, MetricQuery> =>
  Object.fromEntries(
    table.GlobalSecondaryIndexes.flatMap(({ IndexName: index }) =>
      consumed.map(metric => [seriesName(metric, index), query(table, metric, 'Sum', { index })]),
    ),
  );

export const indexBuildQueries = (table: WithIndexes): Record<string, MetricQuery> =>
  Object.fromEntries(
    table.GlobalSecondaryIndexes.map(({ IndexName: index }) => [
      index,
      query(table, 'OnlineIndexPercentageProgress', 'Maximum', { index }),
    ]),
  );

export function demandQueries(table: WithIndexes & Pick<StoredTable, 'BillingMode'>): Record<string, MetricQuery> {
  const queries: [string, MetricQuery][] = [];
  const hourly = { Days: hourlyDaysKept, Period: 3600 };
  for (const index of [undefined, ...table.GlobalSecondaryIndexes.map(one => one.IndexName)]) {
    const at = { ...hourly, ...(index === undefined ? {} : { index }) };
    for (const metric of consumed) queries.push([seriesName(metric, index), query(table, metric, 'Sum', at)]);
    if (table.BillingMode === 'PAY_PER_REQUEST') continue;
    for (const metric of provisioned) queries.push([seriesName(metric, index), query(table, metric, 'Average', at)]);
    for (const metric of throttled) queries.push([seriesName(metric, index), query(table, metric, 'Sum', at)]);
  }
  return Object.fromEntries(queries);
}

/** Operations by which clients use a replica. Replication shows as consumed capacity, not as one of these. */
export const operations = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'TransactGetItems',
  'ExecuteStatement',
  'BatchExecuteStatement',
  'ExecuteTransaction',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
];

export function requestQueries(
  table: Of & Pick<StoredTable, 'Replicas' | 'StreamEnabled' | 'LatestStreamArn'>,
): Record<string, MetricQuery> {
  if (table.Replicas.length === 0) return {};
  const metric = 'SuccessfulRequestLatency';
  const count = (dimensions: Record<string, string>) => query(table, metric, 'SampleCount', { dimensions });
  const StreamLabel = table.LatestStreamArn?.split('/stream/')[1];
  return {
    ...Object.fromEntries(operations.map(Operation => [Operation, count({ Operation })])),
    ...(table.StreamEnabled && StreamLabel ? { GetRecords: count({ Operation: 'GetRecords', StreamLabel }) } : {}),
  };
}
