import { describe, expect, it } from 'vitest';
import {
  confusedDeputyGuarded,
  noAdministratorAccess,
  readOnlyNotCrossAccount,
} from '../../../src/checks/iam/roles.js';
import { gap, world } from '../../support/world.js';
import { accountId, awsPolicy, document, globally, ownPolicy, role, trusting, verdictOn } from './rows.js';

const roles = (...items: object[]) => world({ 'iam.roles': items.map(item => globally(item)) });
const denied = world({ 'iam.roles': { rows: [], gaps: [gap('iam:GetAccountAuthorizationDetails')] } });
const own = `arn:aws:iam::${accountId}:root`;
const other = 'arn:aws:iam::999988887777:root';
const ec2 = { Service: 'ec2.amazonaws.com' };

describe.each([noAdministratorAccess, readOnlyNotCrossAccount, confusedDeputyGuarded])('$id', check => {
  it('cannot tell without the list', async () =>
    expect((await verdictOn(check, denied)).verdict).toBe('NOT_AVAILABLE'));
  it('has nothing to say without roles', async () =>
    expect((await verdictOn(check, roles())).verdict).toBe('NOT_APPLICABLE'));
  it('reports a trust policy that cannot be read as an error of that role alone', async () => {
    const broken = role('broken', { AssumeRolePolicyDocument: '{"Statement":[{"Effect":"Maybe"}]}' });
    expect((await verdictOn(check, roles(broken))).verdict).toBe('ERROR');
  });
});

describe('iam-role-no-administrator-access', () => {
  const verdictOf = async (AssumeRolePolicyDocument: string, policy = awsPolicy('AdministratorAccess')) =>
    (
      await verdictOn(
        noAdministratorAccess,
        roles(role('r', { AssumeRolePolicyDocument, AttachedManagedPolicies: [policy] })),
      )
    ).verdict;
  it.each<[string, string, string]>([
    ['the own account', trusting({ AWS: own }), 'FAIL'],
    ['everyone, as a text', trusting('*'), 'FAIL'],
    [
      'an identity provider',
      trusting({ Federated: `arn:aws:iam::${accountId}:saml-provider/AWSSSO_x` }, undefined, 'sts:AssumeRoleWithSAML'),
      'FAIL',
    ],
    ['a service and an account', trusting({ ...ec2, AWS: own }), 'FAIL'],
    [
      'everybody but someone',
      document({ Effect: 'Allow', NotPrincipal: { AWS: other }, Action: 'sts:AssumeRole' }),
      'FAIL',
    ],
    ['a service', trusting(ec2), 'NOT_APPLICABLE'],
    [
      'two services that also tag',
      trusting({ Service: ['ec2.amazonaws.com', 'ssm.amazonaws.com'] }, undefined, 'sts:*'),
      'NOT_APPLICABLE',
    ],
    [
      'a service, and a Deny for people',
      document(
        { Effect: 'Allow', Principal: ec2, Action: 'sts:AssumeRole' },
        { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
      ),
      'NOT_APPLICABLE',
    ],
  ])('trusting %s', async (_who, trust, verdict) => {
    expect(await verdictOf(trust)).toBe(verdict);
  });
  it('passes other policies, and fails a customer policy of the name', async () => {
    expect(await verdictOf(trusting({ AWS: own }), awsPolicy('PowerUserAccess'))).toBe('PASS');
    expect(await verdictOf(trusting({ AWS: own }), ownPolicy('AdministratorAccess'))).toBe('FAIL');
  });
});

describe('iam-role-readonly-not-cross-account', () => {
  const verdictOf = (AssumeRolePolicyDocument: string, policy = awsPolicy('ReadOnlyAccess')) =>
    verdictOn(
      readOnlyNotCrossAccount,
      roles(role('r', { AssumeRolePolicyDocument, AttachedManagedPolicies: [policy] })),
    );
  it.each<[string, string, string]>([
    ['the own account', trusting({ AWS: own }), 'PASS'],
    ['the own account by number', trusting({ AWS: accountId }), 'PASS'],
    ['another account', trusting({ AWS: other }), 'FAIL'],
    ['another account by number, in a list', trusting({ AWS: [own, '999988887777'] }), 'FAIL'],
    ['everyone, as a text', trusting('*'), 'FAIL'],
    ['everyone, in an object', trusting({ AWS: '*' }), 'FAIL'],
    [
      'another account with an external id',
      trusting({ AWS: other }, { StringEquals: { 'sts:ExternalId': 'x' } }),
      'FAIL',
    ],
    [
      'everyone of an organization',
      trusting({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-abc1234567' } }),
      'FAIL',
    ],
    [
      'everyone of the own account',
      trusting({ AWS: '*' }, { StringEquals: { 'aws:PrincipalAccount': accountId } }),
      'PASS',
    ],
    [
      'an identity provider',
      trusting({ Federated: `arn:aws:iam::${accountId}:saml-provider/x` }, undefined, 'sts:AssumeRoleWithSAML'),
      'PASS',
    ],
    ['a user deleted since', trusting({ AWS: 'AIDAQ3EGRANCEXAMPLE42' }), 'PASS'],
    ['a service', trusting(ec2), 'NOT_APPLICABLE'],
  ])('trusting %s', async (_who, trust, verdict) => {
    expect((await verdictOf(trust)).verdict).toBe(verdict);
  });
  it('passes the policy that shows no data', async () =>
    expect((await verdictOf(trusting({ AWS: other }), awsPolicy('job-function/ViewOnlyAccess'))).verdict).toBe('PASS'));
  it('names the account', async () =>
    expect((await verdictOf(trusting({ AWS: other }))).message).toMatch(/by account 999988887777$/));
});

describe('iam-role-service-trust-confused-deputy-guarded', () => {
  const ssm = { Service: 'ssm.amazonaws.com' };
  const verdictOf = async (AssumeRolePolicyDocument: string, more = {}) =>
    (await verdictOn(confusedDeputyGuarded, roles(role('r', { AssumeRolePolicyDocument, ...more })))).verdict;
  it.each<[string, string, string]>([
    ['a service, for anyone', trusting(ssm), 'FAIL'],
    ['a service, for this account', trusting(ssm, { StringEquals: { 'aws:SourceAccount': accountId } }), 'PASS'],
    [
      'a service, for a resource of this account',
      trusting(ssm, { ArnLike: { 'aws:SourceArn': `arn:aws:ssm:*:${accountId}:*` } }),
      'PASS',
    ],
    [
      'a service, for another account',
      trusting(ssm, { StringEquals: { 'aws:SourceAccount': '999988887777' } }),
      'FAIL',
    ],
    ['a service, for any account', trusting(ssm, { StringLike: { 'aws:SourceAccount': '*' } }), 'FAIL'],
    [
      'a service, for this account if it says so',
      trusting(ssm, { StringEqualsIfExists: { 'aws:SourceAccount': accountId } }),
      'FAIL',
    ],
    ['EC2, which cannot say', trusting(ec2), 'NOT_APPLICABLE'],
    ['EKS, which cannot say', trusting({ Service: 'eks.amazonaws.com' }), 'NOT_APPLICABLE'],
    [
      'Lambda, for this account',
      trusting({ Service: 'lambda.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': accountId } }),
      'PASS',
    ],
    [
      'one that cannot say and one that could',
      trusting({ Service: ['ec2.amazonaws.com', 'ssm.amazonaws.com'] }),
      'FAIL',
    ],
    ['people', trusting({ AWS: own }), 'NOT_APPLICABLE'],
    ['people and a service', trusting({ AWS: own, ...ssm }), 'NOT_APPLICABLE'],
  ])('trusting %s', async (_who, trust, verdict) => {
    expect(await verdictOf(trust)).toBe(verdict);
  });
  it('leaves service-linked roles to AWS', async () => {
    const more = { Path: '/aws-service-role/ssm.amazonaws.com/' };
    expect(await verdictOf(trusting(ssm), more)).toBe('NOT_APPLICABLE');
  });
});
