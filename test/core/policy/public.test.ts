import { describe, expect, it } from 'vitest';
import {
  externalPrincipals,
  type Pin,
  PolicyError,
  type PublicVerdict,
  publicAccess,
} from '../../../src/core/policy/index.js';
import { publicCases } from './corpus/public.js';

const OWN = '111122223333';
const OTHER = '444455556666';
const statement = (more: object) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: '*',
  ...more,
});

describe('publicAccess', () => {
  it.each(publicCases)('$public: $why', ({ policy, options, public: expected }) => {
    const verdict = publicAccess(policy, options);
    expect(verdict.public).toBe(expected);
    expect(verdict.grants.length > 0).toBe(expected);
  });

  it('names the statement, the principal, the actions and the reason', () => {
    const policy = {
      Statement: [
        statement({ Principal: { AWS: OWN } }),
        statement({ Sid: 'Open', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }),
      ],
    };
    expect(publicAccess(policy).grants).toEqual([
      {
        statement: 'Open',
        principal: '*',
        actions: ['sqs:SendMessage'],
        reason: 'everyone is let in (aws:SourceIp: 0.0.0.0/0 names no fixed caller)',
      },
    ]);
  });

  it('says which actions a Deny left', () => {
    const policy = {
      Statement: [statement({ Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'] }), statement({ Effect: 'Deny' })],
    };
    expect(publicAccess(policy).grants[0]?.actions).toEqual(['sqs:ReceiveMessage']);
  });

  it('names what keeps a statement private, on either side', () => {
    const policy = {
      Statement: [
        statement({ Sid: 'A', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
        statement({ Sid: 'B', Action: 'sqs:ReceiveMessage' }),
        statement({
          Sid: 'C',
          Effect: 'Deny',
          Action: 'sqs:Receive*',
          Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        }),
      ],
    };
    const nobody = { accounts: [], organizations: [], own: false };
    const organization = 'o-a1b2c3d4e5';
    const pins: Pin[] = [
      { ...nobody, statement: 'A', key: 'aws:SourceVpc', values: ['vpc-1'], by: 'Allow' },
      {
        ...nobody,
        statement: 'C',
        key: 'aws:PrincipalOrgID',
        values: [organization],
        by: 'Deny',
        organizations: [organization],
      },
    ];
    const expected: PublicVerdict = { public: false, grants: [], undecided: [], pins };
    expect(publicAccess(policy)).toEqual(expected);
  });

  it('says what it could not decide', () => {
    const policy = { Statement: [statement({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'blue' } } })] };
    expect(publicAccess(policy).undecided).toEqual(['StringEquals aws:PrincipalTag/team']);
  });

  it('refuses an identity policy, which names nobody', () => {
    expect(() => publicAccess({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })).toThrow(PolicyError);
  });
});

describe('externalPrincipals', () => {
  const outside = (policy: object) =>
    externalPrincipals(policy, OWN).map(({ kind, account, organization, via }) => [kind, account ?? organization, via]);

  it.each<[string, object, unknown[]]>([
    ['the own account is inside', { AWS: [OWN, `arn:aws:iam::${OWN}:user/a`] }, []],
    [
      'a foreign account, in both spellings',
      { AWS: [OTHER, 'arn:aws:iam::777788889999:role/x'] },
      [
        ['account', OTHER, 'Principal'],
        ['account', '777788889999', 'Principal'],
      ],
    ],
    ['a deleted principal', { AWS: 'AROAEXAMPLEIDOFROLE1' }, [['orphaned', undefined, 'Principal']]],
    ['a canonical user', { CanonicalUser: 'ab12' }, [['canonical-user', undefined, 'Principal']]],
    ['a service is no account', { Service: 'sns.amazonaws.com' }, []],
    ['everyone', { AWS: '*' }, [['everyone', undefined, 'Principal']]],
    ['the own provider', { Federated: `arn:aws:iam::${OWN}:oidc-provider/x` }, []],
    [
      'a foreign provider',
      { Federated: `arn:aws:iam::${OTHER}:oidc-provider/x` },
      [['identity-provider', OTHER, 'Principal']],
    ],
    ['an open provider', { Federated: 'accounts.google.com' }, [['identity-provider', undefined, 'Principal']]],
  ])('principal: %s', (_why, Principal, expected) => {
    expect(outside({ Statement: statement({ Principal }) })).toEqual(expected);
  });

  it.each<[string, object, unknown[]]>([
    ['an own source account closes it', { StringEquals: { 'aws:SourceAccount': OWN } }, []],
    [
      'a foreign source account opens it',
      { StringEquals: { 'aws:SourceAccount': [OWN, OTHER] } },
      [['account', OTHER, 'Condition']],
    ],
    [
      'a foreign source ARN opens it',
      { ArnLike: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${OTHER}:t` } },
      [['account', OTHER, 'Condition']],
    ],
    [
      'an organization',
      { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      [['organization', 'o-a1b2c3d4e5', 'Condition']],
    ],
    [
      'a network names no account',
      { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
      [['everyone', undefined, 'Principal']],
    ],
    ['both conditions must hold', { StringEquals: { 'aws:SourceAccount': OTHER, 'aws:PrincipalAccount': OWN } }, []],
    ['the account of the resource', { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }, []],
  ])('everyone: %s', (_why, Condition, expected) => {
    expect(outside({ Statement: statement({ Condition }) })).toEqual(expected);
  });

  it('reads the source account of a service', () => {
    const policy = {
      Statement: statement({
        Principal: { Service: 's3.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': OTHER } },
      }),
    };
    expect(outside(policy)).toEqual([['account', OTHER, 'Condition']]);
  });

  it('respects a Deny that leaves only the own account', () => {
    const Condition = { StringNotEquals: { 'aws:PrincipalAccount': OWN } };
    expect(
      outside({
        Statement: [statement({ Principal: { AWS: OTHER } }), statement({ Effect: 'Deny', Action: '*', Condition })],
      }),
    ).toEqual([]);
  });

  it.each<[string, object[], unknown[]]>([
    [
      'a Deny on another action does not close this one',
      [
        { Action: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
        { Action: 'sqs:Purge*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': OWN } } },
      ],
      [['organization', 'o-a1b2c3d4e5', 'Condition']],
    ],
    [
      'a Deny spares whoever meets one of its conditions',
      [{ Action: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': OWN, 'aws:SourceVpc': 'vpc-1' } } }],
      [['everyone', undefined, 'Principal']],
    ],
    [
      'a Deny may spare an account or an organization',
      [
        {
          Action: '*',
          Condition: {
            StringNotEquals: { 'aws:PrincipalAccount': [OWN, OTHER], 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          },
        },
      ],
      [
        ['account', OTHER, 'Condition'],
        ['organization', 'o-a1b2c3d4e5', 'Condition'],
      ],
    ],
    [
      'AWS services are nobody outside',
      [
        {
          Action: '*',
          Condition: {
            StringNotEquals: { 'aws:PrincipalAccount': OWN },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        },
      ],
      [],
    ],
    [
      'two Denies that each close a part',
      [
        { Action: 'sqs:Send*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': OWN } } },
        { Action: 'sqs:Receive*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': OTHER } } },
      ],
      [['account', OTHER, 'Condition']],
    ],
    [
      'one of the parts names only a network',
      [
        { Action: 'sqs:Send*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': OWN } } },
        { Action: 'sqs:Receive*', Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } },
      ],
      [['everyone', undefined, 'Principal']],
    ],
  ])('%s', (_why, denies, expected) => {
    const allow = statement({ Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'] });
    expect(outside({ Statement: [allow, ...denies.map(deny => statement({ Effect: 'Deny', ...deny }))] })).toEqual(
      expected,
    );
  });

  it('keeps the conditions beside a named account', () => {
    const policy = {
      Statement: statement({
        Principal: { AWS: OTHER },
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
    };
    expect(externalPrincipals(policy, OWN)[0]?.pins).toMatchObject([
      { key: 'aws:PrincipalOrgID', organizations: ['o-a1b2c3d4e5'] },
    ]);
  });
});
