import { type Aws, call } from '../../core/collection.js';
import { daysBetween, isoOf } from '../../core/facts.js';
import type { Key } from './keys.js';

const sdk = () => import('./sdk.js');

/** When a key was last used for a cryptographic operation, of any kind and by anyone. */
export interface LastUsage {
  /** Null where it was not used since KMS began to keep track. */
  KeyLastUsage: { Operation: string; Timestamp: string } | null;
  /** When KMS began to keep track of this key: a fixed day, or that of the key's making. */
  TrackingStartDate: string | null;
  KeyCreationDate: string | null;
}

/** The calls behind the details on use; AWS lets about five a second ask for the last usage. */
export const lastUsageCall = call('kms:GetKeyLastUsage', 'kms:GetKeyLastUsage', { perSecond: 5 });

/** Whether KMS has kept track of the key since it was made, so that no use known means none at all. */
export const isTrackedFromTheStart = ({ TrackingStartDate, KeyCreationDate }: LastUsage): boolean =>
  TrackingStartDate !== null && KeyCreationDate !== null && KeyCreationDate >= TrackingStartDate;

/** What KMS keeps of the last use of a key, asked once an audit. */
export const readLastUsage = ({ KeyId }: Key, aws: Aws): Promise<LastUsage> =>
  aws.once(`kms:lastUsage of ${KeyId}`, () => askForLastUsage(KeyId, aws));

/** Asks what only tells whether a key that lies idle is still wanted; of a key that was used today it gives null. */
export const unlessUsedToday =
  <Value>(ask: (key: Key, aws: Aws) => Promise<Value>) =>
  async (key: Key, aws: Aws): Promise<Value | null> => {
    const { KeyLastUsage } = await readLastUsage(key, aws);
    return KeyLastUsage && daysBetween(KeyLastUsage.Timestamp, aws.now) < 1 ? null : ask(key, aws);
  };

async function askForLastUsage(KeyId: string, aws: Aws): Promise<LastUsage> {
  const { GetKeyLastUsageCommand, KMSClient } = await sdk();
  const answer = await aws.client(KMSClient).send(new GetKeyLastUsageCommand({ KeyId }));
  const { Operation, Timestamp } = answer.KeyLastUsage ?? {};
  return {
    // An empty object where there was none.
    KeyLastUsage: Timestamp ? { Operation: Operation ?? '', Timestamp: Timestamp.toISOString() } : null,
    TrackingStartDate: isoOf(answer.TrackingStartDate),
    KeyCreationDate: isoOf(answer.KeyCreationDate),
  };
}

/** How many rotations a key has behind it; the first two raise its price. */
export async function countRotations({ KeyId }: Key, aws: Aws): Promise<number> {
  const { KMSClient, paginateListKeyRotations } = await sdk();
  let count = 0;
  for await (const page of paginateListKeyRotations({ client: aws.client(KMSClient) }, { KeyId })) {
    count += page.Rotations?.length ?? 0;
  }
  return count;
}

/** Who holds a grant on a key: services take one for each resource that they keep encrypted with it. */
export async function listGrantees({ KeyId }: Key, aws: Aws): Promise<string[]> {
  const { KMSClient, paginateListGrants } = await sdk();
  const found = new Set<string>();
  for await (const page of paginateListGrants({ client: aws.client(KMSClient) }, { KeyId })) {
    for (const { GranteePrincipal } of page.Grants ?? []) found.add(GranteePrincipal ?? '');
  }
  return [...found].sort();
}
