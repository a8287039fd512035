import { describe, expect, it } from 'vitest';
import {
  adminGrants,
  allowNotActionGrants,
  decryptOnAllKeysGrants,
  fullServiceGrants,
  type Grant,
  type GrantOptions,
  grantsOf,
  marketplaceSubscribeGrants,
  type Policies,
  passRoleWildcardGrants,
  permissiveAssumeRoleGrants,
  serviceWildcardGrants,
} from '../../../src/core/policy/index.js';
import * as corpus from './corpus/identity.js';

const rules: [string, readonly corpus.IdentityCase[], (policies: Policies, options?: GrantOptions) => Grant[]][] = [
  ['adminGrants', corpus.admin, adminGrants],
  ['fullServiceGrants', corpus.fullKms, (policies, options) => fullServiceGrants(policies, 'kms', options)],
  ['marketplaceSubscribeGrants', corpus.marketplace, marketplaceSubscribeGrants],
  ['permissiveAssumeRoleGrants', corpus.assumeRole, permissiveAssumeRoleGrants],
  ['decryptOnAllKeysGrants', corpus.decrypt, decryptOnAllKeysGrants],
  ['serviceWildcardGrants', corpus.serviceWildcards, serviceWildcardGrants],
  ['passRoleWildcardGrants', corpus.passRole, passRoleWildcardGrants],
];

describe.each(rules)('%s', (_name, cases, find) => {
  it.each(cases)('$found: $why', ({ policies, options, found }) => {
    expect(find(policies, options).length > 0).toBe(found);
  });
});

describe('a grant', () => {
  it('names document, statement, actions, resources and conditions', () => {
    const policies = [
      { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } },
      {
        Statement: [
          {
            Sid: 'Most',
            Effect: 'Allow',
            NotAction: 's3:*',
            NotResource: 'arn:aws:s3:::b',
            Condition: { Bool: { 'aws:SecureTransport': 'true' } },
          },
        ],
      },
    ];
    expect(adminGrants(policies)).toEqual([
      {
        policy: 1,
        statement: 'Most',
        actions: ['everything but s3:*'],
        resources: ['everything but arn:aws:s3:::b'],
        conditions: ['Bool aws:SecureTransport'],
      },
    ]);
  });

  it('of a service wildcard shows the wildcards, on any resource when asked', () => {
    const policy = { Statement: { Effect: 'Allow', Action: ['s3:*', 'ec2:Describe*'], Resource: 'arn:aws:s3:::b' } };
    expect(serviceWildcardGrants(policy)).toEqual([]);
    expect(serviceWildcardGrants(policy, { onlyOnAllResources: false }).map(({ actions }) => actions)).toEqual([
      ['s3:*'],
    ]);
  });

  it('of a service without published actions needs the whole pattern', () => {
    const grant = (Action: string) =>
      fullServiceGrants({ Statement: { Effect: 'Allow', Action, Resource: '*' } }, 'nosuchservice');
    expect([grant('nosuchservice:*').length, grant('nosuchservice:Do*').length]).toEqual([1, 0]);
  });

  it('of one action counts on any resource, minus Deny and boundary', () => {
    const session = 'cloudshell:CreateSession';
    const allow = { Effect: 'Allow', Action: 'cloudshell:*', Resource: '*' };
    expect(grantsOf({ Statement: [allow] }, session)).toHaveLength(1);
    expect(grantsOf({ Statement: [allow, { ...allow, Effect: 'Deny' }] }, session)).toHaveLength(0);
    expect(
      grantsOf({ Statement: [allow] }, session, { boundary: { Statement: { ...allow, Action: 's3:*' } } }),
    ).toHaveLength(0);
  });

  it('by NotAction is listed', () => {
    const Statement = [
      { Effect: 'Deny', NotAction: 'a:b' },
      { Effect: 'Allow', NotAction: 'a:b' },
      { Effect: 'Allow', Action: 'a:b' },
    ];
    expect(allowNotActionGrants({ Statement }).map(({ statement }) => statement)).toEqual(['statement 2']);
  });
});
