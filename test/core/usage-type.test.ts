import { expect, it } from 'vitest';
import { splitUsageType } from '../../src/core/usage-type.js';

it.each([
  ['EUN1-WriteCapacityUnit-Hrs', 'WriteCapacityUnit-Hrs', 'eu-north-1'],
  ['WriteCapacityUnit-Hrs', 'WriteCapacityUnit-Hrs', 'us-east-1'],
  ['USE1-APIRequest', 'APIRequest', 'us-east-1'],
  ['EU-TimedStorage-ByteHrs', 'TimedStorage-ByteHrs', 'eu-west-1'],
  ['EUW1-TimedStorage-ByteHrs', 'TimedStorage-ByteHrs', 'eu-west-1'],
  ['Global-Lambda-GB-Second', 'Lambda-GB-Second', 'global'],
  ['eu-north-1-KMS-Requests', 'KMS-Requests', 'eu-north-1'],
  ['us-gov-west-1-KMS-Requests', 'KMS-Requests', 'us-gov-west-1'],
  ['EUN1-EUC1-AWS-Out-Bytes', 'AWS-Out-Bytes', 'eu-north-1'],
  ['APS3-BoxUsage:t3.micro', 'BoxUsage:t3.micro', 'ap-south-1'],
  ['APS8-BoxUsage:t3.micro', 'BoxUsage:t3.micro', 'APS8'],
  ['EC2-Thing', 'EC2-Thing', 'us-east-1'],
  ['EUN1-', 'EUN1-', 'us-east-1'],
  ['', '', 'us-east-1'],
])('%s', (text, UsageType, Region) => {
  expect(splitUsageType(text)).toEqual({ UsageType, Region });
});
