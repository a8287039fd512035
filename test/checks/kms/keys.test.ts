import { describe, expect, it } from 'vitest';
import { rotation } from '../../../src/checks/kms/keys.js';
import { notPublic } from '../../../src/checks/kms/keys-public.js';
import { notPendingDeletion, singleRegion } from '../../../src/checks/kms/keys-state.js';
import type { Key } from '../../../src/checks/kms/keys.js';
import { gap, judge, row, world } from '../../support/world.js';
import { accountId, administration, key, policyOf, rootAccess } from './rows.js';

const one = async (check: object, more: Partial<Key>, details: Record<string, unknown> = {}, params = {}) => {
  const [finding] = await judge(check, world({ 'kms.keys': [row(key('k1', more), details)] }), params);
  return finding;
};
const rotates = (on: boolean) => ({ rotation: { KeyRotationEnabled: on, RotationPeriodInDays: on ? 365 : null } });

describe('kms-key-rotation-enabled', () => {
  it('passes a key that rotates', async () => {
    expect(await one(rotation, {}, rotates(true))).toMatchObject({
      verdict: 'PASS',
      message: 'rotates every 365 days',
    });
  });

  it('fails a key that does not, with a command for this key', async () => {
    expect(await one(rotation, {}, rotates(false))).toMatchObject({
      verdict: 'FAIL',
      fix: { command: 'aws kms enable-key-rotation --key-id k1 --region eu-north-1' },
      evidence: [{ api: 'kms:GetKeyRotationStatus', field: 'KeyRotationEnabled', value: false, expected: true }],
    });
  });

  it.each<[string, Partial<Key>]>([
    ['imported material', { Origin: 'EXTERNAL' }],
    ['CloudHSM', { Origin: 'AWS_CLOUDHSM' }],
    ['an external key store', { Origin: 'EXTERNAL_KEY_STORE' }],
    ['an asymmetric key', { KeySpec: 'RSA_2048' }],
    ['an HMAC key', { KeySpec: 'HMAC_256' }],
    ['a replica', { MultiRegion: true, MultiRegionKeyType: 'REPLICA' }],
    ["AWS's own key", { KeyManager: 'AWS' }],
    ['a disabled key', { KeyState: 'Disabled' }],
  ])('leaves out %s', async (_name, more) => {
    expect((await one(rotation, more))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('judges the primary of a multi-Region key', async () => {
    const primary = { MultiRegion: true, MultiRegionKeyType: 'PRIMARY' };
    expect((await one(rotation, primary, rotates(false)))?.verdict).toBe('FAIL');
  });

  it('does not take a refused answer for "off"', async () => {
    const finding = await one(rotation, {}, { rotation: gap('kms:GetKeyRotationStatus') });
    expect(finding).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { actions: ['kms:GetKeyRotationStatus'] } });
  });
});

describe('kms-key-not-pending-deletion', () => {
  it('fails with the days left', async () => {
    const finding = await one(notPendingDeletion, {
      KeyState: 'PendingDeletion',
      DeletionDate: '2026-11-29T08:00:00.000Z',
    });
    expect(finding).toMatchObject({ verdict: 'FAIL', message: 'will be deleted in 7 days (2026-11-29)' });
  });

  it('fails a primary that waits for its replicas', async () => {
    expect((await one(notPendingDeletion, { KeyState: 'PendingReplicaDeletion' }))?.verdict).toBe('FAIL');
  });

  it.each(['Enabled', 'PendingImport', 'Unavailable'])('passes a key that is %s', async KeyState => {
    expect((await one(notPendingDeletion, { KeyState }))?.verdict).toBe('PASS');
  });

  it("leaves out disabled keys and AWS's own", async () => {
    expect((await one(notPendingDeletion, { KeyState: 'Disabled' }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one(notPendingDeletion, { KeyManager: 'AWS' }))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('says that keys of a refused listing were not seen', async () => {
    const findings = await judge(notPendingDeletion, world({ 'kms.keys': { rows: [], gaps: [gap('kms:ListKeys')] } }));
    expect(findings).toMatchObject([{ verdict: 'NOT_AVAILABLE' }]);
  });
});

describe('kms-key-single-region', () => {
  it('passes, fails and allows by id or ARN', async () => {
    const multi = { MultiRegion: true, MultiRegionKeyType: 'PRIMARY' };
    expect((await one(singleRegion, {}))?.verdict).toBe('PASS');
    expect(await one(singleRegion, multi)).toMatchObject({
      verdict: 'FAIL',
      message: 'is a multi-Region key (primary)',
    });
    expect((await one(singleRegion, multi, {}, { allowed_key_ids: ['k1'] }))?.verdict).toBe('PASS');
    expect((await one(singleRegion, multi, {}, { allowed_key_ids: [key('k1').Arn] }))?.verdict).toBe('PASS');
  });

  it('leaves out disabled keys', async () => {
    expect((await one(singleRegion, { KeyState: 'Disabled', MultiRegion: true }))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('says which key could not be described', async () => {
    const gaps = [gap('kms:DescribeKey', { resource: 'k9' })];
    const findings = await judge(singleRegion, world({ 'kms.keys': { rows: [], gaps } }));
    expect(findings).toMatchObject([{ verdict: 'NOT_AVAILABLE', resource: { id: 'k9' } }]);
  });
});

describe('kms-key-not-public', () => {
  const open = (Condition?: object, Principal: unknown = { AWS: '*' }) =>
    policyOf(administration, {
      Sid: 'Open',
      Effect: 'Allow',
      Principal,
      Action: 'kms:Decrypt',
      Resource: '*',
      ...(Condition ? { Condition } : {}),
    });
  const verdictOf = async (policy: unknown) => (await one(notPublic, {}, { policy }))?.verdict;

  it('passes named principals', async () => {
    expect(await verdictOf(policyOf(administration, rootAccess))).toBe('PASS');
  });

  it('fails everyone, and names the statement', async () => {
    const finding = await one(notPublic, {}, { policy: open() });
    expect(finding).toMatchObject({ verdict: 'FAIL', evidence: [{ field: 'Policy', value: { open: ['Open'] } }] });
    expect(finding?.message).toContain('statement "Open" gives everyone');
  });

  it('fails kms:ViaService alone: any account can come through the service', async () => {
    expect(await verdictOf(open({ StringEquals: { 'kms:ViaService': 's3.eu-north-1.amazonaws.com' } }))).toBe('FAIL');
  });

  it('passes the policy of an AWS service: ViaService with a fixed CallerAccount', async () => {
    const condition = {
      StringEquals: { 'kms:ViaService': 's3.eu-north-1.amazonaws.com', 'kms:CallerAccount': accountId },
    };
    expect(await verdictOf(open(condition))).toBe('PASS');
  });

  it('passes a Principal that is an empty object', async () => {
    expect(await verdictOf(open(undefined, {}))).toBe('PASS');
  });

  it('leaves out keys that are not in use, and does not guess at unread policies', async () => {
    expect((await one(notPublic, { KeyState: 'Disabled' }))?.verdict).toBe('NOT_APPLICABLE');
    expect(await verdictOf(gap('kms:GetKeyPolicy'))).toBe('NOT_AVAILABLE');
  });

  it('judges only its own key by a malformed policy', async () => {
    const rows = [row(key('k1'), { policy: '{"Statement": [' }), row(key('k2'), { policy: policyOf(administration) })];
    const findings = await judge(notPublic, world({ 'kms.keys': rows }));
    expect(findings.map(finding => finding.verdict)).toEqual(['ERROR', 'PASS']);
  });
});
