import { saw } from '../../core/check.js';
import { system, type Use } from '../../core/system.js';
import { hubs } from './hubs.js';
import { nameOfStandard, nameOfSubscription, othersThanHub } from './names.js';

/** Security Hub, as the ledger sees it: in use while something reports to it. */
export const securityHubSystem = system({
  id: 'securityhub',
  title: 'Security Hub',
  scope: 'regional',
  guard: true,
  namespaces: ['securityhub'],
  needs: { hubs: hubs.with('standards', 'products') },
  inventory(region, tables) {
    const hub = tables.hubs.in(region).first();
    if (!hub) return { count: 0, noun: 'hubs and standards', names: [] };
    const names = ['the hub', ...hub.standards.map(nameOfStandard)];
    return { count: names.length, noun: 'hubs and standards', names: names.slice(0, 10), newest: hub.SubscribedAt };
  },
  use(region, tables): Use {
    const nothing = { last: null, window: null };
    const hub = tables.hubs.in(region).first();
    if (!hub) {
      const evidence = [saw('securityhub:DescribeHub', 'HubArn', null)];
      return { ...nothing, grade: 'none', message: 'Security Hub CSPM is off', evidence };
    }
    const ready = hub.standards.filter(one => one.StandardsStatus === 'READY').map(nameOfStandard);
    const standards = saw('securityhub:GetEnabledStandards', 'StandardsSubscriptions', ready, 'at least one');
    if (ready.length > 0)
      return { ...nothing, grade: 'medium', message: `the hub is on, with ${ready.join(', ')}`, evidence: [standards] };
    const senders = othersThanHub(hub.products).map(nameOfSubscription);
    const products = saw('securityhub:ListEnabledProductsForImport', 'ProductSubscriptions', senders);
    const evidence = [standards, products];
    if (senders.length > 0) {
      const message = `the hub is on, without a standard that is ready; it collects findings of ${senders.join(', ')}`;
      return { ...nothing, grade: 'medium', message, evidence };
    }
    return { ...nothing, grade: 'weak', message: 'the hub is on, and nothing reports to it', evidence };
  },
});
