import { describe, expect, test } from 'vitest';
import {
  globalServiceEventsLogged,
  managementEventsLogged,
  regionTrailLogging,
} from '../../../src/checks/cloudtrail/coverage.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { advanced, basic, status, stopped, trail } from '../../worlds/cloudtrail.js';

const north = trail({ Name: 'north', IsMultiRegionTrail: false });
const here = (trails: StoredRow[], gaps = [] as ReturnType<typeof gap>[]) =>
  world({
    'account.accounts': [row({ AccountId: '111122223333' }, {}, 'global')],
    'account.regions': [row({ RegionName: 'eu-north-1' }), row({ RegionName: 'us-east-1' }, {}, 'us-east-1')],
    'cloudtrail.trails': { rows: trails, gaps },
  });
const running = (of = trail(), eventSelectors: unknown = basic()) =>
  row(of, { status: status(), eventSelectors }, of.HomeRegion);
const still = (of = trail()) => row(of, { status: stopped(), eventSelectors: basic() }, of.HomeRegion);
const unknown = (of = trail()) =>
  row(of, { status: gap('cloudtrail:GetTrailStatus'), eventSelectors: basic() }, of.HomeRegion);
const verdicts = async (check: object, of: ReturnType<typeof here>) => (await judge(check, of)).map(one => one.verdict);
const denied = gap('cloudtrail:DescribeTrails', { region: 'us-east-1' });

describe('cloudtrail-region-trail-logging', () => {
  test('a running multi-region trail covers every region', async () => {
    expect(await verdicts(regionTrailLogging, here([running()]))).toEqual(['PASS', 'PASS']);
  });

  test('a trail of one region covers that region alone', async () => {
    const [first, second] = await judge(regionTrailLogging, here([running(north)]));
    expect(first).toMatchObject({ verdict: 'PASS', resource: { id: 'eu-north-1' } });
    expect(second).toMatchObject({ verdict: 'FAIL', message: 'no trail covers us-east-1' });
  });

  test('a stopped trail covers nothing, and the fix starts it', async () => {
    const [first] = await judge(regionTrailLogging, here([still()]));
    expect(first).toMatchObject({
      verdict: 'FAIL',
      message: 'eu-north-1 is covered by trail main, but logging is off since 2026-05-02',
      fix: { command: `aws cloudtrail start-logging --name ${trail().TrailARN} --region eu-north-1` },
    });
  });

  test('a stopped organization trail of another account cannot be started from here', async () => {
    const TrailARN = 'arn:aws:cloudtrail:eu-north-1:999988887777:trail/organization';
    const [first] = await judge(regionTrailLogging, here([still(trail({ TrailARN }))]));
    expect(first?.fix?.command).toBeUndefined();
    expect(first?.fix?.byHand).toContain('Create a multi-region trail');
  });

  test('where a region could not be asked, a multi-region trail may be at home there', async () => {
    expect(await verdicts(regionTrailLogging, here([running(north)], [denied]))).toEqual(['PASS', 'NOT_AVAILABLE']);
    expect(await verdicts(regionTrailLogging, here([running()], [denied]))).toEqual(['PASS', 'PASS']);
  });

  test('a status that could not be read matters where the trail covers', async () => {
    expect(await verdicts(regionTrailLogging, here([unknown(north)]))).toEqual(['NOT_AVAILABLE', 'FAIL']);
    expect(await verdicts(regionTrailLogging, here([unknown(), running(north)]))).toEqual(['PASS', 'NOT_AVAILABLE']);
  });

  test('regions that were never listed are not available', async () => {
    expect(await verdicts(regionTrailLogging, world({ 'cloudtrail.trails': [running()] }))).toEqual(['NOT_AVAILABLE']);
  });
});

describe('cloudtrail-multi-region-trail-logs-management-events', () => {
  test('reads and writes of every region', async () => {
    expect(await verdicts(managementEventsLogged, here([running()]))).toEqual(['PASS', 'PASS']);
    const without = advanced({ eventCategory: { Equals: ['Management'] } });
    expect(await verdicts(managementEventsLogged, here([running(trail(), without)]))).toEqual(['PASS', 'PASS']);
  });

  test('reads alone are not enough, and the message says what is missing', async () => {
    const [first] = await judge(managementEventsLogged, here([running(trail(), basic({ ReadWriteType: 'ReadOnly' }))]));
    expect(first).toMatchObject({
      verdict: 'FAIL',
      message: 'trail main does not record all write management events',
    });
    expect(first?.fix?.command).toContain(trail().TrailARN);
  });

  test('halves of two trails do not make one', async () => {
    const reads = running(trail({ Name: 'reads' }), basic({ ReadWriteType: 'ReadOnly' }));
    const writes = running(trail({ Name: 'writes' }), basic({ ReadWriteType: 'WriteOnly' }));
    expect(await verdicts(managementEventsLogged, here([reads, writes]))).toEqual(['FAIL', 'FAIL']);
  });

  test('a stopped trail records nothing', async () => {
    const [first] = await judge(managementEventsLogged, here([still()]));
    expect(first?.message).toContain('logging is off');
  });

  test('an organization trail may refuse its selectors to a member', async () => {
    const refused = running(trail(), gap('cloudtrail:GetEventSelectors'));
    expect(await verdicts(managementEventsLogged, here([refused]))).toEqual(['NOT_AVAILABLE', 'NOT_AVAILABLE']);
  });
});

describe('cloudtrail-global-service-events-logged', () => {
  const only = async (trails: StoredRow[], gaps = [] as ReturnType<typeof gap>[]) => {
    const [finding] = await judge(globalServiceEventsLogged, here(trails, gaps));
    return finding;
  };

  test('one running multi-region trail with global service events', async () => {
    expect(await only([still(trail({ Name: 'old' })), running()], [denied])).toMatchObject({ verdict: 'PASS' });
  });

  test('what fails it', async () => {
    expect(await only([])).toMatchObject({ verdict: 'FAIL', message: 'the account has no trail' });
    expect(await only([running(trail({ IncludeGlobalServiceEvents: false }))])).toMatchObject({
      verdict: 'FAIL',
      message: 'no multi-region trail includes global service events: trail main',
    });
    expect(await only([running(north)])).toMatchObject({ verdict: 'FAIL' });
    expect(await only([still()])).toMatchObject({
      verdict: 'FAIL',
      message: 'not logging: trail main',
      fix: { command: expect.stringContaining('start-logging') },
    });
  });

  test('what could not be seen', async () => {
    expect(await only([still()], [denied])).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    expect(await only([unknown()])).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});
