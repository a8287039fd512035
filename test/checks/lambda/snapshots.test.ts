import { describe, expect, it } from 'vitest';
import { snapshotsServed } from '../../../src/checks/lambda/snapshots.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { aliasRow, versionRow } from './rows.js';

const judged = async (version: StoredRow, aliases: StoredRow[] | Partial<CollectionFacts> = []) =>
  (await judge(snapshotsServed, world({ 'lambda.versions': [version], 'lambda.aliases': aliases })))[0];

describe('lambda-snapstart-versions-in-use', () => {
  it('passes a version behind an alias that is called, for all calls or for a share', async () => {
    expect(await judged(versionRow('7'), [aliasRow('live', '7', { 1: 50 })])).toMatchObject({
      verdict: 'PASS',
      message: 'alias live leads to it and was called, last on 2026-11-21',
    });
    expect((await judged(versionRow('8'), [aliasRow('live', '7', { 1: 50 }, { '8': 0.1 })]))?.verdict).toBe('PASS');
  });

  it('passes a version that is called by its number', async () => {
    expect((await judged(versionRow('3', { 80: 1 })))?.message).toBe('called by its number, last on 2026-09-03');
  });

  it('fails a version that nothing calls, with the memory of its snapshot', async () => {
    const finding = await judged(versionRow('3'), [aliasRow('live', '7', { 1: 50 })]);
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'it keeps a snapshot and was not called in 90 days, and no alias leads to it',
      saving: { releases: [{ price: 'lambda/Lambda-SnapStart-Cached-GB-Second', units: 0.5 * 730 * 3600 }] },
      disuse: { grade: 'strong', window: 90, last: null },
      fix: { command: 'aws lambda delete-function --function-name search --qualifier 3 --region eu-north-1' },
    });
  });

  it('fails a version whose alias nobody calls, and names it', async () => {
    const finding = await judged(versionRow('3'), [aliasRow('old', '3'), aliasRow('live', '7', { 1: 50 })]);
    expect(finding?.message).toBe('it keeps a snapshot and was not called in 90 days, nor was alias old');
  });

  it('does not judge a version of less than 90 days', async () => {
    const young = versionRow('9', {}, { LastModified: '2026-10-23T10:00:00.000Z' });
    expect((await judged(young))?.message).toBe('too young to judge (29 of 90 days)');
  });

  it('leaves out Java, whose snapshots are free, and versions without a snapshot', async () => {
    expect((await judged(versionRow('1', {}, { Runtime: 'java21' })))?.verdict).toBe('NOT_APPLICABLE');
    const off = { SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' } };
    expect((await judged(versionRow('1', {}, off)))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('is not taken in by an alias of another region', async () => {
    const elsewhere = { ...aliasRow('live', '3', { 1: 50 }), region: 'us-east-1' };
    expect((await judged(versionRow('3'), [elsewhere]))?.verdict).toBe('FAIL');
  });

  it('does not take hidden aliases, or hidden calls, for none', async () => {
    expect((await judged(versionRow('3'), { gaps: [gap('lambda:ListAliases')] }))?.verdict).toBe('NOT_AVAILABLE');
    const { item } = aliasRow('old', '3');
    const hidden = row(item, { use: gap('cloudwatch:GetMetricData') });
    expect((await judged(versionRow('3'), [hidden]))?.verdict).toBe('NOT_AVAILABLE');
    const unseen = { ...versionRow('3'), ...row(versionRow('3').item, { use: gap('cloudwatch:GetMetricData') }) };
    expect((await judged(unseen))?.verdict).toBe('NOT_AVAILABLE');
  });
});
