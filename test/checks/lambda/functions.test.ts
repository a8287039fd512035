import { describe, expect, it } from 'vitest';
import { errorsRare } from '../../../src/checks/lambda/errors.js';
import { memoryFits } from '../../../src/checks/lambda/memory.js';
import { endOfRuntime } from '../../../src/checks/lambda/runtimes.js';
import type { LambdaFunction } from '../../../src/checks/lambda/functions.js';
import { daily, steady } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { advice, functionRow, unused, used } from './rows.js';

const judged = async (
  check: typeof errorsRare | typeof memoryFits,
  details: Record<string, unknown>,
  more: Partial<LambdaFunction> = {},
  params = {},
) => (await judge(check, world({ 'lambda.functions': [functionRow('search', details, more)] }), params))[0];

describe('lambda-memory-rightsized', () => {
  const over = { use: used(), recommendation: advice('NotOptimized', 'MemoryOverprovisioned') };

  it('passes what Compute Optimizer finds to fit, and what has too little', async () => {
    expect(await judged(memoryFits, { use: used(), recommendation: advice('Optimized') })).toMatchObject({
      verdict: 'PASS',
      message: '1024 MB are not too many (Optimized)',
    });
    const under = advice('NotOptimized', 'MemoryUnderprovisioned');
    expect((await judged(memoryFits, { use: used(), recommendation: under }))?.verdict).toBe('PASS');
  });

  it('fails too much memory, and frees the rest for the time that it ran', async () => {
    const finding = await judged(memoryFits, over);
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: '1024 MB are too many; 512 MB would do if it runs as long as now',
      saving: { estimated: true, releases: [{ price: 'lambda/Lambda-GB-Second-ARM' }] },
    });
    // Two seconds a day with half a GB less; 31 days are seen until 9 o'clock of the last.
    const days = 30.375;
    expect(finding?.saving?.releases[0]?.units).toBeCloseTo(((2 * 31) / days) * (730 / 24) * 0.5, 6);
    expect((await judged(memoryFits, over, { Architectures: ['x86_64'] }))?.saving?.releases[0]?.price).toBe(
      'lambda/Lambda-GB-Second',
    );
  });

  it('says nothing of functions with few calls, or without advice', async () => {
    const seldom = { ...over, use: used({ Invocations: daily({ 1: 49 }) }) };
    expect((await judged(memoryFits, seldom))?.verdict).toBe('NOT_APPLICABLE');
    const none = { use: used(), recommendation: { Enrolled: true, Finding: null } };
    expect((await judged(memoryFits, none))?.message).toContain('1,792 MB');
  });

  it('says nothing of memory that was changed since', async () => {
    const finding = await judged(memoryFits, over, { MemorySize: 512 });
    expect(finding?.verdict).toBe('NOT_APPLICABLE');
    expect(finding?.message).toContain('it has 512 MB now');
  });

  it('asks for Compute Optimizer where it is off, and does not take a denial for that', async () => {
    const off = await judged(memoryFits, { use: used(), recommendation: { Enrolled: false, Finding: null } });
    expect(off).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'manual' } });
    expect(off?.message).toContain('update-enrollment-status');
    const hidden = gap('compute-optimizer:GetLambdaFunctionRecommendations');
    expect(await judged(memoryFits, { use: used(), recommendation: hidden })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'denied' },
    });
    expect((await judged(memoryFits, { ...over, use: gap('cloudwatch:GetMetricData') }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});

describe('lambda-errors-not-paid-for', () => {
  it('passes few errors', async () => {
    expect(await judged(errorsRare, { use: used({ Errors: daily({ 2: 8 }) }) })).toMatchObject({
      verdict: 'PASS',
      message: '8 of 80 calls failed in 7 days',
    });
  });

  it('fails many, and frees their time and their requests', async () => {
    const finding = await judged(errorsRare, { use: used({ Errors: steady(5) }) });
    expect(finding).toMatchObject({ verdict: 'FAIL', saving: { estimated: true } });
    const errorsAMonth = (40 * 730) / (24 * 7.375);
    expect(finding?.saving?.releases.map(one => one.price)).toEqual(['lambda/Lambda-GB-Second-ARM', 'lambda/Request']);
    expect(finding?.saving?.releases[0]?.units).toBeCloseTo(errorsAMonth * 0.2, 6);
    expect(finding?.saving?.releases[1]?.units).toBeCloseTo(errorsAMonth, 6);
  });

  it('looks no further back than asked, and takes the rate that is asked for', async () => {
    const before = used({ Errors: daily({ 10: 100 }) });
    expect((await judged(errorsRare, { use: before }))?.verdict).toBe('PASS');
    expect((await judged(errorsRare, { use: before }, {}, { window_days: 14 }))?.verdict).toBe('FAIL');
    const half = used({ Errors: steady(5) });
    expect((await judged(errorsRare, { use: half }, {}, { max_rate: 0.5 }))?.verdict).toBe('PASS');
  });

  it('says nothing of fewer than 20 calls', async () => {
    const seldom = used({ Invocations: daily({ 1: 19 }), Errors: daily({ 1: 19 }) });
    expect((await judged(errorsRare, { use: seldom }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(errorsRare, { use: unused }))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not take hidden metrics for no errors', async () => {
    expect((await judged(errorsRare, { use: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('ends of runtimes', () => {
  it('are days with a source, and unknown where AWS names none', () => {
    expect(endOfRuntime('nodejs20.x')).toMatchObject({ Deprecation: '2026-04-30' });
    expect(endOfRuntime('python3.10')?.Source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    for (const runtime of ['nodejs26.x', 'python3.15', 'cobol85', 'toString', '']) {
      expect(endOfRuntime(runtime)).toBeUndefined();
    }
  });
});
