import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import { lastActiveDay } from '../../core/metrics.js';
import { type Release, saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { alarms } from '../cloudwatch/alarms.js';
import { isThere, risesSince } from '../dsql/cluster-use.js';
import { clusters } from '../dsql/clusters.js';
import { heldBy, isLockTable, isProvisioned, isReplica, requestsAMonth, requestsOf, useOf } from './table-use.js';
import { tables } from './tables.js';
import { daysKept, idle, reach, sawMetric, tooYoung } from './window.js';

const asked = tables.with('use', 'indexUse', 'tags');
const databases = clusters.with('use');
const scalingAlarms = alarms.with();
type Row = RowOf<typeof asked>;

interface Params {
  retired_tables: string[];
  retired_tag: string;
  stale_write_days: number;
}

export const migratedTableRetired = check({
  id: 'dynamodb-migrated-table-retired',
  title: 'No table is left behind that another store has replaced',
  why: 'After a move to another database the old table often stays, with its indexes, its recovery history, its backups and the alarms of its scaling: the bill still has DynamoDB on it, and nobody knows why.',
  fix: {
    command: 'aws dynamodb update-table --table-name {TableName} --billing-mode PAY_PER_REQUEST --region {region}',
    note: 'In this order, and each step but the last can be taken back: stop what still writes; go on demand and deregister its scaling (its alarms go with it); delete the indexes; export the data and turn off point-in-time recovery; delete old backups; delete the table. What the table holds is counted with dynamodb-provisioned-table-in-use or dynamodb-on-demand-table-in-use where nobody uses it at all. Session stores, lock tables and data models of Amplify are the readers that are forgotten most often. Where it has to stay until a date, write an exception with that date into rules.yaml.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'from a backup', order: 5 },
  fields: [
    'dynamodb:ListTagsOfResource.Tags',
    'dynamodb:ListTables.TableNames',
    'dynamodb:DescribeTable.CreationDateTime',
    'dynamodb:DescribeTable.KeySchema',
    'cloudwatch:GetMetricData.ConsumedWriteCapacityUnits',
    'cloudwatch:GetMetricData.TotalTransactions',
    'cloudwatch:DescribeAlarms.MetricAlarms.AlarmName',
  ],
  on: asked,
  also: { databases, scalingAlarms },
  params: { retired_tables: [] as string[], retired_tag: 'lifecycle=retired', stale_write_days: 30 },
  scope: 'the table is about to be deleted',
  applies: table => table.TableStatus !== 'DELETING',
  test(table, also, { params, now }) {
    const named = namedAsRetired(table, params);
    if (named) return left(table, also.scalingAlarms, named, params);
    return judgeWrites(table, also, params, now);
  },
});

/** The owner's own word that the table is replaced, with its evidence. */
function namedAsRetired(table: Row, { retired_tables, retired_tag }: Params): Verdict | undefined {
  if (retired_tables.includes(table.TableName) || retired_tables.includes(table.TableArn)) {
    const seen = saw('dynamodb:ListTables', 'TableNames', table.TableName, 'gone');
    return fail('the rules name it as replaced, and it is still there', seen);
  }
  const [key = '', ...value] = retired_tag.split('=');
  if (key === '' || table.tags[key] !== value.join('=')) return undefined;
  const seen = saw('dynamodb:ListTagsOfResource', 'Tags', { [key]: table.tags[key] });
  return fail(`its tag ${retired_tag} says that it is replaced, and it is still there`, seen);
}

/** Nobody says so; but it is no longer written, and a DSQL cluster has become busier since. */
function judgeWrites(
  table: Row,
  also: { databases: Table<RowOf<typeof databases>>; scalingAlarms: Table<RowOf<typeof scalingAlarms>> },
  params: Params,
  now: Date,
): Verdict {
  const stale = reach(params.stale_write_days);
  const last = lastActiveDay(table.use.ConsumedWriteCapacityUnits);
  const seen = sawMetric('ConsumedWriteCapacityUnits', last, 'not written any more');
  if (last !== null && daysBetween(last, now) <= stale) return pass(`last written on ${last}`, seen);
  const young = tooYoung('dynamodb:DescribeTable', 'CreationDateTime', table.CreationDateTime, stale, now);
  if (young) return young;
  if (isLockTable(table)) {
    const key = saw('dynamodb:DescribeTable', 'KeySchema', table.KeySchema);
    return notApplicable('a lock table is silent between two runs', key);
  }
  // What took the place of a table that was never seen written cannot be told from when it began.
  if (last === null) return pass(`not written in ${daysKept} days, and named as replaced by nobody`, seen);
  const taker = also.databases.where(isThere).first(cluster => risesSince(cluster, last));
  if (!taker) return pass(`not written for ${stale} days, and no Aurora DSQL cluster took its place`, seen);
  const rising: Evidence = sawMetric('TotalTransactions', { [taker.identifier]: 'more than before' });
  const verdict = fail(
    `last written on ${last}, while Aurora DSQL cluster ${taker.identifier} in ${taker.region} has become busier since`,
    seen,
    rising,
  );
  return left(table, also.scalingAlarms, verdict, params);
}

/** What is still paid for the table; what is idle altogether is counted by the rule that finds it idle. */
function left(table: Row, all: Table<RowOf<typeof scalingAlarms>>, verdict: Verdict, params: Params): Verdict {
  const window = reach(params.stale_write_days);
  const use = useOf(table, window);
  const counted = use.busiest === 0 && !isReplica(table);
  const requests = isProvisioned(table) ? [] : requestsOf(table, requestsAMonth(table, window));
  const own = counted ? [] : [...heldBy(table), ...requests];
  const saving = saves(...own, ...alarmsOf(table, all));
  // A table that is still read is in use, whatever was said of it.
  return use.busiest === 0 ? idle(verdict, window, use.last, saving) : { ...verdict, saving };
}

/** The alarms that autoscaling made for the table and its indexes. */
function alarmsOf({ region, TableName }: Row, all: Table<RowOf<typeof scalingAlarms>>): Release[] {
  const own = all
    .in(region)
    .where(alarm => alarm.AlarmName.startsWith('TargetTracking-') && alarm.Namespace === 'AWS/DynamoDB')
    .where(alarm => alarm.Dimensions['TableName'] === TableName);
  const units = own.all().length;
  return units === 0 ? [] : [{ price: 'cloudwatch/CW:AlarmMonitorUsage', units }];
}
