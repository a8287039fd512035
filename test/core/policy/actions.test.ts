import { describe, expect, it } from 'vitest';
import {
  actionsOfService,
  expandActions,
  matchesAction,
  parsePolicy,
  serviceExists,
  statementCovers,
} from '../../../src/core/policy/index.js';

describe('actions', () => {
  it.each<[string, string, boolean]>([
    ['*', 's3:GetObject', true],
    ['s3:*', 'S3:getobject', true],
    ['S3:Get*', 's3:GetObject', true],
    ['s3:G?tObject', 's3:GetObject', true],
    ['s3:**Object', 's3:GetObject', true],
    ['s3:Get', 's3:GetObject', false],
    ['s3:*Acl', 's3:GetObject', false],
    ['*:GetObject', 's3:GetObject', true],
  ])('%s covers %s: %s', (pattern, action, expected) => {
    expect(matchesAction(pattern, action)).toBe(expected);
  });

  it('knows services by their real prefix', () => {
    for (const real of [
      'elasticloadbalancing',
      'states',
      'execute-api',
      'tag',
      'sso',
      'servicequotas',
      'access-analyzer',
      'KMS',
    ]) {
      expect(serviceExists(real)).toBe(true);
    }
    expect(serviceExists('elbv2')).toBe(false);
    expect(actionsOfService('elbv2')).toEqual([]);
    expect(actionsOfService('kms')).toContain('kms:Decrypt');
  });

  it('expands patterns to published actions and keeps what it does not know', () => {
    expect(expandActions('kms:describe*')).toEqual(['kms:DescribeCustomKeyStores', 'kms:DescribeKey']);
    expect(expandActions('*:DescribeKey')).toContain('kms:DescribeKey');
    expect(expandActions('nosuchservice:Do*')).toEqual(['nosuchservice:Do*']);
    expect(expandActions('kms:NoSuchAction')).toEqual(['kms:NoSuchAction']);
    expect(expandActions('*').length).toBeGreaterThan(20_000);
  });

  it('reads NotAction as everything else', () => {
    const [statement] = parsePolicy({ Statement: { Effect: 'Allow', NotAction: 'IAM:*' } }).Statement;
    if (!statement) throw new Error('the statement is missing');
    expect([statementCovers(statement, 'iam:PassRole'), statementCovers(statement, 's3:GetObject')]).toEqual([
      false,
      true,
    ]);
  });
});
