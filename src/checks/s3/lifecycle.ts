import type { LifecycleRule as Told } from '@aws-sdk/client-s3';
import { type Aws, call } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import type { Bucket } from './buckets.js';
import { at } from './places.js';

/** A lifecycle rule; absent actions are null, and null limits of its filter mean none. */
export interface LifecycleRule {
  ID: string | null;
  Status: string;
  Filter: {
    Prefix: string | null;
    /** Keys alone. */
    Tags: string[];
    ObjectSizeGreaterThan: number | null;
    ObjectSizeLessThan: number | null;
  };
  Expiration: { Days: number | null; Date: string | null } | null;
  Transitions: { Days: number | null; Date: string | null; StorageClass: string }[];
  NoncurrentVersionExpiration: { NoncurrentDays: number | null; NewerNoncurrentVersions: number | null } | null;
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: number | null } | null;
}

/** The call behind `readLifecycle`. */
export const lifecycleCall = call('s3:GetBucketLifecycleConfiguration', 's3:GetLifecycleConfiguration');

/** The rules of a bucket, asked once an audit; null where it has no lifecycle configuration. */
export const readLifecycle = (bucket: Bucket, aws: Aws): Promise<LifecycleRule[] | null> =>
  at(bucket, aws).once(`s3:lifecycle of ${bucket.Name}`, async () => {
    const { GetBucketLifecycleConfigurationCommand, S3Client } = await import('./sdk.js');
    const answer = await orNull(['NoSuchLifecycleConfiguration'], () =>
      at(bucket, aws)
        .client(S3Client)
        .send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket.Name })),
    );
    return answer && (answer.Rules ?? []).map(ruleOf);
  });

/** A rule as facts at rest. */
export function ruleOf(rule: Told): LifecycleRule {
  const { Filter: filter, NoncurrentVersionExpiration: noncurrent, AbortIncompleteMultipartUpload: abort } = rule;
  const within = filter?.And ?? filter;
  return {
    ID: rule.ID ?? null,
    Status: rule.Status ?? '',
    Filter: {
      // Rules of old have their prefix beside the filter.
      Prefix: (within?.Prefix ?? rule.Prefix) || null,
      Tags: (filter?.And?.Tags ?? (filter?.Tag ? [filter.Tag] : [])).map(tag => tag.Key ?? ''),
      ObjectSizeGreaterThan: within?.ObjectSizeGreaterThan ?? null,
      ObjectSizeLessThan: within?.ObjectSizeLessThan ?? null,
    },
    Expiration: rule.Expiration ? { Days: rule.Expiration.Days ?? null, Date: isoOf(rule.Expiration.Date) } : null,
    Transitions: (rule.Transitions ?? []).map(one => ({
      Days: one.Days ?? null,
      Date: isoOf(one.Date),
      StorageClass: one.StorageClass ?? '',
    })),
    NoncurrentVersionExpiration: noncurrent
      ? {
          NoncurrentDays: noncurrent.NoncurrentDays ?? null,
          NewerNoncurrentVersions: noncurrent.NewerNoncurrentVersions ?? null,
        }
      : null,
    AbortIncompleteMultipartUpload: abort ? { DaysAfterInitiation: abort.DaysAfterInitiation ?? null } : null,
  };
}

/** The rules that are in force. */
export const enabledRules = (rules: readonly LifecycleRule[] | null): LifecycleRule[] =>
  (rules ?? []).filter(rule => rule.Status === 'Enabled');

/** Whether nothing in the bucket escapes the rule. */
export const coversAll = ({ Filter }: LifecycleRule): boolean =>
  Filter.Prefix === null &&
  Filter.Tags.length === 0 &&
  Filter.ObjectSizeLessThan === null &&
  (Filter.ObjectSizeGreaterThan ?? 0) === 0;

/** What a rule reaches, for messages. */
export function sayReach(rule: LifecycleRule): string {
  const { Prefix, Tags, ObjectSizeGreaterThan, ObjectSizeLessThan } = rule.Filter;
  const parts = [
    ...(Prefix === null ? [] : [`prefix ${Prefix}`]),
    ...(Tags.length > 0 ? [`tag ${Tags.join(', ')}`] : []),
    ...(ObjectSizeGreaterThan ? [`objects above ${ObjectSizeGreaterThan} bytes`] : []),
    ...(ObjectSizeLessThan ? [`objects under ${ObjectSizeLessThan} bytes`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'the whole bucket';
}

/** Rules as evidence: of each its name, its reach and the one action that decides. */
export const told = <Action extends keyof LifecycleRule>(rules: readonly LifecycleRule[] | null, action: Action) =>
  rules?.map(({ ID, Status, Filter, [action]: does }) => ({ ID, Status, Filter, [action]: does })) ?? null;
