import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { organization } from '../../../src/checks/organizations/organization.js';
import { type Policy, roots } from '../../../src/checks/organizations/roots.js';
import { workloads } from '../../../src/checks/organizations/workloads.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { plausible } from '../../server/plausible.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const master = '123456789012';
const refuse = () => {
  throw new StubError('AccessDeniedException', "You don't have permissions to access this resource.");
};
const deny = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this action');
};
const seenBy = (MasterAccountId: string) => () => ({
  Organization: {
    Id: 'o-example1234',
    Arn: 'arn:aws:organizations::1:organization/o',
    FeatureSet: 'ALL',
    MasterAccountId,
  },
});
const orgDetails = ['delegatedAdministrators', 'trustedServices', 'resourcePolicy'];
const policyDetails = ['serviceControlPolicies', 'resourceControlPolicies', 'tagPolicies', 'aiOptOutPolicies'];

describeWithMoto('the collections of the organization', () => {
  let server: Moto;
  let stub: Stub;
  let organizations: OrganizationsClient;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
    organizations = (await clients(server.port))(OrganizationsClient);
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
    stub.onAll(plausible);
  });
  afterAll(() => stub.stop());

  const create = async () => {
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    return (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
  };

  it('bring nothing, and no gap, from an account outside any organization', async () => {
    const { collections } = await collectNeeds([organization.with(), roots.with('accounts')], { port: stub.port });
    expect(collections).toMatchObject({
      'organizations.organization': { rows: [], gaps: [] },
      'organizations.roots': { rows: [], gaps: [] },
    });
  });

  it('tell a management account everything', async () => {
    const root = await create();
    const { rows } = await collectOne(organization, { port: stub.port, details: orgDetails });
    expect(rows).toMatchObject([
      {
        item: { FeatureSet: 'ALL', MasterAccountId: master, Management: true },
        details: {
          delegatedAdministrators: { ok: true, value: [] },
          trustedServices: { ok: true, value: [] },
          resourcePolicy: { ok: true, value: null },
        },
      },
    ]);
    const found = await collectOne(roots, { port: stub.port, details: ['accounts'] });
    expect(found.rows).toMatchObject([
      { item: { Id: root, Name: 'Root' }, details: { accounts: { value: [{ Id: master, Status: 'ACTIVE' }] } } },
    ]);
  });

  it("read policies with their targets, and the content of one's own attached ones", async () => {
    const root = await create();
    const content = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const make = async (Name: string) =>
      (
        await organizations.send(
          new CreatePolicyCommand({ Name, Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: content }),
        )
      ).Policy?.PolicySummary?.Id ?? '';
    const unit = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'Workloads' }));
    await make('idle');
    await organizations.send(
      new AttachPolicyCommand({ PolicyId: await make('guard'), TargetId: unit.OrganizationalUnit?.Id ?? '' }),
    );
    const { rows } = await collectOne(roots, { port: stub.port, details: ['serviceControlPolicies'] });
    const outcome = rows[0]?.details['serviceControlPolicies'];
    const policies = (outcome?.ok ? outcome.value : []) as Policy[];
    const byName = new Map(policies.map(policy => [policy.Name, policy]));
    expect(byName.get('FullAWSAccess')).toMatchObject({ AwsManaged: true, Content: null });
    expect(byName.get('idle')).toMatchObject({ Targets: [], Content: null });
    expect(byName.get('guard')).toMatchObject({
      Targets: [{ Name: 'Workloads', Type: 'ORGANIZATIONAL_UNIT' }],
      Content: content,
    });
  });

  it('read every page', async () => {
    const two = (name: string) => [1, 2].map(number => ({ Id: `${name}-${number}`, Name: `${name}-${number}` }));
    stub.on('organizations:DescribeOrganization', seenBy(master));
    stub.on('organizations:ListRoots', pages({ Roots: [{ Id: 'r-1', Name: 'Root' }] }, { size: 1 }));
    stub.on('organizations:ListAccountsForParent', pages({ Accounts: two('account') }, { size: 1 }));
    stub.on('organizations:ListPolicies', pages({ Policies: two('p') }, { size: 1 }));
    stub.on(
      'organizations:ListTargetsForPolicy',
      pages({ Targets: [1, 2].map(id => ({ TargetId: `ou-${id}` })) }, { size: 1 }),
    );
    stub.on('organizations:DescribePolicy', () => ({ Policy: { Content: '{}' } }));
    stub.on('organizations:ListDelegatedAdministrators', pages({ DelegatedAdministrators: two('admin') }, { size: 1 }));
    const principals = ['macie.amazonaws.com', 'sso.amazonaws.com', 'config.amazonaws.com'];
    stub.on(
      'organizations:ListAWSServiceAccessForOrganization',
      pages({ EnabledServicePrincipals: principals.map(ServicePrincipal => ({ ServicePrincipal })) }, { size: 1 }),
    );
    const found = await collectNeeds(
      [
        organization.with('delegatedAdministrators', 'trustedServices'),
        roots.with('accounts', 'serviceControlPolicies', 'tagPolicies'),
      ],
      { port: stub.port },
    );
    const [of] = found.collections['organizations.organization']?.rows ?? [];
    expect(of?.details['delegatedAdministrators']).toMatchObject({ value: [{ Id: 'admin-1' }, { Id: 'admin-2' }] });
    expect(of?.details['trustedServices']).toMatchObject({
      value: [
        { ServicePrincipal: 'config.amazonaws.com', DelegatedAdministrators: ['admin-1', 'admin-2'] },
        { ServicePrincipal: 'macie.amazonaws.com', DelegatedAdministrators: ['admin-1', 'admin-2'] },
      ],
    });
    const [root] = found.collections['organizations.roots']?.rows ?? [];
    expect(root?.details['accounts']).toMatchObject({ value: [{ Id: 'account-1' }, { Id: 'account-2' }] });
    const targets = [{ TargetId: 'ou-1' }, { TargetId: 'ou-2' }];
    expect(root?.details['serviceControlPolicies']).toMatchObject({
      value: [
        { Id: 'p-1', Targets: targets, Content: '{}' },
        { Id: 'p-2', Targets: targets, Content: '{}' },
      ],
    });
    expect(root?.details['tagPolicies']).toMatchObject({
      value: [
        { Id: 'p-1', Content: null },
        { Id: 'p-2', Content: null },
      ],
    });
    expect(found.calls).toMatchObject({ 'organizations:DescribePolicy': 2, 'organizations:ListRoots': 1 });
  });

  it('take the refusal of a plain member account as an answer, not as a gap', async () => {
    stub.onAll({
      'organizations:DescribeOrganization': seenBy('444455556666'),
      'organizations:ListRoots': refuse,
      'organizations:ListDelegatedAdministrators': refuse,
      'organizations:ListAWSServiceAccessForOrganization': refuse,
    });
    const { rows, calls } = await collectOne(organization, { port: stub.port, details: orgDetails });
    expect(rows[0]).toMatchObject({
      item: { Management: false },
      details: {
        delegatedAdministrators: { ok: true, value: null },
        trustedServices: { ok: true, value: null },
        resourcePolicy: { ok: true, value: null },
      },
    });
    expect(calls['organizations:DescribeResourcePolicy']).toBeUndefined();
    expect(await collectOne(roots, { port: stub.port, details: ['accounts'] })).toMatchObject({ rows: [], gaps: [] });
  });

  it('take a denial by IAM as a gap, in every account', async () => {
    const root = await create();
    expect(root).toMatch(/^r-/);
    stub.onAll({
      'organizations:ListPolicies': deny,
      'organizations:ListDelegatedAdministrators': deny,
      'organizations:DescribeResourcePolicy': deny,
    });
    const { rows } = await collectOne(organization, { port: stub.port, details: orgDetails });
    expect(rows[0]?.details).toMatchObject({
      delegatedAdministrators: {
        ok: false,
        gap: { reason: 'denied', api: 'organizations:ListDelegatedAdministrators' },
      },
      resourcePolicy: { ok: false, gap: { reason: 'denied', api: 'organizations:DescribeResourcePolicy' } },
    });
    const policies = await collectOne(roots, { port: stub.port, details: policyDetails });
    for (const name of policyDetails) {
      expect(policies.rows[0]?.details[name]).toMatchObject({ ok: false, gap: { api: 'organizations:ListPolicies' } });
    }
    stub.onAll({ 'organizations:ListRoots': deny, 'organizations:DescribeOrganization': deny });
    expect((await collectOne(roots, { port: stub.port })).gaps).toMatchObject([{ api: 'organizations:ListRoots' }]);
    expect((await collectOne(organization, { port: stub.port })).gaps).toMatchObject([
      { api: 'organizations:DescribeOrganization' },
    ]);
  });
});

describeWithMoto('the collection of workloads', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
  });
  afterAll(() => stub.stop());

  const details = ['instances', 'dbInstances', 'functions', 'ecsClusters', 'eksClusters'];
  const need = async () => {
    const { managementWithoutWorkloads } = await import('../../../src/checks/organizations/workloads.js');
    return managementWithoutWorkloads.on;
  };

  it('brings empty listings from an empty region', async () => {
    const { rows } = await collectOne(workloads, { port: stub.port, details });
    for (const name of details) expect(rows[0]?.details[name]).toEqual({ ok: true, value: [] });
  });

  it('reads every page, without terminated instances', async () => {
    const instance = (InstanceId: string, Name: string) => ({ Instances: [{ InstanceId, State: { Name } }] });
    stub.on(
      'ec2:DescribeInstances',
      pages(
        { Reservations: [instance('i-1', 'running'), instance('i-2', 'terminated'), instance('i-3', 'stopped')] },
        { size: 1 },
      ),
    );
    stub.on(
      'rds:DescribeDBInstances',
      pages(
        { DBInstances: [1, 2].map(id => ({ DBInstanceIdentifier: `db-${id}`, Engine: 'postgres' })) },
        { size: 1, takes: 'Marker' },
      ),
    );
    stub.on(
      'lambda:ListFunctions',
      pages(
        { Functions: [1, 2].map(id => ({ FunctionName: `f-${id}`, Environment: { Variables: { SECRET: 'x' } } })) },
        { size: 1, takes: 'Marker', gives: 'NextMarker' },
      ),
    );
    stub.on('ecs:ListClusters', pages({ clusterArns: ['c-1', 'c-2'] }, { size: 1, takes: 'nextToken' }));
    stub.on('eks:ListClusters', pages({ clusters: ['k-1', 'k-2'] }, { size: 1, takes: 'nextToken' }));
    const { rows } = await collectOne(workloads, { port: stub.port, details });
    expect(rows[0]?.details).toEqual({
      instances: {
        ok: true,
        value: [
          { InstanceId: 'i-1', State: 'running' },
          { InstanceId: 'i-3', State: 'stopped' },
        ],
      },
      dbInstances: {
        ok: true,
        value: [
          { DBInstanceIdentifier: 'db-1', Engine: 'postgres' },
          { DBInstanceIdentifier: 'db-2', Engine: 'postgres' },
        ],
      },
      functions: { ok: true, value: [{ FunctionName: 'f-1' }, { FunctionName: 'f-2' }] },
      ecsClusters: { ok: true, value: [{ clusterArn: 'c-1' }, { clusterArn: 'c-2' }] },
      eksClusters: { ok: true, value: [{ name: 'k-1' }, { name: 'k-2' }] },
    });
  });

  it('asks for none of it in a member account, and for all of it in the management account', async () => {
    stub.on('organizations:DescribeOrganization', seenBy('444455556666'));
    const asMember = await collectNeeds([await need()], { port: stub.port });
    expect(asMember.calls).toEqual({ 'organizations:DescribeOrganization': 1 });
    stub.on('organizations:DescribeOrganization', seenBy(master));
    const asManagement = await collectNeeds([await need()], { port: stub.port });
    expect(Object.keys(asManagement.calls).sort()).toEqual([
      'ec2:DescribeInstances',
      'ecs:ListClusters',
      'eks:ListClusters',
      'lambda:ListFunctions',
      'organizations:DescribeOrganization',
      'rds:DescribeDBInstances',
    ]);
  });

  it('says which listing was denied', async () => {
    stub.on('eks:ListClusters', deny);
    const { rows } = await collectOne(workloads, { port: stub.port, details });
    expect(rows[0]?.details).toMatchObject({
      eksClusters: { ok: false, gap: { reason: 'denied', api: 'eks:ListClusters' } },
      ecsClusters: { ok: true },
    });
  });
});
