import { describe, expect, it } from 'vitest';
import { guardrailsPresent, regionsRestricted } from '../../../src/checks/organizations/guardrails.js';
import { gap, judge, world } from '../../support/world.js';
import {
  fullAccess,
  organizationRow,
  policy,
  rootRow,
  seenByMember,
  statements,
  toManagement,
  toUnit,
} from './rows.js';

const judged = async (check: object, serviceControlPolicies: unknown, params = {}) => {
  const facts = {
    'organizations.organization': [organizationRow()],
    'organizations.roots': [rootRow({ serviceControlPolicies })],
  };
  return (await judge(check, world(facts), params))[0];
};
const verdictOf = async (...given: Parameters<typeof judged>) => (await judged(...given))?.verdict;

const deny = (more: object) => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });

describe('organizations-scp-restricts-regions', () => {
  const regions = { enabled_regions: ['eu-north-1', 'us-east-1'] };
  const denyOutside = (operator: string, values: string | string[], more: object = {}) =>
    deny({
      Action: undefined,
      NotAction: ['iam:*', 'support:*'],
      Condition: { [operator]: { 'aws:RequestedRegion': values } },
      ...more,
    });
  const verdict = (statement: object, params: object = regions, more = {}) =>
    verdictOf(regionsRestricted, [fullAccess, policy('regions', statements(statement), more)], params);

  it('passes a Deny outside the enabled regions; more regions do not hurt', async () => {
    expect(await verdict(denyOutside('StringNotEquals', ['eu-north-1', 'us-east-1', 'eu-west-1']))).toBe('PASS');
  });

  it('passes any confinement where no regions are configured', async () => {
    expect(await verdict(denyOutside('StringNotEquals', 'eu-central-1'), {})).toBe('PASS');
  });

  it.each(['StringNotLike', 'StringNotEqualsIgnoreCase', 'StringNotEqualsIfExists', 'stringNotEquals'])(
    'understands %s',
    async operator => {
      expect(
        await verdict(
          denyOutside(operator, operator === 'StringNotLike' ? ['eu-*', 'us-east-?'] : ['eu-north-1', 'us-east-1']),
        ),
      ).toBe('PASS');
    },
  );

  it('understands keys in any case, and a single statement', async () => {
    const lower = {
      ...denyOutside('StringNotEquals', ''),
      Condition: { StringNotEquals: { 'AWS:requestedRegion': ['eu-north-1', 'us-east-1'] } },
    };
    const single = { Version: '2012-10-17', Statement: lower };
    expect(await verdictOf(regionsRestricted, [policy('regions', single)], regions)).toBe('PASS');
  });

  it.each([
    ['a region that is missing', denyOutside('StringNotEquals', ['eu-north-1'])],
    ['a pattern that is open to all', denyOutside('StringNotLike', '*')],
    ['the wrong way round', denyOutside('StringEquals', ['eu-north-1', 'us-east-1'])],
    [
      'one service only',
      denyOutside('StringNotEquals', ['eu-north-1', 'us-east-1'], { NotAction: undefined, Action: 'ec2:*' }),
    ],
  ])('fails %s', async (_name, statement) => {
    expect(await verdict(statement)).toBe('FAIL');
  });

  it('fails what is attached to nothing, or to the management account', async () => {
    const statement = denyOutside('StringNotEquals', ['eu-north-1', 'us-east-1']);
    expect(await verdict(statement, regions, { Targets: [], Content: null })).toBe('FAIL');
    expect(await verdict(statement, regions, { Targets: toManagement })).toBe('FAIL');
  });

  it('counts an Allow only where nothing beside it allows everything', async () => {
    const allow = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-north-1', 'us-east-1'] } },
    };
    expect(await verdict(allow)).toBe('PASS');
    const beside = { ...fullAccess, Targets: toUnit };
    expect(await verdictOf(regionsRestricted, [beside, policy('regions', statements(allow))], regions)).toBe('FAIL');
  });

  it('leaves out plain member accounts and does not guess', async () => {
    const member = world({ 'organizations.organization': [seenByMember()], 'organizations.roots': [] });
    expect((await judge(regionsRestricted, member))[0]?.verdict).toBe('NOT_APPLICABLE');
    expect(await verdictOf(regionsRestricted, gap('organizations:DescribePolicy'))).toBe('NOT_AVAILABLE');
  });
});

describe('organizations-scp-guardrails-present', () => {
  const denyRoot = deny({ Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } } });
  const tampering = deny({
    Action: [
      'organizations:LeaveOrganization',
      'cloudtrail:StopLogging',
      'cloudtrail:DeleteTrail',
      'config:Stop*',
      'GuardDuty:deleteDetector',
    ],
    Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/break-glass' } },
  });
  const all = policy('guard', statements(denyRoot, tampering));
  const missing = async (statement: object, params = {}) =>
    ((await judged(guardrailsPresent, [policy('guard', statements(statement))], params))?.message ?? '').replace(
      'no attached policy brings ',
      '',
    );

  it('passes when everything is denied, in one policy or in several', async () => {
    expect(await verdictOf(guardrailsPresent, [fullAccess, all])).toBe('PASS');
    const split = [policy('one', statements(denyRoot)), policy('two', statements(tampering))];
    expect(await verdictOf(guardrailsPresent, split)).toBe('PASS');
  });

  it('names what is missing', async () => {
    expect(await missing(denyRoot)).toBe('deny-leave-org, protect-cloudtrail, protect-config, protect-guardduty');
    expect(await missing(tampering)).toBe('deny-root');
  });

  it('wants both ways to stop a trail denied', async () => {
    const half = deny({ Action: 'cloudtrail:StopLogging' });
    expect(await missing(half, { required: ['protect-cloudtrail'] })).toBe('protect-cloudtrail');
  });

  it.each([
    ['holds in some regions only', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-north-1' } } }],
    ['exempts everybody', { Condition: { ArnNotLike: { 'aws:PrincipalArn': '*' } } }],
    ['hits one role only', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } } }],
    ['leaves the action out', { Action: undefined, NotAction: 'organizations:*' }],
  ])('does not count a Deny that %s', async (_name, more) => {
    expect(await missing(deny(more), { required: ['deny-leave-org'] })).toBe('deny-leave-org');
  });

  it('does not count a Deny of one root user', async () => {
    const single = deny({ Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:root' } } });
    expect(await missing(single, { required: ['deny-root'] })).toBe('deny-root');
  });

  it('knows the guardrail against escalation, and refuses one it does not know', async () => {
    const escalation = { required: ['deny-iam-escalation'] };
    expect(await verdictOf(guardrailsPresent, [policy('iam', statements(deny({ Action: 'iam:*' })))], escalation)).toBe(
      'PASS',
    );
    expect(await verdictOf(guardrailsPresent, [all], { required: ['deny-rot'] })).toBe('ERROR');
  });

  it('leaves out plain member accounts and does not guess', async () => {
    const member = world({ 'organizations.organization': [seenByMember()], 'organizations.roots': [] });
    expect((await judge(guardrailsPresent, member))[0]?.verdict).toBe('NOT_APPLICABLE');
    expect(await verdictOf(guardrailsPresent, gap('organizations:DescribePolicy'))).toBe('NOT_AVAILABLE');
  });
});
