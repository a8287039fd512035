import type { Organization, TrustedService } from '../../../src/checks/organizations/organization.js';
import type { Policy, Root } from '../../../src/checks/organizations/roots.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const own = '111122223333';
export const other = '444455556666';

/** The organization as seen from its management account. */
export const organizationRow = (details: Record<string, unknown> = {}, more: Partial<Organization> = {}): StoredRow =>
  row(
    {
      Id: 'o-example1234',
      Arn: `arn:aws:organizations::${own}:organization/o-example1234`,
      FeatureSet: 'ALL',
      MasterAccountId: own,
      MasterAccountArn: `arn:aws:organizations::${own}:account/o-example1234/${own}`,
      Management: true,
      ...more,
    } satisfies Organization,
    details,
    'global',
  );

/** The same organization as seen from a member account. */
export const seenByMember = (details: Record<string, unknown> = {}): StoredRow =>
  organizationRow(details, { MasterAccountId: other, Management: false });

export const enabled = (...types: string[]) => types.map(Type => ({ Type, Status: 'ENABLED' }));

export const rootRow = (details: Record<string, unknown> = {}, more: Partial<Root> = {}): StoredRow =>
  row(
    {
      Id: 'r-abcd',
      Arn: `arn:aws:organizations::${own}:root/o-example1234/r-abcd`,
      Name: 'Root',
      PolicyTypes: enabled('SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'),
      ...more,
    } satisfies Root,
    details,
    'global',
  );

export const toRoot = [{ TargetId: 'r-abcd', Name: 'Root', Type: 'ROOT' }];
export const toUnit = [{ TargetId: 'ou-abcd-11111111', Name: 'Workloads', Type: 'ORGANIZATIONAL_UNIT' }];
export const toManagement = [{ TargetId: own, Name: 'management', Type: 'ACCOUNT' }];

export const policy = (Name: string, content: object | null, more: Partial<Policy> = {}): Policy => ({
  Id: `p-${Name}`,
  Arn: `arn:aws:organizations::${own}:policy/o-example1234/p-${Name}`,
  Name,
  AwsManaged: false,
  Targets: toUnit,
  Content: content && JSON.stringify(content),
  ...more,
});

export const fullAccess = policy('FullAWSAccess', null, { AwsManaged: true, Targets: toRoot });

export const statements = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

export const service = (name: string, ...DelegatedAdministrators: string[]): TrustedService => ({
  ServicePrincipal: `${name}.amazonaws.com`,
  DelegatedAdministrators,
});
