import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { gigabyte, type Release, saves } from '../../core/saving.js';
import { beyondFree, onDemandCost, priceRatios, provisionedCost } from './request-units.js';
import {
  bytesOf,
  capacityOf,
  isProvisioned,
  requestsAMonth,
  requestsOf,
  sawUse,
  storageOf,
  throughputOf,
  useFields,
  useOf,
} from './table-use.js';
import { tables } from './tables.js';
import { reach, round, tooYoung } from './window.js';

const asked = tables.with('use', 'indexUse');
type Row = RowOf<typeof asked>;

const defaults = {
  ...priceRatios,
  /** A gigabyte of Standard storage costs as much a month as this many read request units. */
  gigabyte_to_read: 2_000_000,
  /** Standard-IA beside Standard: storage and throughput. */
  ia_storage: 0.4,
  ia_throughput: 1.25,
  /** What costs nothing in a region, in Standard only; taken as if all of it were this table's. */
  free_gigabytes: 25,
  free_units: 25,
  throughput_share: 0.5,
  min_saving_share: 0.1,
  window_days: 30,
};
type Params = typeof defaults;

const infrequent = { TableClass: 'STANDARD_INFREQUENT_ACCESS' };

export const tableClassFitsAccess = check({
  id: 'dynamodb-table-class-fits-access',
  title: 'Large, quiet tables are in the Standard-IA class',
  why: 'Standard-IA stores for less than half the price and answers for a quarter more. A table that mostly stores is cheaper there.',
  fix: {
    command:
      'aws dynamodb update-table --table-name {TableName} --table-class STANDARD_INFREQUENT_ACCESS --region {region}',
    undo: 'aws dynamodb update-table --table-name {TableName} --table-class STANDARD --region {region}',
    note: 'It can be changed back, twice in 30 days at most. The comparison rests on ratios of list prices (the parameters of this rule). Reserved capacity and the free allowances do not count for Standard-IA: leave tables that reserved capacity covers where they are.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [
    'dynamodb:DescribeTable.TableClassSummary.TableClass',
    'dynamodb:DescribeTable.TableSizeBytes',
    'dynamodb:DescribeTable.CreationDateTime',
    ...useFields,
  ],
  on: asked,
  params: defaults,
  scope: 'the table is in Standard-IA already, inside the free storage, or about to be deleted',
  applies: (table, { free_gigabytes }) =>
    table.TableClass !== infrequent.TableClass &&
    table.TableStatus !== 'DELETING' &&
    bytesOf(table) > free_gigabytes * gigabyte,
  test(table, _also, { params, now }) {
    const window = reach(params.window_days);
    const young = tooYoung('dynamodb:DescribeTable', 'CreationDateTime', table.CreationDateTime, window, now);
    if (young) return young;
    const use = useOf(table, window);
    if (use.busiest === 0) return notApplicable(`not used for ${window} days at all`, ...sawUse(use));
    const { stored, throughput, standard, infrequentAccess } = costsOf(table, params, window);
    const size = `${round(bytesOf(table) / gigabyte)} GB`;
    const evidence = [
      saw('dynamodb:DescribeTable', 'TableClassSummary.TableClass', table.TableClass),
      saw('dynamodb:DescribeTable', 'TableSizeBytes', table.TableSizeBytes),
      ...sawUse(use),
    ];
    const quiet = stored > params.throughput_share * throughput;
    if (!quiet || standard - infrequentAccess <= params.min_saving_share * standard)
      return pass(`${size} stored, and busy enough for the Standard class`, ...evidence);
    const share = Math.round((infrequentAccess / standard) * 100);
    return {
      ...fail(
        `${size} stored and little used; Standard-IA would cost ${share} % of Standard at list prices`,
        ...evidence,
      ),
      saving: { ...saves(...exchangedBy(table, window)), estimated: true },
    };
  },
});

/** Storage and throughput in read request units, and the sum in either class. */
function costsOf(table: Row, params: Params, window: number) {
  const gigabytes = bytesOf(table) / gigabyte;
  const held = throughputOf(table);
  const requests = onDemandCost(requestsAMonth(table, window), params);
  const throughput = isProvisioned(table) ? provisionedCost(held, params) : requests;
  const paid = isProvisioned(table) ? provisionedCost(beyondFree(held, params.free_units), params) : requests;
  return {
    stored: gigabytes * params.gigabyte_to_read,
    throughput,
    standard: (gigabytes - params.free_gigabytes) * params.gigabyte_to_read + paid,
    infrequentAccess: gigabytes * params.gigabyte_to_read * params.ia_storage + throughput * params.ia_throughput,
  };
}

/** The units of both classes: those of Standard are freed, those of Standard-IA come instead. */
function exchangedBy(table: Row, window: number): Release[] {
  const requests = requestsAMonth(table, window);
  const of = (tableClass: { TableClass: string | null }): Release[] => [
    ...storageOf(tableClass, bytesOf(table)),
    ...(isProvisioned(table) ? capacityOf(tableClass, throughputOf(table)) : requestsOf(tableClass, requests)),
  ];
  return [...of(table), ...of(infrequent).map(one => ({ ...one, units: -one.units }))];
}
