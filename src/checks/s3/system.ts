import { saw } from '../../core/check.js';
import { countOf, someOf } from '../../core/counts.js';
import { lastActiveDay, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { askPerson } from '../../core/unavailable.js';
import { buckets } from './buckets.js';
import { requestsByDay } from './request-metrics.js';
import { contentsOf, lastChange, sawSize, storageByDay } from './stored.js';

const days = 90;

export const s3 = system({
  id: 's3',
  title: 'S3',
  scope: 'regional',
  namespaces: ['s3', 's3express'],
  needs: { buckets: buckets.with(), storage: storageByDay, requests: requestsByDay },
  inventory(region, tables) {
    const here = [...tables.buckets.at('BucketRegion', region).all()].sort((a, b) =>
      (a.CreationDate ?? '') > (b.CreationDate ?? '') ? -1 : 1,
    );
    return {
      count: here.length,
      noun: 'buckets',
      names: here.slice(0, 10).map(({ Name }) => Name),
      newest: here[0]?.CreationDate ?? null,
    };
  },
  use(region, tables) {
    const used = tables.requests.at('BucketRegion', region).where(one => totalOf(one.requests.GetRequests) > 0);
    if (used.seen().length > 0) {
      const last =
        used
          .seen()
          .map(one => lastActiveDay(one.requests.GetRequests) ?? '')
          .sort()
          .at(-1) ?? null;
      const reads = used.seen().reduce((sum, one) => sum + totalOf(one.requests.GetRequests), 0);
      const evidence = [saw('cloudwatch:GetMetricData', 'GetRequests', reads)];
      return {
        grade: 'strong',
        message: `objects were read ${countOf(reads, 'time')} in ${days} days`,
        last,
        window: days,
        evidence,
      };
    }
    const held = tables.buckets
      .at('BucketRegion', region)
      .all()
      .flatMap(({ Name }) => {
        const contents = contentsOf(Name, tables.storage);
        return contents && contents.bytes > 0 ? [{ Name, contents, changed: lastChange(contents, days) }] : [];
      });
    if (held.length === 0)
      return { grade: 'none', message: 'no bucket holds anything', last: null, window: days, evidence: [] };
    const changed = held.filter(one => one.changed !== null);
    const newest = changed.sort((a, b) => ((a.changed ?? '') > (b.changed ?? '') ? -1 : 1))[0];
    if (!newest) {
      askPerson(
        `what ${someOf(held.length, held.length, 'bucket')} ${held.length === 1 ? 'holds' : 'hold'} did not change for ${days} days, and S3 does not tell by itself whether it was read`,
      );
    }
    return {
      grade: 'medium',
      message: `what ${someOf(changed.length, held.length, 'bucket')} ${changed.length === 1 ? 'holds' : 'hold'} changed in ${days} days`,
      last: newest.changed,
      window: days,
      evidence: [sawSize(newest.contents)],
    };
  },
});
