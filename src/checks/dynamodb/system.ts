import type { RowOf } from '../../core/collection.js';
import { anyOf, someWere } from '../../core/counts.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { countOf, daxClusters } from './dax-clusters.js';
import { bytesOf, isReplica, sawUse, useOf } from './table-use.js';
import { tables } from './tables.js';
import { lastDayOf, sawMetric, sayLast } from './window.js';

const asked = tables.with('use', 'indexUse', 'requests');
const window = 30;

export const dynamodb = system({
  id: 'dynamodb',
  title: 'DynamoDB',
  scope: 'regional',
  namespaces: ['dynamodb', 'dax'],
  needs: { tables: asked, caches: daxClusters.with('use') },
  inventory(region, { tables: all }) {
    const found = [...all.in(region).all()].sort((a, b) => bytesOf(b) - bytesOf(a));
    return {
      count: found.length,
      noun: 'tables',
      names: found.slice(0, 10).map(one => one.TableName),
      newest:
        found
          .flatMap(one => one.CreationDateTime ?? [])
          .sort()
          .at(-1) ?? null,
    };
  },
  use(region, { tables: all, caches }) {
    const here = all.in(region);
    const asking = caches.in(region).where(one => countOf(one.use, 'TotalRequestCount', window) > 0);
    const used = here.where(isUsed);
    const seen = used.seen();
    if (seen.length + asking.seen().length > 0) {
      const cached = asking.seen().length > 0 ? ', and DAX was asked' : '';
      return {
        grade: 'strong',
        message: `${someWere(seen.length, here.seen().length, 'table')} read or written within ${window} days${cached}`,
        last: lastOf(seen, asking.seen()),
        window,
        evidence: [
          ...sawUse(totals(seen)),
          sawMetric('TotalRequestCount', asking.seen().length > 0 ? 'more than 0' : 0),
        ],
      };
    }
    used.demandFullSight();
    asking.demandFullSight();
    const rows = here.all();
    const last = lastOf(rows, caches.in(region).all());
    const message =
      rows.length === 0
        ? 'there is no table'
        : `no read or write of ${anyOf(rows.length, 'table')} for ${window} days; ${sayLast(last)}`;
    return { grade: 'none', message, last, window, evidence: sawUse(totals(rows)) };
  },
});

/** What reaches a replica from other regions is no use of it. */
const isUsed = (table: RowOf<typeof asked>): boolean =>
  isReplica(table)
    ? Object.values(table.requests).some(series => totalOf(lastDays(series, window)) > 0)
    : useOf(table, window).busiest > 0;

const totals = (rows: readonly RowOf<typeof asked>[]) =>
  rows
    .map(table => useOf(table, window))
    .reduce((sum, one) => ({ ...sum, reads: sum.reads + one.reads, writes: sum.writes + one.writes }), {
      reads: 0,
      writes: 0,
      busiest: 0,
      last: null,
    });

const lastOf = (
  rows: readonly RowOf<typeof asked>[],
  clusters: readonly { use: Readonly<Record<string, Parameters<typeof lastDayOf>[0][number]>> }[],
): string | null =>
  [
    ...rows.map(table => (isReplica(table) ? lastDayOf(Object.values(table.requests)) : useOf(table, window).last)),
    lastDayOf(clusters.flatMap(one => one.use['TotalRequestCount'] ?? [])),
  ]
    .filter(day => day !== null)
    .sort()
    .at(-1) ?? null;
