import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import { daysBetween } from '../../core/facts.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { gigabyte } from '../../core/saving.js';
import { buckets } from './buckets.js';
import { coversAll, enabledRules, told } from './lifecycle.js';
import { lastRead, requestsByDay, wholeOf } from './request-metrics.js';
import {
  contentsOf,
  holdsNothing,
  holdsSomething,
  lastChange,
  releasesOf,
  sawSize,
  sayBytes,
  storageByDay,
  stored,
} from './stored.js';

/** Names of buckets that are there to be written and, with luck, never read. */
const archive = /(^|[-._])(backups?|archives?|logs?|audit|trails?|cloudtrail)([-._]|$)/i;

export const inUse = check({
  id: 's3-bucket-in-use',
  title: 'What buckets hold is still read or written',
  why: 'Data that nobody touches is billed every month like data that is needed; it is often all that is left of something retired.',
  fix: {
    byHand:
      'Ask who owns bucket {Name}. If nobody does: move it to Deep Archive with a lifecycle rule for a quarter, then empty and delete it.',
    note: 'What has been emptied cannot be brought back. Deep Archive bills 180 days at least.',
  },
  cleanUp: { does: 'decide', risk: 'high', undo: 'never', order: 6 },
  fields: [
    'cloudwatch:GetMetricData.BucketSizeBytes',
    'cloudwatch:GetMetricData.GetRequests',
    's3:ListBuckets.CreationDate',
    'cloudwatch:ListMetrics.Metrics',
  ],
  on: buckets.with(),
  also: { storage: storageByDay, requests: requestsByDay },
  params: { min_gb: 1, window_days: 90 },
  scope: 'a backup or log archive by its name',
  applies: bucket => !archive.test(bucket.Name),
  test(bucket, { storage, requests }, { params: { min_gb, window_days }, now }) {
    const contents = contentsOf(bucket.Name, storage);
    if (!contents) return holdsNothing;
    const size = sawSize(contents);
    if (contents.bytes < min_gb * gigabyte)
      return notApplicable(`holds ${sayBytes(contents.bytes)}, less than ${min_gb} GB`, size);
    const age = bucket.CreationDate === null ? window_days : daysBetween(bucket.CreationDate, now);
    if (age < window_days) {
      const made = saw('s3:ListBuckets', 'CreationDate', bucket.CreationDate);
      return notApplicable(`too young to judge (${age} of ${window_days} days)`, made);
    }
    const changed = lastChange(contents, window_days);
    if (changed !== null) return pass(`its size changed on ${changed}`, size);
    const { last, evidence } = lastRead(bucket.Name, requests, window_days);
    if (last !== null) return pass(`was read on ${last}`, evidence);
    const still = `${sayBytes(contents.bytes)} that did not change in ${window_days} days, and nobody read`;
    return {
      ...fail(`holds ${still}`, size, evidence),
      saving: { releases: releasesOf(contents) },
      disuse: { grade: 'strong', window: window_days, last: null, evidence: [size, evidence] },
    };
  },
});

/** Below this the fee for watching an object eats up what its cheaper storage saves. */
const smallest = 256 * 1024;
const days = 90;

export const storageClassFits = check({
  id: 's3-storage-class-fits',
  title: 'Data that is hardly read lies in a cheaper storage class',
  why: 'Standard is the dearest class, meant for what is read all the time. Intelligent-Tiering halves the price of what lies still, and asks nothing for reading it.',
  fix: {
    command:
      'aws s3api put-bucket-lifecycle-configuration --bucket {Name} --lifecycle-configuration file://lifecycle.json --region {BucketRegion}',
    note: 'lifecycle.json: {"Rules":[{"ID":"tier","Status":"Enabled","Filter":{},"Transitions":[{"Days":0,"StorageClass":"INTELLIGENT_TIERING"}]}]}. The command replaces all rules of the bucket. Each object that moves costs one request, once.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'cloudwatch:GetMetricData.BucketSizeBytes',
    'cloudwatch:GetMetricData.NumberOfObjects',
    'cloudwatch:GetMetricData.GetRequests',
    'cloudwatch:GetMetricData.BytesUploaded',
    's3:GetBucketLifecycleConfiguration.Rules',
    'cloudwatch:ListMetrics.Metrics',
  ],
  on: buckets.with('lifecycle').onlyFor(stored, holdsSomething),
  also: { storage: storageByDay, requests: requestsByDay },
  params: { min_gb: 50 },
  test(bucket, { storage, requests }, { params: { min_gb } }) {
    const contents = contentsOf(bucket.Name, storage);
    if (!contents) return holdsNothing;
    const standard = contents.classes.find(({ StorageType }) => StorageType === 'StandardStorage');
    const size = saw('cloudwatch:GetMetricData', 'BucketSizeBytes', Math.round(standard?.bytes ?? 0));
    if (!standard || standard.bytes < min_gb * gigabyte)
      return notApplicable(`holds ${sayBytes(standard?.bytes ?? 0)} in Standard, less than ${min_gb} GB`, size);
    const average = contents.objects > 0 ? contents.bytes / contents.objects : 0;
    const count = saw('cloudwatch:GetMetricData', 'NumberOfObjects', contents.objects);
    if (average < smallest)
      return notApplicable(`its objects are of ${sayBytes(average)} on average: too small to gain by it`, size, count);
    const moving = enabledRules(bucket.lifecycle).find(rule => rule.Transitions.length > 0 && coversAll(rule));
    const rules = saw('s3:GetBucketLifecycleConfiguration', 'Rules', told(bucket.lifecycle, 'Transitions'));
    if (moving) return pass(`a lifecycle rule moves objects to ${moving.Transitions[0]?.StorageClass}`, size, rules);
    const counted = wholeOf(bucket.Name, requests, days);
    const uploaded = totalOf(counted.BytesUploaded);
    const old = Math.max(0, Math.min(...standard.days) - uploaded);
    const written = saw('cloudwatch:GetMetricData', 'BytesUploaded', uploaded);
    if (old < standard.bytes / 2) return pass(`most of it was written in the last ${days} days`, size, written);
    const reads = totalOf(lastDays(counted.GetRequests, 30));
    const read = saw('cloudwatch:GetMetricData', 'GetRequests', reads);
    const still = 1 - reads / contents.objects;
    if (still < 0.8) return pass(`is read: ${reads} times in 30 days, of ${contents.objects} objects`, size, read);
    const cold = (old * still) / gigabyte;
    const share = `${sayBytes(old)} of it older than ${days} days, ${countOf(reads, 'read')} in 30 days of ${countOf(contents.objects, 'object')}`;
    return {
      ...fail(`holds ${sayBytes(standard.bytes)} in Standard: ${share}`, size, count, written, read, rules),
      saving: {
        releases: [
          { price: 's3/TimedStorage-ByteHrs', units: cold },
          { price: 's3/TimedStorage-INT-IA-ByteHrs', units: -cold },
          { price: 's3/Monitoring-Automation-INT', units: -contents.objects },
        ],
        estimated: true,
      },
    };
  },
});
