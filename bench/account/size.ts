/** How many of each kind an account has; per-region kinds are counted in each region. */
export interface Size {
  roles: number;
  users: number;
  groups: number;
  managedPolicies: number;
  awsPolicies: number;
  inlinePolicies: number;
  certificates: number;
  buckets: number;
  callers: number;
  keysPerRegion: number;
  alarmsPerRegion: number;
  filtersPerRegion: number;
  topicsPerRegion: number;
}

/** The two regions of every account here. */
export const regions = ['eu-north-1', 'us-east-1'] as const;
/** That of the shop of the proofs: its services are part of every account here. */
export { accountId } from '../../test/proofs/shop-iam.js';

/** A small company with one product. */
export const small: Size = {
  roles: 25,
  users: 12,
  groups: 4,
  managedPolicies: 15,
  awsPolicies: 12,
  inlinePolicies: 10,
  certificates: 1,
  buckets: 12,
  callers: 10,
  keysPerRegion: 6,
  alarmsPerRegion: 20,
  filtersPerRegion: 4,
  topicsPerRegion: 4,
};

/** About 2,000 resources: 150 roles, 120 users, 100 keys, the rest what the rules look at. */
export const large: Size = {
  roles: 150,
  users: 120,
  groups: 40,
  managedPolicies: 250,
  awsPolicies: 60,
  inlinePolicies: 200,
  certificates: 10,
  buckets: 150,
  callers: 80,
  keysPerRegion: 50,
  alarmsPerRegion: 300,
  filtersPerRegion: 50,
  topicsPerRegion: 60,
};

/** Half of `large`: what the synthetic snapshots repeat. */
export const half = Object.fromEntries(
  Object.entries(large).map(([kind, count]) => [kind, count / 2]),
) as unknown as Size;

/** Every name of an invented resource holds it, so that a copy of the account is a replacement of text. */
export const copyMark = 'x0000x';

/** `count` things, numbered from 0. */
export const times = <Thing>(count: number, make: (at: number) => Thing): Thing[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** So many days before now. */
export const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
