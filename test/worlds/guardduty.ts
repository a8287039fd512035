import { regionRow } from '../checks/access-analyzer/rows.js';
import {
  admin,
  administrator,
  agents,
  bucketCost,
  configuration,
  cost,
  detectorRow,
  feature,
  features,
  featuresWith,
  finding,
  member,
  open,
  placeRow,
} from '../checks/guardduty/rows.js';
import { organizationRow, other, seenByMember } from '../checks/organizations/rows.js';
import { gap, row, type World, world } from '../support/world.js';

const regions = [regionRow(), regionRow('us-east-1')];
const bucket = row({ Name: 'shop', BucketRegion: 'eu-north-1' }, {}, 'global');
const usage = [{ Feature: 'S3_DATA_EVENTS', Amount: '0.4', Unit: 'USD' }];

/** The delegated administrator: everything on at home, members taken in; elsewhere they are not. */
const central = world({
  'account.regions': regions,
  'guardduty.administration': [placeRow(), placeRow(undefined, 'us-east-1')],
  'organizations.organization': [seenByMember()],
  's3.buckets': [bucket],
  'guardduty.detectors': [
    detectorRow({}, { members: [member(other)], organizationConfiguration: configuration('ALL'), usage }),
    detectorRow(
      { Features: features('DISABLED') },
      { members: [member(other, 'Removed')], organizationConfiguration: configuration('NONE') },
      'us-east-1',
    ),
  ],
});

/** A management account: a member at home with findings, nothing in the other region. */
const management = world({
  'account.regions': regions,
  'guardduty.administration': [placeRow([admin(other)]), placeRow([], 'us-east-1')],
  'organizations.organization': [organizationRow()],
  's3.buckets': { gaps: [gap('s3:ListBuckets', { region: 'global' })] },
  'guardduty.detectors': [
    detectorRow(
      { Features: featuresWith('RDS_LOGIN_EVENTS', undefined) },
      { administrator: administrator(other), findings: open([finding('a', 9.1), finding('b', 2)]) },
    ),
  ],
});

/** A management account that has named no administrator. */
const headless = world({
  'account.regions': regions,
  'guardduty.administration': [placeRow([]), placeRow([admin(other, 'DISABLE_IN_PROGRESS')], 'us-east-1')],
  'organizations.organization': [organizationRow()],
  's3.buckets': [],
  'guardduty.detectors': [detectorRow(), detectorRow({}, {}, 'us-east-1')],
});

/** An account of its own: runtime monitoring half set up, the other region suspended with an old finding. */
const alone = world({
  'account.regions': regions,
  'guardduty.administration': [placeRow(), placeRow(undefined, 'us-east-1')],
  'organizations.organization': [],
  's3.buckets': [bucket],
  'guardduty.detectors': [
    detectorRow(
      {
        Features: featuresWith(
          'RUNTIME_MONITORING',
          feature('RUNTIME_MONITORING', 'ENABLED', { ...agents('DISABLED'), EC2_AGENT_MANAGEMENT: 'ENABLED' }),
        ),
      },
      { findings: open([finding('a', 5)], { Truncated: true, Total: 7 }), organizationConfiguration: gap('x:Y') },
    ),
    detectorRow({ Status: 'DISABLED' }, { findings: open([finding('c', 8, { Sample: true })]) }, 'us-east-1'),
  ],
});

/** A member account of which little may be seen. */
const veiled = world({
  'account.regions': regions,
  'guardduty.administration': [placeRow(), placeRow(undefined, 'us-east-1')],
  'organizations.organization': [seenByMember()],
  's3.buckets': [],
  'guardduty.detectors': {
    rows: [
      detectorRow(
        { Features: [], DataSources: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] },
        {
          findings: gap('guardduty:ListFindings'),
          administrator: gap('guardduty:GetAdministratorAccount'),
          organizationConfiguration: gap('guardduty:DescribeOrganizationConfiguration'),
        },
      ),
    ],
    gaps: [gap('guardduty:GetDetector', { region: 'us-east-1', resource: 'd-2' })],
  },
});

const nothing = { instances: [], dbInstances: [], functions: [], ecsClusters: [], eksClusters: [] };

/** One bucket costs more than all else, and a plan was paid for without anything to watch; elsewhere all is as it should be. */
const costly = world({
  'account.regions': regions,
  'organizations.workloads': [
    row({ RegionName: 'eu-north-1' }, nothing),
    row(
      { RegionName: 'us-east-1' },
      { ...nothing, dbInstances: [{ DBInstanceIdentifier: 'shop', Engine: 'mysql' }] },
      'us-east-1',
    ),
  ],
  'guardduty.detectors': [
    detectorRow(
      {},
      {
        usage: [cost('CLOUD_TRAIL', '1'), cost('S3_DATA_EVENTS', '9'), cost('EKS_AUDIT_LOGS', '0.2')],
        topBuckets: [bucketCost('uploads', '8.5')],
      },
    ),
    detectorRow({}, { usage: [cost('CLOUD_TRAIL', '5'), cost('RDS_DBI_PROTECTION_PROVISIONED', '2')] }, 'us-east-1'),
  ],
});

export const worlds: World[] = [central, management, headless, alone, veiled, costly];
