import { regionRow } from '../checks/access-analyzer/rows.js';
import { accountRow } from '../checks/account/rows.js';
import {
  aggregatorRow,
  defaultTypes,
  linkedRecorder,
  recorderRow,
  recording,
  ruleRow,
  status,
  typeRow,
} from '../checks/config/rows.js';
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

const everything = recording({ allSupported: true, includeGlobalResourceTypes: true });
const buckets = {
  ComplianceResourceTypes: ['AWS::S3::Bucket'],
  ComplianceResourceId: null,
  TagKey: null,
  TagValue: null,
};

/** Network interfaces by the thousand and a rule twice at home; roles once more where nothing runs. */
const wasteful = world({
  'account.accounts': [accountRow()],
  'config.recorders': [
    recorderRow({ recordingGroup: everything }),
    recorderRow({ recordingGroup: everything }, {}, 'us-east-1'),
  ],
  'config.recorded-types': [
    typeRow('AWS::EC2::NetworkInterface', 4, { items: 40 }),
    typeRow('AWS::S3::Bucket', 2, { items: 1, evaluated: true }),
    ...defaultTypes('us-east-1'),
  ],
  'config.rules': [
    ruleRow('logging', 'S3_BUCKET_LOGGING_ENABLED', [], { Scope: buckets }),
    ruleRow('logging-again', 'S3_BUCKET_LOGGING_ENABLED', [], { Scope: buckets }),
  ],
});

/** What is recorded is looked at, and only at home. */
const thrifty = world({
  'account.accounts': [accountRow()],
  'config.recorders': [
    recorderRow({ recordingGroup: everything }),
    recorderRow({ recordingGroup: recording({ allSupported: true }) }, {}, 'us-east-1'),
  ],
  'config.recorded-types': [
    typeRow('AWS::S3::Bucket', 2, { items: 1 }),
    typeRow('AWS::IAM::Role', 40, { items: 2, evaluated: true }),
    ...defaultTypes('us-east-1'),
  ],
  'config.rules': {
    rows: [ruleRow('logging', 'S3_BUCKET_LOGGING_ENABLED', [], { Scope: buckets })],
    gaps: [gap('config:DescribeConfigRules', { region: 'us-east-1' })],
  },
});

export const worlds: World[] = [administrator, management, refused, wasteful, thrifty];
