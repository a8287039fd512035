import { describe, expect, it } from 'vitest';
import { secretInUse } from '../../../src/checks/secretsmanager/secrets.js';
import { secretsmanager } from '../../../src/checks/secretsmanager/system.js';
import { gap, judge, world } from '../../support/world.js';
import { used } from '../../support/systems.js';
import { secretRow } from './rows.js';

const judged = async (...given: Parameters<typeof secretRow>) =>
  (await judge(secretInUse, world({ 'secretsmanager.secrets': [secretRow(...given)] })))[0];
const unread = { LastAccessedDate: null };
const price = 'secretsmanager/AWSSecretsManager-Secrets';

describe('secretsmanager-secret-in-use', () => {
  it.each([
    ['read yesterday', {}, 'PASS'],
    ['read 90 days ago', { LastAccessedDate: '2026-08-24T00:00:00.000Z' }, 'PASS'],
    ['read 91 days ago', { LastAccessedDate: '2026-08-22T00:00:00.000Z' }, 'FAIL'],
    ['never read', unread, 'FAIL'],
    ['never read and young', { ...unread, CreatedDate: '2026-11-21T08:00:00.000Z' }, 'NOT_APPLICABLE'],
    ['scheduled for deletion', { ...unread, DeletedDate: '2026-11-01T00:00:00.000Z' }, 'NOT_APPLICABLE'],
    ['managed by RDS', { ...unread, OwningService: 'rds' }, 'NOT_APPLICABLE'],
    ['for emergencies', { ...unread, Tags: { purpose: 'break-glass' } }, 'NOT_APPLICABLE'],
    ['a replica', { ...unread, PrimaryRegion: 'us-east-1' }, 'NOT_APPLICABLE'],
  ])('%s', async (_what, more, verdict) => {
    expect((await judged('db', more))?.verdict).toBe(verdict);
  });

  it('tells how young, how sure, and what it costs', async () => {
    expect(await judged('db', { ...unread, CreatedDate: '2026-11-12T08:00:00.000Z' })).toMatchObject({
      message: 'too young to judge (10 of 90 days)',
    });
    expect(await judged('db', unread)).toMatchObject({
      saving: { releases: [{ price, units: 1 }] },
      disuse: { grade: 'strong', window: 90, last: null },
      cleanUp: { does: 'delete', undo: 'at once' },
    });
  });

  it('does not take its rotation for a reader, nor for proof that there is none', async () => {
    const rotated = { RotationEnabled: true, LastRotatedDate: '2026-11-10T23:58:00.000Z' };
    expect(await judged('db', { ...rotated, LastAccessedDate: '2026-11-11T00:00:00.000Z' })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    expect(await judged('db', { ...rotated, LastAccessedDate: '2026-11-15T00:00:00.000Z' })).toMatchObject({
      verdict: 'PASS',
    });
    const longAgo = { LastRotatedDate: '2026-03-01T08:00:00.000Z', LastAccessedDate: '2026-03-01T00:00:00.000Z' };
    expect(await judged('db', longAgo)).toMatchObject({ verdict: 'FAIL', message: 'was last read on 2026-03-01' });
  });

  it('looks at its replicas, which are read and billed apart', async () => {
    const primary = { ...unread, PrimaryRegion: 'eu-north-1' };
    const replica = (LastAccessedDate: string | null) => [{ Region: 'us-east-1', Status: 'InSync', LastAccessedDate }];
    expect(await judged('db', primary, replica('2026-11-20T00:00:00.000Z'))).toMatchObject({ verdict: 'PASS' });
    expect(await judged('db', primary, replica(null))).toMatchObject({
      verdict: 'FAIL',
      saving: {
        releases: [
          { price, units: 1 },
          { price, units: 1, region: 'us-east-1' },
        ],
      },
    });
    const hidden = gap('secretsmanager:DescribeSecret');
    expect(await judged('db', primary, hidden)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });

  it('waits for the permission', async () => {
    const hidden = world({ 'secretsmanager.secrets': { gaps: [gap('secretsmanager:ListSecrets')] } });
    expect((await judge(secretInUse, hidden))[0]?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('Secrets Manager in the ledger', () => {
  const told = (...rows: ReturnType<typeof secretRow>[]) =>
    used(secretsmanager, world({ 'secretsmanager.secrets': rows }), 'eu-north-1');

  it('is used when a secret was read', () => {
    expect(told(secretRow('db'), secretRow('old', unread))).toMatchObject({
      inventory: { count: 2, noun: 'secrets' },
      use: { grade: 'strong', last: '2026-11-21', message: '1 of 2 secrets was read in 90 days' },
    });
  });
  it('is not used when none was, nor where there is none', () => {
    expect(told(secretRow('old', unread)).use).toMatchObject({ grade: 'none' });
    expect(told().use).toMatchObject({ grade: 'none', message: 'there is no secret' });
  });
  it('is unverified where only rotation is seen, or nothing', () => {
    const rotated = { LastRotatedDate: '2026-11-21T01:00:00.000Z' };
    expect(told(secretRow('db', rotated)).use).toMatchObject({ gap: { reason: 'manual' } });
    const hidden = world({ 'secretsmanager.secrets': { gaps: [gap('secretsmanager:ListSecrets')] } });
    expect(used(secretsmanager, hidden, 'eu-north-1').use).toMatchObject({ gap: { reason: 'denied' } });
  });
});
