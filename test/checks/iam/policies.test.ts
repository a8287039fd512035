import { describe, expect, it } from 'vitest';
import { noAdmin as awsManagedNoAdmin } from '../../../src/checks/iam/aws-policies.js';
import { customerNoEscalation, inlineNoEscalation } from '../../../src/checks/iam/policy-escalation.js';
import * as grants from '../../../src/checks/iam/policy-grants.js';
import { gap, world } from '../../support/world.js';
import {
  awsManagedPolicy,
  awsPolicy,
  document,
  globally,
  group,
  inlinePolicy,
  managedPolicy,
  role,
  verdictOn,
  verdictsOn,
} from './rows.js';

const policies = (...items: object[]) => world({ 'iam.policies': items.map(item => globally(item)) });
const allow = (Action: string | string[], Resource: string | string[] = '*', more = {}) =>
  document({ Sid: 'Wide', Effect: 'Allow', Action, Resource, ...more });
const harmless = allow('s3:GetObject', 'arn:aws:s3:::reports/*');
const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

const pairs = [
  ['everything', grants.customerAttachedNoAdmin, grants.inlineNoAdmin, allow('*')],
  ['all of CloudTrail', grants.customerNoFullCloudTrail, grants.inlineNoFullCloudTrail, allow('cloudtrail:*')],
  ['all of KMS', grants.customerNoFullKms, grants.inlineNoFullKms, allow('kms:**')],
  [
    'any Marketplace product',
    grants.customerNoMarketplaceSubscribe,
    grants.inlineNoMarketplaceSubscribe,
    allow('AWS-Marketplace:subscribe'),
  ],
  [
    'every key',
    grants.customerNoDecryptOnAllKeys,
    grants.inlineNoDecryptOnAllKeys,
    allow(['kms:Decrypt', 'kms:DescribeKey']),
  ],
  ['more permissions', customerNoEscalation, inlineNoEscalation, allow('iam:AttachUserPolicy')],
] as const;

describe.each(pairs)('%s', (_what, customer, inline, wide) => {
  it('fails an attached customer managed policy, and names the statement', async () => {
    const finding = await verdictOn(customer, policies(managedPolicy('wide', wide)));
    expect(finding).toMatchObject({ verdict: 'FAIL', resource: { id: 'wide', type: 'AWS::IAM::ManagedPolicy' } });
    expect(JSON.stringify(finding.evidence)).toContain('Wide');
    expect(finding.fix?.command).toMatch(
      /^aws iam create-policy-version --policy-arn arn:aws:iam::111122223333:policy\/wide /,
    );
  });
  it('passes a narrow one', async () =>
    expect((await verdictOn(customer, policies(managedPolicy('narrow', harmless)))).verdict).toBe('PASS'));
  it.each(['User', 'Group', 'Role'] as const)('fails an inline policy of a %s', async kind => {
    const finding = await verdictOn(inline, policies(inlinePolicy(kind, 'ops', 'wide', wide)));
    const word = kind.toLowerCase();
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      resource: { id: 'ops/wide', arn: `arn:aws:iam::111122223333:${word}/ops`, type: `AWS::IAM::${kind}Policy` },
    });
    expect(finding.fix?.command).toBe(
      `aws iam put-${word}-policy --${word}-name ops --policy-name wide --policy-document file://narrower.json`,
    );
  });
  it('passes a narrow inline policy', async () =>
    expect((await verdictOn(inline, policies(inlinePolicy('Role', 'ops', 'narrow', harmless)))).verdict).toBe('PASS'));
  it('leaves each kind to its own rule', async () => {
    expect((await verdictOn(customer, policies(inlinePolicy('Role', 'ops', 'wide', wide)))).verdict).toBe(
      'NOT_APPLICABLE',
    );
    expect((await verdictOn(inline, policies(managedPolicy('wide', wide)))).verdict).toBe('NOT_APPLICABLE');
  });
  it('cannot tell without the list', async () => {
    const denied = world({ 'iam.policies': { rows: [], gaps: [gap('iam:GetAccountAuthorizationDetails')] } });
    for (const check of [customer, inline]) expect((await verdictOn(check, denied)).verdict).toBe('NOT_AVAILABLE');
  });
  it('reports a document that cannot be read as an error of that policy alone', async () => {
    const broken = managedPolicy('broken', '{"Statement":');
    expect(await verdictsOn(customer, policies(broken, managedPolicy('wide', wide)))).toEqual([
      ['broken', 'ERROR'],
      ['wide', 'FAIL'],
    ]);
  });
});

describe('what is attached', () => {
  const wide = { AttachmentCount: 0 };
  const boundary = { AttachmentCount: 0, PermissionsBoundaryUsageCount: 3 };
  const verdictOf = async (check: object, of: string, more: object) =>
    (await verdictOn(check, policies(managedPolicy('p', of, more)))).verdict;
  it('leaves policies that nobody carries to the rule on them', async () => {
    expect(await verdictOf(grants.customerAttachedNoAdmin, allow('*'), wide)).toBe('NOT_APPLICABLE');
    expect(await verdictOf(grants.customerUnattachedNoAdmin, allow('*'), wide)).toBe('FAIL');
    expect(await verdictOf(grants.customerUnattachedNoAdmin, harmless, wide)).toBe('PASS');
    expect(await verdictOf(grants.customerUnattachedNoAdmin, allow('*'), {})).toBe('NOT_APPLICABLE');
  });
  it('never advises deleting a permissions boundary', async () => {
    expect(await verdictOf(grants.customerUnattachedNoAdmin, allow('*'), boundary)).toBe('NOT_APPLICABLE');
    expect(await verdictOf(grants.customerAttachedNoAdmin, allow('*'), boundary)).toBe('NOT_APPLICABLE');
  });
  it('judges decryption in policies out of use, too', async () =>
    expect(await verdictOf(grants.customerNoDecryptOnAllKeys, allow('kms:*'), wide)).toBe('FAIL'));
});

describe('traps', () => {
  const verdictOf = async (check: object, of: string) =>
    (await verdictOn(check, policies(managedPolicy('p', of)))).verdict;
  it.each<[string, object, string, string]>([
    ['*:* is everything', grants.customerAttachedNoAdmin, allow('*:*'), 'FAIL'],
    [
      '"*" beside another resource is everything',
      grants.customerAttachedNoAdmin,
      allow('*', ['*', 'arn:aws:s3:::x']),
      'FAIL',
    ],
    [
      'a single statement object counts',
      grants.customerAttachedNoAdmin,
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      'FAIL',
    ],
    [
      'kms:* on one alias is not all of KMS',
      grants.customerNoFullKms,
      allow('kms:*', 'arn:aws:kms:*:111122223333:alias/app'),
      'PASS',
    ],
    [
      'an equal Deny cancels',
      grants.customerNoFullKms,
      document({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }, { Effect: 'Deny', Action: 'kms:*', Resource: '*' }),
      'PASS',
    ],
    [
      'NotAction without cloudtrail is all of it',
      grants.customerNoFullCloudTrail,
      document({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      'FAIL',
    ],
    [
      'a conditional Allow still subscribes',
      grants.customerNoMarketplaceSubscribe,
      allow('aws-marketplace:*', '*', mfa),
      'FAIL',
    ],
    [
      'a conditional Deny does not rescue',
      grants.customerNoMarketplaceSubscribe,
      document(
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'aws-marketplace:Subscribe', Resource: '*', ...mfa },
      ),
      'FAIL',
    ],
    [
      'an unconditional Deny rescues',
      grants.customerNoMarketplaceSubscribe,
      document(
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'aws-marketplace:Subscribe', Resource: '*' },
      ),
      'PASS',
    ],
    [
      'any role of any account',
      grants.customerNoPermissiveAssumeRole,
      allow('STS:assumerole', 'arn:aws:iam::*:role/x'),
      'FAIL',
    ],
    [
      'one wildcard role in a list',
      grants.customerNoPermissiveAssumeRole,
      allow('sts:AssumeRole', ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/*']),
      'FAIL',
    ],
    [
      'one role',
      grants.customerNoPermissiveAssumeRole,
      allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/a'),
      'PASS',
    ],
    ['passing a role to nothing gains nothing', customerNoEscalation, allow('iam:PassRole'), 'PASS'],
    [
      'passing a role to a new function does',
      customerNoEscalation,
      allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']),
      'FAIL',
    ],
  ])('%s', async (_what, check, of, verdict) => {
    expect(await verdictOf(check, of)).toBe(verdict);
  });
  it('has nothing to say of assuming roles in inline policies', async () => {
    const inline = policies(inlinePolicy('Role', 'ops', 'wide', allow('sts:*')));
    expect((await verdictOn(grants.customerNoPermissiveAssumeRole, inline)).verdict).toBe('NOT_APPLICABLE');
  });
});

describe('iam-policy-no-service-wildcard', () => {
  const { noServiceWildcard } = grants;
  it('judges managed and inline policies alike', async () => {
    const both = policies(
      managedPolicy('wide', allow('s3:*'), { AttachmentCount: 0 }),
      managedPolicy('narrow', harmless),
      inlinePolicy('User', 'ada', 'wide', allow('*')),
      inlinePolicy('Group', 'staff', 'narrow', harmless),
    );
    expect(await verdictsOn(noServiceWildcard, both)).toEqual([
      ['ada/wide', 'FAIL'],
      ['narrow', 'PASS'],
      ['staff/narrow', 'PASS'],
      ['wide', 'FAIL'],
    ]);
  });
  it('looks at all resources only, unless told to look at every grant', async () => {
    const oneBucket = policies(managedPolicy('bucket', allow('s3:*', 'arn:aws:s3:::reports/*')));
    expect((await verdictOn(noServiceWildcard, oneBucket)).verdict).toBe('PASS');
    expect((await verdictOn(noServiceWildcard, oneBucket, { only_on_all_resources: false })).verdict).toBe('FAIL');
  });
});

describe('iam-policy-aws-managed-attached-no-admin', () => {
  const of = (name: string, text: string) => world({ 'iam.awsPolicies': [globally(awsManagedPolicy(name, text))] });
  it('fails AdministratorAccess once, however many carry it', async () => {
    expect(await verdictOn(awsManagedNoAdmin, of('AdministratorAccess', allow('*')))).toMatchObject({
      verdict: 'FAIL',
      resource: { id: 'AdministratorAccess', arn: awsPolicy('AdministratorAccess').PolicyArn },
    });
  });
  it('names who carries it, as far as that can be seen', async () => {
    const policy = { ...awsManagedPolicy('AdministratorAccess', allow('*')), AttachmentCount: 3 };
    const carrying = { AttachedManagedPolicies: [awsPolicy('AdministratorAccess')] };
    const seen = world({
      'iam.awsPolicies': [globally(policy)],
      'iam.groups': [globally(group('admins', carrying))],
      'iam.roles': [globally(role('break-glass', carrying)), globally(role('other'))],
      'iam.users': { rows: [], gaps: [gap('iam:GetAccountAuthorizationDetails')] },
    });
    const { verdict, message } = await verdictOn(awsManagedNoAdmin, seen);
    expect(verdict).toBe('FAIL');
    expect(message).toContain('is attached to group admins, role break-glass, 1 more and grants every action');
  });
  it('passes others', async () =>
    expect((await verdictOn(awsManagedNoAdmin, of('AmazonS3FullAccess', allow('s3:*')))).verdict).toBe('PASS'));
  it('has nothing to say where none is attached, and cannot tell without the list', async () => {
    expect((await verdictOn(awsManagedNoAdmin, world({ 'iam.awsPolicies': [] }))).verdict).toBe('NOT_APPLICABLE');
    const denied = world({ 'iam.awsPolicies': { rows: [], gaps: [gap('iam:GetAccountAuthorizationDetails')] } });
    expect((await verdictOn(awsManagedNoAdmin, denied)).verdict).toBe('NOT_AVAILABLE');
  });
});
