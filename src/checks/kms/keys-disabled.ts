import { check, fail, pass, saw } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { saves } from '../../core/saving.js';
import { askPerson, cannotTell } from '../../core/unavailable.js';
import { keys } from './keys.js';
import { changesOfOurKeys, isDisabledCustomerKey } from './state-changes.js';

/** How far back event history goes. */
const historyDays = 90;

export const disabledKeyScheduledForDeletion = check({
  id: 'kms-disabled-key-scheduled-for-deletion',
  title: 'Disabled customer keys are on their way out',
  why: 'A disabled key is billed like one in use, while one that is scheduled for deletion costs nothing.',
  fix: {
    command: 'aws kms schedule-key-deletion --key-id {KeyId} --pending-window-in-days 30 --region {region}',
    undo: 'aws kms cancel-key-deletion --key-id {KeyId} --region {region}',
    note: 'First look for what it may have sealed: snapshots, backups, archived logs. "aws kms cancel-key-deletion" takes it back until the date; afterwards everything it sealed is lost for ever.',
  },
  cleanUp: { does: 'decide', risk: 'high', undo: 'never', order: 9 },
  fields: [
    'kms:DescribeKey.KeyState',
    'kms:DescribeKey.CreationDate',
    'kms:GetKeyLastUsage.KeyLastUsage.Timestamp',
    'cloudtrail:LookupEvents.Events',
  ],
  on: keys.with('lastUsage'),
  also: { changes: changesOfOurKeys },
  params: { max_days: 30 },
  scope: 'managed by AWS, or not disabled',
  applies: isDisabledCustomerKey,
  test(key, { changes }, { params: { max_days }, now }) {
    const state = saw('kms:DescribeKey', 'KeyState', key.KeyState, 'PendingDeletion');
    const made = saw('kms:DescribeKey', 'CreationDate', key.CreationDate);
    const age = key.CreationDate === null ? historyDays : daysBetween(key.CreationDate, now);
    if (age <= max_days) return pass(`is disabled, and only ${age} days old`, state, made);
    const region = key.Arn.split(':')[3] ?? '';
    const history = changes.at('RegionName', region).first()?.history ?? { Disabled: [], Truncated: true };
    const event = history.Disabled.find(({ KeyArn }) => KeyArn === key.Arn);
    const seen = saw('cloudtrail:LookupEvents', 'Events', event ?? null);
    if (event) {
      const days = daysBetween(event.EventTime, now);
      const message = `is disabled since ${event.EventTime.slice(0, 10)}, for ${days} days (${event.EventName})`;
      if (days <= max_days) return pass(message, state, seen);
      return { ...fail(message, state, seen), saving: saves({ price: 'kms/KMS-Keys', units: 1 }) };
    }
    if (history.Truncated)
      cannotTell('truncated', 'cloudtrail:LookupEvents', 'the event history was cut before the event that disabled it');
    if (max_days > historyDays) askPerson(`event history tells of ${historyDays} days, not of ${max_days}`);
    // Event history is some minutes late: a key that was used since cannot have been off.
    const used = key.lastUsage.KeyLastUsage?.Timestamp;
    if (used !== undefined && daysBetween(used, now) <= max_days) {
      const usage = saw('kms:GetKeyLastUsage', 'KeyLastUsage.Timestamp', used);
      return pass(`is disabled, and was used as late as ${used.slice(0, 10)}`, state, usage);
    }
    return {
      ...fail(`is disabled for more than ${Math.min(age, historyDays)} days`, state, seen),
      saving: saves({ price: 'kms/KMS-Keys', units: 1 }),
    };
  },
});
