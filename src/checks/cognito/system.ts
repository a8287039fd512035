import { saw } from '../../core/check.js';
import { anyOf, someOf } from '../../core/counts.js';
import { lastActiveDay, type MetricSeries, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { cannotTell } from '../../core/unavailable.js';
import { appClients, isForMachines, metricDays } from './clients.js';
import { identityPools } from './identity-pools.js';
import { userPools } from './user-pools.js';

interface SignedIn {
  signIns: Record<string, MetricSeries>;
}
const isUsed = ({ signIns }: SignedIn): boolean => Object.values(signIns).some(one => totalOf(one) > 0);

export const cognito = system({
  id: 'cognito',
  title: 'Cognito',
  scope: 'regional',
  namespaces: ['cognito-idp', 'cognito-identity', 'cognito-sync'],
  needs: { pools: userPools.with(), clients: appClients.with('signIns'), identities: identityPools.with() },
  inventory(region, { pools, identities }) {
    const users = pools
      .in(region)
      .all()
      .toSorted((a, b) => ((a.CreationDate ?? '') < (b.CreationDate ?? '') ? 1 : -1));
    const names = [
      ...users.map(pool => pool.Name),
      ...identities
        .in(region)
        .all()
        .map(pool => pool.IdentityPoolName),
    ];
    return {
      count: names.length,
      noun: 'user and identity pools',
      names: names.slice(0, 10),
      newest: users[0]?.CreationDate ?? null,
    };
  },
  use(region, { pools, clients, identities }) {
    const used = clients.in(region).where(isUsed);
    const seen = used.seen().flatMap(client => Object.values(client.signIns));
    const window = metricDays;
    const total = seen.reduce((sum, one) => sum + totalOf(one), 0);
    const evidence = [saw('cloudwatch:GetMetricData', 'SignInSuccesses', total)];
    if (seen.length > 0) {
      const last = seen
        .map(one => lastActiveDay(one) ?? '')
        .sort()
        .at(-1);
      const through = someOf(used.seen().length, clients.in(region).seen().length, 'app client');
      const message = `people signed in through ${through} in the last ${window} days, last on ${last}`;
      return { grade: 'strong', message, last: last ?? null, window, evidence };
    }
    used.demandFullSight();
    const there = pools.in(region).all();
    const count = there.length;
    if (clients.in(region).some(isForMachines))
      cannotTell('not-collected', 'cloudwatch:GetMetricData', 'CloudWatch does not count the tokens that machines get');
    if (!identities.in(region).empty)
      cannotTell('not-collected', 'cloudwatch:GetMetricData', 'CloudWatch does not count what identity pools do');
    const message =
      count === 0 ? 'there is no pool' : `nobody signed in to ${anyOf(count, 'user pool')} in ${window} days`;
    return { grade: 'none', message, last: null, window, evidence };
  },
});
