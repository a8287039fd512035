import { describe, expect, it } from 'vitest';
import { archives } from '../../../src/checks/eventbridge/archives.js';
import { rules } from '../../../src/checks/eventbridge/rules.js';
import { eventbridgeSystem } from '../../../src/checks/eventbridge/system.js';
import { schedules } from '../../../src/checks/scheduler/schedules.js';
import type { StoredRow } from '../../../src/core/world.js';
import { look } from '../../support/systems.js';
import { gap, row } from '../../support/world.js';
import { archiveRow, ruleRow, scheduleRow } from './rows.js';

const see = (
  own: StoredRow[],
  timed: StoredRow[] = [],
  kept: StoredRow[] = [],
  gaps = [] as ReturnType<typeof gap>[],
) =>
  look(eventbridgeSystem, 'eu-north-1', {
    rules: [rules, { rows: own, gaps }],
    schedules: [schedules, { rows: timed, gaps: [] }],
    archives: [archives, { rows: kept, gaps: [] }],
  });
const managed = ruleRow('AutoScalingManagedRule', { ManagedBy: 'autoscaling.amazonaws.com' });

describe('the use of EventBridge', () => {
  it('is shown by a rule or a schedule that called something', () => {
    expect(see([ruleRow('to-mail', {}, { 2: 7 })]).use).toMatchObject({ grade: 'strong', last: '2026-11-20' });
    expect(see([], [scheduleRow('nightly')])).toMatchObject({
      use: { grade: 'strong', last: '2026-11-22' },
      inventory: { count: 1, names: ['nightly'], newest: '2026-02-01T00:00:00.000Z' },
    });
  });

  it('is none where only rules of AWS itself ran', () => {
    expect(see([managed])).toMatchObject({
      use: { grade: 'none', message: 'there are no rules or schedules but those that AWS made itself' },
      inventory: { count: 0, newest: null },
    });
    const idle = see([ruleRow('idle', {}, {}), managed], [scheduleRow('idle', 0)], [archiveRow('orders')]);
    expect(idle.use.message).toBe('none of 2 rules and schedules called anything in the last 90 days');
    expect(idle.inventory).toMatchObject({ count: 3, names: ['idle', 'idle', 'orders'] });
  });

  it('is never none where something was hidden', () => {
    expect(() => see([], [], [], [gap('events:ListRules')])).toThrow('denied');
    const hidden = row(scheduleRow('nightly').item, { use: gap('cloudwatch:GetMetricData') });
    expect(() => see([], [hidden])).toThrow('denied');
    expect(see([ruleRow('to-mail')], [hidden]).use.grade).toBe('strong');
  });
});
