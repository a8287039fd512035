import { saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import { lastActiveDay, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { schedules } from '../scheduler/schedules.js';
import { archives } from './archives.js';
import { rules } from './rules.js';

const days = 90;

export const eventbridgeSystem = system({
  id: 'eventbridge',
  title: 'EventBridge',
  scope: 'regional',
  namespaces: ['events', 'scheduler'],
  needs: { rules: rules.with('use'), schedules: schedules.with('use'), archives: archives.with() },
  inventory(region, tables) {
    // Rules that AWS's own services made say nothing of what the owner wants.
    const own = tables.rules
      .in(region)
      .where(rule => rule.ManagedBy === null)
      .all();
    const timed = tables.schedules.in(region).all();
    const kept = tables.archives.in(region).all();
    const times = [...timed.map(one => one.CreationDate ?? ''), ...kept.map(one => one.CreationTime ?? '')].sort();
    return {
      count: own.length + timed.length + kept.length,
      noun: 'rules, schedules and archives',
      names: [...own, ...timed]
        .map(one => one.Name)
        .concat(kept.map(one => one.ArchiveName))
        .slice(0, 10),
      newest: times.at(-1) || null,
    };
  },
  use(region, tables) {
    const own = tables.rules.in(region).where(rule => rule.ManagedBy === null);
    const timed = tables.schedules.in(region);
    const invoking = own.where(rule => totalOf(rule.use.Invocations) > 0);
    const running = timed.where(one => totalOf(one.use.InvocationAttemptCount) > 0);
    const series = [
      ...invoking.seen().map(rule => rule.use.Invocations),
      ...running.seen().map(one => one.use.InvocationAttemptCount),
    ];
    const evidence = [
      saw('cloudwatch:GetMetricData', 'Invocations', { rules: invoking.seen().length, days }),
      saw('cloudwatch:GetMetricData', 'InvocationAttemptCount', { schedules: running.seen().length, days }),
    ];
    if (series.length > 0) {
      const last =
        series
          .map(one => lastActiveDay(one) ?? '')
          .sort()
          .at(-1) ?? null;
      const counted = [
        [invoking.seen().length, 'rule'],
        [running.seen().length, 'schedule'],
      ] as const;
      const callers = counted.filter(([count]) => count > 0).map(([count, noun]) => countOf(count, noun));
      const message = `${callers.join(' and ')} called what ${series.length === 1 ? 'it is' : 'they are'} for in the last ${days} days, last on ${last}`;
      return { grade: 'strong', message, last, window: days, evidence };
    }
    invoking.demandFullSight();
    running.demandFullSight();
    const count = own.all().length + timed.all().length;
    const message =
      count === 0
        ? 'there are no rules or schedules but those that AWS made itself'
        : `${count === 1 ? 'the one rule or schedule called nothing' : `none of ${count} rules and schedules called anything`} in the last ${days} days`;
    return { grade: 'none', message, last: null, window: days, evidence };
  },
});
