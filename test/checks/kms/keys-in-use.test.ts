import { describe, expect, it } from 'vitest';
import { disabledKeyScheduledForDeletion } from '../../../src/checks/kms/keys-disabled.js';
import { customerKeyInUse } from '../../../src/checks/kms/keys-in-use.js';
import { kms } from '../../../src/checks/kms/system.js';
import type { StoredRow } from '../../../src/core/world.js';
import { used } from '../../support/systems.js';
import { gap, judge, row, world } from '../../support/world.js';
import { bucketRow, gb, storageRows } from '../s3/rows.js';
import { secretRow } from '../secretsmanager/rows.js';
import { parameterRow } from '../ssm/rows.js';
import { changesRow, disabledBy, key, keyArn, noReferences, usage } from './rows.js';

type Facts = Parameters<typeof world>[0];
const told = { aliases: ['alias/app'], grants: [], rotations: 0 };
const made = '2026-01-10T00:00:00.000Z';

describe('kms-customer-key-in-use', () => {
  const judged = async (details: object, more: object = {}, facts: Facts = {}) => {
    const rows = [row(key('k', { CreationDate: made, ...more }), { ...told, ...details })];
    return (await judge(customerKeyInUse, world({ ...noReferences, 'kms.keys': rows, ...facts })))[0];
  };
  const idle = { lastUsage: usage('2026-02-01') };

  it.each([
    ['used yesterday', usage('2026-11-21'), {}, 'PASS'],
    ['used long ago', usage('2026-02-01'), {}, 'FAIL'],
    ['never used, and watched from the start', usage(null, made), {}, 'FAIL'],
    ['never used, made before anyone watched', usage(null, '2026-03-01T00:00:00.000Z'), {}, 'NOT_AVAILABLE'],
    ['never used, and young', usage(null, made), { CreationDate: '2026-11-01T00:00:00.000Z' }, 'NOT_APPLICABLE'],
    ['of AWS', usage(null, made), { KeyManager: 'AWS' }, 'NOT_APPLICABLE'],
    ['pending deletion', usage(null, made), { KeyState: 'PendingDeletion' }, 'NOT_APPLICABLE'],
    ['hidden', gap('kms:GetKeyLastUsage'), {}, 'NOT_AVAILABLE'],
  ])('%s', async (_what, lastUsage, more, verdict) => {
    expect((await judged({ lastUsage }, more))?.verdict).toBe(verdict);
  });

  it('is priced with its first two rotations, and never deleted without a look', async () => {
    expect(await judged({ ...idle, rotations: 5 })).toMatchObject({
      saving: { releases: [{ price: 'kms/KMS-Keys', units: 3 }] },
      disuse: { grade: 'strong', last: '2026-02-01' },
      cleanUp: { does: 'decide', risk: 'high', undo: 'never', order: 9 },
    });
  });

  const named = [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn('k') }];
  const trail = { Name: 'main', KmsKeyId: keyArn('k') };
  it.each<[string, object, Facts]>([
    ['a grant', { grants: ['rds.eu-north-1.amazonaws.com'] }, {}],
    ['a trail', {}, { 'cloudtrail.trails': [row(trail)] }],
    [
      'a secret, by alias',
      {},
      { 'secretsmanager.secrets': [secretRow('db', { KmsKeyId: 'arn:aws:kms:eu-north-1:1:alias/app' })] },
    ],
    ['a parameter, by id', {}, { 'ssm.parameters': [parameterRow('p', { KeyId: 'k' })] }],
    ['a bucket', {}, { 's3.buckets': [bucketRow('b', { encryption: named })], 's3.storage': storageRows('b', gb) }],
  ])('is kept by %s, whose data may be cold', async (_what, details, facts) => {
    expect(await judged({ ...idle, ...details }, {}, facts)).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it.each<[string, object, Facts]>([
    ['grants', { grants: gap('kms:ListGrants') }, {}],
    ['trails', {}, { 'cloudtrail.trails': { gaps: [gap('cloudtrail:DescribeTrails')] } }],
    ['secrets', {}, { 'secretsmanager.secrets': { gaps: [gap('secretsmanager:ListSecrets')] } }],
    ['parameters', {}, { 'ssm.parameters': { gaps: [gap('ssm:DescribeParameters')] } }],
    [
      'buckets',
      {},
      {
        's3.buckets': [bucketRow('b', { encryption: gap('s3:GetBucketEncryption') })],
        's3.storage': storageRows('b', gb),
      },
    ],
  ])('cannot be called unused while %s are hidden', async (_what, details, facts) => {
    expect(await judged({ ...idle, ...details }, {}, facts)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });

  it('is not kept by an empty bucket, or by secrets of other regions and keys', async () => {
    const facts = {
      's3.buckets': [bucketRow('b', { encryption: named })],
      'secretsmanager.secrets': [
        secretRow('db', { KmsKeyId: 'alias/app' }, [], 'us-east-1'),
        secretRow('x', { KmsKeyId: 'alias/my-app' }),
      ],
    };
    expect(await judged(idle, {}, facts)).toMatchObject({ verdict: 'FAIL' });
  });
});

describe('kms-disabled-key-scheduled-for-deletion', () => {
  const judged = async (history: StoredRow, more: object = {}, lastUsage: unknown = usage(null, made)) => {
    const rows = [row(key('k', { KeyState: 'Disabled', CreationDate: made, ...more }), { ...told, lastUsage })];
    return (
      await judge(disabledKeyScheduledForDeletion, world({ 'kms.keys': rows, 'kms.stateChanges': [history] }))
    )[0];
  };

  it.each([
    ['disabled last week', changesRow([disabledBy('k', '2026-11-15')]), {}, 'PASS'],
    ['disabled two months ago', changesRow([disabledBy('k', '2026-09-15')]), {}, 'FAIL'],
    [
      'left disabled when its deletion was cancelled',
      changesRow([disabledBy('k', '2026-09-15', 'CancelKeyDeletion')]),
      {},
      'FAIL',
    ],
    ['disabled before event history', changesRow([disabledBy('other', '2026-11-15')]), {}, 'FAIL'],
    ['younger than the limit', changesRow([]), { CreationDate: '2026-11-01T00:00:00.000Z' }, 'PASS'],
    ['of a cut history', changesRow([], true), {}, 'NOT_AVAILABLE'],
    ['of a hidden history', changesRow(gap('cloudtrail:LookupEvents')), {}, 'NOT_AVAILABLE'],
    ['enabled', changesRow([]), { KeyState: 'Enabled' }, 'NOT_APPLICABLE'],
    ['already on its way', changesRow([]), { KeyState: 'PendingDeletion' }, 'NOT_APPLICABLE'],
  ])('%s', async (_what, history, more, verdict) => {
    expect((await judged(history, more))?.verdict).toBe(verdict);
  });

  it('was enabled when it was used', async () => {
    expect(await judged(changesRow([]), {}, usage('2026-11-20'))).toMatchObject({ verdict: 'PASS' });
    expect(await judged(changesRow([]), {}, gap('kms:GetKeyLastUsage'))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    expect((await judged(changesRow([])))?.saving).toEqual({ releases: [{ price: 'kms/KMS-Keys', units: 1 }] });
  });
});

describe('KMS in the ledger', () => {
  const at = (...rows: StoredRow[]) => used(kms, world({ 'kms.keys': rows }), 'eu-north-1').use;
  const of = (lastUsage: unknown, more: object = {}) => row(key('k', { CreationDate: made, ...more }), { lastUsage });

  it('is used when a customer key is', () => {
    expect(at(of(usage('2026-11-20')), of(gap('kms:GetKeyLastUsage')))).toMatchObject({
      grade: 'strong',
      last: '2026-11-20',
    });
    expect(at(of(usage('2026-02-01')))).toMatchObject({ grade: 'none' });
  });
  it('is unverified where a key could not be seen, or is not watched for long', () => {
    expect(at(of(gap('kms:GetKeyLastUsage')))).toMatchObject({ gap: { reason: 'denied' } });
    expect(at(of(usage(null, '2026-11-01T00:00:00.000Z')))).toMatchObject({ gap: { reason: 'manual' } });
  });
  it('says what there is besides', () => {
    expect(at(of(usage(null, null), { KeyManager: 'AWS' }))).toMatchObject({ grade: 'weak' });
    expect(at()).toMatchObject({ grade: 'none', message: 'there is no key' });
  });
});
