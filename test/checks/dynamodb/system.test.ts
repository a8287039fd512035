import { describe, expect, it } from 'vitest';
import { dynamodb } from '../../../src/checks/dynamodb/system.js';
import { Unavailable } from '../../../src/core/unavailable.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { steady, silent, until } from '../../support/series.js';
import { observe } from '../../support/system.js';
import { gap, world } from '../../support/world.js';
import { asked, busy, daxRow, gigabyte, tableRow, used } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const seen = (tables: Facts, caches: Facts = []) =>
  observe(dynamodb, world({ 'dynamodb.tables': tables, 'dynamodb.dax-clusters': caches }));
const idle = tableRow('old', {}, { use: used(until(40)) });

describe('DynamoDB in the ledger', () => {
  it('lists its tables, the biggest first, and its newest', () => {
    const rows = [
      tableRow('small', { TableSizeBytes: 1, CreationDateTime: '2026-01-01T00:00:00.000Z' }),
      tableRow('big', { TableSizeBytes: 9 * gigabyte }),
      tableRow('elsewhere', {}, {}, 'us-east-1'),
    ];
    expect(seen(rows).inventory).toEqual({
      count: 2,
      noun: 'tables',
      names: ['big', 'small'],
      newest: '2026-01-01T00:00:00.000Z',
    });
  });

  it('is in use when a table is read or written, or DAX is asked', () => {
    expect(seen([tableRow('orders', {}, busy), idle]).use).toMatchObject({
      grade: 'strong',
      message: '1 of 2 tables was read or written within 30 days',
      last: '2026-11-22',
    });
    expect(seen([idle], [daxRow('cache', asked(5, 5))]).use.grade).toBe('strong');
    expect(seen({ rows: [tableRow('orders', {}, busy)], gaps: [gap('dynamodb:DescribeTable')] }).use.grade).toBe(
      'strong',
    );
  });

  it('is not in use when nothing is, and says when it last was', () => {
    expect(seen([idle, tableRow('older')]).use).toMatchObject({
      grade: 'none',
      message: 'no read or write of any of 2 tables for 30 days; last on 2026-10-13',
      last: '2026-10-13',
    });
    expect(seen([]).use).toMatchObject({ grade: 'none', message: 'there is no table', last: null });
  });

  it('does not take what replication writes for use', () => {
    const Replicas = [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }];
    const replica = tableRow('orders', { Replicas }, { use: used(silent, steady(5)) });
    expect(seen([replica]).use.grade).toBe('none');
    expect(seen([tableRow('orders', { Replicas }, { requests: { Query: steady(1) } })]).use.grade).toBe('strong');
  });

  it('cannot tell what is hidden', () => {
    const hidden: [Facts, Facts?][] = [
      [{ gaps: [gap('dynamodb:ListTables')] }],
      [[tableRow('orders', {}, { use: gap('cloudwatch:GetMetricData') })]],
      [[idle], { gaps: [gap('dax:DescribeClusters')] }],
      [[idle], [daxRow('cache', gap('cloudwatch:GetMetricData'))]],
    ];
    expect(() => seen({ gaps: [gap('dynamodb:ListTables')] }).inventory).toThrow(Unavailable);
    for (const facts of hidden) expect(() => seen(...facts).use).toThrow(Unavailable);
  });
});
