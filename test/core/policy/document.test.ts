import { describe, expect, it } from 'vitest';
import {
  findClauses,
  type PolicyDocument,
  PolicyError,
  type PolicySource,
  type PrincipalName,
  parsePolicy,
} from '../../../src/core/policy/index.js';
import { malformed } from './corpus/malformed.js';

describe('parsePolicy', () => {
  it.each(malformed)('refuses $why', ({ policy, says }) => {
    expect(() => parsePolicy(policy as PolicySource)).toThrow(PolicyError);
    expect(() => parsePolicy(policy as PolicySource)).toThrow(says);
  });

  it('wraps single values and takes principals and conditions apart', () => {
    const [statement] = parsePolicy({
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: ['111122223333', '*'], Service: 'sns.amazonaws.com' },
        NotAction: 'SQS:Send*',
        Resource: 'arn:aws:sqs:*:*:q',
        Condition: {
          'ForAllValues:StringLikeIfExists': { 'AWS:PrincipalOrgPaths': 'o-1/*' },
          Bool: { 'aws:SecureTransport': true },
        },
      },
    }).Statement;
    expect(statement).toEqual({
      index: 0,
      label: 'statement 1',
      Effect: 'Allow',
      Principal: [
        { kind: 'AWS', value: '111122223333' },
        { kind: 'AWS', value: '*' },
        { kind: 'Service', value: 'sns.amazonaws.com' },
      ],
      NotAction: ['SQS:Send*'],
      Resource: ['arn:aws:sqs:*:*:q'],
      Condition: [
        {
          operator: 'stringlike',
          quantifier: 'ForAllValues',
          ifExists: true,
          key: 'aws:principalorgpaths',
          values: ['o-1/*'],
          writtenOperator: 'ForAllValues:StringLikeIfExists',
          writtenKey: 'AWS:PrincipalOrgPaths',
        },
        {
          operator: 'bool',
          ifExists: false,
          key: 'aws:securetransport',
          values: ['true'],
          writtenOperator: 'Bool',
          writtenKey: 'aws:SecureTransport',
        },
      ],
    });
  });

  it('parses one object once', () => {
    const fact = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
    const document: PolicyDocument = parsePolicy(fact);
    expect(parsePolicy(fact)).toBe(document);
    expect(parsePolicy(document)).toBe(document);
  });

  it('keeps plus signs of a text that is not encoded', () => {
    const text = JSON.stringify({
      Statement: [{ Sid: 'a+b', Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/a+b%20c' }],
    });
    expect(parsePolicy(text).Statement[0]?.Resource).toEqual(['arn:aws:s3:::b/a+b%20c']);
  });

  it('names a statement by its Sid', () => {
    const { Statement } = parsePolicy({
      Statement: [
        { Sid: 'One', Effect: 'Deny', Action: 'a:b' },
        { Sid: '', Effect: 'Deny', Action: 'a:b' },
      ],
    });
    expect(Statement.map(({ label }) => label)).toEqual(['One', 'statement 2']);
  });

  it('reads a bare Principal text as an AWS principal', () => {
    const everyone: PrincipalName = { kind: 'AWS', value: '*' };
    expect(
      parsePolicy({ Statement: { Effect: 'Allow', Principal: '*', Action: 'a:b' } }).Statement[0]?.Principal,
    ).toEqual([everyone]);
  });

  it('finds clauses by key in any case', () => {
    const [statement] = parsePolicy({
      Statement: { Effect: 'Allow', Action: '*', Condition: { Null: { 'AWS:SourceIp': 'true' } } },
    }).Statement;
    expect(statement && findClauses(statement, 'aws:sourceIP')).toHaveLength(1);
  });
});
