import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { type Release, saves } from '../../core/saving.js';
import { type Demand, demandsOf, neededUnits, settingsOf } from './demand.js';
import { beyondFree, onDemandCost, priceRatios, provisionedCost } from './request-units.js';
import { hourlyDaysKept } from './table-metrics.js';
import {
  capacityOf,
  isProvisioned,
  isReplica,
  requestsAMonth,
  requestsOf,
  sawUse,
  useFields,
  useOf,
} from './table-use.js';
import { type Throughput, tables } from './tables.js';
import { reach, tooYoung } from './window.js';

const asked = tables.with('use', 'indexUse', 'demand');
type Row = RowOf<typeof asked>;

const defaults = {
  ...priceRatios,
  /** Units of each kind that cost nothing in a region; taken as if all of them were this table's. */
  free_units: 25,
  /** How far provisioned capacity is filled that follows each hour. */
  target_utilisation: 0.7,
  /** How far it may be filled where it is fixed: what is beyond that is for dynamodb-provisioned-capacity-fits-demand. */
  fitted_utilisation: 0.5,
  /** Read request units a month: about 5 USD at the list price of October 2026. */
  min_saving_units: 40_000_000,
  min_saving_share: 0.2,
  window_days: 30,
};
type Params = typeof defaults;

const mode = ['dynamodb:DescribeTable', 'BillingModeSummary.BillingMode'] as const;

export const capacityModeFitsTraffic = check({
  id: 'dynamodb-capacity-mode-fits-traffic',
  title: 'The capacity mode is the cheaper one for the traffic',
  why: 'Requests are cheaper where traffic comes and goes, hours where it is steady: below about 29% of steady use, going on demand costs less. AWS halved the price of requests in November 2024, so what was right before may not be any more.',
  fix: {
    byHand: 'Change the capacity mode of the table, in its additional settings.',
    note: 'It can be changed back; AWS limits how often in a day. The comparison rests on ratios of list prices (the parameters of this rule) and on hourly means. Where reserved capacity covers the table, going on demand saves nothing before its term ends.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [mode.join('.'), 'dynamodb:DescribeTable.CreationDateTime', ...useFields],
  on: asked,
  params: defaults,
  scope: 'the table is a replica of a global table, or about to be deleted',
  applies: table => !isReplica(table) && table.TableStatus !== 'DELETING',
  test(table, _also, { params, now }) {
    const window = reach(params.window_days, hourlyDaysKept);
    const young = tooYoung('dynamodb:DescribeTable', 'CreationDateTime', table.CreationDateTime, window, now);
    if (young) return young;
    const use = useOf(table, window);
    if (use.busiest === 0) return notApplicable(`not used for ${window} days at all`, ...sawUse(use));
    const { current, other } = compare(table, params, window);
    const saved = current.cost - other.cost;
    const dearer = saved >= params.min_saving_units && saved >= params.min_saving_share * current.cost;
    const seen = [saw(...mode, table.BillingMode), ...sawUse(use)];
    const is = isProvisioned(table) ? 'provisioned' : 'on demand';
    if (!dearer) return pass(`${is}, and the other mode would not be much cheaper`, ...seen);
    const would = isProvisioned(table) ? 'on demand' : 'provisioned, following each hour,';
    const share = Math.round((other.cost / current.cost) * 100);
    const instead = other.releases.map(one => ({ ...one, units: -one.units }));
    return {
      ...fail(`${is}; ${would} it would cost ${share} % of that at list prices`, ...seen),
      saving: { ...saves(...current.releases, ...instead), estimated: true },
    };
  },
});

interface Mode {
  /** In read request units a month. */
  cost: number;
  releases: Release[];
}

/** The mode that the table is in, and the other one. */
function compare(table: Row, params: Params, window: number): { current: Mode; other: Mode } {
  const requests = requestsAMonth(table, window);
  const onDemand = { cost: onDemandCost(requests, params), releases: requestsOf(table, requests) };
  if (isProvisioned(table)) {
    const settings = settingsOf(table, window);
    const held = sumOf(settings.map(one => ({ ...one, units: neededUnits(one, params.fitted_utilisation) })));
    const cost = provisionedCost(beyondFree(held, params.free_units), params);
    return { current: { cost, releases: capacityOf(table, held) }, other: onDemand };
  }
  const needed = sumOf(demandsOf(table, window).map(one => ({ ...one, units: unitsFollowing(one, params) })));
  return {
    current: onDemand,
    other: { cost: provisionedCost(needed, params), releases: capacityOf(table, needed) },
  };
}

function sumOf(parts: readonly (Demand & { units: number })[]): Throughput {
  const of = (kind: Demand['kind']): number =>
    parts.reduce((sum, one) => (one.kind === kind ? sum + one.units : sum), 0);
  return { ReadCapacityUnits: of('Read'), WriteCapacityUnits: of('Write') };
}

/** Units on average, if they followed each hour; never less than one. */
const unitsFollowing = ({ consumed }: Demand, { target_utilisation }: Params): number =>
  consumed.Values.reduce<number>((sum, units) => sum + Math.max(1, (units ?? 0) / 3600 / target_utilisation), 0) /
  Math.max(1, consumed.Values.length);
