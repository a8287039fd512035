import { saw } from '../../core/check.js';
import { someOf } from '../../core/counts.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { sayBytes } from '../logs/amounts.js';
import { logGroups } from '../logs/log-groups.js';
import { alarms } from './alarms.js';

const window = 30;
const mostNamed = 10;

/** CloudWatch with its logs, as the ledger sees it. */
export const cloudwatch = system({
  id: 'cloudwatch',
  title: 'CloudWatch and CloudWatch Logs',
  scope: 'regional',
  namespaces: ['cloudwatch', 'logs'],
  needs: { groups: logGroups.with('use'), alarms: alarms.with() },
  inventory(region, tables) {
    const groups = [...tables.groups.in(region).all()].sort((a, b) => b.storedBytes - a.storedBytes);
    const watching = tables.alarms.in(region).all();
    const newest =
      groups
        .map(group => group.creationTime)
        .sort()
        .at(-1) ?? null;
    const names = [...groups.map(group => group.logGroupName), ...watching.map(alarm => alarm.AlarmName)];
    return {
      count: names.length,
      noun: 'log groups and alarms',
      names: names.slice(0, mostNamed),
      newest,
    };
  },
  use(region, tables) {
    const groups = tables.groups.in(region);
    const written = groups.where(group => totalOf(lastDays(group.use.IncomingBytes, window)) > 0);
    if (written.some()) {
      const seen = written.seen().map(group => lastDays(group.use.IncomingBytes, window));
      const bytes = seen.reduce((sum, series) => sum + totalOf(series), 0);
      return {
        grade: 'strong',
        message: `${someOf(seen.length, groups.seen().length, 'log group')} took in ${sayBytes(bytes)} in ${window} days, which does not show that anybody reads them`,
        last:
          seen
            .map(series => lastActiveDay(series) ?? '')
            .sort()
            .at(-1) || null,
        window,
        evidence: [saw('cloudwatch:GetMetricData', 'IncomingBytes', bytes)],
      };
    }
    const working = tables.alarms
      .in(region)
      .where(
        alarm => alarm.ActionsEnabled && alarm.AlarmActions.length > 0 && alarm.StateValue !== 'INSUFFICIENT_DATA',
      );
    if (working.some()) {
      const count = working.seen().length;
      return {
        grade: 'medium',
        message: `no log group took in anything in ${window} days, but alarms with an action watch live metrics: ${count}`,
        last: null,
        window,
        evidence: [saw('cloudwatch:DescribeAlarms', 'StateValue', count)],
      };
    }
    return {
      grade: 'none',
      message: `no log group took in anything in ${window} days, and no alarm with an action watches a live metric`,
      last: null,
      window,
      evidence: [saw('cloudwatch:GetMetricData', 'IncomingBytes', 0)],
    };
  },
});
