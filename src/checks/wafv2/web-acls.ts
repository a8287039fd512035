import { type Aws, call, collection, detail } from '../../core/collection.js';
import { type Definition, getWebAcl, readDefinition } from './definition.js';
import { getLogging, type Logging, readLogging } from './logging.js';
import { type Kept, listEverywhere, referTo } from './places.js';
import { listProtected, resourceCalls } from './resources.js';
import { lookUpEvents, readSetUps } from './set-up.js';

interface Details {
  definition: Definition;
  /** Null where nothing logs. */
  logging: Logging | null;
  /** ARNs of what it protects. */
  resources: string[];
  /** When it was last made or attached to something; null where that is longer ago than the event history reaches. */
  lastSetUp: string | null;
}

export const listWebAclsCall = call('wafv2:ListWebACLs', 'wafv2:ListWebACLs', { perSecond: 5 });

/** The web ACLs of the audited regions, and those for CloudFront whichever regions are audited. */
export const listWebAcls = (aws: Aws): Promise<Kept[]> =>
  listEverywhere(aws, listWebAclsCall.id, async (at, input) => {
    const { ListWebACLsCommand, WAFV2Client } = await import('./sdk.js');
    const answer = await at.client(WAFV2Client).send(new ListWebACLsCommand(input));
    return { items: answer.WebACLs, NextMarker: answer.NextMarker };
  });

export const webAcls = collection<Kept, Details>({
  id: 'wafv2.web-acls',
  scope: 'global',
  noun: 'WAF web ACLs',
  none: 'there are no WAF web ACLs for CloudFront or in the audited regions',
  calls: [listWebAclsCall],
  list: listWebAcls,
  resource: acl => ({ ...referTo(acl), type: 'AWS::WAFv2::WebACL' }),
  details: {
    definition: { calls: [getWebAcl], get: readDefinition },
    logging: { calls: [getLogging], get: readLogging },
    resources: { calls: resourceCalls, get: listProtected },
    lastSetUp: detail<Kept, string | null>({ calls: [lookUpEvents], otherwise: null, all: readSetUps }),
  },
});
