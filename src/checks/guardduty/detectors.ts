import type { GetDetectorResponse } from '@aws-sdk/client-guardduty';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { type OpenFindings, readFindings } from './findings.js';
import { type Administrator, listMembers, type Member, readAdministrator } from './membership.js';
import { type OrganizationConfiguration, readConfiguration } from './organization-configuration.js';
import { type FeatureUsage, readTopBuckets, readUsage, type ResourceUsage } from './usage.js';

const sdk = () => import('./sdk.js');

/** An option of a feature: which agents GuardDuty looks after. */
export interface FeatureOption {
  Name: string;
  Status: string;
}

/** A data source or protection plan. GetDetector lists all that the region offers, those that are off as DISABLED. */
export interface Feature extends FeatureOption {
  AdditionalConfiguration: FeatureOption[];
}

/** The GuardDuty detector of a region, as GetDetector tells; one that is suspended has the status DISABLED. */
export interface Detector {
  DetectorId: string;
  Status: string;
  CreatedAt: string | null;
  UpdatedAt: string | null;
  FindingPublishingFrequency: string;
  Features: Feature[];
  /** What the older form of the answer tells under the names of features; empty where Features has any. */
  DataSources: FeatureOption[];
  Tags: Record<string, string>;
}

interface Details {
  findings: OpenFindings;
  /** Null in an administrator account, and in one that stands alone. */
  administrator: Administrator | null;
  /** Empty in member accounts, and in those that stand alone. */
  members: Member[];
  /** Null where this account is not the delegated administrator. */
  organizationConfiguration: OrganizationConfiguration | null;
  /** What this account used in the last 30 days. */
  usage: FeatureUsage[];
  /** The same by bucket, of protection for S3; empty while that is off. */
  topBuckets: ResourceUsage[];
}

export const detectors = collection<Detector, Details>({
  id: 'guardduty.detectors',
  noun: 'GuardDuty detectors',
  calls: ['guardduty:ListDetectors', call('guardduty:GetDetector', 'guardduty:GetDetector', { each: true })],
  async list(aws) {
    const { GuardDutyClient, paginateListDetectors } = await sdk();
    const described: Promise<Detector | undefined>[] = [];
    for await (const page of paginateListDetectors({ client: aws.client(GuardDutyClient) }, {})) {
      for (const id of page.DetectorIds ?? []) described.push(describe(id, aws));
    }
    return (await Promise.all(described)).filter(one => one !== undefined);
  },
  resource: ({ DetectorId, Tags }) => ({ id: DetectorId, type: 'AWS::GuardDuty::Detector', tags: Tags }),
  details: {
    findings: detail({
      calls: ['guardduty:ListFindings', 'guardduty:GetFindings', 'guardduty:GetFindingsStatistics'],
      get: readFindings,
    }),
    administrator: detail({ calls: ['guardduty:GetAdministratorAccount'], get: readAdministrator }),
    members: detail({ calls: ['guardduty:ListMembers'], get: listMembers }),
    organizationConfiguration: detail({
      calls: ['guardduty:DescribeOrganizationConfiguration'],
      get: readConfiguration,
    }),
    usage: detail({ calls: ['guardduty:GetUsageStatistics'], get: readUsage }),
    topBuckets: detail({
      calls: ['guardduty:GetUsageStatistics'],
      when: ({ Features, DataSources }) =>
        [...Features, ...DataSources].some(one => one.Name === 'S3_DATA_EVENTS' && one.Status === 'ENABLED'),
      otherwise: [],
      get: readTopBuckets,
    }),
  },
});

async function describe(DetectorId: string, aws: Aws): Promise<Detector | undefined> {
  const { GetDetectorCommand, GuardDutyClient } = await sdk();
  try {
    const told = await aws.client(GuardDutyClient).send(new GetDetectorCommand({ DetectorId }));
    const Features = featuresOf(told);
    return {
      DetectorId,
      Status: told.Status ?? '',
      CreatedAt: told.CreatedAt ?? null,
      UpdatedAt: told.UpdatedAt ?? null,
      FindingPublishingFrequency: told.FindingPublishingFrequency ?? '',
      Features,
      DataSources: Features.length > 0 ? [] : dataSourcesOf(told),
      Tags: told.Tags ?? {},
    };
  } catch (error) {
    aws.missed({ id: DetectorId }, error);
    return undefined;
  }
}

const featuresOf = ({ Features = [] }: GetDetectorResponse): Feature[] =>
  Features.map(({ Name = '', Status = '', AdditionalConfiguration = [] }) => ({
    Name,
    Status,
    AdditionalConfiguration: AdditionalConfiguration.map(one => ({ Name: one.Name ?? '', Status: one.Status ?? '' })),
  }));

function dataSourcesOf({ DataSources: told }: GetDetectorResponse): FeatureOption[] {
  const byFeature: Record<string, string | undefined> = {
    CLOUD_TRAIL: told?.CloudTrail?.Status,
    DNS_LOGS: told?.DNSLogs?.Status,
    FLOW_LOGS: told?.FlowLogs?.Status,
    S3_DATA_EVENTS: told?.S3Logs?.Status,
    EKS_AUDIT_LOGS: told?.Kubernetes?.AuditLogs?.Status,
    EBS_MALWARE_PROTECTION: told?.MalwareProtection?.ScanEc2InstanceWithFindings?.EbsVolumes?.Status,
  };
  return Object.entries(byFeature).flatMap(([Name, Status]) => (Status === undefined ? [] : [{ Name, Status }]));
}
