import { describe, expect, it } from 'vitest';
import { debugModeNotSeen, unknownImageNotSeen } from '../../../src/checks/kms/keys-attested.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { attestedCall, debugMeasurements, enclaveRow, history, key, pcr, policyOf, rootAccess } from './rows.js';

const enclave = enclaveRow('k1', policyOf(rootAccess));
const plain = row(key('k1'), { aliases: [], tags: {}, policy: policyOf(rootAccess) });
const judged = async (check: object, keyRow: StoredRow, ofRegion: StoredRow, params = {}) => {
  const [finding] = await judge(check, world({ 'kms.keys': [keyRow], 'kms.attestedCalls': [ofRegion] }), params);
  return finding;
};
const debug = attestedCall('k1', { Measurements: debugMeasurements });
const golden = { golden_pcr_values: { PCR0: [pcr('aa')] } };

describe.each([
  ['kms-enclave-debug-mode-not-seen', debugModeNotSeen, {}],
  ['kms-enclave-unknown-image-not-seen', unknownImageNotSeen, golden],
] as const)('%s', (_id, rule, params) => {
  it('passes calls from known images', async () => {
    expect((await judged(rule, enclave, history([attestedCall('k1')]), params))?.verdict).toBe('PASS');
  });

  it('has nothing to say of a key that no enclave has called', async () => {
    const others = history([attestedCall('k2')]);
    expect((await judged(rule, plain, others, params))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(rule, enclave, others, params))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not trust a cut history of an enclave key, and does not mind it for the other keys', async () => {
    const cut = '2026-11-21T00:00:00.000Z';
    expect(await judged(rule, enclave, history([], cut), params)).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'truncated', api: 'cloudtrail:LookupEvents' },
    });
    expect((await judged(rule, enclave, history([attestedCall('k1')], cut), params))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(rule, plain, history([], cut), params))?.verdict).toBe('NOT_APPLICABLE');
    const named = { ...params, target_key_ids: ['k1'] };
    expect((await judged(rule, plain, history([], cut), named))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('trusts a cut history that reaches back over the whole window', async () => {
    const short = { ...params, lookback_hours: 72 };
    const reaching = history([attestedCall('k1')], '2026-11-10T00:00:00.000Z');
    expect((await judged(rule, enclave, reaching, short))?.verdict).toBe('PASS');
  });

  it('looks at keys of target_key_ids only', async () => {
    const elsewhere = { ...params, target_key_ids: ['k9'] };
    expect((await judged(rule, enclave, history([debug]), elsewhere))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not decide where the history was refused', async () => {
    const refused = row({ RegionName: 'eu-north-1' }, { lookup: gap('cloudtrail:LookupEvents') });
    expect((await judged(rule, enclave, refused, params))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('kms-enclave-debug-mode-not-seen', () => {
  it('fails a call with three empty registers, even in a cut history', async () => {
    const finding = await judged(debugModeNotSeen, plain, history([debug], '2026-11-21T00:00:00.000Z'));
    expect(finding?.verdict).toBe('FAIL');
    expect(finding?.message).toContain('i-0123456789abcdef0-enc0123456789abcdef');
  });

  it('does not take a partly empty set for debug mode', async () => {
    const partly = attestedCall('k1', { Measurements: { PCR0: pcr('00'), PCR1: pcr('00'), PCR2: pcr('cc') } });
    expect((await judged(debugModeNotSeen, enclave, history([partly])))?.verdict).toBe('PASS');
  });

  it('looks back only as far as asked', async () => {
    const finding = await judged(debugModeNotSeen, enclave, history([debug]), { lookback_hours: 24 });
    expect(finding).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'no enclave is seen to call it in the last 24 hours',
    });
  });

  it('judges at most max_events of the newest', async () => {
    const calls = [attestedCall('k1', { Count: 9, Latest: '2026-11-21T00:00:00.000Z' }), debug];
    expect((await judged(debugModeNotSeen, enclave, history(calls), { max_events: 9 }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(debugModeNotSeen, enclave, history(calls), { max_events: 10 }))?.verdict).toBe('FAIL');
  });
});

describe('kms-enclave-unknown-image-not-seen', () => {
  it('fails an image that is not on the list, and names the register', async () => {
    const finding = await judged(unknownImageNotSeen, enclave, history([attestedCall('k1')]), {
      golden_pcr_values: { PCR0: [pcr('ab')] },
    });
    expect(finding?.verdict).toBe('FAIL');
    expect(finding?.message).toContain('PCR0 unknown');
  });

  it('leaves registers without a list, and calls in debug mode, to others', async () => {
    const values = { golden_pcr_values: { PCR8: [pcr('ab')] } };
    expect((await judged(unknownImageNotSeen, enclave, history([attestedCall('k1')]), values))?.verdict).toBe('PASS');
    expect((await judged(unknownImageNotSeen, enclave, history([debug]), golden))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('asks a person where enclaves call and no list is configured', async () => {
    expect(await judged(unknownImageNotSeen, enclave, history([attestedCall('k1')]))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'manual' },
    });
  });
});
