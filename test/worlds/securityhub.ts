import { regionRow } from '../checks/access-analyzer/rows.js';
import { organizationRow, other, own, seenByMember, service } from '../checks/organizations/rows.js';
import { configuration, hubRow, product } from '../checks/securityhub/rows.js';
import { gap, type World, world } from '../support/world.js';

const regions = [regionRow(), regionRow('us-east-1')];

/** The account that administers Security Hub; one region takes no new accounts in. */
const administrator = world({
  'account.regions': regions,
  'organizations.organization': [seenByMember({ trustedServices: [service('securityhub', own)] })],
  'securityhub.hubs': [
    hubRow({ organizationConfiguration: configuration(true) }),
    hubRow({ standards: [], organizationConfiguration: configuration(false) }, 'us-east-1'),
  ],
});

/** A management account that has named nobody, and has no hub in one region. */
const management = world({
  'account.regions': regions,
  'organizations.organization': [organizationRow({ trustedServices: [] })],
  'securityhub.hubs': [hubRow({ standards: [], products: [product('securityhub')], administrators: [] })],
});

/** A management account whose administrator is another account; one region is refused. */
const delegating = world({
  'account.regions': regions,
  'organizations.organization': [organizationRow({ trustedServices: [service('securityhub', other)] })],
  'securityhub.hubs': {
    rows: [
      hubRow({
        administrators: [{ AccountId: own, Status: 'ENABLED' }],
        organizationConfiguration: configuration(false, 'CENTRAL'),
      }),
    ],
    gaps: [gap('securityhub:DescribeHub', { region: 'us-east-1' })],
  },
});

/** A member account. */
const member = world({
  'account.regions': regions,
  'organizations.organization': [seenByMember({ trustedServices: null })],
  'securityhub.hubs': [hubRow()],
});

export const worlds: World[] = [administrator, management, delegating, member];
