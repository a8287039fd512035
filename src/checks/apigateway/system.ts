import { saw } from '../../core/check.js';
import { noneWas, someWere } from '../../core/counts.js';
import type { TablesOf } from '../../core/collection.js';
import { lastActiveDay, type MetricSeries, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { httpApis } from './http-apis.js';
import { restApis } from './rest-apis.js';
import { metricDays } from './traffic.js';

const needs = { rest: restApis.with('requests'), http: httpApis.with('requests') };

export const apiGateway = system({
  id: 'apigateway',
  title: 'API Gateway',
  scope: 'regional',
  namespaces: ['apigateway', 'execute-api'],
  needs,
  inventory(region, tables) {
    const apis = apisOf(region, tables).toSorted((a, b) => (a.created < b.created ? 1 : -1));
    return {
      count: apis.length,
      noun: 'APIs',
      names: apis.slice(0, 10).map(api => api.name),
      newest: apis[0]?.created || null,
    };
  },
  use(region, tables) {
    const rest = tables.rest.in(region).where(isCalled);
    const http = tables.http.in(region).where(isCalled);
    const called = [...rest.seen(), ...http.seen()].map(api => api.requests.Count);
    const window = metricDays;
    const evidence = [
      saw(
        'cloudwatch:GetMetricData',
        'Count',
        called.reduce((sum, one) => sum + totalOf(one), 0),
      ),
    ];
    if (called.length > 0) {
      const last = called
        .map(one => lastActiveDay(one) ?? '')
        .sort()
        .at(-1);
      const all = tables.rest.in(region).seen().length + tables.http.in(region).seen().length;
      const message = `${someWere(called.length, all, 'API')} called in the last ${window} days, last on ${last}`;
      return { grade: 'strong', message, last: last ?? null, window, evidence };
    }
    rest.demandFullSight();
    http.demandFullSight();
    const count = apisOf(region, tables).length;
    const message = count === 0 ? 'there is no API' : `${noneWas(count, 'API')} called in ${window} days`;
    return { grade: 'none', message, last: null, window, evidence };
  },
});

const isCalled = ({ requests }: { requests: { Count: MetricSeries } }): boolean => totalOf(requests.Count) > 0;

/** Every API of a region; raises unless both kinds were listed. */
function apisOf(region: string, { rest, http }: TablesOf<typeof needs>): { name: string; created: string }[] {
  const ofRest = rest.in(region).all();
  const ofHttp = http.in(region).all();
  return [
    ...ofRest.map(api => ({ name: api.name, created: api.createdDate ?? '' })),
    ...ofHttp.map(api => ({ name: api.Name, created: api.CreatedDate ?? '' })),
  ];
}
