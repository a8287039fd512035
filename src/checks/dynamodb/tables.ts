import type { GlobalSecondaryIndexDescription, TableDescription } from '@aws-sdk/client-dynamodb';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf, orNull, tagsOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { demandQueries, indexBuildQueries, indexUseQueries, requestQueries, useQueries } from './table-metrics.js';

const sdk = () => import('./sdk.js');

/** A global secondary index of a table. */
export interface Index {
  IndexName: string;
  IndexStatus: string;
  IndexSizeBytes: number;
  ProvisionedThroughput: Throughput;
}

export interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
}

/** A DynamoDB table, as DescribeTable tells. */
export interface StoredTable {
  TableName: string;
  TableArn: string;
  TableStatus: string;
  CreationDateTime: string | null;
  /** Null: never switched, which is PROVISIONED. */
  BillingMode: string | null;
  ProvisionedThroughput: Throughput;
  TableSizeBytes: number;
  ItemCount: number;
  /** Null: STANDARD. */
  TableClass: string | null;
  DeletionProtectionEnabled: boolean;
  /** The attributes of the key, the partition key first. */
  KeySchema: string[];
  GlobalSecondaryIndexes: Index[];
  /** The other regions of a global table. */
  Replicas: { RegionName: string; ReplicaStatus: string }[];
  StreamEnabled: boolean;
  LatestStreamArn: string | null;
}

/** Consumed capacity of the table without its indexes, day by day. */
export interface TableUse {
  ConsumedReadCapacityUnits: MetricSeries;
  ConsumedWriteCapacityUnits: MetricSeries;
}

export interface TableDetails {
  tags: Record<string, string>;
  continuousBackups: { PointInTimeRecoveryStatus: string };
  use: TableUse;
  /** Consumed capacity of each index, day by day: `<index> <metric>`. */
  indexUse: Record<string, MetricSeries>;
  /** How far the building of an index had come, by index: only while it is built. */
  indexBuilds: Record<string, MetricSeries>;
  /** Hour by hour, what capacity was there and what was used: `<metric>` of the table, `<index> <metric>` of an index. */
  demand: Record<string, MetricSeries>;
  /** Of a replica: requests of clients in its region, by operation. */
  requests: Record<string, MetricSeries>;
}

export const tables = collection<StoredTable, TableDetails>({
  id: 'dynamodb.tables',
  noun: 'DynamoDB tables',
  calls: ['dynamodb:ListTables', call('dynamodb:DescribeTable', 'dynamodb:DescribeTable', { each: true })],
  async list(aws) {
    const { DynamoDBClient, paginateListTables } = await sdk();
    const described: Promise<StoredTable | undefined>[] = [];
    for await (const page of paginateListTables({ client: aws.client(DynamoDBClient) }, {})) {
      for (const name of page.TableNames ?? []) described.push(describe(name, aws));
    }
    return (await Promise.all(described)).filter(table => table !== undefined);
  },
  resource: (table, { tags }) => ({
    id: table.TableName,
    arn: table.TableArn,
    type: 'AWS::DynamoDB::Table',
    ...(tags ? { tags } : {}),
  }),
  labels: ['tags'],
  details: {
    tags: detail({ calls: ['dynamodb:ListTagsOfResource'], get: (table, aws) => listTags(table.TableArn, aws) }),
    continuousBackups: detail({
      calls: ['dynamodb:DescribeContinuousBackups'],
      get: (table, aws) => describeBackups(table.TableName, aws),
    }),
    use: { metrics: useQueries },
    indexUse: { metrics: indexUseQueries },
    indexBuilds: { metrics: indexBuildQueries },
    demand: { metrics: demandQueries },
    requests: { metrics: requestQueries },
  },
});

/** One denied table must not hide the others; one that was deleted since it was listed is none. */
async function describe(TableName: string, aws: Aws): Promise<StoredTable | undefined> {
  const { DescribeTableCommand, DynamoDBClient } = await sdk();
  try {
    const answer = await orNull(['ResourceNotFoundException'], () =>
      aws.client(DynamoDBClient).send(new DescribeTableCommand({ TableName })),
    );
    return answer?.Table ? tableOf(TableName, answer.Table) : undefined;
  } catch (error) {
    aws.missed({ id: TableName }, error);
    return undefined;
  }
}

const tableOf = (TableName: string, told: TableDescription): StoredTable => ({
  TableName,
  TableArn: told.TableArn ?? '',
  TableStatus: told.TableStatus ?? '',
  CreationDateTime: isoOf(told.CreationDateTime),
  BillingMode: told.BillingModeSummary?.BillingMode ?? null,
  ProvisionedThroughput: throughputOf(told.ProvisionedThroughput),
  TableSizeBytes: told.TableSizeBytes ?? 0,
  ItemCount: told.ItemCount ?? 0,
  TableClass: told.TableClassSummary?.TableClass ?? null,
  DeletionProtectionEnabled: told.DeletionProtectionEnabled ?? false,
  KeySchema: [...(told.KeySchema ?? [])]
    .sort((a, b) => Number(b.KeyType === 'HASH') - Number(a.KeyType === 'HASH'))
    .map(key => key.AttributeName ?? ''),
  GlobalSecondaryIndexes: (told.GlobalSecondaryIndexes ?? []).map(indexOf),
  Replicas: (told.Replicas ?? []).map(replica => ({
    RegionName: replica.RegionName ?? '',
    ReplicaStatus: replica.ReplicaStatus ?? '',
  })),
  StreamEnabled: told.StreamSpecification?.StreamEnabled ?? false,
  LatestStreamArn: told.LatestStreamArn ?? null,
});

const indexOf = (told: GlobalSecondaryIndexDescription): Index => ({
  IndexName: told.IndexName ?? '',
  IndexStatus: told.IndexStatus ?? '',
  IndexSizeBytes: told.IndexSizeBytes ?? 0,
  ProvisionedThroughput: throughputOf(told.ProvisionedThroughput),
});

const throughputOf = (told: TableDescription['ProvisionedThroughput']): Throughput => ({
  ReadCapacityUnits: told?.ReadCapacityUnits ?? 0,
  WriteCapacityUnits: told?.WriteCapacityUnits ?? 0,
});

async function listTags(ResourceArn: string, aws: Aws): Promise<Record<string, string>> {
  const { DynamoDBClient, ListTagsOfResourceCommand } = await sdk();
  const tags: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const page = await aws
      .client(DynamoDBClient)
      .send(new ListTagsOfResourceCommand({ ResourceArn, ...(NextToken === undefined ? {} : { NextToken }) }));
    Object.assign(tags, tagsOf(page.Tags));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return tags;
}

async function describeBackups(TableName: string, aws: Aws): Promise<TableDetails['continuousBackups']> {
  const { DescribeContinuousBackupsCommand, DynamoDBClient } = await sdk();
  const answer = await orNull(['ContinuousBackupsUnavailableException'], () =>
    aws.client(DynamoDBClient).send(new DescribeContinuousBackupsCommand({ TableName })),
  );
  const { PointInTimeRecoveryDescription: recovery } = answer?.ContinuousBackupsDescription ?? {};
  return { PointInTimeRecoveryStatus: recovery?.PointInTimeRecoveryStatus ?? 'DISABLED' };
}
