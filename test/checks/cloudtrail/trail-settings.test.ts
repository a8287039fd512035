import { describe, expect, test } from 'vitest';
import {
  trailDeliversToCloudWatchLogs,
  trailInsightsEnabled,
  trailKmsEncrypted,
  trailLogValidationEnabled,
} from '../../../src/checks/cloudtrail/trail-settings.js';
import type { Trail } from '../../../src/checks/cloudtrail/trails.js';
import { gap, judge, row, world } from '../../support/world.js';
import { status, stopped, trail } from '../../worlds/cloudtrail.js';

const foreign = { TrailARN: 'arn:aws:cloudtrail:us-east-1:999988887777:trail/organization', IsOrganizationTrail: true };
const only = async (check: object, fields: Partial<Trail>, details = {}, params = {}) => {
  const [finding] = await judge(check, world({ 'cloudtrail.trails': [row(trail(fields), details)] }), params);
  return finding;
};

test.each([trailKmsEncrypted, trailLogValidationEnabled, trailDeliversToCloudWatchLogs, trailInsightsEnabled])(
  '$id: without trails there is nothing to judge, and a denied list is a gap',
  async check => {
    expect(await judge(check, world({ 'cloudtrail.trails': [] }))).toMatchObject([{ verdict: 'NOT_APPLICABLE' }]);
    const denied = world({ 'cloudtrail.trails': { gaps: [gap('cloudtrail:DescribeTrails')] } });
    expect(await judge(check, denied)).toMatchObject([{ verdict: 'NOT_AVAILABLE' }]);
  },
);

describe('cloudtrail-trail-kms-encrypted', () => {
  test('a key or none', async () => {
    expect(await only(trailKmsEncrypted, {})).toMatchObject({ verdict: 'PASS' });
    expect(await only(trailKmsEncrypted, { KmsKeyId: null })).toMatchObject({
      verdict: 'FAIL',
      fix: {
        command: expect.stringContaining('update-trail --name arn:aws:cloudtrail:eu-north-1:111122223333:trail/main'),
      },
    });
  });

  test('an organization trail is mended by its owner', async () => {
    const finding = await only(trailKmsEncrypted, { ...foreign, KmsKeyId: null });
    expect(finding).toMatchObject({ verdict: 'FAIL', fix: { byHand: expect.stringContaining('999988887777') } });
    expect(finding?.fix?.command).toBeUndefined();
  });
});

test('cloudtrail-trail-log-validation-enabled: a stopped trail is judged, too', async () => {
  expect(await only(trailLogValidationEnabled, {})).toMatchObject({ verdict: 'PASS' });
  const finding = await only(trailLogValidationEnabled, { LogFileValidationEnabled: false }, { status: stopped() });
  expect(finding).toMatchObject({ verdict: 'FAIL', message: 'log file validation is off' });
});

describe('cloudtrail-trail-delivers-to-cloudwatch-logs', () => {
  const last = (LatestCloudWatchLogsDeliveryTime: string | null) => ({
    status: status({ LatestCloudWatchLogsDeliveryTime }),
  });
  const judged = (fields: Partial<Trail>, details: object, params = {}) =>
    only(trailDeliversToCloudWatchLogs, fields, details, params);

  test('hours are counted exactly, in UTC', async () => {
    expect(await judged({}, last('2026-11-21T09:00:00.000Z'))).toMatchObject({ verdict: 'PASS' });
    expect(await judged({}, last('2026-11-21T08:59:59.000Z'))).toMatchObject({
      verdict: 'FAIL',
      message: 'last delivered to CloudWatch Logs 24 hours ago (2026-11-21T08:59:59.000Z)',
    });
    expect(await judged({}, last('2026-11-21T08:59:59.000Z'), { max_silence_hours: 48 })).toMatchObject({
      verdict: 'PASS',
    });
    expect((await judged({}, last('2026-09-01T00:00:00.000Z')))?.message).toContain('82 days ago (2026-09-01)');
  });

  test('never delivered, with the error that AWS tells', async () => {
    const details = {
      status: status({ LatestCloudWatchLogsDeliveryTime: null, LatestCloudWatchLogsDeliveryError: 'AccessDenied' }),
    };
    const finding = await judged({}, details);
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/never delivered .* \(AccessDenied\)$/),
    });
  });

  test('no log group needs no status', async () => {
    const finding = await judged({ CloudWatchLogsLogGroupArn: null }, { status: gap('cloudtrail:GetTrailStatus') });
    expect(finding).toMatchObject({ verdict: 'FAIL', message: 'no log group is set' });
  });

  test('what cannot be seen', async () => {
    expect(await judged({}, { status: gap('cloudtrail:GetTrailStatus') })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    expect(await judged(foreign, last(null))).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'manual' } });
  });
});

describe('cloudtrail-trail-insights-enabled', () => {
  const insightSelectors = [{ InsightType: 'ApiErrorRateInsight', EventCategories: [] }];

  test('on, off, and not logging', async () => {
    expect(await only(trailInsightsEnabled, {}, { status: status(), insightSelectors })).toMatchObject({
      verdict: 'PASS',
    });
    expect(await only(trailInsightsEnabled, {}, { status: status(), insightSelectors: [] })).toMatchObject({
      verdict: 'FAIL',
    });
    const unread = gap('cloudtrail:GetInsightSelectors');
    expect(await only(trailInsightsEnabled, {}, { status: stopped(), insightSelectors: unread })).toMatchObject({
      verdict: 'NOT_APPLICABLE',
    });
    expect(await only(trailInsightsEnabled, {}, { status: status(), insightSelectors: unread })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
  });
});
