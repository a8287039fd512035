import { check, fail, pass, saw } from '../../core/check.js';
import { literalWord } from '../../core/fix.js';
import { cannotTell } from '../../core/unavailable.js';
import { regions } from '../account/regions.js';
import { isOwn, recorders } from './recorders.js';

const statusApi = 'config:DescribeConfigurationRecorderStatus';

export const recorderEnabled = check({
  id: 'config-recorder-enabled',
  title: 'Each region has a recorder of AWS Config that records without failure',
  why: 'The recorder keeps how every resource was set up, and when that changed. Without it nobody can tell after an incident what was different the day before.',
  fix: {
    command:
      'aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=arn:{partition}:iam::{account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig --recording-group allSupported=true --region {region}',
    note: 'Then "aws configservice put-delivery-channel" with a bucket, and "aws configservice start-configuration-recorder". Each recorded change is billed. One region should also record the global types (includeGlobalResourceTypes=true).',
  },
  fields: [
    'config:DescribeConfigurationRecorders.ConfigurationRecorders',
    'config:DescribeConfigurationRecorderStatus.ConfigurationRecordersStatus.recording',
    'config:DescribeConfigurationRecorderStatus.ConfigurationRecordersStatus.lastStatus',
  ],
  on: regions.with(),
  also: { recorders: recorders.with('status') },
  test(region, tables) {
    const here = tables.recorders.in(region.RegionName);
    const own = here.where(isOwn).first();
    if (!own) {
      const others = here.all().map(one => one.name);
      const seen = saw('config:DescribeConfigurationRecorders', 'ConfigurationRecorders', others, 'one of the account');
      const beside = others.length > 0 ? `; ${others.join(', ')} records for an AWS service or another cloud` : '';
      return fail(`no recorder of this account${beside}`, seen);
    }
    const { name, status } = own;
    if (!status) cannotTell('unexpected-answer', statusApi, `AWS lists no status of recorder ${name}`);
    const recording = saw(statusApi, 'ConfigurationRecordersStatus[].recording', status.recording, true);
    if (!status.recording) return { ...fail(`recorder ${name} is stopped`, recording), fix: startOf(name) };
    const last = saw(statusApi, 'ConfigurationRecordersStatus[].lastStatus', status.lastStatus, 'not Failure');
    if (!hasFailed(status.lastStatus)) return pass(`recorder ${name} records (${status.lastStatus})`, recording, last);
    const reason = status.lastErrorCode ? `: ${status.lastErrorCode}` : '';
    return {
      ...fail(`recorder ${name} fails (lastStatus ${status.lastStatus ?? 'missing'}${reason})`, recording, last),
      fix: mend,
    };
  },
});

/** Pending and NotApplicable are no failure; a recorder that tells no status at all has delivered nothing. */
export const hasFailed = (lastStatus: string | null): boolean =>
  lastStatus === null || lastStatus.toLowerCase() === 'failure';

const startOf = (name: string) => ({
  command: `aws configservice start-configuration-recorder --configuration-recorder-name ${literalWord(name)} --region {region}`,
  note: 'It needs a delivery channel. Look in CloudTrail for StopConfigurationRecorder: somebody stopped it.',
});

const mend = {
  byHand:
    'Look at lastErrorCode and lastErrorMessage ("aws configservice describe-configuration-recorder-status --region {region}"): most often the role, the bucket policy or the key policy refuses AWS Config.',
};
