import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import { isOwn, recorders } from './recorders.js';

const ofAccount = { applies: isOwn, scope: 'a recorder that an AWS service keeps for itself, or of another cloud' };

/** Control Tower's role for the recorders that it sets up, which its own policies keep from being changed. */
const controlTower = /:role\/(?:[^/]+\/)*aws-controltower-ConfigRecorderRole[\w-]*$/;

export const serviceLinkedRole = check({
  ...ofAccount,
  id: 'config-recorder-service-linked-role',
  title: 'The running recorder uses the service-linked role of AWS Config, or that of Control Tower',
  why: 'AWS keeps the service-linked role able to read every new type of resource, and nobody can take rights away from it. With a role of your own the recorder goes blind without a word.',
  fix: {
    command:
      'aws configservice put-configuration-recorder --configuration-recorder name={name},roleARN=arn:{partition}:iam::{account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig --region {region}',
    note: 'The role is made by "aws iam create-service-linked-role --aws-service-name config.amazonaws.com" where it is missing. Repeat --recording-group where the recorder leaves types out: without it everything is recorded.',
  },
  fields: [
    'config:DescribeConfigurationRecorders.ConfigurationRecorders.roleARN',
    'config:DescribeConfigurationRecorderStatus.ConfigurationRecordersStatus.recording',
  ],
  on: recorders.with('status'),
  test(recorder, _also, { partition, account }) {
    const linked = `arn:${partition}:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
    const api = 'config:DescribeConfigurationRecorderStatus';
    const { roleARN, status } = recorder;
    if (!status) cannotTell('unexpected-answer', api, `AWS lists no status of recorder ${recorder.name}`);
    if (!status.recording)
      return notApplicable('the recorder is stopped', saw(api, 'ConfigurationRecordersStatus[].recording', false));
    const seen = saw(
      'config:DescribeConfigurationRecorders',
      'ConfigurationRecorders[].roleARN',
      recorder.roleARN,
      linked,
    );
    if (roleARN === linked) return pass('uses AWSServiceRoleForConfig', seen);
    if (roleARN?.includes(`:${account}:`) && controlTower.test(roleARN))
      return pass(`uses the role of Control Tower, which sets this recorder up: ${roleARN}`, seen);
    return fail(`uses ${roleARN ?? 'no role'}`, seen);
  },
});

export const allResourceTypes = check({
  ...ofAccount,
  id: 'config-recorder-all-resource-types',
  title: 'The recorder records every type of resource, but for those left out on purpose',
  why: 'What is not recorded has no history: after an incident nobody can tell how it was set up before, and no rule of AWS Config judges it.',
  fix: {
    command:
      'aws configservice put-configuration-recorder --configuration-recorder name={name},roleARN={roleARN} --recording-group allSupported=true,includeGlobalResourceTypes=true --region {region}',
    note: 'Each recorded change is billed. Leave noisy types out by the exclusion strategy, and name them in allowed_exclusions; let one region alone record the global types.',
  },
  fields: ['config:DescribeConfigurationRecorders.ConfigurationRecorders.recordingGroup'],
  on: recorders.with(),
  params: { allowed_exclusions: [] as string[] },
  test(recorder, _also, { params }) {
    const api = 'config:DescribeConfigurationRecorders';
    const { recordingGroup: group, name } = recorder;
    if (!group) cannotTell('unexpected-answer', api, `AWS does not tell what recorder ${name} records`);
    const { allSupported, useOnly, resourceTypes, excludedResourceTypes: excluded } = group;
    const see = (value: unknown, expected: unknown) =>
      saw(api, 'ConfigurationRecorders[].recordingGroup', value, expected);
    if (allSupported) return pass('records every supported type', see({ allSupported }, { allSupported: true }));
    if (useOnly !== 'EXCLUSION_BY_RESOURCE_TYPES') {
      const seen = see({ allSupported, useOnly, resourceTypes: resourceTypes.length }, { allSupported: true });
      return fail(`records ${resourceTypes.length} types of resources only, and no new ones`, seen);
    }
    const unwanted = excluded.filter(type => !params.allowed_exclusions.includes(type));
    const seen = see({ useOnly, excludedResourceTypes: excluded }, params.allowed_exclusions);
    if (unwanted.length > 0) return fail(`leaves out ${unwanted.join(', ')}`, seen);
    return pass(`records every type but those allowed to be left out: ${excluded.join(', ') || 'none'}`, seen);
  },
});
