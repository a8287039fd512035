import type { Resource } from '@aws-sdk/client-guardduty';
import { describe, expect, it } from 'vitest';
import { resourceOf } from '../../../src/checks/guardduty/finding-resource.js';

const of = (resource: object, service: object = {}) =>
  resourceOf({ Resource: resource as Resource, Service: service } as Parameters<typeof resourceOf>[0]);
const key = (UserType: string) => ({
  AccessKeyDetails: { AccessKeyId: 'x', PrincipalId: 'AIDAX', UserName: 'ada', UserType },
});
const bucket = { S3BucketDetails: [{ Arn: 'arn:aws:s3:::shop', Name: 'shop' }] };
const instance = { InstanceDetails: { InstanceId: 'i-1' } };
const eks = { EksClusterDetails: { Name: 'shop', Arn: 'arn:eks' } };
const ecs = { EcsClusterDetails: { Name: 'shop', Arn: 'arn:ecs' } };

describe('the resource of a finding', () => {
  it.each([
    [{ ResourceType: 'Instance', ...instance }, 'i-1', 'AWS::EC2::Instance'],
    [{ ResourceType: 'S3Bucket', ...bucket, ...key('IAMUser') }, 'arn:aws:s3:::shop', 'AWS::S3::Bucket'],
    [{ ResourceType: 'S3Object', ...bucket }, 'arn:aws:s3:::shop', 'AWS::S3::Bucket'],
    [{ ResourceType: 'AccessKey', ...key('IAMUser'), ...instance }, 'ada', 'AWS::IAM::User'],
    [{ ResourceType: 'AccessKey', ...key('AssumedRole') }, 'ada', 'AWS::IAM::Role'],
    [{ ResourceType: 'AccessKey', ...key('Root') }, 'root', ''],
    [{ ResourceType: 'EKSCluster', ...eks }, 'arn:eks', 'AWS::EKS::Cluster'],
    [{ ResourceType: 'ECSCluster', ...ecs, ...instance }, 'arn:ecs', 'AWS::ECS::Cluster'],
    [{ ResourceType: 'Container', ...instance }, 'i-1', 'AWS::EC2::Instance'],
    [{ ResourceType: 'Lambda', LambdaDetails: { FunctionName: 'api' } }, 'api', 'AWS::Lambda::Function'],
    [
      { ResourceType: 'RDSDBInstance', RdsDbInstanceDetails: { DbInstanceArn: 'arn:db' } },
      'arn:db',
      'AWS::RDS::DBInstance',
    ],
    [
      { ResourceType: 'RDSLimitlessDB', RdsLimitlessDbDetails: { DbShardGroupArn: 'arn:group' } },
      'arn:group',
      'AWS::RDS::DBShardGroup',
    ],
    [
      { ResourceType: 'EBSSnapshot', EbsSnapshotDetails: { SnapshotArn: 'arn:snap' } },
      'arn:snap',
      'AWS::EC2::Snapshot',
    ],
    [{ ResourceType: 'Unheard', ...eks }, 'arn:eks', 'AWS::EKS::Cluster'],
    [{ ResourceType: 'Unheard' }, '', 'Unheard'],
    [{ ResourceType: 'Instance' }, '', 'Instance'],
    [{}, '', ''],
  ])('%j is %s, %s', (resource, Id, Type) => {
    expect(of(resource)).toEqual({ Id, Type });
  });

  it('of an attack sequence is the first that it names', () => {
    const Resources = [{ Uid: 'arn:first', ResourceType: 'S3_BUCKET' }, { Uid: 'arn:second' }];
    expect(of({ ResourceType: 'AttackSequence' }, { Detection: { Sequence: { Resources } } })).toEqual({
      Id: 'arn:first',
      Type: 'S3_BUCKET',
    });
  });
});
