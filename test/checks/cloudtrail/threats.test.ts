import { describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/checks/cloudtrail/callers.js';
import {
  enumerationCalls,
  modelAbuseCalls,
  privilegeEscalationCalls,
} from '../../../src/checks/cloudtrail/threat-calls.js';
import {
  noEnumerationDetected,
  noLlmJackingDetected,
  noPrivilegeEscalationDetected,
} from '../../../src/checks/cloudtrail/threats.js';
import { gap, judge, row, world } from '../../support/world.js';
import { caller } from '../../worlds/cloudtrail.js';

/** The principal that runs the audit of every test world. */
const auditor = 'arn:aws:sts::111122223333:assumed-role/auditor/stocktake';

const only = async (check: object, one: Caller, { params = {}, gaps = [] as ReturnType<typeof gap>[] } = {}) => {
  const [finding] = await judge(
    check,
    world({ 'cloudtrail.callers': { rows: [row(one, {}, 'global')], gaps } }),
    params,
  );
  return finding;
};

test('the lists hold each name once', () => {
  for (const [names, count] of [
    [enumerationCalls, 89],
    [modelAbuseCalls, 14],
    [privilegeEscalationCalls, 51],
  ] as const) {
    expect(new Set(names).size).toBe(count);
    expect(names).toHaveLength(count);
  }
});

describe.each([
  { check: noEnumerationDetected, calls: enumerationCalls, most: 26 },
  { check: noLlmJackingDetected, calls: modelAbuseCalls, most: 5 },
  { check: noPrivilegeEscalationDetected, calls: privilegeEscalationCalls, most: 10 },
])('$check.id', ({ check, calls, most }) => {
  test('more than the threshold, not as many', async () => {
    expect(await only(check, caller([...calls.slice(0, most), 'DescribeAlarms']))).toMatchObject({ verdict: 'PASS' });
    expect(await only(check, caller(calls.slice(0, most + 1)))).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining(`${most + 1} of the ${calls.length} calls`),
      resource: { id: 'arn:aws:iam::111122223333:user/deploy' },
    });
  });

  test('exactly the threshold passes', async () => {
    const threshold = (most + 1) / calls.length;
    expect(await only(check, caller(calls.slice(0, most + 1)), { params: { threshold } })).toMatchObject({
      verdict: 'PASS',
    });
  });

  test('calls before the window do not count', async () => {
    const many = caller(calls);
    expect(await only(check, many, { params: { window_minutes: 60 } })).toMatchObject({ verdict: 'FAIL' });
    expect(await only(check, many, { params: { window_minutes: 59 } })).toMatchObject({ verdict: 'PASS' });
  });

  test('a longer window than was collected proves guilt, not innocence', async () => {
    const params = { window_minutes: 2880 };
    expect(await only(check, caller(calls), { params })).toMatchObject({ verdict: 'FAIL' });
    expect(await only(check, caller([]), { params })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'not-collected' },
    });
  });

  test('events that were not read', async () => {
    const cut = { UnreadBefore: { 'us-east-1': '2026-11-22T06:00:00.000Z' } };
    expect(await only(check, caller([], cut))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'truncated' },
    });
    expect(await only(check, caller(calls, cut))).toMatchObject({ verdict: 'FAIL' });
    expect(await only(check, caller([], cut), { params: { window_minutes: 179 } })).toMatchObject({ verdict: 'PASS' });
    expect(await only(check, caller([], cut), { params: { window_minutes: 180 } })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
  });

  test('a region that could not be read', async () => {
    const gaps = [gap('cloudtrail:LookupEvents', { region: 'us-east-1', resource: 'us-east-1' })];
    expect(await only(check, caller([]), { gaps })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    expect(await only(check, caller(calls), { gaps })).toMatchObject({ verdict: 'FAIL' });
  });

  test('the audit itself is named', async () => {
    const finding = await only(check, caller(calls, { Arn: auditor }));
    expect(finding).toMatchObject({ verdict: 'FAIL', message: expect.stringContaining('runs the audit') });
  });

  test('nobody called', async () => {
    expect(await judge(check, world({ 'cloudtrail.callers': [] }))).toMatchObject([{ verdict: 'NOT_APPLICABLE' }]);
  });
});
