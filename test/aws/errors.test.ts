import { describe, expect, it } from 'vitest';
import { causeOf, gapFrom, ReadOnlyViolation, reasonOf, Stopped } from '../../src/aws/errors.js';
import type { GapReason } from '../../src/core/types.js';
import { Unavailable } from '../../src/core/unavailable.js';

const named = (name: string, more: object = {}): Error => Object.assign(new Error('said'), { name, ...more });

describe('why AWS did not answer', () => {
  it.each<[Error, GapReason]>([
    [named('AccessDenied'), 'denied'],
    [named('AccessDeniedException'), 'denied'],
    [named('UnauthorizedOperation'), 'denied'],
    [named('AuthorizationErrorException'), 'denied'],
    [named('SomethingNew', { $metadata: { httpStatusCode: 403 } }), 'denied'],
    [named('ThrottlingException'), 'throttled'],
    [named('SlowDown'), 'throttled'],
    [named('TooManyRequestsException'), 'throttled'],
    [named('RequestLimitExceeded'), 'throttled'],
    [named('Whatever', { $metadata: { httpStatusCode: 429 } }), 'throttled'],
    [named('ExpiredToken'), 'expired-credentials'],
    [named('ExpiredTokenException'), 'expired-credentials'],
    [named('OptInRequired'), 'unsupported'],
    [named('UnsupportedOperationException'), 'unsupported'],
    [named('TimeoutError'), 'network'],
    [named('Error', { code: 'ECONNRESET' }), 'network'],
    [named('SyntaxError', { $response: { statusCode: 503 } }), 'network'],
    [named('InternalFailure'), 'network'],
    [named('SyntaxError', { $response: { statusCode: 200 } }), 'unexpected-answer'],
    [named('NotFoundException', { $metadata: { httpStatusCode: 400 } }), 'unexpected-answer'],
    [new TypeError('cannot read'), 'internal-error'],
    [new ReadOnlyViolation('iam:CreateUser'), 'internal-error'],
    [new Stopped('deadline', 'late'), 'deadline'],
  ])('%s: %s', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});

it.each([
  ['because no identity-based policy allows the kms:ListKeys action', 'identity-policy'],
  ['with an explicit deny in a service control policy', 'organization-policy'],
  ['with an explicit deny in a resource-based policy', 'resource-policy'],
  ['because no permissions boundary allows it', 'permissions-boundary'],
  ['because no session policy allows it', 'session-policy'],
  ['with an explicit deny in a VPC endpoint policy', 'endpoint-policy'],
  ['Access Denied', undefined],
])('%s: %s', (message, cause) => {
  expect(causeOf(message)).toBe(cause);
});

describe('the gap that an error leaves', () => {
  const at = { api: 'kms:ListKeys', actions: ['kms:ListKeys'], region: 'eu-north-1' };

  it('tells what was asked, where, and what AWS said, on one line without secrets', () => {
    const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    const error = Object.assign(new Error(`no identity-based policy\nallows it for ${key}`), { name: 'AccessDenied' });
    expect(gapFrom(error, at)).toEqual({
      ...at,
      reason: 'denied',
      cause: 'identity-policy',
      message: 'kms:ListKeys was denied: no identity-based policy allows it for [secret: AWS access key id]',
    });
  });

  it('is short, whatever the answer was', () => {
    expect(gapFrom(new Error('x'.repeat(5000)), at).message.length).toBeLessThan(400);
  });

  it('is the one that a collection gave itself', () => {
    const own = { reason: 'truncated' as const, api: 'x:List', actions: [], region: 'global', message: 'cut' };
    expect(gapFrom(new Unavailable(own), { ...at, resource: 'r' })).toEqual({
      ...own,
      region: 'eu-north-1',
      resource: 'r',
    });
  });
});
