import { saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import { lastActiveDay, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { distributions } from './distributions.js';

const days = 90;

export const cloudfront = system({
  id: 'cloudfront',
  title: 'CloudFront',
  scope: 'global',
  namespaces: ['cloudfront'],
  needs: { distributions: distributions.with('use') },
  inventory(_region, tables) {
    const all = [...tables.distributions.all()].sort((a, b) =>
      (a.LastModifiedTime ?? '') > (b.LastModifiedTime ?? '') ? -1 : 1,
    );
    return {
      count: all.length,
      noun: 'distributions',
      names: all.slice(0, 10).map(({ Aliases, DomainName }) => Aliases[0] ?? DomainName),
    };
  },
  use(_region, tables) {
    const used = tables.distributions.where(one => totalOf(one.use.Requests) > 0);
    if (used.some()) {
      const last =
        used
          .seen()
          .map(one => lastActiveDay(one.use.Requests) ?? '')
          .sort()
          .at(-1) ?? null;
      const count = used.seen().length;
      const evidence = used
        .seen()
        .slice(0, 3)
        .map(one => saw('cloudwatch:GetMetricData', 'Requests', totalOf(one.use.Requests)));
      const message = `${countOf(count, 'distribution')} answered requests in ${days} days`;
      return { grade: 'strong', message, last, window: days, evidence };
    }
    const count = tables.distributions.all().length;
    return {
      grade: 'none',
      message: count === 0 ? 'there is no distribution' : `no distribution answered a request for ${days} days`,
      last: null,
      window: days,
      evidence: [saw('cloudwatch:GetMetricData', 'Requests', 0)],
    };
  },
});
