import type { Finding, Resource } from '@aws-sdk/client-guardduty';

/** What a finding is about: ARN, id or name, and CloudFormation's type name; empty where the finding tells neither. */
export interface FindingResource {
  Id: string;
  Type: string;
}

type Reader = (resource: Resource) => FindingResource | undefined;

const named = (Type: string, ...ids: (string | undefined)[]): FindingResource | undefined => {
  const Id = ids.find(Boolean);
  return Id === undefined ? undefined : { Id, Type };
};

const instance: Reader = ({ InstanceDetails: one }) => named('AWS::EC2::Instance', one?.InstanceId);
const bucket: Reader = ({ S3BucketDetails: [one] = [] }) => named('AWS::S3::Bucket', one?.Arn, one?.Name);
const eksCluster: Reader = ({ EksClusterDetails: one }) => named('AWS::EKS::Cluster', one?.Arn, one?.Name);
const ecsCluster: Reader = ({ EcsClusterDetails: one }) => named('AWS::ECS::Cluster', one?.Arn, one?.Name);
const lambda: Reader = ({ LambdaDetails: one }) => named('AWS::Lambda::Function', one?.FunctionArn, one?.FunctionName);
const database: Reader = ({ RdsDbInstanceDetails: one }) =>
  named('AWS::RDS::DBInstance', one?.DbInstanceArn, one?.DbInstanceIdentifier);
const shardGroup: Reader = ({ RdsLimitlessDbDetails: one }) =>
  named('AWS::RDS::DBShardGroup', one?.DbShardGroupArn, one?.DbShardGroupIdentifier);
const volume: Reader = ({ EbsVolumeDetails: one }) =>
  named('AWS::EC2::Volume', one?.ScannedVolumeDetails?.[0]?.VolumeArn);
const others: Reader = resource =>
  named('AWS::EC2::Snapshot', resource.EbsSnapshotDetails?.SnapshotArn) ??
  named('AWS::EC2::Image', resource.Ec2ImageDetails?.ImageArn) ??
  named('AWS::Backup::RecoveryPoint', resource.RecoveryPointDetails?.RecoveryPointArn) ??
  named('AWS::Bedrock::Guardrail', resource.BedrockGuardrailDetails?.GuardrailArn);

/** Key ids are hidden as secrets are, and a session's key is gone soon: the identity is what can be acted on. */
const identity: Reader = ({ AccessKeyDetails: one }) => {
  if (one?.UserType === 'Root') return { Id: 'root', Type: '' };
  const role = one?.UserType === 'AssumedRole' || one?.UserType === 'Role';
  return named(role ? 'AWS::IAM::Role' : 'AWS::IAM::User', one?.UserName, one?.PrincipalId);
};

const byType: Readonly<Record<string, readonly Reader[]>> = {
  AccessKey: [identity],
  Container: [ecsCluster, eksCluster, instance],
  ECSCluster: [ecsCluster],
  EKSCluster: [eksCluster],
  Instance: [instance],
  Lambda: [lambda],
  RDSDBInstance: [database],
  RDSLimitlessDB: [shardGroup],
  S3Bucket: [bucket],
  S3Object: [bucket],
};
const anything: readonly Reader[] = [
  bucket,
  ecsCluster,
  eksCluster,
  lambda,
  database,
  shardGroup,
  instance,
  volume,
  others,
  identity,
];

/** The resource that a finding names first; one of a type that is not known here is looked for in all places. */
export function resourceOf({ Resource: resource = {}, Service: service }: Partial<Finding>): FindingResource {
  for (const read of [...(byType[resource.ResourceType ?? ''] ?? []), ...anything]) {
    const found = read(resource);
    if (found) return found;
  }
  // An attack sequence is about several resources, and names them elsewhere.
  const [first] = service?.Detection?.Sequence?.Resources ?? [];
  return { Id: first?.Uid ?? '', Type: first?.ResourceType ?? resource.ResourceType ?? '' };
}
