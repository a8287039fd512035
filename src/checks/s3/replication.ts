import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import { latestOf } from '../../core/metrics.js';
import { askPerson } from '../../core/unavailable.js';
import { type Bucket, buckets } from './buckets.js';
import { lastRead, requestsByDay } from './request-metrics.js';
import { holdsNothing, holdsSomething, releasesOf, storageByDay, stored, type StorageTable } from './stored.js';
import type { ReplicationRule } from './versions.js';

const days = 90;
/** Names of what can be made again, or is of use where it is written only. */
const expendable = /(^|[-._])(caches?|logs?|tmp|temp|thumbnails?|thumbs)([-._]|$)/i;
/** Names that say what the copy is for. */
const recovery = /(^|[-._ ])(dr|disaster|recovery|backups?|failover|standby)([-._ ]|$)/i;

export const replicationWanted = check({
  id: 's3-replication-wanted',
  title: 'Copies that buckets make of themselves have a purpose',
  why: 'A replicated bucket is paid twice: every object is stored again, and its transfer to the other region is billed.',
  fix: {
    byHand:
      'Ask what the copies of bucket {Name} are for. If nothing: disable the rule with "aws s3api put-bucket-replication", then let a lifecycle rule expire the copies in the other bucket.',
    note: 'Copies for disaster recovery are never read while all is well: say so in the name of the rule or of the other bucket ("dr", "backup"), or as an exception in rules.yaml. Expired copies are gone for good.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'never', order: 5 },
  fields: ['s3:GetBucketReplication.Rules', 'cloudwatch:GetMetricData.GetRequests', 'cloudwatch:ListMetrics.Metrics'],
  on: buckets.with('replication').onlyFor(stored, holdsSomething),
  also: { storage: storageByDay, requests: requestsByDay, targets: buckets.with() },
  test(bucket, { storage, requests, targets }) {
    if (storage.at('BucketName', bucket.Name).empty) return holdsNothing;
    const enabled = (bucket.replication ?? []).filter(rule => rule.Status === 'Enabled');
    const seen = saw('s3:GetBucketReplication', 'Rules', enabled);
    if (enabled.length === 0) return notApplicable('replicates to no other bucket', seen);
    const rules = enabled.filter(rule => !recovery.test(`${rule.ID ?? ''} ${nameOf(rule)}`));
    if (rules.length === 0) return notApplicable(`copies to ${sayTargets(enabled)}, for recovery by its name`, seen);
    const where = sayTargets(rules);
    const ours = targets.where(target => rules.some(rule => nameOf(rule) === target.Name));
    if (expendable.test(bucket.Name)) {
      const message = `copies to ${where} what by the bucket's name can be made again, or is of no use elsewhere`;
      return wasted(fail(message, seen), ours.seen(), storage);
    }
    const names = new Set(rules.map(nameOf));
    for (const name of names) {
      if (!ours.some(target => target.Name === name))
        askPerson(`bucket ${name} is of another account, whose reads are not seen here`);
    }
    const reads = [...names].map(name => lastRead(name, requests, days));
    const read = reads.find(({ last }) => last !== null);
    if (read) return pass(`its copies in ${where} were read on ${read.last}`, seen, read.evidence);
    const evidence = reads.map(one => one.evidence);
    return {
      ...wasted(fail(`nobody read its copies in ${where} for ${days} days`, seen, ...evidence), ours.seen(), storage),
      disuse: { grade: 'strong', window: days, last: null, evidence },
    };
  },
});

/** `arn:aws:s3:::name` */
const nameOf = ({ Destination }: ReplicationRule): string => Destination.Bucket.split(':').at(-1) ?? '';
const sayTargets = (rules: readonly ReplicationRule[]): string => [...new Set(rules.map(nameOf))].join(', ');

/** What the copies hold is what could be saved, where it can be seen; the verdict stands without it. */
function wasted(verdict: Verdict, targets: readonly Bucket[], storage: StorageTable): Verdict {
  const releases = targets.flatMap(({ Name, BucketRegion }) => {
    const sizes = storage
      .at('BucketName', Name)
      .where(row => row.MetricName === 'BucketSizeBytes' && (latestOf(row.daily.Daily) ?? 0) > 0)
      .seen();
    const classes = sizes.map(({ StorageType, daily }) => ({
      StorageType,
      bytes: latestOf(daily.Daily) ?? 0,
      days: [],
    }));
    return releasesOf({ classes }, BucketRegion);
  });
  return releases.length > 0 ? { ...verdict, saving: { releases } } : verdict;
}
