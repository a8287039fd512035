import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  ListRolesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { ListAnalyzersCommand, AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { CreateKeyCommand, KMSClient, ListKeysCommand, paginateListKeys } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetBucketPolicyStatusCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { startFaultProxy } from './fault-proxy.js';
import { describeWithMoto, type Moto, moto, startMoto } from './moto.js';
import { pages } from './pages.js';
import { plausible } from './plausible.js';
import { type Clients, clientConfig, clients } from './redirect.js';
import { startStub } from './stub.js';

describeWithMoto('moto', () => {
  let server: Moto;
  let aws: Clients;
  beforeAll(async () => {
    server = await moto();
    aws = await clients(server.port);
  });
  beforeEach(() => server.reset());

  const userNames = async (using: Clients) => {
    const { Users } = await using(IAMClient).send(new ListUsersCommand({}));
    return Users?.map(user => user.UserName);
  };

  it('is one server a worker, and forgets at reset', async () => {
    expect((await moto()).port).toBe(server.port);
    await aws(IAMClient).send(new CreateUserCommand({ UserName: 'ada' }));
    expect(await userNames(aws)).toEqual(['ada']);
    await server.reset();
    expect(await userNames(aws)).toEqual([]);
  });

  it('keeps accounts apart', async () => {
    const other = await clients(server.port, 'eu-north-1', '222222222222');
    await other(IAMClient).send(new CreateUserCommand({ UserName: 'bob' }));
    expect((await other(STSClient).send(new GetCallerIdentityCommand({}))).Account).toBe('222222222222');
    expect((await aws(STSClient).send(new GetCallerIdentityCommand({}))).Account).toBe(server.accountId);
    expect([await userNames(other), await userNames(aws)]).toEqual([['bob'], []]);
  });

  it('dates what is made by the clock it is told', async () => {
    const createdOn = async (UserName: string) => {
      const { User } = await aws(IAMClient).send(new CreateUserCommand({ UserName }));
      return User?.CreateDate?.toISOString().slice(0, 10);
    };
    await server.setClock(new Date('2026-08-01T10:00:00Z'));
    expect(await createdOn('old')).toBe('2026-08-01');
    await server.setClock(new Date('2026-10-01T10:00:00Z'));
    expect(await createdOn('new')).toBe('2026-10-01');
    await server.reset();
    expect(await createdOn('now')).not.toMatch(/2026-(08|10)-01/);
  });

  it('enforces identity policies until reset', async () => {
    const iam = aws(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: 'auditor' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'auditor' }));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*' }],
    });
    await iam.send(new PutUserPolicyCommand({ UserName: 'auditor', PolicyName: 'p', PolicyDocument }));
    const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
    const config = clientConfig(server.port, 'eu-north-1', {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
    });

    await server.enforceAuthorization();
    const { Users } = await new IAMClient(config).send(new ListUsersCommand({}));
    expect(Users).toHaveLength(1);
    const denials: Array<[string, string, () => Promise<unknown>]> = [
      ['AccessDeniedException', 'kms:ListKeys', () => new KMSClient(config).send(new ListKeysCommand({}))],
      ['AccessDeniedException', 'eks:ListClusters', () => new EKSClient(config).send(new ListClustersCommand({}))],
      ['UnauthorizedOperation', 'ec2:DescribeVpcs', () => new EC2Client(config).send(new DescribeVpcsCommand({}))],
      ['AccessDenied', 'iam:ListRoles', () => new IAMClient(config).send(new ListRolesCommand({}))],
      ['AccessDenied', 'Access Denied', () => new S3Client(config).send(new ListBucketsCommand({}))],
    ];
    for (const [name, text, call] of denials) {
      await expect(call()).rejects.toMatchObject({ name, message: expect.stringContaining(text) });
    }
    await expect(userNames(aws)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    await server.reset();
    expect(await userNames(aws)).toEqual([]);
  });

  it('knows the policies of AWS, and tells of those attached', async () => {
    const iam = aws(IAMClient);
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new CreateRoleCommand({ RoleName: 'boss', AssumeRolePolicyDocument: '{"Statement":[]}' }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'boss', PolicyArn }));
    const details = new GetAccountAuthorizationDetailsCommand({ Filter: ['AWSManagedPolicy'] });
    expect((await iam.send(details)).Policies?.map(policy => policy.Arn)).toEqual([PolicyArn]);
  });

  it('takes bucket calls on virtual hosts', async () => {
    const s3 = aws(S3Client);
    const CreateBucketConfiguration = { LocationConstraint: 'eu-north-1' } as const;
    await s3.send(new CreateBucketCommand({ Bucket: 'open', CreateBucketConfiguration }));
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open/*' }],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'open', Policy }));
    const { PolicyStatus } = await s3.send(new GetBucketPolicyStatusCommand({ Bucket: 'open' }));
    expect(PolicyStatus?.IsPublic).toBe(true);
  });

  it('stands behind stub and fault proxy: pages what moto does not, answers what it lacks', async () => {
    const stub = await startStub({ upstream: server.port });
    const proxy = await startFaultProxy(stub.port);
    stub.onAll(plausible);
    stub.on(
      'kms:ListKeys',
      pages(async () => ({ Keys: (await aws(KMSClient).send(new ListKeysCommand({}))).Keys ?? [] }), {
        size: 2,
        takes: 'Marker',
        gives: 'NextMarker',
        flag: 'Truncated',
      }),
    );
    const front = await clients(proxy.port);
    for (let made = 0; made < 3; made += 1) await front(KMSClient).send(new CreateKeyCommand({}));
    const sizes = [];
    for await (const page of paginateListKeys({ client: front(KMSClient) }, {})) sizes.push(page.Keys?.length);
    expect(sizes).toEqual([2, 1]);
    expect((await front(AccessAnalyzerClient).send(new ListAnalyzersCommand({}))).analyzers).toEqual([]);
    expect(proxy.calls.map(call => call.operation)).toEqual([
      ...Array(3).fill('kms:CreateKey'),
      'kms:ListKeys',
      'kms:ListKeys',
      'access-analyzer:ListAnalyzers',
    ]);
    await proxy.stop();
    await stub.stop();
  });

  it('ends when told', async () => {
    const own = await startMoto();
    expect(own.port).not.toBe(server.port);
    await own.stop();
    await expect(fetch(`http://127.0.0.1:${own.port}/`)).rejects.toThrow();
  });
});
