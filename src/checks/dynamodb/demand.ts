import { lastDays, meanOf, type MetricSeries, peakOf, totalOf } from '../../core/metrics.js';
import { seriesOf } from './table-use.js';
import type { Index, StoredTable, TableDetails, Throughput } from './tables.js';

type Demanded = Pick<StoredTable, 'GlobalSecondaryIndexes' | 'ProvisionedThroughput'> & Pick<TableDetails, 'demand'>;

/** Reads or writes of a table or of one of its indexes, hour by hour. */
export interface Demand {
  kind: 'Read' | 'Write';
  index: string | undefined;
  consumed: MetricSeries;
}

/** Provisioned capacity, and the most that was used of it. */
export interface Setting extends Demand {
  /** Units: what they were on average, or what they are now, whichever is less. */
  units: number;
  /** The highest hourly mean, in units. */
  peak: number;
  /** The highest share of the units that were there in that hour. */
  share: number;
  /** Requests refused because the units were used up. */
  throttled: number;
}

const kinds = ['Read', 'Write'] as const;

const indexesOf = ({ GlobalSecondaryIndexes }: Demanded): (Index | undefined)[] => [
  undefined,
  ...GlobalSecondaryIndexes,
];

/** Reads and writes of the table and each of its indexes, in the last days. */
export const demandsOf = (table: Demanded, days: number): Demand[] =>
  indexesOf(table).flatMap(index =>
    kinds.map(kind => ({
      kind,
      index: index?.IndexName,
      consumed: lastDays(seriesOf(table.demand, `Consumed${kind}CapacityUnits`, index?.IndexName), days),
    })),
  );

/** What is provisioned for the table and each of its indexes, beside what was used of it in the last days. */
export const settingsOf = (table: Demanded, days: number): Setting[] =>
  indexesOf(table).flatMap(index =>
    kinds.map(kind => settingOf(table, kind, (index ?? table).ProvisionedThroughput, index?.IndexName, days)),
  );

function settingOf(
  { demand }: Demanded,
  kind: Demand['kind'],
  now: Throughput,
  index: string | undefined,
  days: number,
): Setting {
  const of = (metric: string): MetricSeries => lastDays(seriesOf(demand, metric, index), days);
  const consumed = of(`Consumed${kind}CapacityUnits`);
  const provisioned = of(`Provisioned${kind}CapacityUnits`);
  const set = now[`${kind}CapacityUnits`];
  const shares = consumed.Values.map((units, hour) => (units ?? 0) / 3600 / (provisioned.Values[hour] || set || 1));
  return {
    kind,
    index,
    consumed,
    // What was lowered yesterday is not too high any more; what scales is paid as it was on average.
    units: Math.min(set, meanOf(provisioned) ?? set),
    peak: peakOf(consumed) / 3600,
    share: Math.max(0, ...shares),
    throttled: totalOf(of(`${kind}ThrottleEvents`)),
  };
}

/** Units that the highest hour needs; no table goes below one, and what short bursts use up stays as it is. */
export const neededUnits = ({ units, peak, throttled }: Setting, utilisation: number): number =>
  throttled > 0 ? units : Math.min(units, Math.max(1, Math.ceil(peak / utilisation)));
