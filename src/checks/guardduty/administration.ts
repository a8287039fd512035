import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { askPerson, cannotTell } from '../../core/unavailable.js';
import { hasAllFeatures, organization } from '../organizations/organization.js';
import { type Detector, detectors } from './detectors.js';
import type { OrganizationConfiguration } from './organization-configuration.js';
import { create, resume } from './regions.js';

interface Place {
  RegionName: string;
}

/** An account that the management account has made GuardDuty's delegated administrator. */
interface AdminAccount {
  AdminAccountId: string | null;
  AdminStatus: string | null;
}

/** One row a region; its detail is asked in an organization's management account, the only one that may ask. */
export const administration = collection<Place, { adminAccounts: AdminAccount[] }>({
  id: 'guardduty.administration',
  noun: 'regions',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::::Region' }),
  details: {
    adminAccounts: {
      calls: ['guardduty:ListOrganizationAdminAccounts'],
      async get(_place, aws) {
        const { GuardDutyClient, paginateListOrganizationAdminAccounts } = await import('./sdk.js');
        const found: AdminAccount[] = [];
        for await (const page of paginateListOrganizationAdminAccounts({ client: aws.client(GuardDutyClient) }, {})) {
          for (const { AdminAccountId = null, AdminStatus = null } of page.AdminAccounts ?? []) {
            found.push({ AdminAccountId, AdminStatus });
          }
        }
        return found;
      },
    },
  },
});

const organizations = organization.with();
const adminApi = 'guardduty:ListOrganizationAdminAccounts';
const configurationApi = 'guardduty:DescribeOrganizationConfiguration';

/** Detectors with what only a delegated administrator is told; asked where there is an organization. */
export const configuredDetectors = detectors
  .with('organizationConfiguration')
  .onlyFor({ organizations }, (_detector, tables) => tables.organizations.some(hasAllFeatures));

export const organizationAdminAndAutoEnable = check({
  id: 'guardduty-organization-admin-and-auto-enable',
  title: 'GuardDuty has a delegated administrator in each region, and takes in new accounts by itself',
  why: 'An account that is made tomorrow is watched only if GuardDuty takes it in by itself, and only where it has an administrator: that is set for each region.',
  fix: {
    command:
      "aws guardduty enable-organization-admin-account --admin-account-id '<security account>' --region {region}",
    note: 'In the management account. Then, as that administrator: "aws guardduty update-organization-configuration --auto-enable-organization-members ALL" with its detector.',
  },
  fields: [
    'guardduty:ListOrganizationAdminAccounts.AdminAccounts',
    'guardduty:ListDetectors.DetectorIds',
    'guardduty:GetDetector.Status',
    'guardduty:DescribeOrganizationConfiguration.AutoEnableOrganizationMembers',
  ],
  on: administration
    .with('adminAccounts')
    .onlyFor({ organizations }, (_place, tables) =>
      tables.organizations.some(one => one.Management && hasAllFeatures(one)),
    ),
  also: { organizations, detectors: configuredDetectors },
  test(region, tables, { account }) {
    const of = tables.organizations.first();
    if (!of) return notApplicable('the account belongs to no organization');
    if (!hasAllFeatures(of)) return notApplicable('the organization has consolidated billing only');
    const here = tables.detectors.in(region.RegionName);
    const detector = here.first(one => one.Status === 'ENABLED');
    if (!detector) return failWithoutDetector(here.all()[0]);
    const configuration = detector.organizationConfiguration;
    if (configuration) return judgeAutoEnable(configuration);
    if (!of.Management)
      return notApplicable(`a member of organization ${of.Id} that does not administer GuardDuty for it`);
    return judgeFromManagement(region.adminAccounts, account);
  },
});

function failWithoutDetector(suspended: Detector | undefined): Verdict {
  if (!suspended)
    return {
      ...fail('there is no detector', saw('guardduty:ListDetectors', 'DetectorIds', [], 'a detector')),
      fix: create,
    };
  const { DetectorId, Status } = suspended;
  const seen = saw('guardduty:GetDetector', 'Status', Status, 'ENABLED');
  return { ...fail(`the detector is suspended (Status ${Status})`, seen), fix: resume(DetectorId) };
}

/** GuardDuty tells this to nobody but the delegated administrator, so there is one: this account. */
function judgeAutoEnable({ AutoEnableOrganizationMembers: auto }: OrganizationConfiguration): Verdict {
  if (auto === null) cannotTell('unexpected-answer', configurationApi, 'AWS does not tell what new accounts get');
  const seen = saw(configurationApi, 'AutoEnableOrganizationMembers', auto, 'NEW or ALL');
  const who = 'this account is the delegated administrator';
  if (auto === 'NEW' || auto === 'ALL') return pass(`${who}; accounts are taken in automatically (${auto})`, seen);
  return {
    ...fail(`${who}, but accounts are not taken in automatically (${auto})`, seen),
    fix: {
      command:
        'aws guardduty update-organization-configuration --detector-id "$(aws guardduty list-detectors --query \'DetectorIds[0]\' --output text --region {region})" --auto-enable-organization-members ALL --region {region}',
      note: 'NEW takes in accounts that join from now on, ALL also those that are there.',
    },
  };
}

function judgeFromManagement(admins: readonly AdminAccount[], account: string): Verdict {
  const enabled = admins.filter(one => one.AdminStatus === 'ENABLED' && one.AdminAccountId !== null);
  if (enabled.length === 0 && admins.some(one => one.AdminAccountId === null || one.AdminStatus === null))
    cannotTell('unexpected-answer', adminApi, 'the delegated administrator is listed without its account or status');
  const [admin] = enabled;
  if (!admin) {
    const said = admins.map(one => `${one.AdminAccountId} is ${one.AdminStatus}`).join(', ');
    const seen = saw(adminApi, 'AdminAccounts', admins, 'an account with AdminStatus ENABLED');
    return fail(`there is no delegated administrator${said && ` (${said})`}`, seen);
  }
  const told = 'whether it takes in new accounts automatically';
  if (admin.AdminAccountId === account)
    return cannotTell(
      'unexpected-answer',
      configurationApi,
      `this account administers GuardDuty, yet AWS does not say ${told}`,
    );
  return askPerson(`account ${admin.AdminAccountId} administers GuardDuty; ${told} can be seen there only`);
}
