import { check, fail, notApplicable, pass } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { neededUnits, type Setting, settingsOf } from './demand.js';
import { hourlyDaysKept } from './table-metrics.js';
import { capacityOf, isProvisioned, isReplica, seriesOf, useOf } from './table-use.js';
import { type Throughput, tables } from './tables.js';
import { reach, round, sawMetric, tooYoung } from './window.js';

/** The days after which a table or an index without use is a finding of its own. */
const idleDays = 30;

export const capacityFitsDemand = check({
  id: 'dynamodb-provisioned-capacity-fits-demand',
  title: 'Provisioned capacity follows what is used',
  why: 'Provisioned units are paid by the hour, used or not. A table that was sized for a launch and never looked at again often pays for many times what it needs.',
  fix: {
    byHand: 'Lower the provisioned units of the table or the index, or let them scale by themselves.',
    note: 'It can be raised again at once, and lowered at least four times a day. Hourly means hide bursts of seconds: keep a margin. Reserved capacity is paid to the end of its term all the same.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [
    'dynamodb:DescribeTable.CreationDateTime',
    ...['Read', 'Write'].flatMap(kind => [
      `cloudwatch:GetMetricData.Consumed${kind}CapacityUnits`,
      `cloudwatch:GetMetricData.Provisioned${kind}CapacityUnits`,
      `cloudwatch:GetMetricData.${kind}ThrottleEvents`,
    ]),
  ],
  on: tables.with('use', 'indexUse', 'demand'),
  params: { target_utilisation: 0.5, window_days: 14 },
  scope: 'the table is on demand, a replica of a global table, or about to be deleted',
  applies: table => isProvisioned(table) && !isReplica(table) && table.TableStatus !== 'DELETING',
  test(table, _also, { params, now }) {
    const window = reach(params.window_days, hourlyDaysKept);
    const young = tooYoung('dynamodb:DescribeTable', 'CreationDateTime', table.CreationDateTime, window, now);
    if (young) return young;
    if (useOf(table, idleDays).busiest === 0) {
      const none = sawMetric('ConsumedReadCapacityUnits', 0);
      return notApplicable(`not used for ${idleDays} days at all`, none, sawMetric('ConsumedWriteCapacityUnits', 0));
    }
    const settings = settingsOf(table, window).filter(
      // An index that nobody queries is a finding of its own.
      ({ index }) =>
        index === undefined ||
        totalOf(lastDays(seriesOf(table.indexUse, 'ConsumedReadCapacityUnits', index), idleDays)) > 0,
    );
    const surplus = settings.filter(
      one => one.share < params.target_utilisation && one.units - neededUnits(one, params.target_utilisation) >= 1,
    );
    if (surplus.length === 0) {
      const share = Math.round(Math.max(...settings.map(one => one.share)) * 100);
      const throttled = settings.filter(one => one.throttled > 0);
      const bursts = throttled.length > 0 ? ', and short bursts use it up' : '';
      return pass(
        `used up to ${share} % within ${window} days${bursts}`,
        ...settings.map(sawPeak),
        ...throttled.map(sawThrottled),
      );
    }
    const said = surplus.map(one => `${nameOf(one)}: ${round(one.units)} units, at most ${round(one.peak)} used`);
    const seen = surplus.flatMap(one => [sawProvisioned(one), sawPeak(one)]);
    const freed = surplus.flatMap(one => capacityOf(table, surplusOf(one, params.target_utilisation)));
    return { ...fail(`${said.join('; ')}, within ${window} days`, ...seen), saving: saves(...freed) };
  },
});

/** Units beyond those that the highest hour needs. */
function surplusOf(setting: Setting, utilisation: number): Throughput {
  const units = setting.units - neededUnits(setting, utilisation);
  return setting.kind === 'Read'
    ? { ReadCapacityUnits: units, WriteCapacityUnits: 0 }
    : { ReadCapacityUnits: 0, WriteCapacityUnits: units };
}

const nameOf = ({ kind, index }: Setting): string =>
  `${kind === 'Read' ? 'reads' : 'writes'}${index === undefined ? '' : ` of index ${index}`}`;
const sawPeak = (one: Setting) => sawMetric(`Consumed${one.kind}CapacityUnits`, { [nameOf(one)]: round(one.peak) });
const sawProvisioned = (one: Setting) =>
  sawMetric(`Provisioned${one.kind}CapacityUnits`, { [nameOf(one)]: round(one.units) });
const sawThrottled = (one: Setting) => sawMetric(`${one.kind}ThrottleEvents`, { [nameOf(one)]: one.throttled });
