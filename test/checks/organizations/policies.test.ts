import { describe, expect, it } from 'vitest';
import {
  aiServicesOptOut,
  resourceControlInUse,
  serviceControlInUse,
  tagPolicyAttached,
} from '../../../src/checks/organizations/policies.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { fullAccess, organizationRow, policy, rootRow, seenByMember, toManagement, toRoot, toUnit } from './rows.js';

const judged = async (check: object, roots: StoredRow[], organization = organizationRow()) => {
  const facts = { 'organizations.organization': [organization], 'organizations.roots': roots };
  return (await judge(check, world(facts)))[0];
};
const verdictOf = async (...given: Parameters<typeof judged>) => (await judged(...given))?.verdict;

const optOut = (more: object = {}) => ({
  services: {
    default: {
      opt_out_policy: { '@@operators_allowed_for_child_policies': ['@@none'], '@@assign': 'optOut', ...more },
    },
  },
});

describe.each([
  ['organizations-scp-in-use', serviceControlInUse, 'serviceControlPolicies'],
  ['organizations-rcp-in-use', resourceControlInUse, 'resourceControlPolicies'],
] as const)('%s', (_id, rule, detail) => {
  it('passes an attached policy of their own', async () => {
    const finding = await judged(rule, [rootRow({ [detail]: [fullAccess, policy('guard', {})] })]);
    expect(finding).toMatchObject({ verdict: 'PASS', message: 'in use: guard (organizational_unit Workloads)' });
  });

  it("fails AWS's own policy alone, an unattached one, and one on the management account", async () => {
    const vain = [policy('idle', null, { Targets: [] }), policy('vain', {}, { Targets: toManagement })];
    expect(await verdictOf(rule, [rootRow({ [detail]: [fullAccess] })])).toBe('FAIL');
    expect(await verdictOf(rule, [rootRow({ [detail]: [fullAccess, ...vain] })])).toBe('FAIL');
  });

  it('fails a type that is not enabled', async () => {
    const finding = await judged(rule, [rootRow({ [detail]: [] }, { PolicyTypes: [] })]);
    expect(finding?.message).toContain('is not enabled on root r-abcd');
  });

  it('does not take a refusal for "none"', async () => {
    expect(await verdictOf(rule, [rootRow({ [detail]: gap('organizations:ListPolicies') })])).toBe('NOT_AVAILABLE');
  });

  it('has nothing to say of a plain member account, or of consolidated billing', async () => {
    expect(await verdictOf(rule, [], seenByMember())).toBe('NOT_APPLICABLE');
    expect(await verdictOf(rule, [], organizationRow({}, { FeatureSet: 'CONSOLIDATED_BILLING' }))).toBe(
      'NOT_APPLICABLE',
    );
  });
});

describe('organizations-tag-policy-attached', () => {
  it('passes an attached one, fails none and an unattached one', async () => {
    const idle = policy('idle', null, { Targets: [] });
    expect(await verdictOf(tagPolicyAttached, [rootRow({ tagPolicies: [idle, policy('tags', null)] })])).toBe('PASS');
    expect(await verdictOf(tagPolicyAttached, [rootRow({ tagPolicies: [] })])).toBe('FAIL');
    expect(await judged(tagPolicyAttached, [rootRow({ tagPolicies: [idle] })])).toMatchObject({
      verdict: 'FAIL',
      message: 'attached to nothing: idle',
    });
  });

  it('has nothing to say outside an organization or of a member, and does not guess', async () => {
    const nowhere = world({ 'organizations.organization': [], 'organizations.roots': [] });
    expect((await judge(tagPolicyAttached, nowhere))[0]?.verdict).toBe('NOT_APPLICABLE');
    expect(await verdictOf(tagPolicyAttached, [], seenByMember())).toBe('NOT_APPLICABLE');
    expect(await verdictOf(tagPolicyAttached, [rootRow({ tagPolicies: gap('organizations:ListPolicies') })])).toBe(
      'NOT_AVAILABLE',
    );
  });
});

describe('organizations-ai-services-opt-out', () => {
  const withPolicies = (...aiOptOutPolicies: object[]) => [rootRow({ aiOptOutPolicies })];

  it('passes a firm policy on the root', async () => {
    expect(await verdictOf(aiServicesOptOut, withPolicies(policy('ai', optOut(), { Targets: toRoot })))).toBe('PASS');
  });

  it('fails a firm policy on one unit: the rest stays opted in', async () => {
    const finding = await judged(aiServicesOptOut, withPolicies(policy('ai', optOut(), { Targets: toUnit })));
    expect(finding?.message).toContain('not for the whole organization');
  });

  it.each([
    ['opted in', optOut({ '@@assign': 'optIn' })],
    ['open to children', optOut({ '@@operators_allowed_for_child_policies': ['@@all'] })],
    ['silent about children', optOut({ '@@operators_allowed_for_child_policies': undefined })],
    ['about one service', { services: { lex: optOut().services.default } }],
  ])('fails a policy that is %s', async (_name, content) => {
    expect(await verdictOf(aiServicesOptOut, withPolicies(policy('ai', content, { Targets: toRoot })))).toBe('FAIL');
  });

  it('wants both conditions in one policy', async () => {
    const loose = policy('loose', optOut({ '@@operators_allowed_for_child_policies': ['@@all'] }), { Targets: toRoot });
    const wrong = policy('wrong', optOut({ '@@assign': 'optIn' }), { Targets: toRoot });
    expect(await verdictOf(aiServicesOptOut, withPolicies(loose, wrong))).toBe('FAIL');
  });

  it('fails none and an unattached one, does not guess, and leaves out members', async () => {
    expect(await verdictOf(aiServicesOptOut, withPolicies())).toBe('FAIL');
    expect((await judged(aiServicesOptOut, withPolicies(policy('idle', null, { Targets: [] }))))?.message).toBe(
      'attached to nothing: idle',
    );
    expect(
      await verdictOf(aiServicesOptOut, [rootRow({ aiOptOutPolicies: gap('organizations:DescribePolicy') })]),
    ).toBe('NOT_AVAILABLE');
    expect(await verdictOf(aiServicesOptOut, [], seenByMember())).toBe('NOT_APPLICABLE');
  });
});
