import type { Detector, Feature } from '../../../src/checks/guardduty/detectors.js';
import type { GuardDutyFinding, OpenFindings } from '../../../src/checks/guardduty/findings.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';
import { own } from '../organizations/rows.js';

export const feature = (Name: string, Status = 'ENABLED', options: Record<string, string> = {}): Feature => ({
  Name,
  Status,
  AdditionalConfiguration: Object.entries(options).map(([name, status]) => ({ Name: name, Status: status })),
});

export const agents = (Status: string) => ({
  EKS_ADDON_MANAGEMENT: Status,
  ECS_FARGATE_AGENT_MANAGEMENT: Status,
  EC2_AGENT_MANAGEMENT: Status,
});

/** Every feature that AWS lists today, all in one state; the older form of runtime monitoring is off. */
export const features = (Status = 'ENABLED'): Feature[] => [
  ...['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS'].map(name => feature(name)),
  ...['S3_DATA_EVENTS', 'EKS_AUDIT_LOGS', 'EBS_MALWARE_PROTECTION', 'RDS_LOGIN_EVENTS'].map(name =>
    feature(name, Status),
  ),
  feature('EKS_RUNTIME_MONITORING', 'DISABLED', { EKS_ADDON_MANAGEMENT: 'DISABLED' }),
  feature('LAMBDA_NETWORK_LOGS', Status),
  feature('RUNTIME_MONITORING', Status, agents(Status)),
];

/** All features but one, which is as given, or is missing. */
export const featuresWith = (name: string, one?: Feature): Feature[] => [
  ...features().filter(({ Name }) => Name !== name),
  ...(one ? [one] : []),
];

export const finding = (
  Id: string,
  Severity: number | null,
  more: Partial<GuardDutyFinding> = {},
): GuardDutyFinding => ({
  Id,
  Type: 'UnauthorizedAccess:EC2/SSHBruteForce',
  Title: `finding ${Id}`,
  Severity,
  AccountId: own,
  CreatedAt: '2026-11-20T08:00:00.000Z',
  UpdatedAt: '2026-11-21T08:00:00.000Z',
  Sample: false,
  Resource: { Id: `i-${Id}`, Type: 'AWS::EC2::Instance' },
  ...more,
});

export const open = (Findings: GuardDutyFinding[], more: Partial<OpenFindings> = {}): OpenFindings => ({
  Findings,
  Truncated: false,
  Total: Findings.length,
  ...more,
});

export const administrator = (AccountId: string, RelationshipStatus = 'Enabled') => ({
  AccountId,
  RelationshipStatus,
  InvitedAt: '2025-01-01T00:00:00.000Z',
});
export const member = (AccountId: string, RelationshipStatus = 'Enabled') => ({
  AccountId,
  RelationshipStatus,
  UpdatedAt: '2025-01-01T00:00:00.000Z',
});
export const configuration = (AutoEnableOrganizationMembers: string | null, MemberAccountLimitReached = false) => ({
  AutoEnableOrganizationMembers,
  MemberAccountLimitReached,
});

export const cost = (Feature: string, Amount: string, Unit = 'USD') => ({ Feature, Amount, Unit });
export const bucketCost = (Resource: string, Amount: string, Unit = 'USD') => ({ Resource, Amount, Unit });

export const alone = {
  findings: open([]),
  administrator: null,
  members: [],
  organizationConfiguration: null,
  usage: [],
  topBuckets: [],
};

/** A detector with everything on, in an account that stands alone. */
export const detectorRow = (
  more: Partial<Detector> = {},
  details: Record<string, unknown> = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      DetectorId: `d-${region}`,
      Status: 'ENABLED',
      CreatedAt: '2025-01-01T00:00:00.000Z',
      UpdatedAt: '2025-01-01T00:00:00.000Z',
      FindingPublishingFrequency: 'FIFTEEN_MINUTES',
      Features: features(),
      DataSources: [],
      Tags: {},
      ...more,
    } satisfies Detector,
    { ...alone, ...details },
    region,
  );

export const placeRow = (adminAccounts?: unknown, region = 'eu-north-1'): StoredRow =>
  row({ RegionName: region }, adminAccounts === undefined ? {} : { adminAccounts }, region);

export const admin = (AdminAccountId: string | null, AdminStatus: string | null = 'ENABLED') => ({
  AdminAccountId,
  AdminStatus,
});
