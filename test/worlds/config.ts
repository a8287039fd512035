import { regionRow } from '../checks/access-analyzer/rows.js';
import { accountRow } from '../checks/account/rows.js';
import { aggregatorRow, linkedRecorder, recorderRow, recording, status } from '../checks/config/rows.js';
import { organizationRow, other, own, seenByMember, service } from '../checks/organizations/rows.js';
import { gap, type World, world } from '../support/world.js';

const regions = [regionRow(), regionRow('us-east-1')];
const ownRole = 'arn:aws:iam::111122223333:role/config';

/** The account that administers AWS Config: well kept in one region, narrow in the other. */
const administrator = world({
  'account.accounts': [accountRow()],
  'account.regions': regions,
  'organizations.organization': [seenByMember({ trustedServices: [service('config', own)] })],
  'config.aggregators': [
    aggregatorRow(),
    aggregatorRow({ ConfigurationAggregatorName: 'single', OrganizationAggregationSource: null }, 'us-east-1'),
  ],
  'config.recorders': [
    recorderRow(),
    linkedRecorder(),
    recorderRow(
      { roleARN: ownRole, recordingGroup: recording({ resourceTypes: ['AWS::S3::Bucket'] }) },
      { status: status({ lastStatus: 'FAILURE' }) },
      'us-east-1',
    ),
  ],
});

/** A management account without aggregator; one recorder is stopped, in the other region only Security Hub's records. */
const management = world({
  'account.accounts': [accountRow()],
  'account.regions': regions,
  'organizations.organization': [organizationRow({ trustedServices: [service('config', own)] })],
  'config.aggregators': [aggregatorRow({ OrganizationAggregationSource: null })],
  'config.recorders': [linkedRecorder(), recorderRow({}, { status: status({ recording: false }) }, 'us-east-1')],
});

/** A management account that delegates, and refuses some of what is asked. */
const refused = world({
  'account.accounts': [accountRow()],
  'account.regions': regions,
  'organizations.organization': [organizationRow({ trustedServices: [service('config', other)] })],
  'config.aggregators': { gaps: [gap('config:DescribeConfigurationAggregators', { region: 'us-east-1' })] },
  'config.recorders': [recorderRow({}, { status: gap('config:DescribeConfigurationRecorderStatus') })],
});

export const worlds: World[] = [administrator, management, refused];
