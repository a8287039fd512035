import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { decodeMeasurement } from '../../core/policy/index.js';
import type { Table } from '../../core/table.js';
import { askPerson, cannotTell } from '../../core/unavailable.js';
import { type AttestedCall, attestedCallsOfOurKeys, isDebugMode, type Lookup } from './attested-calls.js';
import { enclaveMark, type Golden, goldenValues } from './enclave-key.js';
import { isEnabledCustomerKey, isNamed, type Key, keys } from './keys.js';

const keptHours = 90 * 24;
const params = { lookback_hours: keptHours, max_events: 5000, target_key_ids: [] as string[] };
const shared = {
  on: keys.with('aliases', 'policy', 'tags'),
  also: { histories: attestedCallsOfOurKeys },
  scope: 'managed by AWS, not enabled, or not among target_key_ids',
  applies: (key: Key, given: typeof params) =>
    isEnabledCustomerKey(key) && (given.target_key_ids.length === 0 || isNamed(key, given.target_key_ids)),
};

interface Seen {
  calls: AttestedCall[];
  /** Operations whose history was cut before the window ends. */
  cut: string[];
  /** In words: `the last 90 days`. */
  window: string;
}

type Histories = Table<{ readonly region: string; readonly lookup: Lookup }>;

function lookAt(key: Key & { readonly region: string }, histories: Histories, given: typeof params, now: Date): Seen {
  const lookup = histories.in(key.region).first()?.lookup;
  if (!lookup)
    cannotTell('not-collected', 'cloudtrail:LookupEvents', `the event history of ${key.region} was not read`);
  const hours = Math.min(given.lookback_hours, keptHours);
  const since = new Date(now.getTime() - hours * 3_600_000).toISOString();
  const all = lookup.Calls.filter(one => one.KeyArn === key.Arn && one.Latest >= since);
  const calls = takeNewest(all, given.max_events);
  const cut = lookup.Looked.filter(one => one.Truncated && (one.Oldest ?? '') > since).map(one => one.EventName);
  if (calls.length < all.length) cut.push('max_events');
  return {
    calls,
    cut,
    window: hours % 24 === 0 && hours > 24 ? `the last ${hours / 24} days` : `the last ${hours} hours`,
  };
}

function takeNewest(calls: readonly AttestedCall[], limit: number): AttestedCall[] {
  let events = 0;
  return calls
    .toSorted((a, b) => (a.Latest < b.Latest ? 1 : -1))
    .filter(one => {
      const fits = events < limit;
      events += one.Count;
      return fits;
    });
}

const sayCut = (seen: Seen): string =>
  `only the newest events were read (cut: ${seen.cut.join(', ')}); no such call is among them`;
const sayCall = (one: AttestedCall): string =>
  `${one.EventName} by ${one.ModuleId}, ${one.Count} times, last ${one.Latest}`;
const countOf = (calls: readonly AttestedCall[]): number => calls.reduce((sum, one) => sum + one.Count, 0);

export const debugModeNotSeen = check({
  ...shared,
  id: 'kms-enclave-debug-mode-not-seen',
  title: 'No enclave in debug mode has used the key',
  why: 'In debug mode the console of an enclave can be read from outside, and its measurements are all zero: nothing in it is secret.',
  fix: {
    byHand:
      'Find who started the enclave with --debug-mode (the instance id is in the message), stop it, and require an attestation with a real measurement in the policy of key {KeyId}. Treat what it decrypted as exposed.',
    note: 'A condition on kms:RecipientAttestation:ImageSha384 with a real value shuts debug enclaves out for good.',
  },
  fields: ['cloudtrail:LookupEvents.Events.CloudTrailEvent'],
  params,
  test(key, { histories }, rule) {
    const seen = lookAt(key, histories, rule.params, rule.now);
    const debug = seen.calls.filter(isDebugMode);
    const evidence = saw(
      'cloudtrail:LookupEvents',
      'Events[].CloudTrailEvent',
      { debug: countOf(debug) },
      { debug: 0 },
    );
    if (debug.length > 0) return fail(`an enclave in debug mode used it: ${debug.map(sayCall).join('; ')}`, evidence);
    if (seen.cut.length > 0 && isWatched(key, seen, rule.params))
      cannotTell('truncated', 'cloudtrail:LookupEvents', sayCut(seen));
    if (seen.calls.length === 0) return notApplicable(sayNoCalls(seen), evidence);
    return pass(`${countOf(seen.calls)} calls from enclaves in ${seen.window}, none in debug mode`, evidence);
  },
});

export const unknownImageNotSeen = check({
  ...shared,
  id: 'kms-enclave-unknown-image-not-seen',
  title: 'No enclave with an unknown image has used the key',
  why: 'A call from an image that nobody built on purpose may be a forgotten version, or an intruder inside an enclave.',
  fix: {
    byHand:
      'Find the build that has this measurement. If it is yours, add it to golden_pcr_values; if not, take its measurement out of the policy of key {KeyId} and stop the instance named.',
    note: 'Only calls of the last 90 days can be seen this way.',
  },
  fields: ['cloudtrail:LookupEvents.Events.CloudTrailEvent'],
  params: { ...params, golden_pcr_values: {} as Record<string, string | string[]> },
  test(key, { histories }, rule) {
    const seen = lookAt(key, histories, rule.params, rule.now);
    const real = { ...seen, calls: seen.calls.filter(one => !isDebugMode(one)) };
    const golden = goldenValues(rule.params.golden_pcr_values);
    const unknown = real.calls.filter(one => unknownPcrs(one, golden).length > 0);
    const evidence = saw(
      'cloudtrail:LookupEvents',
      'Events[].CloudTrailEvent',
      { unknown: countOf(unknown) },
      { unknown: 0 },
    );
    if (unknown.length > 0) {
      const says = unknown.map(one => `${sayCall(one)} (${unknownPcrs(one, golden).join(', ')} unknown)`);
      return fail(`an enclave with an unknown image used it: ${says.join('; ')}`, evidence);
    }
    if (real.cut.length > 0 && isWatched(key, real, rule.params))
      cannotTell('truncated', 'cloudtrail:LookupEvents', sayCut(real));
    if (real.calls.length === 0) return notApplicable(sayNoCalls(real), evidence);
    if (golden.size === 0)
      askPerson('enclaves use this key, but no known measurements are configured (golden_pcr_values)');
    return pass(`${countOf(real.calls)} calls from enclaves in ${real.window}, all with known images`, evidence);
  },
});

/** Whether a cut history is a loss: not for the many keys that have nothing to do with enclaves. */
const isWatched = (
  key: Parameters<typeof enclaveMark>[0],
  seen: Seen,
  given: Pick<typeof params, 'target_key_ids'>,
): boolean => seen.calls.length > 0 || given.target_key_ids.length > 0 || enclaveMark(key) !== undefined;

const sayNoCalls = (seen: Seen): string =>
  seen.cut.length > 0
    ? 'nothing marks it as an enclave key, and no call from an enclave is among the newest events'
    : `no enclave is seen to call it in ${seen.window}`;

const unknownPcrs = (one: AttestedCall, golden: Golden): string[] =>
  Object.entries(one.Measurements)
    .filter(([pcr, value]) => golden.get(pcr)?.has(decodeMeasurement(value) ?? '') === false)
    .map(([pcr]) => pcr);
