import { saw } from '../../core/check.js';
import type { RowOf, Seen } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { workloads } from '../organizations/workloads.js';
import { buckets } from '../s3/buckets.js';
import { type RecordedType, recordedTypes } from './recorded-types.js';
import { isOwn, recorders } from './recorders.js';
import { recordsAll } from './recording.js';
import { hasFailed } from './regions.js';

const countsApi = 'config:GetDiscoveredResourceCounts';

/** Types that AWS itself, or one of its guards, puts into a region that nobody uses. */
const defaults = new Set([
  'AWS::AppConfig::DeploymentStrategy',
  'AWS::Athena::DataCatalog',
  'AWS::Athena::WorkGroup',
  'AWS::Backup::BackupVault',
  'AWS::Cassandra::Keyspace',
  'AWS::CloudFormation::Stack',
  'AWS::CloudTrail::Trail',
  'AWS::CodeDeploy::DeploymentConfig',
  'AWS::Detective::Graph',
  'AWS::EC2::DHCPOptions',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::PrefixList',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SnapshotBlockPublicAccess',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCBlockPublicAccessOptions',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IoT::AccountAuditConfiguration',
  'AWS::IoT::DomainConfiguration',
  'AWS::RDS::DBSecurityGroup',
  'AWS::RDS::OptionGroup',
  'AWS::ResourceExplorer2::Index',
  'AWS::Route53Resolver::FirewallDomainList',
  'AWS::Route53Resolver::ResolverRule',
  'AWS::Route53Resolver::ResolverRuleAssociation',
  'AWS::S3::AccountPublicAccessBlock',
  'AWS::S3::StorageLens',
  'AWS::XRay::EncryptionConfig',
]);
/** Services whose types are global, or guards of the region itself. */
const defaultServices =
  /^AWS::(?:AccessAnalyzer|Config|GuardDuty|IAM|InspectorV2|KMS|Macie|Organizations|SecurityHub)::/;

/** Whether resources of this type show that somebody uses the region: a second network counts, the first is AWS's. */
export function isWorkload({ resourceType, count }: RecordedType): boolean {
  if (resourceType === 'AWS::EC2::VPC') return count > 1;
  return count > 0 && !defaults.has(resourceType) && !defaultServices.test(resourceType);
}

/** Fields that tell what a region holds. */
export const workloadFields = [
  `${countsApi}.resourceCounts`,
  's3:ListBuckets.Buckets.BucketRegion',
  'ec2:DescribeInstances.Reservations.Instances',
  'rds:DescribeDBInstances.DBInstances',
  'lambda:ListFunctions.Functions',
  'ecs:ListClusters.clusterArns',
  'eks:ListClusters.clusters',
];

/** What runs in a region; to be narrowed to the regions where it matters. */
export const running = workloads.with('instances', 'dbInstances', 'functions', 'ecsClusters', 'eksClusters');
const needs = { recorders: recorders.with('status'), types: recordedTypes.with(), buckets: buckets.with() };

/** The tables that `workloadIn` looks things up in, beside `running`. */
export const workloadNeeds = needs;

interface Tables {
  recorders: Table<RowOf<typeof needs.recorders>>;
  types: Table<Seen<RecordedType>>;
  buckets: Table<RowOf<typeof needs.buckets>>;
  running: Table<RowOf<typeof running>>;
}

/** Whether a region holds more than AWS's defaults, in words. */
export interface Workload {
  holds: boolean;
  message: string;
  evidence: Evidence;
}

/**
 * What a region holds. That it holds something may be told by any listing; that it holds nothing only AWS Config can
 * tell, where it records every type: otherwise nobody has looked, and this raises.
 */
export function workloadIn(region: string, tables: Tables): Workload {
  const complete = tables.recorders
    .in(region)
    .first(one => isOwn(one) && recordsAll(one) && one.status?.recording === true && !hasFailed(one.status.lastStatus));
  if (complete) {
    const told = countedIn(tables.types.in(region));
    const hidden = complete.recordingGroup?.excludedResourceTypes.filter(type =>
      isWorkload({ resourceType: type, count: 1 }),
    );
    if (told.holds || hidden?.length === 0) return told;
  }
  const found = foundIn(region, tables);
  if (found) return found;
  return cannotTell(
    'not-collected',
    countsApi,
    `AWS Config does not record all types in ${region}, so nothing tells whether the region is empty`,
  );
}

/** What the counts of AWS Config tell, where it records every type. */
export function countedIn(types: Table<Seen<RecordedType>>): Workload {
  const some = types.first(isWorkload);
  if (some) {
    const evidence = saw(countsApi, 'resourceCounts', { [some.resourceType]: some.count });
    return { holds: true, message: `${some.resourceType} (${some.count})`, evidence };
  }
  const counted = types.all().filter(({ count }) => count > 0);
  // A recorder that has just begun has counted nothing yet.
  if (counted.length === 0)
    return cannotTell('unexpected-answer', countsApi, 'AWS Config has counted nothing here yet');
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  const evidence = saw(
    countsApi,
    'resourceCounts',
    Object.fromEntries(counted.map(({ resourceType, count }) => [resourceType, count])),
    'something beside the defaults',
  );
  const message = `AWS Config knows ${total} resources here, all of types that AWS or its guards put into each region`;
  return { holds: false, message, evidence };
}

function foundIn(region: string, { buckets: all, running: places }: Tables): Workload | undefined {
  const bucket = all.where(one => one.BucketRegion === region).seen()[0];
  if (bucket) return found('s3:ListBuckets', 'Buckets[].BucketRegion', `bucket ${bucket.Name}`);
  const place = places.in(region).first();
  if (!place) return undefined;
  const [instance] = place.instances;
  if (instance) return found('ec2:DescribeInstances', 'Reservations[].Instances', `instance ${instance.InstanceId}`);
  const [database] = place.dbInstances;
  if (database) return found('rds:DescribeDBInstances', 'DBInstances', `database ${database.DBInstanceIdentifier}`);
  const [named] = place.functions;
  if (named) return found('lambda:ListFunctions', 'Functions', `function ${named.FunctionName}`);
  const [ecs] = place.ecsClusters;
  if (ecs) return found('ecs:ListClusters', 'clusterArns', `cluster ${ecs.clusterArn}`);
  const [eks] = place.eksClusters;
  return eks && found('eks:ListClusters', 'clusters', `cluster ${eks.name}`);
}

const found = (api: string, field: string, what: string): Workload => ({
  holds: true,
  message: what,
  evidence: saw(api, field, what, 'something'),
});
