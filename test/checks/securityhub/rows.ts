import type { HubFinding } from '../../../src/checks/securityhub/findings.js';
import type { Hub, HubDetails, Standard } from '../../../src/checks/securityhub/hubs.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

const own = '111122223333';

export const standard = (name: string, more: Partial<Standard> = {}): Standard => ({
  StandardsArn: `arn:aws:securityhub:eu-north-1::standards/${name}/v/1.0.0`,
  StandardsSubscriptionArn: `arn:aws:securityhub:eu-north-1:${own}:subscription/${name}/v/1.0.0`,
  StandardsStatus: 'READY',
  StatusReasonCode: null,
  ...more,
});

export const product = (name: string): string =>
  `arn:aws:securityhub:eu-north-1:${own}:product-subscription/aws/${name}`;

/** Open control finding of Security Hub; the same shape holds a control's verdict. */
export const finding = (control: string | null, more: Partial<HubFinding> = {}): HubFinding => ({
  Id: `arn:aws:securityhub:eu-north-1:${own}:finding/${control}`,
  ProductName: 'Security Hub',
  GeneratorId: `security-control/${control}`,
  AwsAccountId: own,
  Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
  Title: `${control} should hold`,
  Severity: { Label: 'HIGH' },
  Compliance: { Status: 'FAILED', SecurityControlId: control },
  Workflow: { Status: 'NEW' },
  Resources: [{ Id: `arn:aws:iam::${own}:user/ada`, Type: 'AwsIamUser', Region: 'eu-north-1' }],
  CreatedAt: '2026-10-01T08:00:00.000Z',
  UpdatedAt: '2026-11-21T08:00:00.000Z',
  ...more,
});

export const read = <Finding>(Findings: Finding[], Truncated = false) => ({
  Findings,
  Truncated,
  Total: Truncated ? null : Findings.length,
});

const details: HubDetails = {
  standards: [standard('aws-foundational-security-best-practices')],
  products: [product('securityhub'), product('guardduty')],
  administrators: null,
  organizationConfiguration: null,
  membership: null,
  findings: read<HubFinding>([]),
  controls: read<HubFinding>([]),
};

/** The hub of a region; details may be gaps. */
export const hubRow = (
  more: { [Name in keyof HubDetails]?: unknown } = {},
  region = 'eu-north-1',
  item: Partial<Hub> = {},
): StoredRow =>
  row(
    {
      HubArn: `arn:aws:securityhub:${region}:${own}:hub/default`,
      SubscribedAt: '2025-01-01T00:00:00.000Z',
      AutoEnableControls: true,
      ControlFindingGenerator: 'SECURITY_CONTROL',
      ...item,
    } satisfies Hub,
    { ...details, ...more },
    region,
  );

export const configuration = (AutoEnable: boolean, ConfigurationType = 'LOCAL', Status = 'ENABLED') => ({
  AutoEnable,
  AutoEnableStandards: AutoEnable ? 'DEFAULT' : 'NONE',
  ConfigurationType,
  Status,
});
