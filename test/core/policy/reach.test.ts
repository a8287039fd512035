import { describe, expect, it } from 'vitest';
import { reachOf } from '../../../src/core/policy/index.js';

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource: string, more: object = {}) => ({ Effect: 'Deny', Action, Resource, ...more });
const table = 'arn:aws:dynamodb:eu-north-1:111122223333:table/holds';
const other = 'arn:aws:dynamodb:eu-north-1:111122223333:table/other';
const bucket = 'arn:aws:s3:::media/*';
const told = (reach: ReturnType<typeof reachOf>) =>
  reach === 'everything'
    ? reach
    : reach.map(one => `${one.read ? 'r' : ''}${one.write ? 'w' : ''} ${one.service} ${one.resource}`);

describe('what policies let their holder read and write', () => {
  it.each([
    ['an administrator', [policy(allow('*'))], 'everything'],
    ['reads', [policy(allow(['dynamodb:GetItem', 'dynamodb:Query'], table))], [`r dynamodb ${table}`]],
    ['writes', [policy(allow('dynamodb:PutItem', table))], [`w dynamodb ${table}`]],
    [
      'both, from two policies',
      [policy(allow('dynamodb:GetItem', table)), policy(allow('dynamodb:DeleteItem', table))],
      [`rw dynamodb ${table}`],
    ],
    ['a wildcard', [policy(allow('dynamodb:*', table))], [`rw dynamodb ${table}`]],
    ['a whole service', [policy(allow('s3:Get*'))], ['r s3 *']],
    [
      'a database by its door',
      [policy(allow('dsql:DbConnect', 'arn:aws:dsql:eu-north-1:111122223333:cluster/a'))],
      ['rw dsql arn:aws:dsql:eu-north-1:111122223333:cluster/a'],
    ],
    [
      'lists of several services',
      [policy(allow(['s3:GetObject', 'dynamodb:PutItem'], [table, bucket]))],
      [`r s3 ${bucket}`, `w dynamodb ${table}`],
    ],
    [
      'everything but some',
      [policy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' })],
      ['rw * everything but iam:*, organizations:*'],
    ],
    [
      'what is denied for certain',
      [policy(allow('dynamodb:*', [table, other]), deny('dynamodb:*', other))],
      [`rw dynamodb ${table}`],
    ],
    [
      'writing denied',
      [policy(allow(['dynamodb:GetItem', 'dynamodb:PutItem'], table), deny('dynamodb:Put*', '*'))],
      [`r dynamodb ${table}`],
    ],
    [
      'a Deny that may not apply',
      [
        policy(
          allow('dynamodb:GetItem', table),
          deny('dynamodb:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ),
      ],
      [`r dynamodb ${table}`],
    ],
    ['nothing', [policy()], []],
  ])('%s', (_name, policies, expected) => expect(told(reachOf(policies))).toEqual(expected));

  it('ends at the boundary', () => {
    const wide = policy(allow('*'));
    const boundary = policy(allow('dynamodb:GetItem', table));
    expect(told(reachOf([wide], { boundary }))).not.toBe('everything');
    expect(told(reachOf([policy(allow(['dynamodb:GetItem', 's3:GetObject'], '*'))], { boundary }))).toEqual([
      'r dynamodb *',
    ]);
  });

  it('tells of conditions only where no grant stands without them', () => {
    const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
    const limited = reachOf(policy(allow('dynamodb:GetItem', table, { Condition })));
    expect(limited).toMatchObject([{ conditional: true }]);
    expect(
      reachOf([policy(allow('dynamodb:GetItem', table, { Condition })), policy(allow('dynamodb:Query', table))]),
    ).toMatchObject([{ conditional: false }]);
  });
});
