import { AccessAnalyzerClient, ListAnalyzersCommand, ListFindingsV2Command } from '@aws-sdk/client-accessanalyzer';
import { AccountClient, GetContactInformationCommand } from '@aws-sdk/client-account';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeInstancesCommand, DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  IAMClient,
  ListOrganizationsFeaturesCommand,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, paginateListKeys } from '@aws-sdk/client-kms';
import { DescribeResourcePolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  GetBucketAclCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pages } from './pages.js';
import { plausible } from './plausible.js';
import { type Clients, clientConfig, clients, credentialsOf } from './redirect.js';
import { type Stub, StubError, startStub } from './stub.js';

const WHEN = new Date('2026-10-05T06:07:08Z');

let stub: Stub;
let aws: Clients;
beforeAll(async () => {
  stub = await startStub();
  aws = await clients(stub.port);
});
afterEach(() => stub.clear());
afterAll(() => stub.stop());

describe('answers arrive typed through the real SDK', () => {
  it('JSON: numbers, dates and nested members', async () => {
    stub.on('kms:DescribeKey', ({ KeyId }: { KeyId: string }) => ({
      KeyMetadata: { KeyId, CreationDate: WHEN, MultiRegion: false },
    }));
    const { KeyMetadata } = await aws(KMSClient).send(new DescribeKeyCommand({ KeyId: 'k1' }));
    expect(KeyMetadata).toEqual({ KeyId: 'k1', CreationDate: WHEN, MultiRegion: false });
  });

  it('JSON 1.0 under a signing name that is not the IAM prefix', async () => {
    stub.on('cloudwatch:DescribeAlarms', ({ MaxRecords }: { MaxRecords: number }) => ({
      MetricAlarms: [{ AlarmName: `of ${MaxRecords}`, StateUpdatedTimestamp: WHEN, Threshold: 1.5 }],
    }));
    const { MetricAlarms } = await aws(CloudWatchClient).send(new DescribeAlarmsCommand({ MaxRecords: 7 }));
    expect(MetricAlarms).toEqual([{ AlarmName: 'of 7', StateUpdatedTimestamp: WHEN, Threshold: 1.5 }]);
  });

  it('REST JSON: operation from the path, input from the query and the body', async () => {
    stub.on('access-analyzer:ListAnalyzers', ({ type, maxResults }: { type: string; maxResults: number }) => ({
      analyzers: [{ arn: 'a', name: `${type} ${maxResults + 1}`, type, createdAt: WHEN, status: 'ACTIVE' }],
    }));
    stub.on('access-analyzer:ListFindingsV2', ({ analyzerArn }: { analyzerArn: string }) => ({
      findings: [{ id: analyzerArn, updatedAt: WHEN }],
    }));
    const client = aws(AccessAnalyzerClient);
    const { analyzers } = await client.send(new ListAnalyzersCommand({ type: 'ACCOUNT', maxResults: 4 }));
    expect(analyzers?.[0]).toMatchObject({ name: 'ACCOUNT 5', createdAt: WHEN });
    const { findings } = await client.send(new ListFindingsV2Command({ analyzerArn: 'arn:x' }));
    expect(findings?.[0]).toMatchObject({ id: 'arn:x', updatedAt: WHEN });
  });

  it('query XML: lists, escapes and dates; an array in the input', async () => {
    stub.on('iam:ListOrganizationsFeatures', () => ({
      OrganizationId: 'o-<&>',
      EnabledFeatures: ['RootSessions', 'RootCredentialsManagement'],
    }));
    const { OrganizationId, EnabledFeatures } = await aws(IAMClient).send(new ListOrganizationsFeaturesCommand({}));
    expect({ OrganizationId, EnabledFeatures }).toEqual({
      OrganizationId: 'o-<&>',
      EnabledFeatures: ['RootSessions', 'RootCredentialsManagement'],
    });
    stub.on('rds:DescribeDBInstances', ({ Filters, MaxRecords }: { Filters: object; MaxRecords: number }) => ({
      DBInstances: [{ DBInstanceIdentifier: JSON.stringify({ Filters, MaxRecords }), InstanceCreateTime: WHEN }],
    }));
    const input = { Filters: [{ Name: 'engine', Values: ['postgres', 'mysql'] }], MaxRecords: 20 };
    const { DBInstances } = await aws(RDSClient).send(new DescribeDBInstancesCommand(input));
    expect(DBInstances?.[0]?.InstanceCreateTime).toEqual(WHEN);
    expect(JSON.parse(DBInstances?.[0]?.DBInstanceIdentifier ?? '')).toEqual(input);
  });

  it('EC2 query: its own names for lists and members', async () => {
    stub.on('ec2:DescribeRegions', ({ AllRegions, RegionNames }: { AllRegions: boolean; RegionNames: string[] }) => ({
      Regions: RegionNames.map(RegionName => ({ RegionName, OptInStatus: AllRegions ? 'opted-in' : 'not-opted-in' })),
    }));
    const input = { AllRegions: true, RegionNames: ['eu-north-1', 'us-east-1'] };
    const { Regions } = await aws(EC2Client).send(new DescribeRegionsCommand(input));
    expect(Regions).toEqual([
      { RegionName: 'eu-north-1', OptInStatus: 'opted-in' },
      { RegionName: 'us-east-1', OptInStatus: 'opted-in' },
    ]);
  });

  it('S3: bucket operations by their query key, on a virtual host or a path', async () => {
    stub.on('s3:GetBucketPolicyStatus', ({ Bucket }: { Bucket: string }) => ({
      PolicyStatus: { IsPublic: Bucket === 'open' },
    }));
    stub.on('s3:GetBucketVersioning', () => ({ Status: 'Enabled', MFADelete: 'Disabled' }));
    stub.on('s3:ListBuckets', ({ MaxBuckets }: { MaxBuckets: number }) => ({
      Buckets: [{ Name: `b${MaxBuckets}`, BucketRegion: 'eu-west-1', CreationDate: WHEN }],
    }));
    for (const forcePathStyle of [false, true]) {
      const client = new S3Client({ ...clientConfig(stub.port), forcePathStyle });
      const open = await client.send(new GetBucketPolicyStatusCommand({ Bucket: 'open' }));
      const shut = await client.send(new GetBucketPolicyStatusCommand({ Bucket: 'shut' }));
      expect([open.PolicyStatus?.IsPublic, shut.PolicyStatus?.IsPublic]).toEqual([true, false]);
      const { Status, MFADelete } = await client.send(new GetBucketVersioningCommand({ Bucket: 'open' }));
      expect([Status, MFADelete]).toEqual(['Enabled', 'Disabled']);
      const { Buckets } = await client.send(new ListBucketsCommand({ MaxBuckets: 3 }));
      expect(Buckets).toEqual([{ Name: 'b3', BucketRegion: 'eu-west-1', CreationDate: WHEN }]);
    }
  });

  it('tells the handler the region', async () => {
    stub.on('kms:DescribeKey', (_input, { region, account }) => ({ KeyMetadata: { KeyId: `${region} ${account}` } }));
    const west = await clients(stub.port, 'us-west-2');
    const { KeyMetadata } = await west(KMSClient).send(new DescribeKeyCommand({ KeyId: 'x' }));
    expect(KeyMetadata?.KeyId).toBe('us-west-2 123456789012');
  });
});

describe('errors arrive by name in every protocol', () => {
  const denied = () => {
    throw new StubError('AccessDeniedException', 'not <you>');
  };

  it.each([
    ['kms:DescribeKey', () => aws(KMSClient).send(new DescribeKeyCommand({ KeyId: 'x' }))],
    ['cloudwatch:DescribeAlarms', () => aws(CloudWatchClient).send(new DescribeAlarmsCommand({}))],
    ['access-analyzer:ListAnalyzers', () => aws(AccessAnalyzerClient).send(new ListAnalyzersCommand({}))],
    ['iam:ListOrganizationsFeatures', () => aws(IAMClient).send(new ListOrganizationsFeaturesCommand({}))],
    ['ec2:DescribeInstances', () => aws(EC2Client).send(new DescribeInstancesCommand({}))],
    ['s3:GetBucketAcl', () => aws(S3Client).send(new GetBucketAclCommand({ Bucket: 'b' }))],
  ])('%s', async (operation, call) => {
    stub.on(operation, denied);
    await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'not <you>' });
  });

  it('names the operation nobody registered', async () => {
    await expect(aws(CloudTrailClient).send(new LookupEventsCommand({}))).rejects.toMatchObject({
      name: 'NotStubbed',
      message: 'no answer is registered for cloudtrail:LookupEvents',
    });
  });
});

describe('mistakes of a test are loud', () => {
  it.each([
    ['a member the operation does not have', () => ({ KeyMetaData: {} }), 'no member KeyMetaData'],
    [
      'an exception that is not AWS’s',
      () => {
        throw new TypeError('oops');
      },
      'oops',
    ],
  ])('%s is raised by stop', async (_title, handler, message) => {
    const broken = await startStub();
    broken.on('kms:DescribeKey', handler);
    const client = new KMSClient(clientConfig(broken.port));
    await expect(client.send(new DescribeKeyCommand({ KeyId: 'x' }))).rejects.toThrow();
    await expect(broken.stop()).rejects.toThrow(message);
  });
});

describe('pages', () => {
  it('gives each item once through a paginator, with marker and flag', async () => {
    const keys = ['a', 'b', 'c', 'd', 'e'].map(KeyId => ({ KeyId }));
    stub.on(
      'kms:ListKeys',
      pages({ Keys: keys }, { size: 2, takes: 'Marker', gives: 'NextMarker', flag: 'Truncated' }),
    );
    const seen = [];
    for await (const page of paginateListKeys({ client: aws(KMSClient) }, {})) {
      seen.push(page.Keys?.map(key => key.KeyId).join());
    }
    expect(seen).toEqual(['a,b', 'c,d', 'e']);
  });

  it('spreads several lists over the pages, loaded at each call', async () => {
    const load = async () => ({
      UserDetailList: [{ UserName: 'u1' }, { UserName: 'u2' }, { UserName: 'u3' }],
      RoleDetailList: [{ RoleName: 'r1' }],
    });
    stub.on('iam:GetAccountAuthorizationDetails', pages(load, { size: 2, takes: 'Marker', flag: 'IsTruncated' }));
    const seen = [];
    for await (const page of paginateGetAccountAuthorizationDetails({ client: aws(IAMClient) }, {})) {
      seen.push([page.UserDetailList?.length ?? 0, page.RoleDetailList?.length ?? 0]);
    }
    expect(seen).toEqual([
      [2, 0],
      [1, 1],
    ]);
  });
});

describe('plausible answers', () => {
  it('are AWS’s for each operation', async () => {
    stub.onAll(plausible);
    const { analyzers } = await aws(AccessAnalyzerClient).send(new ListAnalyzersCommand({}));
    const { findings } = await aws(AccessAnalyzerClient).send(new ListFindingsV2Command({ analyzerArn: 'arn:x' }));
    const { ContactInformation } = await aws(AccountClient).send(new GetContactInformationCommand({}));
    const { Events } = await aws(CloudTrailClient).send(new LookupEventsCommand({}));
    const { EnabledFeatures } = await aws(IAMClient).send(new ListOrganizationsFeaturesCommand({}));
    const arn = { Arn: 'arn:aws:iam::123456789012:role/r0-some-role' };
    const { JobId } = await aws(IAMClient).send(new GenerateServiceLastAccessedDetailsCommand(arn));
    const job = await aws(IAMClient).send(new GetServiceLastAccessedDetailsCommand({ JobId }));
    expect({ analyzers, findings, Events, EnabledFeatures }).toEqual({
      analyzers: [],
      findings: [],
      Events: [],
      EnabledFeatures: [],
    });
    expect(ContactInformation?.CountryCode).toBe('FI');
    expect(job).toMatchObject({ JobStatus: 'COMPLETED', ServicesLastAccessed: [] });
    await expect(aws(OrganizationsClient).send(new DescribeResourcePolicyCommand({}))).rejects.toMatchObject({
      name: 'ResourcePolicyNotFoundException',
    });
  });

  it('are not there unless registered', async () => {
    await expect(aws(AccessAnalyzerClient).send(new ListAnalyzersCommand({}))).rejects.toThrow(
      'no answer is registered',
    );
  });
});

describe('upstream', () => {
  it('gets what is not registered, and its AssumeRole answers tell whose key it is', async () => {
    const upstream = await startStub();
    upstream.on('sts:AssumeRole', () => ({
      Credentials: { AccessKeyId: 'ASIAOTHER', SecretAccessKey: 's', SessionToken: 't', Expiration: WHEN },
    }));
    upstream.on('sts:GetCallerIdentity', () => ({ Account: 'from upstream' }));
    const front = await startStub({ upstream: upstream.port });
    front.on('kms:DescribeKey', (_input, { account }) => ({ KeyMetadata: { KeyId: account } }));

    const sts = new STSClient(clientConfig(front.port));
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('from upstream');
    await sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::222222222222:role/x', RoleSessionName: 'name' }));
    const config = clientConfig(front.port, 'eu-north-1', await credentialsOf(front.port, '222222222222'));
    const { KeyMetadata } = await new KMSClient(config).send(new DescribeKeyCommand({ KeyId: 'x' }));
    expect(KeyMetadata?.KeyId).toBe('222222222222');
    await front.stop();
    await upstream.stop();
  });
});
