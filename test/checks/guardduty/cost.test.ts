import { describe, expect, it } from 'vitest';
import { featureHasTargets } from '../../../src/checks/guardduty/plan-targets.js';
import { s3EventsBounded } from '../../../src/checks/guardduty/s3-events.js';
import { guardDutySystem } from '../../../src/checks/guardduty/system.js';
import type { StoredRow } from '../../../src/core/world.js';
import { observe } from '../../support/system.js';
import { gap, judge, row, world } from '../../support/world.js';
import { bucketCost, cost, detectorRow, feature, features, featuresWith } from './rows.js';

const nothing = { instances: [], dbInstances: [], functions: [], ecsClusters: [], eksClusters: [] };
const first = async (check: object, detector: StoredRow, running: object = {}) => {
  const place = row({ RegionName: 'eu-north-1' }, { ...nothing, ...running });
  const seen = world({ 'guardduty.detectors': [detector], 'organizations.workloads': [place] });
  return (await judge(check, seen))[0];
};

describe('guardduty-feature-has-targets', () => {
  it.each([
    ['EKS_AUDIT_LOGS', cost('EKS_AUDIT_LOGS', '0.5'), { eksClusters: [{ name: 'a' }] }],
    ['RDS_LOGIN_EVENTS', cost('RDS_DBI_PROTECTION_SERVERLESS', '0.5'), { dbInstances: [{}] }],
    ['LAMBDA_NETWORK_LOGS', cost('LAMBDA_NETWORK_LOGS', '0.5'), { functions: [{}] }],
    ['RUNTIME_MONITORING', cost('EC2_RUNTIME_MONITORING', '0.5'), { instances: [{}] }],
    ['RUNTIME_MONITORING', cost('FARGATE_RUNTIME_MONITORING', '0.5'), { ecsClusters: [{}] }],
    ['RUNTIME_MONITORING', cost('EKS_RUNTIME_MONITORING', '0.5'), { eksClusters: [{}] }],
  ])('%s needs what it watches, where it was paid for', async (plan, usage, running) => {
    const detector = detectorRow({}, { usage: [cost('CLOUD_TRAIL', '9'), usage] });
    expect(await first(featureHasTargets, detector, running)).toMatchObject({ verdict: 'PASS' });
    const found = await first(featureHasTargets, detector);
    expect(found).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining(`${plan} has no`) as string,
      saving: { releases: [], told: { usd: 0.5, by: 'guardduty:GetUsageStatistics' }, estimated: true },
      cleanUp: { does: 'decide' },
    });
  });

  it('adds up what several plans cost', async () => {
    const usage = [cost('EKS_AUDIT_LOGS', '0.1'), cost('LAMBDA_NETWORK_LOGS', '0.2')];
    expect((await first(featureHasTargets, detectorRow({}, { usage })))?.saving?.told?.usd).toBe(0.3);
  });

  it('passes plans that cost nothing, without looking for anything', async () => {
    const detector = detectorRow({}, { usage: [cost('EKS_AUDIT_LOGS', '0'), cost('S3_DATA_EVENTS', '4')] });
    const hidden = { eksClusters: gap('eks:ListClusters'), functions: gap('lambda:ListFunctions') };
    expect(await first(featureHasTargets, detector, hidden)).toMatchObject({ verdict: 'PASS' });
  });

  it('has nothing to say where these plans are off, or the detector is suspended', async () => {
    expect(await first(featureHasTargets, detectorRow({ Features: features('DISABLED') }))).toMatchObject({
      verdict: 'NOT_APPLICABLE',
    });
    expect(await first(featureHasTargets, detectorRow({ Status: 'DISABLED' }))).toMatchObject({
      verdict: 'NOT_APPLICABLE',
    });
  });

  it.each([
    ['what it costs', { usage: gap('guardduty:GetUsageStatistics') }, {}],
    ['a number', { usage: [cost('EKS_AUDIT_LOGS', '')] }, {}],
    ['dollars', { usage: [cost('EKS_AUDIT_LOGS', '1', 'CNY')] }, {}],
    ['the other side', { usage: [cost('EKS_AUDIT_LOGS', '1')] }, { eksClusters: gap('eks:ListClusters') }],
  ])('cannot tell without %s', async (_what, details, running) => {
    expect(await first(featureHasTargets, detectorRow({}, details), running)).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
  });

  it('needs one kind alone of what runtime monitoring watches', async () => {
    const detector = detectorRow({}, { usage: [cost('EC2_RUNTIME_MONITORING', '1')] });
    const running = { instances: [{}], ecsClusters: gap('ecs:ListClusters') };
    expect(await first(featureHasTargets, detector, running)).toMatchObject({ verdict: 'PASS' });
  });
});

describe('guardduty-s3-events-bounded', () => {
  const usage = [cost('CLOUD_TRAIL', '1'), cost('S3_DATA_EVENTS', '3')];
  const seen = (topBuckets: unknown, more: object = { usage }) =>
    first(s3EventsBounded, detectorRow({}, { ...more, topBuckets }));

  it('fails where S3 is most of it and one bucket most of that', async () => {
    expect(await seen([bucketCost('uploads', '2'), bucketCost('logs', '1')])).toMatchObject({
      verdict: 'FAIL',
      message: 'events of S3 are 75 % of what GuardDuty costs here, most of them of bucket uploads',
      saving: { told: { usd: 2 }, estimated: true },
    });
  });

  it.each([
    ['many buckets share it', [bucketCost('a', '1.5'), bucketCost('b', '1.5')], { usage }],
    ['AWS names no bucket', [], { usage }],
    ['S3 is a part like others', gap('guardduty:GetUsageStatistics'), { usage: [...usage, cost('FLOW_LOGS', '2')] }],
    ['nothing costs anything', [], { usage: [] }],
  ])('passes where %s', async (_why, topBuckets, more) => {
    expect(await seen(topBuckets, more)).toMatchObject({ verdict: 'PASS' });
  });

  it('has nothing to say where protection for S3 is off', async () => {
    const off = detectorRow({ Features: featuresWith('S3_DATA_EVENTS', feature('S3_DATA_EVENTS', 'DISABLED')) });
    expect(await first(s3EventsBounded, off)).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    const unknown = detectorRow({ Features: featuresWith('S3_DATA_EVENTS') });
    expect(await first(s3EventsBounded, unknown)).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('cannot tell without usage', async () => {
    expect(await seen(gap('guardduty:GetUsageStatistics'))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    expect(await seen([], { usage: gap('guardduty:GetUsageStatistics') })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('GuardDuty in the ledger', () => {
  const seen = (detectors: Parameters<typeof world>[0][string]) =>
    observe(guardDutySystem, world({ 'guardduty.detectors': detectors }));

  it('is in use while the detector is on', () => {
    const { inventory, use } = seen([detectorRow({}, { usage: [cost('CLOUD_TRAIL', '1'), cost('DNS_LOGS', '0')] })]);
    expect(use).toMatchObject({
      grade: 'strong',
      window: 30,
      message: expect.stringMatching(/analysed CLOUD_TRAIL in/) as string,
    });
    expect(inventory).toMatchObject({ count: 1, newest: '2025-01-01T00:00:00.000Z' });
    expect(seen([detectorRow({}, { usage: gap('x:Y') })]).use.grade).toBe('medium');
  });

  it('is not while it is suspended or missing, and cannot tell without sight', () => {
    const suspended = seen([detectorRow({ Status: 'DISABLED' })]);
    expect(suspended.use).toMatchObject({ grade: 'none', message: expect.stringContaining('suspended') as string });
    expect(suspended.inventory?.count).toBe(0);
    expect(seen([]).use).toMatchObject({ grade: 'none', message: 'there is no detector' });
    expect(() => seen({ gaps: [gap('guardduty:ListDetectors')] }).use).toThrow('was denied');
  });
});
