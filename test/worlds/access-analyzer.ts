import { analyzerRow, findings, regionRow } from '../checks/access-analyzer/rows.js';
import { organizationRow, seenByMember, service } from '../checks/organizations/rows.js';
import { gap, type World, world } from '../support/world.js';

const regions = [regionRow(), regionRow('us-east-1')];

/** An account of its own: one region watched, one not. */
const alone = world({
  'account.regions': regions,
  'organizations.organization': [],
  'access-analyzer.analyzers': [
    analyzerRow('main'),
    analyzerRow('old', { status: 'DISABLED' }),
    analyzerRow('unused', { type: 'ACCOUNT_UNUSED_ACCESS' }, { findings: findings(3) }),
  ],
});

/** A member account; whether the organization has an analyzer does not show. */
const member = world({
  'account.regions': regions,
  'organizations.organization': [seenByMember({ trustedServices: null })],
  'access-analyzer.analyzers': [analyzerRow('main', {}, { findings: gap('access-analyzer:ListFindingsV2') })],
});

/** A management account that uses no organization analyzer; one region is refused. */
const management = world({
  'account.regions': regions,
  'organizations.organization': [organizationRow({ trustedServices: [service('macie')] })],
  'access-analyzer.analyzers': { gaps: [gap('access-analyzer:ListAnalyzers', { region: 'us-east-1' })] },
});

export const worlds: World[] = [alone, member, management];
