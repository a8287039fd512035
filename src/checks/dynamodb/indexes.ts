import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { literalWord } from '../../core/fix.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { aMonthOf, idle, reach, round, sawMetric, sayLast, tooYoung } from './window.js';
import { capacityOf, isProvisioned, requestsOf, seriesOf, storageOf, useOf } from './table-use.js';
import { type Index, tables } from './tables.js';

const described = 'dynamodb:DescribeTable';
const asked = tables.with('use', 'indexUse', 'indexBuilds');
const elsewhere = tables.with('indexUse');
type Row = RowOf<typeof asked>;
type Others = Table<RowOf<typeof elsewhere>>;

const again =
  'Search the code for the name of the index (IndexName) first. It can be built again; that costs the writes of all its items, and time. A report that runs once a quarter does not show in this window.';
const deletionOf = (IndexName: string): string =>
  `aws dynamodb update-table --table-name {TableName} --global-secondary-index-updates ${literalWord(JSON.stringify([{ Delete: { IndexName } }]))} --region {region}`;

export const indexInUse = check({
  id: 'dynamodb-gsi-in-use',
  title: 'Global secondary indexes are queried',
  why: 'An index is a second copy of the data: each write is paid again for it, and so is its storage. An index that nobody queries is paid for nothing.',
  fix: {
    byHand: 'Delete the index that nobody queries.',
    note: again,
  },
  cleanUp: { does: 'delete', risk: 'medium', undo: 'from a backup', order: 3 },
  fields: [
    `${described}.GlobalSecondaryIndexes[].IndexStatus`,
    `${described}.CreationDateTime`,
    'cloudwatch:GetMetricData.ConsumedReadCapacityUnits',
    'cloudwatch:GetMetricData.ConsumedWriteCapacityUnits',
    'cloudwatch:GetMetricData.OnlineIndexPercentageProgress',
  ],
  on: asked,
  also: { elsewhere },
  params: { window_days: 30 },
  scope: 'the table has no global secondary index, or is about to be deleted',
  applies: table => table.GlobalSecondaryIndexes.length > 0 && table.TableStatus !== 'DELETING',
  test: (table, also, { params, now }) =>
    table.GlobalSecondaryIndexes.map(index => ({
      ...judge(table, index, also.elsewhere, reach(params.window_days), now),
      part: index.IndexName,
    })),
});

function judge(table: Row, index: Index, others: Others, window: number, now: Date): Verdict {
  if (index.IndexStatus !== 'ACTIVE') {
    const seen = saw(described, 'GlobalSecondaryIndexes[].IndexStatus', index.IndexStatus);
    return notApplicable(`the index is ${index.IndexStatus}`, seen);
  }
  const young = tooYoung(described, 'CreationDateTime', table.CreationDateTime, window, now);
  if (young) return young;
  const series = seriesOf(table.indexUse, 'ConsumedReadCapacityUnits', index.IndexName);
  const reads = totalOf(lastDays(series, window));
  const seen = sawMetric('ConsumedReadCapacityUnits', reads, 'more than 0');
  if (reads > 0) return pass(`${round(reads)} read units in ${window} days`, seen);
  return newlyBuilt(table, index, window, now) ?? wholeTableIdle(table, window) ?? unread(table, index, others, window);
}

/** DescribeTable does not tell when an index was made; while it is built, CloudWatch tells its progress. */
function newlyBuilt(table: Row, { IndexName }: Index, window: number, now: Date): Verdict | undefined {
  const built = lastActiveDay(seriesOf(table.indexBuilds, IndexName));
  if (built === null) return undefined;
  const age = Math.floor((now.getTime() - Date.parse(built)) / 86_400_000);
  if (age >= window) return undefined;
  return notApplicable(
    `too young to judge (${age} of ${window} days)`,
    sawMetric('OnlineIndexPercentageProgress', built),
  );
}

/** What nobody uses at all is one finding, of the table. */
function wholeTableIdle(table: Row, window: number): Verdict | undefined {
  const use = useOf(table, window);
  if (use.busiest > 0) return undefined;
  return notApplicable(
    `the whole table was not used for ${window} days`,
    sawMetric('ConsumedReadCapacityUnits', 0),
    sawMetric('ConsumedWriteCapacityUnits', 0),
  );
}

function unread(table: Row, index: Index, others: Others, window: number): Verdict {
  const { IndexName } = index;
  // All replicas of a global table have the same indexes: one that is queried anywhere is needed everywhere.
  for (const { RegionName } of table.Replicas) {
    const queried = others
      .in(RegionName)
      .at('TableName', table.TableName)
      .some(other => totalOf(lastDays(seriesOf(other.indexUse, 'ConsumedReadCapacityUnits', IndexName), window)) > 0);
    if (queried)
      return pass(`queried in ${RegionName}`, sawMetric('ConsumedReadCapacityUnits', { [RegionName]: 'more than 0' }));
  }
  const reads = seriesOf(table.indexUse, 'ConsumedReadCapacityUnits', IndexName);
  const writes = seriesOf(table.indexUse, 'ConsumedWriteCapacityUnits', IndexName);
  const written = totalOf(lastDays(writes, window));
  const last = lastActiveDay(reads);
  const verdict = fail(
    `not queried for ${window} days (${sayLast(last)}), while ${round(written)} write units went into it`,
    sawMetric('ConsumedReadCapacityUnits', 0, 'more than 0'),
    sawMetric('ConsumedWriteCapacityUnits', written),
  );
  const paid = isProvisioned(table)
    ? capacityOf(table, index.ProvisionedThroughput)
    : requestsOf(table, { reads: 0, writes: aMonthOf(writes, window) });
  const fix = { command: deletionOf(IndexName), note: again };
  return { ...idle(verdict, window, last, saves(...paid, ...storageOf(table, index.IndexSizeBytes))), fix };
}
