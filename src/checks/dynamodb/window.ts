import { notApplicable, saw, type Verdict } from '../../core/check.js';
import { metricCall } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import { lastActiveDay, type MetricSeries } from '../../core/metrics.js';
import { type Disuse, hoursAMonth } from '../../core/saving.js';
import type { Evidence } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';

/** How far back days are kept, so that the last use is told. */
export const daysKept = 90;

const daysAMonth = hoursAMonth / 24;

/** The verdict about what is younger than the days that a rule looks back; undefined where it is old enough. */
export function tooYoung(api: string, field: string, created: string | null, window: number, now: Date) {
  if (created === null) cannotTell('unexpected-answer', api, `${api} told no ${field}, so its age is not known`);
  const age = daysBetween(created, now);
  if (age >= window) return undefined;
  return notApplicable(`too young to judge (${Math.max(0, age)} of ${window} days)`, saw(api, field, created));
}

/** Days that a rule may look back: no further than the facts reach. */
export const reach = (days: number, kept = daysKept): number => Math.min(days, kept);

/** What CloudWatch told of one metric, as evidence. */
export const sawMetric = (MetricName: string, value: unknown, expected?: unknown): Evidence =>
  saw(metricCall.id, MetricName, value, expected);

/** The last day on which any of these was above zero. */
export const lastDayOf = (series: readonly MetricSeries[]): string | null =>
  series
    .map(one => lastActiveDay(one))
    .filter(day => day !== null)
    .sort()
    .at(-1) ?? null;

/** When it was last used, in words. */
export const sayLast = (last: string | null): string =>
  last === null ? `not once in ${daysKept} days` : `last on ${last}`;

/** The verdict about what a request metric shows to be unused. */
export const idle = (verdict: Verdict, window: number, last: string | null, saving: Verdict['saving']): Verdict => {
  const disuse: Disuse = { grade: 'strong', window, last, evidence: verdict.evidence };
  return { ...verdict, disuse, ...(saving ? { saving } : {}) };
};

/** The units of the last whole days before today, scaled to a month. */
export function aMonthOf({ Values, Period }: MetricSeries, days: number): number {
  const perDay = 86_400 / Period;
  const whole = Values.slice(0, Values.length - perDay).slice(-days * perDay);
  return (whole.reduce<number>((sum, one) => sum + (one ?? 0), 0) / days) * daysAMonth;
}

/** A number as people read it: no more than two digits after the point. */
export const round = (value: number): number => Math.round(value * 100) / 100;
