import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const home = 'eu-north-1';
const date = (days: number): Date => new Date(daysAgo(days));
const arn = (name: string, region: string): string => `arn:aws:dynamodb:${region}:${account}:table/${name}`;
const onDemand = { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } };
const capacity = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({
  ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
});
const index = (IndexName: string, units: object, IndexSizeBytes: number) => ({
  IndexName,
  IndexStatus: 'ACTIVE',
  IndexSizeBytes,
  ...units,
});

interface Made {
  days: number;
  recovery?: boolean;
  tags?: Record<string, string>;
  key?: string;
  told: object;
}

/** Lodge moved to Aurora DSQL two months ago, its holds and sessions last; the tables are still here. */
const tables: Record<string, Record<string, Made>> = {
  'eu-north-1': {
    'lodge-bookings': {
      days: 1130,
      recovery: true,
      tags: { team: 'booking' },
      told: {
        ...capacity(40, 25),
        TableSizeBytes: 41_000_000_000,
        ItemCount: 18_400_000,
        GlobalSecondaryIndexes: [index('by-guest', capacity(10, 25), 12_000_000_000)],
      },
    },
    'lodge-listings': {
      days: 1120,
      tags: { team: 'search' },
      told: { ...onDemand, TableSizeBytes: 32_000_000_000, ItemCount: 640_000 },
    },
    'lodge-holds': {
      days: 610,
      recovery: true,
      tags: { team: 'booking' },
      told: {
        ...capacity(10, 10),
        TableSizeBytes: 90_000_000,
        ItemCount: 2100,
        GlobalSecondaryIndexes: [index('by-listing', capacity(10, 10), 31_000_000)],
      },
    },
    'lodge-sessions': { days: 900, told: { ...onDemand, TableSizeBytes: 2_200_000_000, ItemCount: 410_000 } },
    'lodge-terraform-locks': { days: 1150, key: 'LockID', told: { ...onDemand, TableSizeBytes: 510, ItemCount: 3 } },
  },
  'us-east-1': {
    'lodge-pilot': { days: 860, told: { ...capacity(5, 5), TableSizeBytes: 1_300_000_000, ItemCount: 90_000 } },
  },
};

interface OfTable {
  TableName: string;
}
const ofTables: Record<string, Handler> = {
  'dynamodb:ListTables': (_input, { region }: At) => ({ TableNames: Object.keys(tables[region] ?? {}) }),
  'dynamodb:DescribeTable': ({ TableName }: OfTable, { region }: At) => {
    const made = tables[region]?.[TableName];
    return {
      Table: {
        TableName,
        TableArn: arn(TableName, region),
        TableStatus: 'ACTIVE',
        CreationDateTime: date(made?.days ?? 0),
        KeySchema: [{ AttributeName: made?.key ?? 'id', KeyType: 'HASH' }],
        ...made?.told,
      },
    };
  },
  'dynamodb:ListTagsOfResource': ({ ResourceArn }: { ResourceArn: string }, { region }: At) => ({
    Tags: Object.entries(tables[region]?.[ResourceArn.split('/')[1] ?? '']?.tags ?? {}).map(([Key, Value]) => ({
      Key,
      Value,
    })),
  }),
  'dynamodb:DescribeContinuousBackups': ({ TableName }: OfTable, { region }: At) => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: tables[region]?.[TableName]?.recovery ? 'ENABLED' : 'DISABLED',
      },
    },
  }),
  'dynamodb:ListBackups': (_input, { region }: At) => ({
    BackupSummaries:
      region === home
        ? [backup('lodge-bookings', 'before-dsql', 63, 44), backup('lodge-reviews', 'lodge-reviews-final', 402, 7)]
        : [],
  }),
};

const backup = (TableName: string, BackupName: string, days: number, gigabytes: number) => ({
  BackupArn: `${arn(TableName, home)}/backup/0${date(days).getTime()}-1f0c4c3d`,
  BackupName,
  BackupStatus: 'AVAILABLE',
  BackupType: 'USER',
  BackupCreationDateTime: date(days),
  BackupSizeBytes: gigabytes * 1024 ** 3,
  TableName,
  TableArn: arn(TableName, home),
});

const scaled = ['ReadCapacityUnits', 'WriteCapacityUnits'].map(kind => ({
  ServiceNamespace: 'dynamodb',
  ResourceId: 'table/lodge-bookings',
  ScalableDimension: `dynamodb:table:${kind}`,
  CreationTime: date(700),
}));
const role = `arn:aws:iam::${account}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable`;
const beside: Record<string, Handler> = {
  'application-autoscaling:DescribeScalableTargets': (_input, { region }: At) => ({
    ScalableTargets:
      region === home ? scaled.map(one => ({ ...one, MinCapacity: 25, MaxCapacity: 200, RoleARN: role })) : [],
  }),
  'application-autoscaling:DescribeScalingPolicies': (_input, { region }: At) => ({
    ScalingPolicies:
      region === home
        ? scaled.map(one => ({
            ...one,
            PolicyName: 'bookings-follow',
            PolicyARN: `arn:aws:autoscaling:${home}:${account}:scalingPolicy:${one.ScalableDimension}`,
            PolicyType: 'TargetTrackingScaling',
          }))
        : [],
  }),
  // A cache of the pilot that nobody asks any more.
  'dax:DescribeClusters': (_input, { region }: At) => ({
    Clusters:
      region === home
        ? []
        : [
            {
              ClusterName: 'lodge-pilot-cache',
              ClusterArn: `arn:aws:dax:${region}:${account}:cache/lodge-pilot-cache`,
              Status: 'available',
              NodeType: 'dax.t3.small',
              Nodes: [{ NodeId: 'lodge-pilot-cache-a', NodeCreateTime: date(850) }],
            },
          ],
  }),
};

/** The one in use, the one it was tried with, and a standby that was made the other day. */
const clusters: Record<string, { name: string; days: number; region: string }> = {
  ld2b4c6d8f0h2j4l6n8p0r2t4v: { name: 'lodge', days: 120, region: home },
  tr1a3c5e7g9i1k3m5o7q9s1u3w: { name: 'lodge-trial', days: 190, region: home },
  sb5c7e9g1i3k5m7o9q1s3u5w7y: { name: 'lodge-standby', days: 12, region: 'us-east-1' },
};
const clusterArn = (identifier: string): string =>
  `arn:aws:dsql:${clusters[identifier]?.region}:${account}:cluster/${identifier}`;
const ofDsql: Record<string, Handler> = {
  'dsql:ListClusters': (_input, { region }: At) => ({
    clusters: Object.keys(clusters)
      .filter(identifier => clusters[identifier]?.region === region)
      .map(identifier => ({ identifier, arn: clusterArn(identifier) })),
  }),
  'dsql:GetCluster': ({ identifier }: { identifier: string }) => ({
    identifier,
    arn: clusterArn(identifier),
    status: clusters[identifier]?.name === 'lodge-trial' ? 'INACTIVE' : 'ACTIVE',
    creationTime: date(clusters[identifier]?.days ?? 0),
    deletionProtectionEnabled: clusters[identifier]?.name === 'lodge',
    tags: { Name: clusters[identifier]?.name ?? '' },
  }),
};

/** DynamoDB of the sample account with what belongs to it, and the Aurora DSQL that takes its place. */
export const databases: Record<string, Handler> = { ...ofTables, ...beside, ...ofDsql };
