import { tooYoung } from '../../core/age.js';
import { check, fail, pass, saw } from '../../core/check.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { gigabytes, sayBytes } from '../logs/amounts.js';
import { logGroups } from '../logs/log-groups.js';

/** Metrics reach no further here. */
const windowAtMost = 90;

export const logGroupInUse = check({
  id: 'cloudwatch-log-group-in-use',
  title: 'Log groups that hold data are still written',
  why: 'What nobody writes any more is mostly the log of something long gone; its storage is paid for every month.',
  fix: {
    command: 'aws logs delete-log-group --log-group-name {logGroupName} --region {region}',
    note: 'Export it to a bucket first if anybody may want it: aws logs create-export-task. A deleted group cannot be brought back.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'never', order: 5 },
  fields: ['cloudwatch:GetMetricData.IncomingBytes', 'logs:DescribeLogGroups.storedBytes'],
  on: logGroups.with('use'),
  params: { window_days: 90 },
  applies: (group, { window_days: window }) =>
    group.logGroupClass !== 'DELIVERY' &&
    group.storedBytes > 0 &&
    (group.retentionInDays === null || group.retentionInDays > window),
  scope: 'it holds no data, or lets go of it within the window by itself',
  test(group, _tables, { params, now }) {
    const window = Math.min(params.window_days, windowAtMost);
    const young = tooYoung(group.creationTime, window, now);
    if (young) return young;
    const written = lastDays(group.use.IncomingBytes, window);
    const seen = saw('cloudwatch:GetMetricData', 'IncomingBytes', totalOf(written), 'above 0');
    const last = lastActiveDay(written);
    if (last !== null)
      return pass(`took in ${sayBytes(totalOf(written))} in ${window} days, the last on ${last}`, seen);
    return {
      ...fail(
        `nothing was written for ${window} days; it holds ${sayBytes(group.storedBytes)}`,
        seen,
        saw('logs:DescribeLogGroups', 'storedBytes', group.storedBytes),
      ),
      saving: saves({ price: 'cloudwatch/TimedStorage-ByteHrs', units: gigabytes(group.storedBytes) }),
      disuse: { grade: 'strong', window, last: null, evidence: [seen] },
    };
  },
});
