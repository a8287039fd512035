import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import { saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { askPerson } from '../../core/unavailable.js';
import { trails } from '../cloudtrail/trails.js';
import { buckets } from '../s3/buckets.js';
import { holdsSomething, stored } from '../s3/stored.js';
import { secrets } from '../secretsmanager/secrets.js';
import { parameters } from '../ssm/parameters.js';
import { isEnabledCustomerKey, keys } from './keys.js';
import { isTrackedFromTheStart } from './last-usage.js';

const encryptedBuckets = buckets
  .with('encryption')
  .onlyFor(
    { ...stored, keys: keys.with() },
    (bucket, tables) =>
      holdsSomething(bucket, tables) &&
      tables.keys.some(key => key.region === bucket.BucketRegion && isEnabledCustomerKey(key)),
  );

const also = {
  ...stored,
  buckets: encryptedBuckets,
  secrets: secrets.with(),
  parameters: parameters.with(),
  trails: trails.with(),
};

const day = (date: string): string => date.slice(0, 10);

export const customerKeyInUse = check({
  id: 'kms-customer-key-in-use',
  title: 'Customer keys are used',
  why: 'A customer key is billed by the month, used or not, and what it sealed long ago may still be wanted: look before it goes.',
  fix: {
    command: 'aws kms disable-key --key-id {KeyId} --region {region}',
    undo: 'aws kms enable-key --key-id {KeyId} --region {region}',
    note: 'Disable it first and watch CloudTrail for DisabledException for 30 days; "aws kms enable-key" takes that back. Only then "aws kms schedule-key-deletion": after that everything it sealed is lost for ever, old backups too.',
  },
  cleanUp: { does: 'decide', risk: 'high', undo: 'never', order: 9 },
  fields: [
    'kms:GetKeyLastUsage.KeyLastUsage.Timestamp',
    'kms:GetKeyLastUsage.TrackingStartDate',
    'kms:DescribeKey.CreationDate',
    'kms:ListGrants.Grants',
    'kms:ListKeyRotations.Rotations',
    'secretsmanager:ListSecrets.KmsKeyId',
    'ssm:DescribeParameters.KeyId',
    'cloudtrail:DescribeTrails.KmsKeyId',
    's3:GetBucketEncryption.KMSMasterKeyID',
  ],
  on: keys.with('lastUsage', 'aliases', 'grants', 'rotations'),
  also,
  params: { window_days: 90 },
  scope: 'managed by AWS, or not enabled',
  applies: isEnabledCustomerKey,
  test(key, tables, { params: { window_days }, now }) {
    const { KeyLastUsage: used, TrackingStartDate: tracked } = key.lastUsage;
    const seen = saw(
      'kms:GetKeyLastUsage',
      'KeyLastUsage.Timestamp',
      used?.Timestamp ?? null,
      `within ${window_days} days`,
    );
    if (used && daysBetween(used.Timestamp, now) <= window_days)
      return pass(`was used on ${day(used.Timestamp)} (${used.Operation})`, seen);
    const made = saw('kms:DescribeKey', 'CreationDate', key.CreationDate);
    const age = key.CreationDate === null ? window_days : daysBetween(key.CreationDate, now);
    if (age < window_days) return notApplicable(`too young to judge (${age} of ${window_days} days)`, made);
    if (!used && !isTrackedFromTheStart(key.lastUsage)) {
      const since = tracked === null ? '' : ` since ${day(tracked)}, when KMS began to keep track`;
      askPerson(`was not used${since}; before that, nobody knows`);
    }
    const holder = heldBy(key, tables);
    const last = used ? `was last used on ${day(used.Timestamp)}` : 'was never used';
    if (holder) return notApplicable(`${last}, but ${holder.message}`, seen, holder.evidence);
    const rotations = Math.min(key.rotations ?? 0, 2);
    return {
      ...fail(last, seen, made, saw('kms:GetKeyLastUsage', 'TrackingStartDate', tracked)),
      saving: saves({ price: 'kms/KMS-Keys', units: 1 + rotations }),
      disuse: { grade: 'strong', window: window_days, last: used ? day(used.Timestamp) : null, evidence: [seen] },
    };
  },
});

type Row = RowOf<ReturnType<typeof keys.with<'aliases' | 'grants'>>>;
type Tables = { readonly [K in keyof typeof also]: Table<RowOf<(typeof also)[K]>> };

/** Something that was sealed with the key and still is there, though nobody opens it. */
function heldBy(key: Row, tables: Tables) {
  const names = (text: string | null): boolean => text !== null && isNameOf(text, key);
  const here = <Item extends { region: string }>(one: Item): boolean => one.region === key.region;
  if (key.grants?.[0] !== undefined) {
    const evidence = saw('kms:ListGrants', 'Grants', key.grants);
    return { message: `${key.grants[0]} holds a grant on it`, evidence };
  }
  const trail = tables.trails.first(one => names(one.KmsKeyId));
  if (trail) {
    const evidence = saw('cloudtrail:DescribeTrails', 'KmsKeyId', trail.KmsKeyId);
    return { message: `trail ${trail.Name} names it`, evidence };
  }
  const secret = tables.secrets.first(one => here(one) && names(one.KmsKeyId));
  if (secret) {
    const evidence = saw('secretsmanager:ListSecrets', 'KmsKeyId', secret.KmsKeyId);
    return { message: `secret ${secret.Name} is encrypted with it`, evidence };
  }
  const parameter = tables.parameters.first(one => here(one) && names(one.KeyId));
  if (parameter) {
    const evidence = saw('ssm:DescribeParameters', 'KeyId', parameter.KeyId);
    return { message: `parameter ${parameter.Name} is encrypted with it`, evidence };
  }
  const bucket = tables.buckets
    .at('BucketRegion', key.region)
    .first(one => holdsSomething(one, tables) && one.encryption.some(({ KMSMasterKeyID }) => names(KMSMasterKeyID)));
  if (!bucket) return undefined;
  const evidence = saw('s3:GetBucketEncryption', 'KMSMasterKeyID', key.KeyId);
  return { message: `bucket ${bucket.Name} is encrypted with it`, evidence };
}

/** Services name a key by id, ARN or alias. */
const isNameOf = (text: string, key: Pick<Row, 'KeyId' | 'Arn' | 'aliases'>): boolean =>
  text === key.KeyId || text === key.Arn || key.aliases.some(alias => text === alias || text.endsWith(`:${alias}`));
