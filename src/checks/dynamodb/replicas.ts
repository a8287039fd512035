import { check, fail, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { literalWord } from '../../core/fix.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { gigabyte, hoursAMonth, type Release, saves } from '../../core/saving.js';
import { bytesOf, isProvisioned, isReplica, requestsAMonth, storageOf, throughputOf } from './table-use.js';
import { tables } from './tables.js';
import { idle, lastDayOf, reach, sawMetric, sayLast, tooYoung } from './window.js';

const asked = tables.with('requests', 'use', 'indexUse', 'continuousBackups');

const note =
  'A replica is also what survives the loss of a region: name it in `recovery_regions` if that is what it is for. Keep one copy until the data is exported where no region is used. Adding it again costs a restore and the transfer.';

export const replicaInUse = check({
  id: 'dynamodb-global-replica-in-use',
  title: 'Each replica of a global table serves its own region',
  why: 'Each write to a global table is paid again for each replica, and so is the storage. A region where nobody asks it anything pays for a copy alone.',
  fix: {
    byHand: 'Remove the replica, from another region of the table.',
    note,
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'from a backup', order: 5 },
  fields: [
    'dynamodb:DescribeTable.CreationDateTime',
    'dynamodb:DescribeTable.Replicas',
    'cloudwatch:GetMetricData.SuccessfulRequestLatency',
  ],
  on: asked,
  params: { recovery_regions: [] as string[], window_days: 30 },
  scope: 'the table is in one region only, about to be deleted, or there for recovery',
  applies: (table, { recovery_regions }) =>
    isReplica(table) && table.TableStatus !== 'DELETING' && !recovery_regions.includes(table.region),
  test(table, _also, { params, now }) {
    const window = reach(params.window_days);
    const young = tooYoung('dynamodb:DescribeTable', 'CreationDateTime', table.CreationDateTime, window, now);
    if (young) return young;
    const counts = Object.entries(table.requests)
      .map(([operation, series]): [string, number] => [operation, totalOf(lastDays(series, window))])
      .filter(([, count]) => count > 0);
    const seen = sawMetric('SuccessfulRequestLatency', Object.fromEntries(counts), 'a request');
    const replicas = saw('dynamodb:DescribeTable', 'Replicas', table.Replicas);
    if (counts.length > 0) {
      const said = counts.map(([operation, count]) => `${operation} ${count}`).join(', ');
      return pass(`asked here in ${window} days: ${said}`, seen, replicas);
    }
    const last = lastDayOf(Object.values(table.requests));
    const verdict = idle(
      fail(`no request in ${table.region} for ${window} days; ${sayLast(last)}`, seen, replicas),
      window,
      last,
      saves(...paidFor(table, window)),
    );
    return { ...verdict, fix: { command: removalOf(table), note } };
  },
});

/** A replica is removed from one of the other regions. */
function removalOf({ region, Replicas }: RowOf<typeof asked>): string {
  const update = literalWord(JSON.stringify([{ Delete: { RegionName: region } }]));
  const from = literalWord(Replicas[0]?.RegionName ?? '');
  return `aws dynamodb update-table --table-name {TableName} --replica-updates ${update} --region ${from}`;
}

/** What the copy costs: the writes that reach it, its capacity, its storage and its recovery history. */
function paidFor(table: RowOf<typeof asked>, days: number): Release[] {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughputOf(table);
  const { writes } = requestsAMonth(table, days);
  const history = table.continuousBackups.PointInTimeRecoveryStatus === 'ENABLED' && writes > 0;
  const paid = isProvisioned(table)
    ? [
        { price: 'dynamodb/ReplWriteCapacityUnit-Hrs', units: WriteCapacityUnits * hoursAMonth },
        { price: 'dynamodb/ReadCapacityUnit-Hrs', units: ReadCapacityUnits * hoursAMonth },
      ]
    : [{ price: 'dynamodb/ReplWriteRequestUnits', units: writes }];
  return [
    ...paid.filter(one => one.units > 0),
    ...storageOf(table, bytesOf(table)),
    // Of a copy that nothing is written to, the recovery history is a finding of its own.
    ...(history ? [{ price: 'dynamodb/TimedPITRStorage-ByteHrs', units: table.TableSizeBytes / gigabyte }] : []),
  ];
}
