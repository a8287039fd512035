import { saw } from '../../core/check.js';
import { detector as defineDetector } from '../../core/detector.js';
import { regions } from '../account/regions.js';
import { rulesOf } from './definition.js';
import { aclsIn } from './shown-in.js';
import { webAcls } from './web-acls.js';

const needs = { webAcls: webAcls.with('definition', 'resources'), regions: regions.with() };
/** WAF: the web ACLs and what they protect. */
export const detector = defineDetector({
  id: 'wafv2',
  title: 'WAF',
  needs,
  standing(region, tables) {
    const acls = aclsIn(region, tables);
    const count = acls.seen().length;
    const evidence = [saw('wafv2:ListWebACLs', 'WebACLs', count)];
    if (count === 0) return { state: 'off', message: 'no web ACLs', evidence };
    const idle = acls.where(acl => acl.resources.length === 0).seen().length;
    const hidden = count - idle - acls.where(acl => acl.resources.length > 0).seen().length;
    const message = [
      `${count} web ACL${count === 1 ? '' : 's'}`,
      ...(idle > 0 ? [`${idle} of them protect${idle === 1 ? 's' : ''} nothing`] : []),
      ...(hidden > 0 ? [`what ${hidden} of them protect${hidden === 1 ? 's' : ''} could not be seen`] : []),
    ];
    return { state: 'on', message: message.join('; '), evidence };
  },
  protections: (region, tables) =>
    aclsIn(region, tables)
      .seen()
      .map(acl => ({
        name: acl.Name,
        arn: acl.ARN,
        scope: acl.Scope,
        rules: rulesOf(acl.definition).length,
        protects: acl.resources,
      })),
});
