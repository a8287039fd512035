import { hideSecretsIn } from '../core/secrets.js';
import type { DenialCause, Gap, GapReason } from '../core/types.js';
import { Unavailable } from '../core/unavailable.js';

/** Raised at the door for a call that no collection declared; nothing has gone out. */
export class ReadOnlyViolation extends Error {
  override readonly name = 'ReadOnlyViolation';
  constructor(readonly api: string) {
    super(`${api} is not among the calls of this audit's plan and was refused`);
  }
}

/** Raised for calls that the end of the audit overtook. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor(
    readonly reason: 'deadline' | 'interrupted' | 'expired-credentials',
    message: string,
  ) {
    super(message);
  }
}

/** Raised before a call that costs money which the reader did not want to spend. */
export class Declined extends Error {
  override readonly name = 'Declined';
}

const expired = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired|ExpiredCredentials?)$/;
const throttled =
  /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|ProvisionedThroughputExceeded|PriorRequestNotComplete|^LimitExceeded/i;
const denied = /AccessDenied|Unauthori[sz]ed|NotAuthorized|AuthorizationError|Forbidden|InvalidAccess/i;
const unsupported =
  /UnsupportedOperation|UnsupportedFeature|OptInRequired|InvalidAction|UnknownOperation|SubscriptionRequired|NotImplemented|NotOptedIn/i;
const network =
  /^(TimeoutError|RequestTimeout|RequestTimeoutException|ECONNRESET|ECONNREFUSED|EPIPE|ENOTFOUND|EAI_AGAIN|ServiceUnavailable.*|InternalFailure|InternalError|InternalServerError|InternalServerException|ServiceException|ServiceFailure)$/;

interface AwsError extends Error {
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number };
  code?: string;
}

/** Why AWS did not answer, from the error that the SDK raised. */
export function reasonOf(error: unknown): GapReason {
  if (error instanceof Stopped) return error.reason;
  if (error instanceof Declined) return 'declined';
  if (!(error instanceof Error)) return 'internal-error';
  const { name, code = '', $metadata, $response } = error as AwsError;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  if (error instanceof ReadOnlyViolation) return 'internal-error';
  if (expired.test(name)) return 'expired-credentials';
  if (throttled.test(name) || status === 429) return 'throttled';
  if (denied.test(name)) return 'denied';
  if (unsupported.test(name)) return 'unsupported';
  if (network.test(name) || network.test(code) || (status !== undefined && status >= 500)) return 'network';
  if (status === 403) return 'denied';
  if (status !== undefined || $response !== undefined) return 'unexpected-answer';
  return 'internal-error';
}

const causes: readonly [RegExp, DenialCause][] = [
  [/service control policy|resource control policy/i, 'organization-policy'],
  [/permissions boundary/i, 'permissions-boundary'],
  [/session policy/i, 'session-policy'],
  [/VPC endpoint policy/i, 'endpoint-policy'],
  [/resource-based policy/i, 'resource-policy'],
  [/identity-based policy/i, 'identity-policy'],
];

/** What said no, as far as AWS's message tells. */
export const causeOf = (message: string): DenialCause | undefined =>
  causes.find(([pattern]) => pattern.test(message))?.[1];

const words: Record<GapReason, string> = {
  denied: 'was denied',
  throttled: 'was throttled until the last attempt',
  unsupported: 'is not supported here',
  deadline: 'was not answered before the audit had to end',
  network: 'got no usable answer',
  'expired-credentials': 'was not answered: the credentials have expired',
  interrupted: 'was not asked: the audit was interrupted',
  'not-collected': 'was not asked',
  truncated: 'was cut short',
  manual: 'needs a person',
  declined: 'was not asked',
  'unexpected-answer': 'got an answer that could not be understood',
  'internal-error': 'failed inside stocktake',
};

/** The gap that an error leaves; a collection that raises `Unavailable` has said it itself. */
export function gapFrom(
  error: unknown,
  at: { api: string; actions: string[]; region: string; resource?: string },
): Gap {
  if (error instanceof Unavailable) {
    return { ...error.gap, region: at.region, ...(at.resource === undefined ? {} : { resource: at.resource }) };
  }
  const reason = reasonOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Stopped ? '' : `: ${tidy(said)}`;
  const cause = reason === 'denied' ? causeOf(said) : undefined;
  return { reason, ...at, message: `${at.api} ${words[reason]}${detail}`, ...(cause ? { cause } : {}) };
}

/** One line of at most 300 characters, without secrets and request ids. */
function tidy(message: string): string {
  const plain = hideSecretsIn(message)
    .replace(/\s+/g, ' ')
    .replace(/Encoded authorization failure message: \S+/i, '')
    .replace(/\(Service: [^)]*\)|Request ?ID:? \S+/gi, '')
    .trim();
  return plain.length > 300 ? `${plain.slice(0, 299)}…` : plain || 'no message';
}
