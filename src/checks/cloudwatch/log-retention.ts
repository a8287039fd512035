import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import type { Fix } from '../../core/types.js';
import { saves } from '../../core/saving.js';
import { gigabytes, sayBytes } from '../logs/amounts.js';
import { logGroups } from '../logs/log-groups.js';

export const retentionSet = check({
  id: 'cloudwatch-log-group-retention-set',
  title: 'Log groups expire what they hold',
  why: 'A log group without a retention keeps every line for ever, and each is paid for again every month.',
  fix: keepFor(30),
  cleanUp: { does: 'change', risk: 'medium', undo: 'never', order: 5 },
  fields: ['logs:DescribeLogGroups.retentionInDays', 'logs:DescribeLogGroups.storedBytes'],
  on: logGroups.with(),
  params: { retention_days: 30, audit_log_groups: [] as string[] },
  applies: group => group.logGroupClass !== 'DELIVERY',
  scope: 'a group of class DELIVERY, which AWS empties every day',
  test(group, _tables, { params, now }) {
    const { audit_log_groups: audit, retention_days: days } = params;
    const seen = saw('logs:DescribeLogGroups', 'retentionInDays', group.retentionInDays, days);
    if (group.retentionInDays !== null) return pass(`expires after ${group.retentionInDays} days`, seen);
    if (audit.includes(group.logGroupName)) return notApplicable('an audit log, named in audit_log_groups', seen);
    const age = daysBetween(group.creationTime, now);
    const share = age > days ? 1 - days / age : 0;
    const holds = `it holds ${sayBytes(group.storedBytes)} since ${group.creationTime.slice(0, 10)}`;
    const older = `${Math.round(share * 100)} % of it is older than ${days} days if it grew evenly`;
    return {
      ...fail(
        `kept for ever: ${holds}, and ${older}`,
        seen,
        saw('logs:DescribeLogGroups', 'storedBytes', group.storedBytes),
      ),
      fix: keepFor(days),
      saving: {
        ...saves({ price: 'cloudwatch/TimedStorage-ByteHrs', units: gigabytes(group.storedBytes) * share }),
        estimated: true,
      },
    };
  },
});

function keepFor(days: number): Fix {
  return {
    command: `aws logs put-retention-policy --log-group-name {logGroupName} --retention-in-days ${days} --region {region}`,
    note: 'Deletes older events within days, for good: export them first where a law or a contract asks for more, and name audit logs in audit_log_groups. Most of what logs cost is paid when they are written: retention alone rarely moves the bill.',
  };
}
