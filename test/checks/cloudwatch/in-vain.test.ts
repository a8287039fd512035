import { expect, it } from 'vitest';
import { canaryWanted } from '../../../src/checks/cloudwatch/canaries.js';
import { metricStreamConsumed } from '../../../src/checks/cloudwatch/metric-streams.js';
import type { MetricStream } from '../../../src/checks/cloudwatch/metric-streams.js';
import { gap, judge, row, world } from '../../support/world.js';
import { everyDay, ran, stream, streamed } from '../../worlds/cloudwatch-cost.js';

const canary = async (details: Record<string, unknown>) =>
  (await judge(canaryWanted, world({ 'cloudwatch.canaries': [row({ CanaryName: 'home' }, details)] })))[0];

it.each<[string, Record<string, unknown>, string]>([
  ['succeeds', ran(100, everyDay), 'PASS'],
  ['succeeded in part once', { runs: { ...ran(0, everyDay).runs, Best: ran(50, [9]).runs.Best } }, 'PASS'],
  ['fails for two weeks', ran(0, everyDay), 'FAIL'],
  ['fails since it was made last week', ran(0, [0, 1, 2, 3]), 'NOT_APPLICABLE'],
  ['has no runs', ran(0, []), 'NOT_APPLICABLE'],
  ['is hidden', { runs: gap('cloudwatch:GetMetricData') }, 'NOT_AVAILABLE'],
])('a canary that %s', async (_what, details, verdict) => {
  expect((await canary(details))?.verdict).toBe(verdict);
});

it('counts a month of runs from whole days', async () => {
  expect(await canary(ran(0, everyDay))).toMatchObject({
    saving: { releases: [{ price: 'cloudwatch/CW:Canary-runs', units: 288 * 30 }] },
  });
});

it('says what no canary means', async () => {
  const [none] = await judge(canaryWanted, world({ 'cloudwatch.canaries': [] }));
  expect(none).toMatchObject({ verdict: 'NOT_APPLICABLE', message: 'no canary ran in the last three hours' });
});

const of = async (fields: Partial<MetricStream>, details: Record<string, unknown>) =>
  (
    await judge(metricStreamConsumed, world({ 'cloudwatch.metricStreams': [row(stream('vendor', fields), details)] }))
  )[0];

it.each<[string, Partial<MetricStream>, Record<string, unknown>, string]>([
  ['arrives', {}, streamed(7000, 90, 1), 'PASS'],
  ['arrives in a bucket', {}, streamed(7000, 90), 'PASS'],
  ['arrives nowhere', {}, streamed(7000, 0), 'FAIL'],
  ['is refused', {}, streamed(7000, 90, 0), 'FAIL'],
  ['is stopped', { State: 'stopped' }, streamed(0, 0), 'NOT_APPLICABLE'],
  ['is new', { CreationDate: '2026-11-18T00:00:00.000Z' }, streamed(7000, 0), 'NOT_APPLICABLE'],
  ['is hidden', {}, { use: gap('cloudwatch:GetMetricData') }, 'NOT_AVAILABLE'],
])('a metric stream that %s', async (_what, fields, details, verdict) => {
  expect((await of(fields, details))?.verdict).toBe(verdict);
});

it('a stream in vain frees its updates', async () => {
  expect(await of({}, streamed(7000, 0))).toMatchObject({
    message: 'nothing arrived at vendor-firehose in 7 days',
    saving: { releases: [{ price: 'cloudwatch/CW:MetricStreamUsage', units: 30_000 }] },
    disuse: { grade: 'strong', window: 7 },
  });
});
