import { describe, expect, it } from 'vitest';
import { provisionedUsed } from '../../../src/checks/lambda/provisioned-use.js';
import type { StoredRow } from '../../../src/core/world.js';
import { daily } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { provisionedRow, warm } from './rows.js';

const judged = async (row: StoredRow, params = {}) =>
  (await judge(provisionedUsed, world({ 'lambda.provisioned-concurrency': [row] }), params))[0];

describe('lambda-provisioned-concurrency-used', () => {
  it('passes what is used, by the highest share of any day', async () => {
    expect(await judged(provisionedRow(warm(0.45)))).toMatchObject({
      verdict: 'PASS',
      message: 'up to 45 percent of 5 warm environments were in use in 14 days',
    });
  });

  it('frees what was never needed at once, and keeps what the peak took', async () => {
    const finding = await judged(provisionedRow(warm(0.2)));
    expect(finding).toMatchObject({ verdict: 'FAIL', resource: { id: 'search:live' } });
    // One of five is needed: four times 1 GB for 730 hours.
    expect(finding?.saving?.releases).toEqual([
      { price: 'lambda/Lambda-Provisioned-Concurrency', units: 4 * 730 * 3600 },
    ]);
    expect(finding?.disuse).toBeUndefined();
    expect(finding?.fix?.command).toBe(
      'aws lambda put-provisioned-concurrency-config --function-name search --qualifier live --provisioned-concurrent-executions 1 --region eu-north-1',
    );
  });

  it('frees everything of an alias that nobody calls, at the price of its processor', async () => {
    const configuration = { MemorySize: 512, Architectures: ['arm64'] };
    const use = warm(0, { Invocations: daily({ 40: 3 }) });
    const finding = await judged(provisionedRow(use, {}, { configuration }));
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: 'at most 0 percent of 5 warm environments were in use in 14 days, and nobody called it',
      saving: { releases: [{ price: 'lambda/Lambda-Provisioned-Concurrency-ARM', units: 5 * 0.5 * 730 * 3600 }] },
      disuse: { grade: 'strong', window: 14, last: '2026-10-13' },
      cleanUp: { does: 'change', undo: 'at once' },
      fix: {
        command:
          'aws lambda delete-provisioned-concurrency-config --function-name search --qualifier live --region eu-north-1',
      },
    });
  });

  it('looks at as many days as asked for, and at no older peak', async () => {
    const old = warm(0.9, { ProvisionedConcurrencyUtilization: daily({ 20: 0.9 }) });
    expect((await judged(provisionedRow(old)))?.verdict).toBe('FAIL');
    expect((await judged(provisionedRow(old), { window_days: 30 }))?.verdict).toBe('PASS');
    expect((await judged(provisionedRow(warm(0.2)), { min_util: 0.1 }))?.verdict).toBe('PASS');
  });

  it('does not judge what was changed lately, or at a time that nobody tells', async () => {
    const young = { LastModified: '2026-11-12T00:00:00.000Z' };
    expect(await judged(provisionedRow(warm(0), young))).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'too young to judge (10 of 14 days)',
    });
    expect((await judged(provisionedRow(warm(0), { LastModified: '' })))?.message).toBe(
      'too young to judge (its age is not known)',
    );
    expect((await judged(provisionedRow(warm(0.5), young)))?.verdict).toBe('PASS');
  });

  it('leaves out what a schedule sets, and what keeps nothing warm', async () => {
    const scheduled = await judged(provisionedRow(warm(0), {}, { scheduledActions: ['morning', 'evening'] }));
    expect(scheduled).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(scheduled?.message).toContain('morning, evening');
    const nothing = provisionedRow(warm(0), { AllocatedProvisionedConcurrentExecutions: 0, Status: 'FAILED' });
    expect((await judged(nothing))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not take hidden metrics, schedules or versions for none', async () => {
    expect((await judged(provisionedRow(gap('cloudwatch:GetMetricData'))))?.verdict).toBe('NOT_AVAILABLE');
    const hidden = gap('application-autoscaling:DescribeScheduledActions');
    expect((await judged(provisionedRow(warm(0), {}, { scheduledActions: hidden })))?.verdict).toBe('NOT_AVAILABLE');
    const version = { configuration: gap('lambda:GetFunctionConfiguration') };
    expect((await judged(provisionedRow(warm(0), {}, version)))?.verdict).toBe('NOT_AVAILABLE');
  });
});
