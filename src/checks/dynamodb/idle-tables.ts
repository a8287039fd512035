import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { type CleanUp, saves } from '../../core/saving.js';
import { heldBy, isLockTable, isProvisioned, isReplica, sawUse, useFields, useOf } from './table-use.js';
import { tables } from './tables.js';
import { idle, reach, round, sayLast, tooYoung } from './window.js';

const described = 'dynamodb:DescribeTable';
const asked = tables.with('use', 'indexUse', 'tags');

const deletion: CleanUp = { does: 'delete', risk: 'medium', undo: 'from a backup', order: 5 };

export const provisionedTableInUse = check({
  id: 'dynamodb-provisioned-table-in-use',
  title: 'Tables with provisioned capacity serve reads or writes',
  why: 'Provisioned capacity is paid by the hour, whether anybody uses it or not. A table that nobody reads or writes goes on costing what it cost on its busiest day.',
  fix: {
    command:
      'aws dynamodb create-backup --table-name {TableName} --backup-name {TableName}-before-deletion --region {region} && aws dynamodb update-table --table-name {TableName} --billing-mode PAY_PER_REQUEST --region {region}',
    note: 'On demand it costs its storage alone, and still answers. When nobody has missed it for a month: aws dynamodb delete-table. A job that runs once a year does not show in this window; reserved capacity is paid to the end of its term all the same.',
  },
  cleanUp: deletion,
  fields: [
    `${described}.BillingModeSummary.BillingMode`,
    `${described}.CreationDateTime`,
    `${described}.KeySchema`,
    `${described}.DeletionProtectionEnabled`,
    'dynamodb:ListTagsOfResource.Tags',
    ...useFields,
  ],
  on: asked,
  params: { min_units: 0, window_days: 30 },
  scope: 'the table is on demand, a replica of a global table, or about to be deleted',
  applies: table => isProvisioned(table) && !isReplica(table) && table.TableStatus !== 'DELETING',
  test: (table, _also, { params, now }) => judge(table, params.min_units, params.window_days, now),
});

export const onDemandTableInUse = check({
  id: 'dynamodb-on-demand-table-in-use',
  title: 'Tables on demand that store data are read or written',
  why: 'A table on demand costs its storage, its indexes and its recovery history also while nobody asks it anything. That is the shape that a half-finished move leaves behind.',
  fix: {
    command:
      'aws dynamodb create-backup --table-name {TableName} --backup-name {TableName}-before-deletion --region {region}',
    note: 'An export to S3 keeps the data for less than a backup, but needs point-in-time recovery to be on. Then: aws dynamodb delete-table. A job that runs once a year does not show in this window.',
  },
  cleanUp: deletion,
  fields: [
    `${described}.TableSizeBytes`,
    `${described}.CreationDateTime`,
    `${described}.KeySchema`,
    `${described}.DeletionProtectionEnabled`,
    'dynamodb:ListTagsOfResource.Tags',
    ...useFields,
  ],
  on: asked,
  params: { min_bytes: 0, window_days: 30 },
  scope: 'the table is provisioned, empty, a replica of a global table, or about to be deleted',
  applies: (table, { min_bytes }) =>
    !isProvisioned(table) && !isReplica(table) && table.TableStatus !== 'DELETING' && table.TableSizeBytes > min_bytes,
  test: (table, _also, { params, now }) => judge(table, 0, params.window_days, now),
});

function judge(table: RowOf<typeof asked>, atMost: number, windowDays: number, now: Date): Verdict {
  const window = reach(windowDays);
  const young = tooYoung(described, 'CreationDateTime', table.CreationDateTime, window, now);
  if (young) return young;
  const use = useOf(table, window);
  const evidence = sawUse(use, `more than ${atMost}`);
  if (use.busiest > atMost) return pass(`${say(use)} in ${window} days`, ...evidence);
  if (isLockTable(table))
    return notApplicable('a lock table is silent between two runs', saw(described, 'KeySchema', table.KeySchema));
  const owner = table.DeletionProtectionEnabled ? ownerOf(table.tags) : undefined;
  if (owner !== undefined) {
    return notApplicable(
      `not used for ${window} days, and kept on purpose: protected from deletion, with the owner ${owner}`,
      saw(described, 'DeletionProtectionEnabled', true),
      saw('dynamodb:ListTagsOfResource', 'Tags', { owner }),
    );
  }
  const what = use.busiest === 0 ? 'no read and no write' : say(use);
  return idle(
    fail(`${what} for ${window} days; ${sayLast(use.last)}`, ...evidence),
    window,
    use.last,
    saves(...heldBy(table)),
  );
}

const say = ({ reads, writes }: { reads: number; writes: number }): string =>
  `${round(reads)} read and ${round(writes)} write units`;

const ownerOf = (tags: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(tags).find(([key, value]) => key.toLowerCase() === 'owner' && value !== '')?.[1];
