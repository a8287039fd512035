import { regionRow } from '../checks/access-analyzer/rows.js';
import { defaultTypes, recorderRow, recording, typeRow } from '../checks/config/rows.js';
import { organizationRow, other, own, seenByMember, service } from '../checks/organizations/rows.js';
import { configuration, hubRow, product } from '../checks/securityhub/rows.js';
import { gap, row, type World, world } from '../support/world.js';

const regions = [regionRow(), regionRow('us-east-1')];

/** The account that administers Security Hub; one region takes no new accounts in. */
const administrator = world({
  'account.regions': regions,
  'organizations.organization': [seenByMember({ trustedServices: [service('securityhub', own)] })],
  'securityhub.hubs': [
    hubRow({ organizationConfiguration: configuration(true) }),
    hubRow({ standards: [], organizationConfiguration: configuration(false) }, 'us-east-1'),
  ],
});

/** A management account that has named nobody, and has no hub in one region. */
const management = world({
  'account.regions': regions,
  'organizations.organization': [organizationRow({ trustedServices: [] })],
  'securityhub.hubs': [hubRow({ standards: [], products: [product('securityhub')], administrators: [] })],
});

/** A management account whose administrator is another account; one region is refused. */
const delegating = world({
  'account.regions': regions,
  'organizations.organization': [organizationRow({ trustedServices: [service('securityhub', other)] })],
  'securityhub.hubs': {
    rows: [
      hubRow({
        administrators: [{ AccountId: own, Status: 'ENABLED' }],
        organizationConfiguration: configuration(false, 'CENTRAL'),
      }),
    ],
    gaps: [gap('securityhub:DescribeHub', { region: 'us-east-1' })],
  },
});

/** A member account. */
const member = world({
  'account.regions': regions,
  'organizations.organization': [seenByMember({ trustedServices: null })],
  'securityhub.hubs': [hubRow()],
});

const place = (region: string, functions: { FunctionName: string }[] = []) =>
  row({ RegionName: region }, { instances: [], dbInstances: [], functions, ecsClusters: [], eksClusters: [] }, region);

/** Standards are on at home, where buckets are, and in a region that is empty as far as AWS Config knows. */
const spread = world({
  'account.regions': regions,
  'organizations.organization': [],
  'organizations.workloads': [place('eu-north-1'), place('us-east-1')],
  's3.buckets': [],
  'config.recorders': [recorderRow(), recorderRow({}, {}, 'us-east-1')],
  'config.recorded-types': [typeRow('AWS::S3::Bucket', 2), ...defaultTypes('us-east-1')],
  'securityhub.hubs': [hubRow(), hubRow({}, 'us-east-1')],
});

/** AWS Config counts nothing complete: a function shows use of one region, nothing that of the other. */
const uncounted = world({
  'account.regions': regions,
  'organizations.organization': [],
  'organizations.workloads': [place('eu-north-1', [{ FunctionName: 'resize' }]), place('us-east-1')],
  's3.buckets': { gaps: [gap('s3:ListBuckets', { region: 'global' })] },
  'config.recorders': [recorderRow({ recordingGroup: recording({ resourceTypes: ['AWS::S3::Bucket'] }) })],
  'config.recorded-types': [typeRow('AWS::S3::Bucket', 0)],
  'securityhub.hubs': [hubRow(), hubRow({}, 'us-east-1')],
});

export const worlds: World[] = [administrator, management, delegating, member, spread, uncounted];
