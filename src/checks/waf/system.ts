import { saw } from '../../core/check.js';
import { someOf } from '../../core/counts.js';
import { system, type Use } from '../../core/system.js';
import { regions } from '../account/regions.js';
import { aclsIn } from '../wafv2/shown-in.js';
import { webAcls } from '../wafv2/web-acls.js';

/** WAF, as the ledger sees it: in use while a web ACL protects something. What CloudFront uses counts where AWS keeps it. */
export const wafSystem = system({
  id: 'waf',
  title: 'WAF',
  scope: 'regional',
  withRulesOf: ['waf', 'wafv2'],
  guard: true,
  namespaces: ['wafv2'],
  needs: { webAcls: webAcls.with('resources'), regions: regions.with() },
  inventory(region, tables) {
    const here = aclsIn(region, tables).all();
    return { count: here.length, noun: 'web ACLs', names: here.slice(0, 10).map(acl => acl.Name) };
  },
  use(region, tables): Use {
    const here = aclsIn(region, tables);
    const protecting = here.where(acl => acl.resources.length > 0);
    const nothing = { last: null, window: null };
    const see = (names: readonly string[]) => [saw('wafv2:ListResourcesForWebACL', 'ResourceArns', names)];
    const busy = protecting.seen().map(acl => acl.Name);
    const count = here.seen().length;
    if (busy.length > 0) {
      const message = `${someOf(busy.length, count, 'web ACL')} ${busy.length === 1 ? 'protects' : 'protect'} something: ${busy.slice(0, 5).join(', ')}`;
      return { ...nothing, grade: 'medium', message, evidence: see(busy) };
    }
    protecting.demandFullSight();
    const message =
      count === 0
        ? 'there are no web ACLs'
        : count === 1
          ? 'the one web ACL protects nothing'
          : `none of ${count} web ACLs protects anything`;
    return { ...nothing, grade: 'none', message, evidence: see([]) };
  },
});
