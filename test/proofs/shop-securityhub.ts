import { type At, type Handler, StubError } from '../server/stub.js';
import { accountId } from './shop-iam.js';

/** Security Hub of the shop, which administers it for the organization; it is off in us-east-1. */

const finding = (Id: string, more: object = {}) => ({
  SchemaVersion: '2018-10-08',
  Id,
  ProductArn: 'arn:aws:securityhub:eu-north-1::product/aws/securityhub',
  ProductName: 'Security Hub',
  GeneratorId: 'security-control/IAM.3',
  AwsAccountId: accountId,
  CreatedAt: '2026-10-01T08:00:00.000Z',
  UpdatedAt: '2026-11-21T08:00:00.000Z',
  Title: "IAM users' access keys should be rotated every 90 days or less",
  Description: 'This control looks at active access keys.',
  Severity: { Label: 'MEDIUM', Normalized: 40 },
  Resources: [{ Id: `arn:aws:iam::${accountId}:user/ada`, Type: 'AwsIamUser', Region: 'eu-north-1' }],
  Compliance: { Status: 'FAILED', SecurityControlId: 'IAM.3' },
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
  ...more,
});
const guardDuty = finding('guardduty-1', {
  ProductName: 'GuardDuty',
  Title: 'Somebody tries passwords on i-0abc',
  Types: ['TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce'],
  Compliance: undefined,
});

interface Asked {
  Filters: { ComplianceSecurityControlId?: { Value: string }[] };
}

/** Every answer by operation. */
export const securityhub: Record<string, Handler> = {
  'securityhub:DescribeHub': (_input, { region }: At) => {
    if (region !== 'eu-north-1')
      throw new StubError('InvalidAccessException', `Account ${accountId} is not subscribed to AWS Security Hub`, 401);
    return {
      HubArn: `arn:aws:securityhub:${region}:${accountId}:hub/default`,
      SubscribedAt: '2025-03-01T08:00:00.000Z',
      AutoEnableControls: true,
      ControlFindingGenerator: 'SECURITY_CONTROL',
    };
  },
  'securityhub:GetEnabledStandards': () => ({
    StandardsSubscriptions: [
      {
        StandardsSubscriptionArn: `arn:aws:securityhub:eu-north-1:${accountId}:subscription/cis/v/5.0.0`,
        StandardsArn: 'arn:aws:securityhub:eu-north-1::standards/cis-aws-foundations-benchmark/v/5.0.0',
        StandardsInput: {},
        StandardsStatus: 'READY',
      },
    ],
  }),
  'securityhub:ListEnabledProductsForImport': () => ({
    ProductSubscriptions: [`arn:aws:securityhub:eu-north-1:${accountId}:product-subscription/aws/guardduty`],
  }),
  'securityhub:ListOrganizationAdminAccounts': () => ({
    AdminAccounts: [{ AccountId: accountId, Status: 'ENABLED' }],
  }),
  'securityhub:DescribeOrganizationConfiguration': () => ({
    AutoEnable: true,
    AutoEnableStandards: 'DEFAULT',
    MemberAccountLimitReached: false,
    OrganizationConfiguration: { ConfigurationType: 'LOCAL', Status: 'ENABLED' },
  }),
  'securityhub:GetAdministratorAccount': () => ({}),
  'securityhub:GetFindings': ({ Filters: { ComplianceSecurityControlId: controls } }: Asked) => {
    if (!controls) return { Findings: [finding('iam-3'), guardDuty] };
    return { Findings: controls.some(one => one.Value === 'IAM.3') ? [finding('iam-3')] : [] };
  },
};
