import { anyOf, countOf } from '../../core/counts.js';
import { system } from '../../core/system.js';
import { daysKept, lastDayOf, sayLast } from '../dynamodb/window.js';
import { isThere, sawTransactions, transactionsIn, transactionsOf } from './cluster-use.js';
import { clusters } from './clusters.js';

const window = 30;

export const dsql = system({
  id: 'dsql',
  title: 'Aurora DSQL',
  scope: 'regional',
  namespaces: ['dsql'],
  needs: { clusters: clusters.with('use') },
  inventory(region, tables) {
    const found = [...tables.clusters.in(region).all()].sort((a, b) =>
      (a.creationTime ?? '') < (b.creationTime ?? '') ? 1 : -1,
    );
    return {
      count: found.length,
      noun: 'clusters',
      names: found.slice(0, 10).map(one => one.tags['Name'] ?? one.identifier),
      newest: found[0]?.creationTime ?? null,
    };
  },
  use(region, tables) {
    const here = tables.clusters.in(region).where(isThere);
    const used = here.some(one => transactionsIn(one, window) > 0);
    const seen = used ? here.where(one => transactionsIn(one, window) > 0).seen() : here.all();
    const last = lastDayOf(seen.map(transactionsOf));
    const transactions = seen.reduce((sum, one) => sum + transactionsIn(one, window), 0);
    if (used) {
      const message = `${countOf(transactions, 'transaction')} in ${window} days`;
      return { grade: 'strong', message, last, window, evidence: [sawTransactions(transactions)] };
    }
    const message =
      seen.length === 0
        ? 'there is no cluster'
        : `no transaction in ${anyOf(seen.length, 'cluster')} for ${window} days; ${sayLast(last)}`;
    return { grade: 'none', message, last, window: Math.min(window, daysKept), evidence: [sawTransactions(0)] };
  },
});
