import { isAccountId, splitArn } from './arn.js';
import type { PrincipalName } from './statement.js';

/** Who a principal name stands for, seen from outside. */
export type Caller =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'identity-provider'; readonly provider: string; readonly account?: string }
  | { readonly kind: 'orphaned' }
  | { readonly kind: 'canonical-user' };

/** Identity providers that anybody in the world can sign up with; only the audience or subject tells whose application it is. */
const OPEN_PROVIDERS = new Set([
  'accounts.google.com',
  'www.amazon.com',
  'graph.facebook.com',
  'cognito-identity.amazonaws.com',
]);
const OPEN_PROVIDER_CLAIMS = ['aud', 'oaud', 'app_id', 'sub', 'user_id', 'id'];

/** Says whom a principal name lets in; a wildcard that leaves the account open counts as everyone. */
export function readCaller(name: PrincipalName): Caller {
  const { kind, value } = name;
  if (kind === 'Service')
    return value === '*' ? { kind: 'everyone' } : { kind: 'service', service: value.toLowerCase() };
  if (kind === 'CanonicalUser') return value.includes('*') ? { kind: 'everyone' } : { kind: 'canonical-user' };
  if (kind === 'Federated') return readProvider(value);
  if (isAccountId(value)) return { kind: 'account', account: value };
  // IAM puts the unique id in place of a principal that was deleted after the policy was written.
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(value)) return { kind: 'orphaned' };
  const account = splitArn(value)?.account ?? '';
  if (isAccountId(account)) return { kind: 'account', account };
  if (/[*?]|\$\{/.test(value)) return { kind: 'everyone' };
  // A CloudFront origin access identity is written with "cloudfront" for an account, or as its canonical user id.
  return account === 'cloudfront' ? { kind: 'canonical-user' } : { kind: 'orphaned' };
}

function readProvider(value: string): Caller {
  if (value.includes('*')) return { kind: 'everyone' };
  const account = splitArn(value)?.account;
  return account !== undefined && isAccountId(account)
    ? { kind: 'identity-provider', provider: value, account }
    : { kind: 'identity-provider', provider: value.toLowerCase() };
}

/** True for an identity provider that is open to the world. */
export function isOpenProvider(caller: Caller): boolean {
  return caller.kind === 'identity-provider' && OPEN_PROVIDERS.has(caller.provider);
}

/** The condition keys that tie an open identity provider to one application. */
export function claimKeysOf(caller: Caller): readonly string[] {
  return caller.kind === 'identity-provider' ? OPEN_PROVIDER_CLAIMS.map(claim => `${caller.provider}:${claim}`) : [];
}

/** A principal as it is written, for messages. */
export function describePrincipal({ kind, value }: PrincipalName): string {
  return kind === 'AWS' ? value : `${kind} ${value}`;
}
