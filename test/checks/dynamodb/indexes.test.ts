import { describe, expect, it } from 'vitest';
import { indexInUse } from '../../../src/checks/dynamodb/indexes.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { daily, steady, silent, until } from '../../support/series.js';
import { gap, judge, world } from '../../support/world.js';
import { busy, gigabyte, index, indexUsed, onDemand, tableRow, units } from './rows.js';

const judged = (given: StoredRow[] | Partial<CollectionFacts>, params = {}) =>
  judge(indexInUse, world({ 'dynamodb.tables': given }), params);
const one = async (more: object, details: Record<string, unknown>) =>
  (
    await judged([
      tableRow('orders', { GlobalSecondaryIndexes: [index('by-guest')], ...more }, { ...busy, ...details }),
    ])
  )[0];

const written = indexUsed('by-guest', until(60), steady(300));

describe('dynamodb-gsi-in-use', () => {
  it('judges each index by its reads, not only the first', async () => {
    const rows = [
      tableRow(
        'orders',
        { GlobalSecondaryIndexes: [index('by-guest'), index('by-day')] },
        { ...busy, indexUse: { ...indexUsed('by-guest', steady(2)), ...indexUsed('by-day', silent, steady(300)) } },
      ),
    ];
    expect((await judged(rows)).map(({ resource, verdict }) => [resource.id, verdict])).toEqual([
      ['orders/by-day', 'FAIL'],
      ['orders/by-guest', 'PASS'],
    ]);
  });

  it('frees the capacity and storage of the index, or the writes that go into it', async () => {
    const provisioned = await one(
      { GlobalSecondaryIndexes: [index('by-guest', { ProvisionedThroughput: units(5, 8) })] },
      { indexUse: written },
    );
    expect(provisioned).toMatchObject({
      verdict: 'FAIL',
      message: 'not queried for 30 days (last on 2026-09-23), while 9300 write units went into it',
      saving: {
        releases: [
          { price: 'dynamodb/ReadCapacityUnit-Hrs', units: 5 * 730 },
          { price: 'dynamodb/WriteCapacityUnit-Hrs', units: 8 * 730 },
          { price: 'dynamodb/TimedStorage-ByteHrs', units: 1 },
        ],
      },
      disuse: { last: '2026-09-23', window: 30 },
    });
    expect(provisioned?.fix?.command).toBe(
      `aws dynamodb update-table --table-name orders --global-secondary-index-updates '[{''"Delete":{''"IndexName":"by-guest"}}]' --region eu-north-1`,
    );
    const asked = await one(onDemand, { indexUse: written });
    expect(asked?.saving?.releases).toEqual([
      { price: 'dynamodb/WriteRequestUnits', units: expect.closeTo(300 * (730 / 24)) as number },
      { price: 'dynamodb/TimedStorage-ByteHrs', units: 1 },
    ]);
  });

  it('does not judge an index that is new, being built, or part of a table that is idle as a whole', async () => {
    const progress = { 'by-guest': daily(ago => (ago === 12 ? 100 : null)) };
    expect(await one({}, { indexUse: written, indexBuilds: progress })).toMatchObject({
      verdict: 'NOT_APPLICABLE',
      message: 'too young to judge (12 of 30 days)',
    });
    const long = { 'by-guest': daily(ago => (ago === 80 ? 100 : null)) };
    expect((await one({}, { indexUse: written, indexBuilds: long }))?.verdict).toBe('FAIL');
    const building = [index('by-guest', { IndexStatus: 'CREATING', IndexSizeBytes: gigabyte })];
    expect((await one({ GlobalSecondaryIndexes: building }, { indexUse: written }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one({ CreationDateTime: '2026-11-10T08:00:00.000Z' }, { indexUse: written }))?.verdict).toBe(
      'NOT_APPLICABLE',
    );
    const idle = tableRow('orders', { GlobalSecondaryIndexes: [index('by-guest')] });
    expect((await judged([idle]))[0]?.message).toContain('the whole table was not used');
    expect((await judged([tableRow('plain')]))[0]?.verdict).toBe('NOT_APPLICABLE');
  });

  it('keeps an index that another region of a global table queries', async () => {
    const more = { GlobalSecondaryIndexes: [index('by-guest')] };
    const of = (RegionName: string) => ({ ...more, Replicas: [{ RegionName, ReplicaStatus: 'ACTIVE' }] });
    const here = tableRow('orders', of('us-east-1'), { ...busy, indexUse: written });
    const there = (reads = silent) =>
      tableRow('orders', of('eu-north-1'), { ...busy, indexUse: indexUsed('by-guest', reads) }, 'us-east-1');
    const verdict = async (given: Parameters<typeof judged>[0]) =>
      (await judged(given)).find(({ resource }) => resource.region === 'eu-north-1')?.verdict;
    expect(await verdict([here, there(steady(1))])).toBe('PASS');
    expect(await verdict([here, there()])).toBe('FAIL');
    expect(await verdict({ rows: [here], gaps: [gap('dynamodb:ListTables', { region: 'us-east-1' })] })).toBe(
      'NOT_AVAILABLE',
    );
    const outside = tableRow('orders', of('ap-south-1'), { ...busy, indexUse: written });
    expect(await verdict([outside])).toBe('NOT_AVAILABLE');
  });

  it('does not guess', async () => {
    expect((await one({}, { indexUse: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one({}, { indexUse: written, indexBuilds: gap('cloudwatch:GetMetricData') }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});
