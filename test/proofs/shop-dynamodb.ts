import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const home = 'eu-north-1';
const away = 'us-east-1';
const early = new Date('2025-03-01T08:00:00Z');
const arn = (name: string, region: string) => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
const onDemand = { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } };
const global = (RegionName: string) => ({ ...onDemand, Replicas: [{ RegionName, ReplicaStatus: 'ACTIVE' }] });

/** One table in use, with an index that nobody queries; two left behind; one in two regions, asked in one. */
const tables: Record<string, Record<string, object>> = {
  [home]: {
    bookings: {
      ProvisionedThroughput: { ReadCapacityUnits: 20, WriteCapacityUnits: 20 },
      TableSizeBytes: 40_000_000_000,
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-guest',
          IndexStatus: 'ACTIVE',
          ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
        },
      ],
    },
    orders: {
      ProvisionedThroughput: { ReadCapacityUnits: 10, WriteCapacityUnits: 10 },
      DeletionProtectionEnabled: true,
    },
    sessions: { ...onDemand, DeletionProtectionEnabled: true, TableSizeBytes: 7_000_000 },
    catalog: global(away),
  },
  [away]: { catalog: global(home) },
};

interface OfTable {
  TableName: string;
}
const dynamodb: Record<string, Handler> = {
  'dynamodb:ListTables': (_input, { region }: At) => ({ TableNames: Object.keys(tables[region] ?? {}) }),
  'dynamodb:DescribeTable': ({ TableName }: OfTable, { region }: At) => ({
    Table: {
      TableName,
      TableArn: arn(TableName, region),
      TableStatus: 'ACTIVE',
      CreationDateTime: early,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      ...tables[region]?.[TableName],
    },
  }),
  'dynamodb:ListTagsOfResource': ({ ResourceArn }: { ResourceArn: string }) => ({
    Tags: ResourceArn.endsWith('/orders') ? [{ Key: 'owner', Value: 'shop' }] : [],
  }),
  'dynamodb:DescribeContinuousBackups': ({ TableName }: OfTable) => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: TableName === 'sessions' ? 'DISABLED' : 'ENABLED',
      },
    },
  }),
  'dynamodb:ListBackups': (_input, { region }: At) => ({
    BackupSummaries:
      region === home
        ? [
            {
              BackupArn: `${arn('bookings', home)}/backup/0149`,
              BackupName: 'before-launch',
              BackupStatus: 'AVAILABLE',
              BackupType: 'USER',
              BackupCreationDateTime: new Date('2026-11-01T08:00:00Z'),
              BackupSizeBytes: 9_000_000,
              TableName: 'bookings',
              TableArn: arn('bookings', home),
            },
          ]
        : [],
  }),
};

const kinds = ['ReadCapacityUnits', 'WriteCapacityUnits'];
const scaling = { ServiceNamespace: 'dynamodb', ResourceId: 'table/bookings' };
const beside: Record<string, Handler> = {
  'application-autoscaling:DescribeScalableTargets': (_input, { region }: At) => ({
    ScalableTargets: (region === home ? kinds : []).map(kind => ({
      ...scaling,
      ScalableDimension: `dynamodb:table:${kind}`,
      MinCapacity: 5,
      MaxCapacity: 40,
      RoleARN: `arn:aws:iam::${accountId}:role/scaling`,
      CreationTime: early,
    })),
  }),
  'application-autoscaling:DescribeScalingPolicies': (_input, { region }: At) => ({
    ScalingPolicies: (region === home ? kinds : []).map(kind => ({
      ...scaling,
      PolicyARN: `arn:aws:autoscaling:${home}:${accountId}:scalingPolicy:${kind}`,
      PolicyName: 'follow',
      PolicyType: 'TargetTrackingScaling',
      ScalableDimension: `dynamodb:table:${kind}`,
      CreationTime: early,
    })),
  }),
  'dax:DescribeClusters': (_input, { region }: At) => ({
    Clusters:
      region === home
        ? [
            {
              ClusterName: 'catalog-cache',
              ClusterArn: `arn:aws:dax:${home}:${accountId}:cache/catalog-cache`,
              Status: 'available',
              NodeType: 'dax.t3.small',
              Nodes: [{ NodeId: 'catalog-cache-a', NodeCreateTime: early }],
            },
          ]
        : [],
  }),
};

const cluster = (identifier: string, region: string) => `arn:aws:dsql:${region}:${accountId}:cluster/${identifier}`;
/** Two regions that are linked; all sessions are in one of them. */
const clusters: Record<string, string> = { [home]: 'shop', [away]: 'shop-south' };
const dsql: Record<string, Handler> = {
  'dsql:ListClusters': (_input, { region }: At) => ({
    clusters: [{ identifier: clusters[region], arn: cluster(clusters[region] ?? '', region) }],
  }),
  'dsql:GetCluster': ({ identifier }: { identifier: string }, { region }: At) => ({
    identifier,
    arn: cluster(identifier, region),
    status: 'ACTIVE',
    creationTime: early,
    deletionProtectionEnabled: true,
    tags: { team: 'shop' },
    multiRegionProperties: {
      witnessRegion: 'eu-west-1',
      clusters: Object.entries(clusters).map(([place, name]) => cluster(name, place)),
    },
  }),
};

/** DynamoDB of the shop with what belongs to it, and the Aurora DSQL that follows it. */
export const databases: Record<string, Handler> = { ...dynamodb, ...beside, ...dsql };
