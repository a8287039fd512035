import { describe, expect, it } from 'vitest';
import { archiveBounded, archiveUsed } from '../../../src/checks/eventbridge/archive-use.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { archiveRow, ruleRow } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const judged = async (check: typeof archiveBounded | typeof archiveUsed, archive: StoredRow, rules: Facts = []) =>
  (await judge(check, world({ 'eventbridge.archives': [archive], 'eventbridge.rules': rules })))[0];

describe('eventbridge-archive-bounded', () => {
  it('passes a limit', async () => {
    expect(await judged(archiveBounded, archiveRow('orders', { RetentionDays: 30 }))).toMatchObject({
      verdict: 'PASS',
      message: 'events are kept for 30 days',
    });
  });

  it('fails events that are kept for ever, and frees those older than 90 days', async () => {
    const finding = await judged(archiveBounded, archiveRow('orders'));
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: '10.0 GB: the events of its pattern, kept for ever (the saving takes 90 days to be enough)',
      saving: { estimated: true, releases: [{ price: 'eventbridge/TimedStorage-ByteHrs' }] },
      fix: { command: 'aws events update-archive --archive-name orders --retention-days 90 --region eu-north-1' },
    });
    expect(finding?.saving?.releases[0]?.units).toBeCloseTo((10 * 275) / 365, 6);
  });

  it('tells of an archive without a pattern, and claims nothing of a young one', async () => {
    const all = { description: { HasEventPattern: false, KmsKeyIdentifier: null } };
    const young = archiveRow('all', { CreationTime: '2026-10-22T00:00:00.000Z', SizeBytes: 5e6 }, all);
    const finding = await judged(archiveBounded, young);
    expect(finding?.message).toBe('0.005 GB: every event of its bus, kept for ever');
    expect(finding?.saving).toBeUndefined();
  });

  it('says nothing of an empty one, and does not guess', async () => {
    expect((await judged(archiveBounded, archiveRow('new', { SizeBytes: 0 })))?.verdict).toBe('NOT_APPLICABLE');
    const hidden = archiveRow('orders', {}, { description: gap('events:DescribeArchive') });
    expect((await judged(archiveBounded, hidden))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('eventbridge-archive-in-use', () => {
  const replay = (ReplayStartTime: string) => ({ replays: [{ ReplayName: 'r', State: 'COMPLETED', ReplayStartTime }] });

  it('passes a bus with a rule that could receive a replay', async () => {
    expect((await judged(archiveUsed, archiveRow('orders'), [ruleRow('to-mail')]))?.message).toBe(
      'bus orders has rules, to-mail for one',
    );
  });

  it('passes an archive that was replayed', async () => {
    const recent = archiveRow('orders', {}, replay('2026-11-01T00:00:00.000Z'));
    expect((await judged(archiveUsed, recent))?.message).toBe('replayed on 2026-11-01');
  });

  it('fails an archive that nothing could be replayed to, and that nobody replayed', async () => {
    const managed = ruleRow('Events-Archive-orders', { ManagedBy: 'prod.vhs.events.aws.internal' });
    const otherBus = ruleRow('nightly', {
      EventBusName: 'default',
      EventBusArn: 'arn:aws:events:eu-north-1:111122223333:event-bus/default',
    });
    const finding = await judged(archiveUsed, archiveRow('orders'), [managed, otherBus]);
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: '10.0 GB of bus orders, which has no rule to receive a replay; none in 90 days',
      disuse: { grade: 'medium', window: 90, last: null },
      cleanUp: { does: 'delete', undo: 'never' },
    });
    expect(finding?.saving?.releases).toEqual([
      { price: 'eventbridge/TimedStorage-ByteHrs', units: 10 },
      { price: 'eventbridge/ArchivedEvents-Bytes', units: expect.closeTo((10 / 365) * (730 / 24), 6) as number },
    ]);
  });

  it('reckons what it takes in by the days that it holds, and nothing where it stands still', async () => {
    const bounded = await judged(archiveUsed, archiveRow('orders', { RetentionDays: 10 }));
    expect(bounded?.saving?.releases[1]?.units).toBeCloseTo(730 / 24, 6);
    const still = await judged(archiveUsed, archiveRow('orders', { State: 'DISABLED' }));
    expect(still?.saving?.releases).toHaveLength(1);
  });

  it('says nothing of young and empty archives', async () => {
    const young = archiveRow('orders', { CreationTime: '2026-10-22T00:00:00.000Z' });
    expect((await judged(archiveUsed, young))?.message).toBe('too young to judge (31 of 90 days)');
    expect((await judged(archiveUsed, archiveRow('orders', { SizeBytes: 0 })))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not take hidden rules or replays for none', async () => {
    expect((await judged(archiveUsed, archiveRow('orders'), { gaps: [gap('events:ListRules')] }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
    const hidden = archiveRow('orders', {}, { replays: gap('events:ListReplays') });
    expect((await judged(archiveUsed, hidden))?.verdict).toBe('NOT_AVAILABLE');
  });
});
