import { saw } from '../../core/check.js';
import { noneWas, someWere } from '../../core/counts.js';
import { activeDays, type MetricSeries, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { cannotTell } from '../../core/unavailable.js';
import { eventApis } from './event-apis.js';
import { graphqlApis } from './graphql-apis.js';
import { metricDays } from './traffic.js';

interface Asked {
  requests: { Latency: MetricSeries; ConnectSuccess: MetricSeries };
}
const seriesOf = ({ requests }: Asked): MetricSeries[] => [requests.Latency, requests.ConnectSuccess];
const isAsked = (api: Asked): boolean => seriesOf(api).some(one => totalOf(one) > 0);

export const appSync = system({
  id: 'appsync',
  title: 'AppSync',
  scope: 'regional',
  namespaces: ['appsync'],
  needs: { graphql: graphqlApis.with('requests'), events: eventApis.with('requests') },
  inventory(region, { graphql, events }) {
    const names = [...graphql.in(region).all(), ...events.in(region).all()].map(api => api.name);
    // GraphQL APIs do not tell when they were made.
    return { count: names.length, noun: 'APIs', names: names.toSorted().slice(0, 10) };
  },
  use(region, tables) {
    const graphql = tables.graphql.in(region).where(isAsked);
    const events = tables.events.in(region).where(isAsked);
    const asked = [...graphql.seen(), ...events.seen()];
    const window = metricDays;
    const total = asked.flatMap(seriesOf).reduce((sum, one) => sum + totalOf(one), 0);
    const evidence = [saw('cloudwatch:GetMetricData', 'Latency', total)];
    if (asked.length > 0) {
      const days = [...new Set(asked.flatMap(seriesOf).flatMap(activeDays))].sort();
      const last = days.at(-1) ?? null;
      const when = days.length === 1 ? `on one day only: ${last}` : `last on ${last}`;
      const all = tables.graphql.in(region).seen().length + tables.events.in(region).seen().length;
      const message = `${someWere(asked.length, all, 'API')} called in the last ${window} days, ${when}`;
      return { grade: 'strong', message, last, window, evidence };
    }
    graphql.demandFullSight();
    events.demandFullSight();
    const count = tables.graphql.in(region).all().length;
    if (!tables.events.in(region).empty) {
      const message = 'event APIs count what comes over connections by channel namespace, which is not read';
      cannotTell('not-collected', 'cloudwatch:GetMetricData', message);
    }
    const message = count === 0 ? 'there is no API' : `${noneWas(count, 'API')} called in ${window} days`;
    return { grade: 'none', message, last: null, window, evidence };
  },
});
