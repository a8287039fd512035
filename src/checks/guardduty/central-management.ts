import { check, fail, pass, saw } from '../../core/check.js';
import { detectors } from './detectors.js';
import { isEnabled } from './membership.js';

const administratorApi = 'guardduty:GetAdministratorAccount';

export const centrallyManaged = check({
  id: 'guardduty-centrally-managed',
  title: 'GuardDuty is administered from one account',
  why: 'Findings that stay in each account are seen by nobody. With one administrator all of them arrive in one place, and whoever breaks into a member account cannot turn GuardDuty off.',
  fix: {
    byHand:
      'In the management account name the security account: "aws guardduty enable-organization-admin-account --admin-account-id <account> --region {region}"; then add the other accounts there. Outside an organization, invite them.',
  },
  fields: [
    'guardduty:GetAdministratorAccount.Administrator.AccountId',
    'guardduty:GetAdministratorAccount.Administrator.RelationshipStatus',
    'guardduty:ListMembers.Members',
  ],
  on: detectors.with('administrator', 'members'),
  params: { expected_administrator_id: '' },
  test(detector, _tables, { params, account }) {
    const { expected_administrator_id: expected } = params;
    const { administrator } = detector;
    if (administrator) {
      const { AccountId, RelationshipStatus } = administrator;
      const status = saw(administratorApi, 'Administrator.RelationshipStatus', RelationshipStatus, 'Enabled');
      const who = saw(administratorApi, 'Administrator.AccountId', AccountId, expected || undefined);
      if (!isEnabled(administrator))
        return fail(`administrator ${AccountId}, but the relationship is ${RelationshipStatus}`, status);
      if (expected && AccountId !== expected) return fail(`administered by ${AccountId}, not by ${expected}`, who);
      return pass(`administered by account ${AccountId}`, who, status);
    }
    const none = saw(administratorApi, 'Administrator.AccountId', null, expected || 'an administrator account');
    if (expected && expected !== account) return fail(`not administered by ${expected}`, none);
    const enabled = detector.members.filter(isEnabled).length;
    const members = saw(
      'guardduty:ListMembers',
      'Members',
      { listed: detector.members.length, enabled },
      'an enabled member',
    );
    if (enabled > 0) return pass(`administers ${enabled} member account${enabled === 1 ? '' : 's'}`, members);
    const idle = detector.members.length > 0 ? `none of ${detector.members.length} members is enabled` : 'no members';
    return fail(`stands alone: no administrator account, and ${idle}`, none, members);
  },
});
