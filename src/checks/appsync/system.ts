import { saw } from '../../core/check.js';
import { lastActiveDay, type MetricSeries, totalOf } from '../../core/metrics.js';
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
      const last = asked.flatMap(seriesOf).map(one => lastActiveDay(one) ?? '');
      const message = `APIs with requests or connections in the last ${window} days: ${asked.length}`;
      return { grade: 'strong', message, last: last.sort().at(-1) ?? null, window, evidence };
    }
    graphql.demandFullSight();
    events.demandFullSight();
    const count = tables.graphql.in(region).all().length;
    if (!tables.events.in(region).empty) {
      const message = 'event APIs count what comes over connections by channel namespace, which is not read';
      cannotTell('not-collected', 'cloudwatch:GetMetricData', message);
    }
    const message =
      count === 0 ? 'there is no API' : `no API (of ${count}) had a request or connection in ${window} days`;
    return { grade: 'none', message, last: null, window, evidence };
  },
});
