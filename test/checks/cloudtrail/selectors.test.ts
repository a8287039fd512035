import { describe, expect, test } from 'vitest';
import {
  recordsAllObjects,
  recordsBedrock,
  recordsManagement,
  type Selectors,
} from '../../../src/checks/cloudtrail/selectors.js';
import { advanced, basic } from '../../worlds/cloudtrail.js';

const management = { eventCategory: { Equals: ['Management'] } };
const data = { eventCategory: { Equals: ['Data'] }, 'resources.type': { Equals: ['AWS::S3::Object'] } };
const nothing: Selectors = { EventSelectors: [], AdvancedEventSelectors: [] };

describe('management events', () => {
  const cases: [string, Selectors, boolean, boolean][] = [
    ['the default selector', basic(), true, true],
    ['reads only', basic({ ReadWriteType: 'ReadOnly' }), true, false],
    ['writes only', basic({ ReadWriteType: 'WriteOnly' }), false, true],
    ['two basic halves', basic({ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }), true, true],
    ['management events off', basic({ IncludeManagementEvents: false }), false, false],
    ['without KMS', basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }), true, true],
    ['no selector at all', nothing, false, false],
    ['advanced, whatever its name', advanced(management), true, true],
    ['advanced, reads only', advanced({ ...management, readOnly: { Equals: ['true'] } }), true, false],
    [
      'advanced without KMS',
      advanced({ ...management, eventSource: { NotEquals: ['kms.amazonaws.com'] } }),
      true,
      true,
    ],
    [
      'advanced without EC2',
      advanced({ ...management, eventSource: { NotEquals: ['ec2.amazonaws.com'] } }),
      false,
      false,
    ],
    ['advanced, one source', advanced({ ...management, eventSource: { Equals: ['iam.amazonaws.com'] } }), false, false],
    ['advanced, one caller', advanced({ ...management, 'userIdentity.arn': { Equals: ['x'] } }), false, false],
    ['advanced, data events', advanced(data), false, false],
    ['advanced, no category', advanced({ readOnly: { Equals: ['true'] } }), false, false],
  ];
  test.each(cases)('%s', (_name, selectors, read, write) => {
    expect(recordsManagement(selectors, 'read')).toBe(read);
    expect(recordsManagement(selectors, 'write')).toBe(write);
  });

  test('a named source that is left out', () => {
    const kms = 'kms.amazonaws.com';
    expect(recordsManagement(basic(), 'write', kms)).toBe(true);
    expect(recordsManagement(basic({ ExcludeManagementEventSources: [kms] }), 'write', kms)).toBe(false);
    const without = advanced({ ...management, eventSource: { NotEquals: [kms] } });
    expect(recordsManagement(without, 'write', kms)).toBe(false);
    expect(recordsManagement(without, 'write', 'iam.amazonaws.com')).toBe(true);
    expect(
      recordsManagement(
        advanced({ ...management, eventSource: { StartsWith: ['kms.'], NotEndsWith: ['.cn'] } }),
        'write',
        kms,
      ),
    ).toBe(true);
    expect(
      recordsManagement(
        advanced({ ...management, eventSource: { StartsWith: ['kms.'], NotEndsWith: ['.com'] } }),
        'write',
        kms,
      ),
    ).toBe(false);
  });
});

describe('S3 data events', () => {
  const objects = (...Values: string[]) => [{ Type: 'AWS::S3::Object', Values }];
  const arns = (operators: object) => ({ ...data, 'resources.ARN': operators });
  const cases: [string, Selectors, boolean, boolean][] = [
    ['all objects by the short prefix', basic({ DataResources: objects('arn:aws:s3') }), true, true],
    ['all objects by the long prefix', basic({ DataResources: objects('arn:aws:s3:::') }), true, true],
    ['all objects by the old wildcard', basic({ DataResources: objects('arn:aws:s3:::*/*') }), true, true],
    [
      'without management events',
      basic({ IncludeManagementEvents: false, DataResources: objects('arn:aws:s3') }),
      true,
      true,
    ],
    ['one bucket', basic({ DataResources: objects('arn:aws:s3:::photos/') }), false, false],
    ['writes only', basic({ ReadWriteType: 'WriteOnly', DataResources: objects('arn:aws:s3') }), false, true],
    [
      'functions',
      basic({ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }),
      false,
      false,
    ],
    ['another partition', basic({ DataResources: objects('arn:aws-cn:s3') }), false, false],
    ['advanced', advanced(data), true, true],
    ['advanced, reads only', advanced({ ...data, readOnly: { Equals: ['true'] } }), true, false],
    ['advanced, one bucket', advanced(arns({ StartsWith: ['arn:aws:s3:::photos/'] })), false, false],
    ['advanced, all buckets', advanced(arns({ StartsWith: ['arn:aws:s3:::'] })), true, true],
    ['advanced, one left out', advanced(arns({ NotStartsWith: ['arn:aws:s3:::photos/'] })), false, false],
    [
      'advanced, all but one',
      advanced(arns({ StartsWith: ['arn:aws:s3'], NotStartsWith: ['arn:aws:s3:::photos/'] })),
      false,
      false,
    ],
    ['advanced, some calls', advanced({ ...data, eventName: { Equals: ['GetObject'] } }), false, false],
    [
      'advanced, other type',
      advanced({ ...data, 'resources.type': { Equals: ['AWS::S3::AccessPoint'] } }),
      false,
      false,
    ],
    [
      'advanced, no Equals on the type',
      advanced({ ...data, 'resources.type': { NotEquals: ['AWS::S3::Object'] } }),
      false,
      false,
    ],
  ];
  test.each(cases)('%s', (_name, selectors, read, write) => {
    expect(recordsAllObjects(selectors, 'read', 'aws')).toBe(read);
    expect(recordsAllObjects(selectors, 'write', 'aws')).toBe(write);
  });
});

describe('Bedrock', () => {
  const cases: [string, Selectors, boolean][] = [
    ['the default selector', basic(), true],
    ['writes only', basic({ ReadWriteType: 'WriteOnly' }), true],
    ['reads only', basic({ ReadWriteType: 'ReadOnly' }), false],
    ['management events off', basic({ IncludeManagementEvents: false }), false],
    ['advanced management', advanced(management), true],
    ['advanced, reads only', advanced({ ...management, readOnly: { Equals: ['true'] } }), false],
    [
      'advanced, Bedrock agents only',
      advanced({ ...management, eventSource: { Equals: ['bedrock-agent.amazonaws.com'] } }),
      true,
    ],
    ['all but Bedrock', advanced({ ...management, eventSource: { NotStartsWith: ['bedrock'] } }), false],
    [
      'operators of one field are joined by AND',
      advanced({ ...management, eventSource: { Equals: ['bedrock.amazonaws.com'], NotStartsWith: ['bedrock'] } }),
      false,
    ],
    ['data events of models', advanced({ ...data, 'resources.type': { Equals: ['AWS::Bedrock::Model'] } }), true],
    ['data events of S3', advanced(data), false],
  ];
  test.each(cases)('%s', (_name, selectors, expected) => {
    expect(recordsBedrock(selectors)).toBe(expected);
  });
});
