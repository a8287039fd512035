import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const home = 'eu-north-1';
const id = 'd0c0ffee';
const member = '444455556666';
const feature = (Name: string, Status: string, options: string[] = []) => ({
  Name,
  Status,
  AdditionalConfiguration: options.map(option => ({ Name: option, Status: 'ENABLED' })),
});
const kinds = ['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS', 'S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'LAMBDA_NETWORK_LOGS'];
const agents = ['EKS_ADDON_MANAGEMENT', 'ECS_FARGATE_AGENT_MANAGEMENT', 'EC2_AGENT_MANAGEMENT'];

/** What the plans cost: S3 most of all, and a cluster that is gone. */
const costs = {
  CLOUD_TRAIL: '3.20',
  S3_DATA_EVENTS: '8.40',
  EC2_RUNTIME_MONITORING: '0.70',
  LAMBDA_NETWORK_LOGS: '0.10',
};

/** More findings than an audit of the shop reads. */
const findingIds = ['a', 'b', 'c', 'd', 'e', 'f'].map(letter => letter.repeat(8));
const finding = (Id: string) => ({
  Id,
  AccountId: accountId,
  Arn: `arn:aws:guardduty:${home}:${accountId}:detector/${id}/finding/${Id}`,
  CreatedAt: '2026-11-20T08:00:00.000Z',
  UpdatedAt: '2026-11-21T08:00:00.000Z',
  Region: home,
  SchemaVersion: '2.0',
  Severity: Id === findingIds[0] ? 8 : 2,
  Title: 'An API was called from an address of ill repute.',
  Type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller',
  Resource: {
    ResourceType: 'AccessKey',
    AccessKeyDetails: { AccessKeyId: 'unknown', PrincipalId: 'AIDAADA', UserName: 'ada', UserType: 'IAMUser' },
  },
  Service: { ServiceName: 'guardduty', Archived: false },
});

/** GuardDuty of the shop, which administers it for its organization, in one region. */
export const guardDuty: Record<string, Handler> = {
  'guardduty:ListDetectors': (_input, { region }: At) => ({ DetectorIds: region === home ? [id] : [] }),
  'guardduty:GetDetector': () => ({
    Status: 'ENABLED',
    CreatedAt: '2025-03-01T08:00:00.000Z',
    UpdatedAt: '2025-03-01T08:00:00.000Z',
    ServiceRole: `arn:aws:iam::${accountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
    FindingPublishingFrequency: 'FIFTEEN_MINUTES',
    Features: [
      ...kinds.map(name => feature(name, 'ENABLED')),
      feature('EBS_MALWARE_PROTECTION', 'DISABLED'),
      feature('RDS_LOGIN_EVENTS', 'DISABLED'),
      feature('RUNTIME_MONITORING', 'ENABLED', agents),
    ],
  }),
  'guardduty:ListFindings': () => ({ FindingIds: findingIds }),
  'guardduty:GetFindings': ({ FindingIds }: { FindingIds: string[] }) => ({ Findings: FindingIds.map(finding) }),
  'guardduty:GetFindingsStatistics': () => ({
    FindingStatistics: {
      GroupedBySeverity: [
        { Severity: 8, TotalFindings: 1 },
        { Severity: 2, TotalFindings: findingIds.length - 1 },
      ],
    },
  }),
  'guardduty:GetAdministratorAccount': () => ({}),
  'guardduty:ListMembers': () => ({
    Members: [
      {
        AccountId: member,
        MasterId: accountId,
        AdministratorId: accountId,
        Email: 'security@shop.example',
        RelationshipStatus: 'Enabled',
        UpdatedAt: '2025-03-01T08:00:00.000Z',
      },
    ],
  }),
  'guardduty:DescribeOrganizationConfiguration': () => ({
    MemberAccountLimitReached: false,
    AutoEnableOrganizationMembers: 'NEW',
  }),
  'guardduty:GetUsageStatistics': ({ UsageStatisticType }: { UsageStatisticType: string }) => ({
    UsageStatistics:
      UsageStatisticType === 'TOP_RESOURCES'
        ? { TopResources: [{ Resource: 'shop-logs', Total: { Amount: '6.10', Unit: 'USD' } }] }
        : {
            SumByFeature: Object.entries(costs).map(([Feature, Amount]) => ({
              Feature,
              Total: { Amount, Unit: 'USD' },
            })),
          },
  }),
  'guardduty:ListOrganizationAdminAccounts': (_input, { region }: At) => ({
    AdminAccounts: region === home ? [{ AdminAccountId: accountId, AdminStatus: 'ENABLED' }] : [],
  }),
};
