import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { gigabyte, type Release } from '../../core/saving.js';
import { distributions, originBucketOf } from '../cloudfront/distributions.js';
import { buckets } from './buckets.js';
import { coversAll, enabledRules, sayReach, told } from './lifecycle.js';
import { contentsOf, holdsNothing, holdsSomething, sawSize, sayBytes, storageByDay, stored } from './stored.js';
import type { Uploads } from './uploads.js';

const command =
  'aws s3api put-bucket-lifecycle-configuration --bucket {Name} --lifecycle-configuration file://lifecycle.json --region {BucketRegion}';
const replaces =
  'The command replaces all rules of the bucket: take the present ones from "aws s3api get-bucket-lifecycle-configuration" first.';

export const incompleteUploadsAborted = check({
  id: 's3-incomplete-uploads-aborted',
  title: 'Unfinished uploads are cleared away within days',
  why: 'A large upload that breaks off leaves its parts behind: no listing shows them, and they are billed as storage until somebody aborts the upload.',
  fix: {
    command,
    note: `lifecycle.json: {"Rules":[{"ID":"abort-unfinished-uploads","Status":"Enabled","Filter":{},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}]}. ${replaces} Safe: the parts never were objects.`,
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'never', order: 5 },
  fields: [
    's3:GetBucketLifecycleConfiguration.Rules',
    's3:ListMultipartUploads.Uploads',
    'cloudwatch:ListMetrics.Metrics',
  ],
  on: buckets.with('lifecycle', 'uploads').onlyFor(stored, holdsSomething),
  also: stored,
  params: { max_days: 7 },
  test(bucket, tables, { params, now }) {
    if (!holdsSomething(bucket, tables)) return holdsNothing;
    const rules = enabledRules(bucket.lifecycle).filter(rule => rule.AbortIncompleteMultipartUpload);
    const expected = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: `<= ${params.max_days}` } };
    const seen = saw(
      's3:GetBucketLifecycleConfiguration',
      'Rules',
      told(bucket.lifecycle, 'AbortIncompleteMultipartUpload'),
      expected,
    );
    const days = rules
      .filter(coversAll)
      .map(rule => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? Number.POSITIVE_INFINITY);
    const soonest = Math.min(...days);
    if (soonest <= params.max_days) return pass(`unfinished uploads are aborted after ${sayDays(soonest)}`, seen);
    const part = rules.find(rule => !coversAll(rule));
    const lacking = Number.isFinite(soonest)
      ? `unfinished uploads are aborted after ${sayDays(soonest)} only`
      : part
        ? `a rule aborts unfinished uploads for ${sayReach(part)} only`
        : 'no lifecycle rule aborts unfinished uploads';
    const left = leftOver(bucket.uploads, params.max_days, now);
    return {
      ...fail(`${lacking}${left.message}`, seen, ...left.evidence),
      saving: { releases: left.releases, ...(left.estimated ? { estimated: true } : {}) },
    };
  },
});

/** Uploads begun before the days that a rule would give them; what is younger may still be going on. */
function leftOver(uploads: Uploads | null, days: number, now: Date) {
  if (!uploads) return { message: '', evidence: [], releases: [], estimated: false };
  const old = uploads.Uploads.filter(({ Initiated }) => Initiated !== null && daysBetween(Initiated, now) > days);
  const bytes = old.reduce((sum, { Bytes }) => sum + (Bytes ?? 0), 0);
  const seen = { older: old.length, bytes, truncated: uploads.Truncated };
  const evidence = [saw('s3:ListMultipartUploads', 'Uploads', seen)];
  const estimated = uploads.Truncated || old.some(({ Bytes }) => Bytes === null);
  const releases: Release[] = bytes > 0 ? [{ price: 's3/TimedStorage-ByteHrs', units: bytes / gigabyte }] : [];
  const first = old[0]?.Initiated?.slice(0, 10);
  if (first === undefined) return { message: '; none is left over now', evidence, releases, estimated };
  const least = estimated ? 'at least ' : '';
  return {
    message: `; ${least}${old.length} left over since ${first}, holding ${least}${sayBytes(bytes)}`,
    evidence,
    releases,
    estimated,
  };
}

const sayDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

export const noncurrentVersionsExpire = check({
  id: 's3-noncurrent-versions-expire',
  title: 'Buckets that keep versions let old ones go',
  why: 'With versioning, what is overwritten or deleted is kept and billed for ever, although no ordinary listing shows it.',
  fix: { command, note: replaces },
  cleanUp: { does: 'change', risk: 'medium', undo: 'never', order: 5 },
  fields: [
    's3:GetBucketVersioning.Status',
    's3:GetBucketLifecycleConfiguration.Rules',
    's3:GetObjectLockConfiguration.ObjectLockEnabled',
    'cloudwatch:GetMetricData.BucketSizeBytes',
    'cloudwatch:ListMetrics.Metrics',
  ],
  on: buckets.with('versioning', 'lifecycle', 'objectLock').onlyFor(stored, holdsSomething),
  also: { storage: storageByDay },
  params: { keep_days: 30, keep_versions: 3 },
  test(bucket, { storage }, { params }) {
    if (storage.at('BucketName', bucket.Name).empty) return holdsNothing;
    const { Status } = bucket.versioning;
    const versioning = saw('s3:GetBucketVersioning', 'Status', Status);
    if (Status === null) return notApplicable('keeps no versions', versioning);
    const rules = enabledRules(bucket.lifecycle).filter(rule => rule.NoncurrentVersionExpiration);
    const seen = saw(
      's3:GetBucketLifecycleConfiguration',
      'Rules',
      told(bucket.lifecycle, 'NoncurrentVersionExpiration'),
      'an enabled rule with NoncurrentVersionExpiration',
    );
    const best = rules.find(coversAll) ?? rules[0];
    if (best) {
      const days = best.NoncurrentVersionExpiration?.NoncurrentDays ?? 0;
      return pass(`old versions go after ${sayDays(days)}, in ${sayReach(best)}`, versioning, seen);
    }
    const lock = saw('s3:GetObjectLockConfiguration', 'ObjectLockEnabled', bucket.objectLock.ObjectLockEnabled);
    if (bucket.objectLock.ObjectLockEnabled === 'Enabled')
      return notApplicable('Object Lock keeps its versions on purpose', lock);
    const contents = contentsOf(bucket.Name, storage);
    const held = contents ? `; it holds ${sayBytes(contents.bytes)}, old versions included` : '';
    const state =
      Status === 'Suspended' ? 'versioning is suspended, which keeps the versions there are' : 'keeps versions';
    return {
      ...fail(
        `${state}, and no lifecycle rule lets old ones go${held}`,
        versioning,
        seen,
        ...(contents ? [sawSize(contents)] : []),
      ),
      fix: {
        command,
        note: `lifecycle.json: {"Rules":[{"ID":"expire-old-versions","Status":"Enabled","Filter":{},"NoncurrentVersionExpiration":{"NoncurrentDays":${params.keep_days},"NewerNoncurrentVersions":${params.keep_versions}}}]}. ${replaces} Versions that go are gone for good.`,
      },
    };
  },
});

export const hasLifecycle = check({
  id: 's3-bucket-has-lifecycle',
  title: 'Large buckets have lifecycle rules',
  why: 'Without a rule nothing ever leaves a bucket or moves to a cheaper class, so its bill only grows.',
  fix: {
    command,
    note: `Decide how long what is in it is needed, and expire or move it with a rule; or note in rules.yaml, as an exception, that all of it has to stay. ${replaces}`,
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'never', order: 5 },
  fields: [
    'cloudwatch:GetMetricData.BucketSizeBytes',
    's3:GetBucketLifecycleConfiguration.Rules',
    's3:GetBucketWebsite.IndexDocument',
    'cloudfront:ListDistributions.Origins',
    'cloudwatch:ListMetrics.Metrics',
  ],
  on: buckets.with('lifecycle', 'website').onlyFor(stored, holdsSomething),
  also: { storage: storageByDay, distributions: distributions.with() },
  params: { min_gb: 10 },
  test(bucket, { storage, distributions }, { params }) {
    const contents = contentsOf(bucket.Name, storage);
    if (!contents) return holdsNothing;
    const size = sawSize(contents);
    if (contents.bytes < params.min_gb * gigabyte)
      return notApplicable(`holds ${sayBytes(contents.bytes)}, less than ${params.min_gb} GB`, size);
    const rules = enabledRules(bucket.lifecycle);
    const seen = saw('s3:GetBucketLifecycleConfiguration', 'Rules', bucket.lifecycle?.map(({ ID }) => ID) ?? null);
    if (rules.length > 0)
      return pass(
        `holds ${sayBytes(contents.bytes)} and has ${rules.length === 1 ? 'a lifecycle rule' : `${rules.length} lifecycle rules`}`,
        size,
        seen,
      );
    const serving = distributions.first(one => one.Origins.some(origin => originBucketOf(origin) === bucket.Name));
    if (serving) {
      const origins = serving.Origins.map(({ DomainName }) => DomainName);
      return notApplicable(
        `serves distribution ${serving.Id}`,
        saw('cloudfront:ListDistributions', 'Origins', origins),
      );
    }
    if (bucket.website)
      return notApplicable('is a website', saw('s3:GetBucketWebsite', 'IndexDocument', bucket.website.IndexDocument));
    const lacking = bucket.lifecycle ? 'none of its lifecycle rules is enabled' : 'has no lifecycle rule';
    return fail(`holds ${sayBytes(contents.bytes)} and ${lacking}`, size, seen);
  },
});
