import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { awsPolicies } from '../../../src/checks/iam/aws-policies.js';
import { groups } from '../../../src/checks/iam/groups.js';
import { policies } from '../../../src/checks/iam/policies.js';
import { roles } from '../../../src/checks/iam/roles.js';
import { users } from '../../../src/checks/iam/users.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';
import { document, trusting } from './rows.js';
import { signIn } from './stubbed.js';

const oneBucket = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/100%/*' });
const itemsOf = (rows: readonly { item: object }[]) => rows.map(row => row.item);

describeWithMoto('users, groups, roles and policies of a server', () => {
  let server: Moto;
  beforeAll(async () => {
    server = await moto();
  });
  beforeEach(() => server.reset());

  async function seed() {
    const iam = (await clients(server.port))(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: 'ada', Path: '/staff/' }));
    await iam.send(new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'core' }] }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'own', PolicyDocument: oneBucket }));
    await iam.send(new CreateGroupCommand({ GroupName: 'admins' }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'admins', UserName: 'ada' }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'admins', PolicyName: 'more', PolicyDocument: oneBucket }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'admins', PolicyArn }));
    const trust = trusting({ Service: 'ec2.amazonaws.com' });
    await iam.send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'web', PolicyName: 'run', PolicyDocument: oneBucket }));
    const created = await iam.send(new CreatePolicyCommand({ PolicyName: 'reports', PolicyDocument: oneBucket }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'web', PolicyArn: created.Policy?.Arn }));
    await iam.send(new CreatePolicyCommand({ PolicyName: 'forgotten', PolicyDocument: oneBucket }));
    return trust;
  }

  it('reads each kind once for all collections that need it', async () => {
    const trust = await seed();
    const needs = [users.with(), groups.with(), roles.with(), policies.with()];
    const { collections, calls } = await collectNeeds(needs, { port: server.port });
    expect(calls).toEqual({ 'iam:GetAccountAuthorizationDetails': 4 });
    expect(itemsOf(collections['iam.users']?.rows ?? [])).toMatchObject([
      { UserName: 'ada', Path: '/staff/', GroupList: ['admins'], PolicyNames: ['own'], Tags: { team: 'core' } },
    ]);
    expect(itemsOf(collections['iam.groups']?.rows ?? [])).toMatchObject([
      { GroupName: 'admins', AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess' }], PolicyNames: ['more'] },
    ]);
    expect(itemsOf(collections['iam.roles']?.rows ?? [])).toMatchObject([
      { RoleName: 'web', AttachedManagedPolicies: [{ PolicyName: 'reports' }], PolicyNames: ['run'] },
    ]);
    const [web] = collections['iam.roles']?.rows ?? [];
    expect(JSON.parse(String(web?.item['AssumeRolePolicyDocument']))).toEqual(JSON.parse(trust));
    const written = itemsOf(collections['iam.policies']?.rows ?? []);
    expect(written).toHaveLength(5);
    expect(written).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Kind: 'managed', PolicyName: 'reports', AttachmentCount: 1, EntityName: null }),
        expect.objectContaining({ Kind: 'managed', PolicyName: 'forgotten', AttachmentCount: 0 }),
        expect.objectContaining({ Kind: 'inline', PolicyName: 'own', EntityType: 'User', EntityName: 'ada' }),
        expect.objectContaining({ Kind: 'inline', PolicyName: 'more', EntityType: 'Group', EntityName: 'admins' }),
        expect.objectContaining({ Kind: 'inline', PolicyName: 'run', EntityType: 'Role', EntityName: 'web' }),
      ]),
    );
    for (const policy of written as { PolicyDocument: string }[])
      expect(JSON.parse(policy.PolicyDocument)).toEqual(JSON.parse(oneBucket));
  });

  it('asks anew in the next audit', async () => {
    expect((await collectOne(users, { port: server.port })).rows).toEqual([]);
    await seed();
    expect((await collectOne(users, { port: server.port })).rows).toHaveLength(1);
  });

  it("keeps those of AWS's policies that somebody carries", async () => {
    await seed();
    const { rows } = await collectOne(awsPolicies, { port: server.port });
    expect(itemsOf(rows)).toMatchObject([{ PolicyName: 'AdministratorAccess', AttachmentCount: 1 }]);
    const [administrator] = rows;
    expect(JSON.parse(String(administrator?.item['PolicyDocument']))).toMatchObject({
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
  });
});

describe('users, groups, roles and policies as AWS hands them out', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub();
  });
  beforeEach(() => stub.onAll(signIn));
  afterEach(() => stub.clear());
  afterAll(() => stub.stop());

  const paging = { size: 2, takes: 'Marker', flag: 'IsTruncated' };
  const numbered = (name: string) => Array.from({ length: 5 }, (_, index) => `${name}${index}`);
  const lists = {
    UserDetailList: numbered('user').map(UserName => ({ UserName, Arn: `arn:aws:iam::1:user/${UserName}` })),
    GroupDetailList: numbered('group').map(GroupName => ({ GroupName, Arn: `arn:aws:iam::1:group/${GroupName}` })),
    RoleDetailList: numbered('role').map(RoleName => ({
      RoleName,
      Arn: `arn:aws:iam::1:role/${RoleName}`,
      AssumeRolePolicyDocument: encodeURIComponent(
        trusting({ AWS: '*' }, { StringLike: { 'aws:PrincipalTag/x': 'käse+brot' } }),
      ),
    })),
    Policies: numbered('policy').map(PolicyName => ({
      PolicyName,
      Arn: `arn:aws:iam::1:policy/${PolicyName}`,
      AttachmentCount: 1,
      DefaultVersionId: 'v2',
      PolicyVersionList: [
        { VersionId: 'v3', IsDefaultVersion: false, Document: encodeURIComponent('{"Statement":"new"}') },
        { VersionId: 'v2', IsDefaultVersion: true, Document: encodeURIComponent('{"Statement":"current"}') },
      ],
    })),
  };
  const listOf: Record<string, keyof typeof lists> = {
    User: 'UserDetailList',
    Group: 'GroupDetailList',
    Role: 'RoleDetailList',
    LocalManagedPolicy: 'Policies',
    AWSManagedPolicy: 'Policies',
  };
  const answerByFilter = () =>
    stub.on('iam:GetAccountAuthorizationDetails', (input: { Filter: string[]; Marker?: string }, at) => {
      const name = listOf[input.Filter[0] ?? ''] ?? 'Policies';
      return pages({ [name]: lists[name] }, paging)(input as never, at);
    });

  it('follows every page', async () => {
    answerByFilter();
    const needs = [users.with(), groups.with(), roles.with(), policies.with(), awsPolicies.with()];
    const { collections, calls } = await collectNeeds(needs, { port: stub.port });
    for (const need of needs) expect(collections[need.collection.id]?.rows).toHaveLength(5);
    expect(calls).toEqual({ 'iam:GetAccountAuthorizationDetails': 15 });
  });

  it('decodes documents, and takes the version in force', async () => {
    answerByFilter();
    const { collections } = await collectNeeds([roles.with(), policies.with()], { port: stub.port });
    const [role] = collections['iam.roles']?.rows ?? [];
    expect(JSON.parse(String(role?.item['AssumeRolePolicyDocument']))).toMatchObject({
      Statement: [{ Condition: { StringLike: { 'aws:PrincipalTag/x': 'käse+brot' } } }],
    });
    const [policy] = collections['iam.policies']?.rows ?? [];
    expect(policy?.item['PolicyDocument']).toBe('{"Statement":"current"}');
  });

  it('keeps a text that is no encoding of anything, and the others beside it', async () => {
    stub.on('iam:GetAccountAuthorizationDetails', () => ({
      RoleDetailList: ['%7B%FF%zz', '%7B%7D'].map((AssumeRolePolicyDocument, index) => ({
        RoleName: `role${index}`,
        AssumeRolePolicyDocument,
      })),
      IsTruncated: false,
    }));
    const { rows } = await collectOne(roles, { port: stub.port });
    expect(rows.map(row => row.item['AssumeRolePolicyDocument'])).toEqual(['{\ufffd%zz', '{}']);
  });

  it('finds nothing in an empty account', async () => {
    stub.on('iam:GetAccountAuthorizationDetails', () => ({ IsTruncated: false }));
    for (const of of [users, groups, roles, policies, awsPolicies])
      expect(await collectOne(of, { port: stub.port })).toMatchObject({ rows: [], gaps: [] });
  });

  it('leaves a gap in each collection when AWS refuses, and asks no more for it', async () => {
    stub.on('iam:GetAccountAuthorizationDetails', ({ Filter: [kind] }: { Filter: string[] }) => {
      if (kind === 'Role') throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
      return { IsTruncated: false };
    });
    const { collections, calls } = await collectNeeds([users.with(), roles.with(), policies.with()], {
      port: stub.port,
    });
    expect(collections['iam.users']).toEqual({ rows: [], gaps: [] });
    for (const id of ['iam.roles', 'iam.policies'])
      expect(collections[id]).toMatchObject({
        rows: [],
        gaps: [{ reason: 'denied', actions: ['iam:GetAccountAuthorizationDetails'], region: 'global' }],
      });
    expect(calls['iam:GetAccountAuthorizationDetails']).toBe(4);
  });
});
