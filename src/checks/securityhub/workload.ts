import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { literalWord } from '../../core/fix.js';
import type { Fix } from '../../core/types.js';
import { isOwn, recorders } from '../config/recorders.js';
import { recordsAll } from '../config/recording.js';
import { running, workloadFields, workloadIn, workloadNeeds } from '../config/workload.js';
import { type HubDetails, hubs, type Standard } from './hubs.js';
import { nameOfStandard } from './names.js';

// Listings of what runs are asked where a hub is on and AWS Config does not count everything anyway.
const runningWhereUncounted = running.onlyFor(
  { hubs: hubs.with(), recorders: recorders.with() },
  ({ RegionName }, tables) =>
    tables.hubs.in(RegionName).some() && !tables.recorders.in(RegionName).some(one => isOwn(one) && recordsAll(one)),
);

export const regionHasWorkload = check({
  id: 'securityhub-region-has-workload',
  title: 'Standards are on where something runs',
  why: 'Each control of a standard is billed for each time that it looks, also in a region where nothing is. The recording by AWS Config that it needs there costs more than the checks.',
  fix: {
    command: 'aws securityhub get-enabled-standards --region {region}',
    note: 'Keep the hub itself, so that findings of other services still arrive. Ask first whether an audit (SOC 2, ISO 27001) counts on this region.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'securityhub:GetEnabledStandards.StandardsSubscriptions',
    'securityhub:GetAdministratorAccount.Administrator',
    'securityhub:DescribeOrganizationConfiguration.OrganizationConfiguration',
    ...workloadFields,
  ],
  on: hubs.with('standards', 'membership', 'organizationConfiguration'),
  also: { ...workloadNeeds, running: runningWhereUncounted },
  test(hub, tables) {
    const { standards } = hub;
    const names = standards.map(nameOfStandard);
    const seen = saw('securityhub:GetEnabledStandards', 'StandardsSubscriptions', names);
    if (names.length === 0) return notApplicable('no standard is on', seen);
    const ruled = ruledByOrganization(hub);
    if (ruled) return notApplicable(ruled.message, seen, ruled.evidence);
    const workload = workloadIn(hub.region, tables);
    if (workload.holds) return pass(`the region is in use: ${workload.message}`, seen, workload.evidence);
    return {
      ...fail(`${names.join(', ')} on, in a region that is empty: ${workload.message}`, seen, workload.evidence),
      fix: disable(standards),
    };
  },
});

/** Where the organization decides what is on, this account has no say. */
function ruledByOrganization({
  membership,
  organizationConfiguration: of,
}: Pick<HubDetails, 'membership' | 'organizationConfiguration'>) {
  if (membership)
    return {
      message: `account ${membership.AccountId} administers Security Hub, and decides which standards are on`,
      evidence: saw('securityhub:GetAdministratorAccount', 'Administrator', membership),
    };
  if (of?.ConfigurationType !== 'CENTRAL') return undefined;
  return {
    message: 'policies of the organization decide which standards are on (CENTRAL)',
    evidence: saw('securityhub:DescribeOrganizationConfiguration', 'OrganizationConfiguration', of.ConfigurationType),
  };
}

function disable(standards: readonly Standard[]): Fix {
  const arns = standards.map(one => literalWord(one.StandardsSubscriptionArn)).join(' ');
  return {
    command: `aws securityhub batch-disable-standards --standards-subscription-arns ${arns} --region {region}`,
    note: 'The hub itself stays, so that findings of other services still arrive. Ask first whether an audit (SOC 2, ISO 27001) counts on this region. The standards can be turned on again; their findings begin anew.',
  };
}
