import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { saves } from '../../core/saving.js';
import { webAcls } from '../wafv2/web-acls.js';
import { sawAge, setUpDays, setUpField, tooYoung } from './age.js';
import { feesOf } from './fees.js';
import { deleteWebAcl } from './fixes.js';

export const attached = check({
  id: 'waf-web-acl-attached',
  title: 'Web ACLs protect something',
  why: 'A web ACL costs a fee each month, and so does each of its rules, whether it protects anything or not.',
  fix: deleteWebAcl,
  cleanUp: { does: 'delete', risk: 'low', undo: 'from a backup', order: 5 },
  fields: [
    'wafv2:ListResourcesForWebACL.ResourceArns',
    'cloudfront:ListDistributionsByWebACLId.DistributionList.Items',
    'wafv2:GetWebACL.WebACL.ManagedByFirewallManager',
    setUpField,
  ],
  on: webAcls.with('resources', 'definition', 'lastSetUp'),
  test(acl, _also, { now }) {
    const { resources, Scope } = acl;
    const seen =
      Scope === 'CLOUDFRONT'
        ? saw('cloudfront:ListDistributionsByWebACLId', 'DistributionList.Items', resources, 'one or more')
        : saw('wafv2:ListResourcesForWebACL', 'ResourceArns', resources, 'one or more');
    if (resources.length > 0) return pass(`it protects ${sayFew(resources)}`, seen);
    const { ManagedByFirewallManager } = acl.definition;
    const managed = saw('wafv2:GetWebACL', 'WebACL.ManagedByFirewallManager', ManagedByFirewallManager);
    if (ManagedByFirewallManager) return notApplicable('Firewall Manager keeps it, by its policy', seen, managed);
    const early = tooYoung(acl.lastSetUp, setUpDays, now);
    if (early) return early;
    const what = Scope === 'CLOUDFRONT' ? 'no distribution, tenant or app' : 'nothing of any type';
    return {
      ...fail(`it protects ${what}`, seen, managed, sawAge(acl.lastSetUp)),
      saving: saves(...feesOf(acl.definition)),
    };
  },
});

const sayFew = (arns: readonly string[]): string => `${arns.slice(0, 3).join(', ')}${arns.length > 3 ? ' …' : ''}`;
