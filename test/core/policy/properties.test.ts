import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adminGrants,
  enclaveGrants,
  externalPrincipals,
  findEscalations,
  fullServiceGrants,
  PolicyError,
  publicAccess,
  serviceWildcardGrants,
} from '../../../src/core/policy/index.js';

const OWN = '111122223333';
const condition = fc.constantFrom(
  undefined,
  { StringEquals: { 'aws:SourceAccount': OWN } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0'] } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } },
  { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
);
const principal = fc.constantFrom('*', { AWS: OWN }, { AWS: ['*', OWN] }, { Service: 'sns.amazonaws.com' }, {});
const actions = fc.subarray(
  ['s3:*', 's3:Get*', 's3:GetObject', 'iam:PassRole', 'iam:*', 'kms:*', '*', 'ec2:RunInstances'],
  { minLength: 1 },
);
const resources = fc.subarray(['*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b', 'arn:aws:iam::111122223333:role/a'], {
  minLength: 1,
});
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Principal: principal,
    Action: actions,
    Resource: resources,
    Condition: condition,
  })
  .map(({ Condition, ...rest }) => (Condition ? { ...rest, Condition } : rest));
const statements = fc.array(statement, { maxLength: 6 });
const everyone = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const isPublic = (Statement: object[]) => publicAccess({ Statement }).public;
const judgements: [string, (Statement: object[]) => number][] = [
  ['public', Statement => publicAccess({ Statement }).grants.length],
  ['external', Statement => externalPrincipals({ Statement }, OWN).length],
  ['admin', Statement => adminGrants({ Statement }).length],
  ['full', Statement => fullServiceGrants({ Statement }, 'kms').length],
  ['wildcard', Statement => serviceWildcardGrants({ Statement }).length],
  ['escalation', Statement => findEscalations({ Statement }).length],
];

describe('judgements', () => {
  it.each(judgements)('%s: the order of statements does not matter', (_name, judge) => {
    fc.assert(
      fc.property(statements, list => judge(list) === judge([...list].reverse())),
      { numRuns: 150 },
    );
  });

  it.each(judgements)('%s: a Deny never opens anything', (_name, judge) => {
    fc.assert(
      fc.property(statements, statement, (list, more) => judge([...list, { ...more, Effect: 'Deny' }]) <= judge(list)),
      { numRuns: 150 },
    );
  });

  it.each(judgements)('%s: an Allow never closes anything', (_name, judge) => {
    fc.assert(
      fc.property(statements, statement, (list, more) => judge([...list, { ...more, Effect: 'Allow' }]) >= judge(list)),
      { numRuns: 150 },
    );
  });

  it.each(judgements)('%s: Deny everything to everyone closes everything', (_name, judge) => {
    fc.assert(
      fc.property(statements, list => judge([...list, { ...everyone, Effect: 'Deny' }]) === 0),
      { numRuns: 100 },
    );
  });

  it.each(judgements)('%s: the case of actions, operators and keys does not matter', (_name, judge) => {
    const shout = (list: object[]) =>
      list.map(
        item =>
          JSON.parse(
            JSON.stringify(item).replace(/"(aws:\w+)"|"((?:s3|iam|kms|ec2):[\w*]+)"/g, text => text.toUpperCase()),
          ) as object,
      );
    fc.assert(
      fc.property(statements, list => judge(shout(list)) === judge(list)),
      { numRuns: 150 },
    );
  });

  it('an unconditional Allow for everyone is public unless it is denied', () => {
    const allows = statements.map(list => list.filter(({ Effect }) => Effect === 'Allow'));
    fc.assert(
      fc.property(allows, list => isPublic([...list, everyone])),
      { numRuns: 100 },
    );
  });
});

describe('whatever is handed in', () => {
  const isFine = (judge: () => unknown): boolean => {
    try {
      judge();
      return true;
    } catch (error) {
      return error instanceof PolicyError;
    }
  };
  const all = (source: object | string) => [
    () => publicAccess(source),
    () => externalPrincipals(source, OWN),
    () => findEscalations([source]),
    () => adminGrants([source]),
    () => enclaveGrants(source),
  ];

  it('text gives an answer or a PolicyError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), source => all(source).every(isFine)),
      { numRuns: 500 },
    );
  });

  it('statements of any shape give an answer or a PolicyError', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('Allow', '*', ['*'], { AWS: '*' }, { Bool: { a: true } }));
    const element = fc.dictionary(
      fc.constantFrom('Effect', 'Action', 'NotAction', 'Principal', 'NotPrincipal', 'Resource', 'Condition', 'Sid'),
      value,
    );
    const shaped = element.map(more => ({ Statement: [{ Effect: 'Allow', Action: '*', ...more }] }));
    fc.assert(
      fc.property(shaped, source => all(source).every(isFine)),
      { numRuns: 1000 },
    );
  });
});

describe('speed', () => {
  const many = (count: number, make: (index: number) => object) => ({
    Statement: Array.from({ length: count }, (_, index) => make(index)),
  });

  it('judges 10,000 statements of a resource policy within two seconds', () => {
    const policy = many(10_000, index => ({
      Effect: index % 40 === 0 ? 'Deny' : 'Allow',
      Principal: index % 2 === 0 ? '*' : { AWS: OWN },
      Action: [`s3:Get*`, `sqs:Send${index}`],
      Resource: `arn:aws:s3:::bucket-${index}/*`,
      Condition: index % 3 === 0 ? {} : { StringEquals: { 'aws:SourceVpc': `vpc-${index}` } },
    }));
    const started = performance.now();
    expect(publicAccess(policy).public).toBe(true);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('judges 10,000 statements of an identity policy within three seconds', () => {
    const policy = many(10_000, index => ({
      Effect: index % 10 === 0 ? 'Deny' : 'Allow',
      Action: [`ec2:Describe*`, `s3:Get${index}*`],
      Resource: `arn:aws:s3:::bucket-${index}/*`,
    }));
    const started = performance.now();
    expect([adminGrants(policy), findEscalations(policy), fullServiceGrants(policy, 'kms')]).toEqual([[], [], []]);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
