import { check, fail, pass, saw } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { isEnabledCustomerKey, isNamed, keys } from './keys.js';

const doomed = ['PendingDeletion', 'PendingReplicaDeletion'];

export const notPendingDeletion = check({
  id: 'kms-key-not-pending-deletion',
  title: 'No customer key is scheduled for deletion',
  why: 'When a key is deleted, everything it sealed is lost for ever: databases, disks, backups. Nobody can undo it.',
  fix: {
    command: 'aws kms cancel-key-deletion --key-id {KeyId} --region {region}',
    note: 'The key is disabled afterwards: "aws kms enable-key" makes it usable again. Leave it if the deletion is intended.',
  },
  fields: ['kms:DescribeKey.KeyState', 'kms:DescribeKey.DeletionDate'],
  on: keys.with(),
  scope: 'managed by AWS, or disabled',
  applies: key => key.KeyManager === 'CUSTOMER' && key.KeyState !== 'Disabled',
  test(key, _also, { now }) {
    const state = saw('kms:DescribeKey', 'KeyState', key.KeyState, 'not scheduled for deletion');
    if (!doomed.includes(key.KeyState)) return pass(`is ${key.KeyState}, not scheduled for deletion`, state);
    const date = saw('kms:DescribeKey', 'DeletionDate', key.DeletionDate);
    if (key.KeyState === 'PendingReplicaDeletion')
      return fail('will be deleted as soon as its last replica is gone', state, date);
    if (key.DeletionDate === null) return fail('is scheduled for deletion', state, date);
    const left = Math.max(0, -daysBetween(key.DeletionDate, now));
    return fail(
      `will be deleted in ${left} ${left === 1 ? 'day' : 'days'} (${key.DeletionDate.slice(0, 10)})`,
      state,
      date,
    );
  },
});

export const singleRegion = check({
  id: 'kms-key-single-region',
  title: 'Customer keys stay in one Region unless replication is needed',
  why: 'A multi-Region key can be copied to other Regions, where the copy has a policy of its own to watch over.',
  fix: {
    byHand:
      'A key cannot be turned into a single-Region key. Create a new one and encrypt its data again, or name {KeyId} in allowed_key_ids if the replication is wanted.',
    note: 'Global tables and disaster recovery have good reasons for multi-Region keys.',
  },
  fields: ['kms:DescribeKey.MultiRegion'],
  on: keys.with(),
  params: { allowed_key_ids: [] as string[] },
  scope: 'managed by AWS, or not enabled',
  applies: isEnabledCustomerKey,
  test(key, _also, { params }) {
    const seen = saw('kms:DescribeKey', 'MultiRegion', key.MultiRegion, false);
    if (!key.MultiRegion) return pass('is a single-Region key', seen);
    if (isNamed(key, params.allowed_key_ids)) return pass('is a multi-Region key, as allowed_key_ids permits', seen);
    return fail(
      `is a multi-Region key${key.MultiRegionKeyType ? ` (${key.MultiRegionKeyType.toLowerCase()})` : ''}`,
      seen,
    );
  },
});
