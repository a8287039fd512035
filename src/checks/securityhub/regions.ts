import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { regions } from '../account/regions.js';
import { hasAllFeatures, organization } from '../organizations/organization.js';
import { hubs, type OrganizationConfiguration } from './hubs.js';
import { nameOfStandard, nameOfSubscription, othersThanHub } from './names.js';

const turnOn = {
  command: 'aws securityhub enable-security-hub --enable-default-standards --region {region}',
  undo: 'aws securityhub disable-security-hub --region {region}',
  note: 'Its controls need AWS Config to record in the region, and are billed by the number of checks.',
};
const describeHub = (value: unknown) => saw('securityhub:DescribeHub', 'HubArn', value, 'a hub');

export const enabled = check({
  id: 'securityhub-enabled',
  title: 'Security Hub is on in each region, with a standard or another product that tells it something',
  why: 'Security Hub puts the findings of all security services in one list. Where it is off, or nothing reports to it, a finding waits where nobody looks.',
  fix: turnOn,
  fields: [
    'securityhub:DescribeHub.HubArn',
    'securityhub:GetEnabledStandards.StandardsSubscriptions',
    'securityhub:ListEnabledProductsForImport.ProductSubscriptions',
  ],
  on: regions.with(),
  also: { hubs: hubs.with('standards', 'products') },
  test(region, tables) {
    const hub = tables.hubs.in(region.RegionName).first();
    if (!hub) return fail('Security Hub CSPM is off in this region', describeHub(null));
    const names = hub.standards.map(nameOfStandard);
    const standards = saw('securityhub:GetEnabledStandards', 'StandardsSubscriptions', names, 'at least one');
    if (names.length > 0) return pass(`on, with ${names.join(', ')}`, standards);
    const senders = othersThanHub(hub.products).map(nameOfSubscription);
    const products = saw('securityhub:ListEnabledProductsForImport', 'ProductSubscriptions', senders, 'at least one');
    if (senders.length > 0) return pass(`on, with findings of ${senders.join(', ')}`, standards, products);
    return { ...fail('on, but with no standard and no product that sends findings', standards, products), fix: teach };
  },
});

const teach = {
  command:
    'aws securityhub batch-enable-standards --standards-subscription-requests StandardsArn=arn:{partition}:securityhub:{region}::standards/aws-foundational-security-best-practices/v/1.0.0 --region {region}',
  note: turnOn.note,
};

const organizations = organization.with('trustedServices');
type Organizations = Table<RowOf<typeof organizations>>;
const administered = hubs
  .with('organizationConfiguration')
  .onlyFor({ organizations: organization.with() }, (_hub, tables) => tables.organizations.some(hasAllFeatures));
const managed = hubs
  .with('administrators')
  .onlyFor({ organizations: organization.with() }, (_hub, tables) => tables.organizations.some(one => one.Management));

export const organizationAdministered = check({
  id: 'securityhub-organization-admin-and-auto-enable',
  title: 'Security Hub has an administrator in each region, and takes in new accounts of the organization by itself',
  why: 'An account that is made tomorrow is watched from its first day only if Security Hub takes it in by itself and one account sees the findings of all.',
  fix: turnOn,
  fields: [
    'securityhub:DescribeHub.HubArn',
    'securityhub:ListOrganizationAdminAccounts.AdminAccounts',
    'securityhub:DescribeOrganizationConfiguration.AutoEnable',
    'securityhub:DescribeOrganizationConfiguration.OrganizationConfiguration',
  ],
  on: regions.with(),
  also: { organizations, administered, managed },
  test(region, tables, { account }) {
    const outside = reasonOutside(tables.organizations, account);
    if (outside !== null) return notApplicable(outside);
    const hub = tables.administered.in(region.RegionName).first();
    if (!hub) return fail('Security Hub CSPM is off in this region', describeHub(null));
    const administrator = tables.organizations.some(one => one.Management)
      ? administratorIn(tables.managed.in(region.RegionName))
      : account;
    const seen = saw('securityhub:ListOrganizationAdminAccounts', 'AdminAccounts', administrator, 'an administrator');
    if (administrator === null)
      return { ...fail('the organization has named no administrator of Security Hub here', seen), fix: name };
    return judgeConfiguration(hub.organizationConfiguration, administrator);
  },
});

const name = {
  command: 'aws securityhub enable-organization-admin-account --admin-account-id {SecurityAccountId} --region {region}',
  note: 'Run in the management account; the administrator should be an account that is used for security alone.',
};
const takeIn = {
  command: 'aws securityhub update-organization-configuration --auto-enable --region {region}',
  note: 'Run in the administrator account. With central configuration, attach a configuration policy to the root instead.',
};

/** Why this account has no say in it; null for the management account and for the one that administers Security Hub. */
function reasonOutside(organizations: Organizations, account: string): string | null {
  const found = organizations.first();
  if (!found) return 'the account belongs to no organization';
  if (!hasAllFeatures(found)) return 'the organization has consolidated billing only, and so no administrators';
  if (found.Management) return null;
  const hub = found.trustedServices?.find(one => one.ServicePrincipal === 'securityhub.amazonaws.com');
  if (hub?.DelegatedAdministrators.includes(account)) return null;
  return `a member account that does not administer Security Hub; the management account is ${found.MasterAccountId}`;
}

function administratorIn(here: Table<RowOf<typeof managed>>): string | null {
  const administrators = here.first()?.administrators;
  if (!administrators) {
    const api = 'securityhub:ListOrganizationAdminAccounts';
    cannotTell('unexpected-answer', api, `${api} was refused although this is the management account`);
  }
  return administrators.find(one => one.Status === 'ENABLED')?.AccountId ?? null;
}

function judgeConfiguration(configuration: OrganizationConfiguration | null, administrator: string): Verdict {
  const api = 'securityhub:DescribeOrganizationConfiguration';
  if (!configuration)
    cannotTell(
      'not-collected',
      api,
      `whether new accounts are taken in shows in the administrator account ${administrator} only`,
    );
  const { AutoEnable, ConfigurationType, Status } = configuration;
  const automatic = saw(api, 'AutoEnable', AutoEnable, true);
  if (AutoEnable) return pass(`administered by ${administrator}; new accounts are taken in automatically`, automatic);
  const central = saw(api, 'OrganizationConfiguration', { ConfigurationType, Status }, 'CENTRAL, ENABLED');
  // Configuration policies take the place of AutoEnable, which is false then by design.
  if (ConfigurationType === 'CENTRAL' && Status === 'ENABLED')
    return pass(`administered by ${administrator}; configured centrally, by policies`, central);
  const state = ConfigurationType === 'CENTRAL' ? `central configuration is ${Status}` : 'AutoEnable is false';
  return { ...fail(`new accounts are not taken in: ${state}`, automatic, central), fix: takeIn };
}
