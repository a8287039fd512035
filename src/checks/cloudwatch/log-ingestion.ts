import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { regions } from '../account/regions.js';
import { gigabytes, ingestionPrice, sayBytes, withoutToday } from '../logs/amounts.js';
import { logGroups } from '../logs/log-groups.js';

const window = 30;

export const ingestionConcentrated = check({
  id: 'cloudwatch-log-ingestion-concentrated',
  title: 'No single log group takes in most of what a region logs',
  why: 'Writing is what logs cost most. Where one group dwarfs all others, it is often a debug level that somebody forgot.',
  fix: {
    byHand:
      'Look at what is written most: switch off debug logs, sample what repeats, or let AWS deliver its own logs (flow logs, access logs) to a bucket instead.',
    note: 'Takes effect from the next line on, and can be taken back at any time.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: ['cloudwatch:GetMetricData.IncomingBytes'],
  on: regions.with(),
  also: { groups: logGroups.with('use') },
  params: { min_gb: 10, share: 0.5 },
  test({ RegionName }, { groups }, { params }) {
    const written = groups
      .in(RegionName)
      .all()
      .map(group => ({
        name: group.logGroupName,
        bytes: totalOf(withoutToday(lastDays(group.use.IncomingBytes, window))),
      }))
      .filter(({ bytes }) => bytes > 0)
      .sort((a, b) => b.bytes - a.bytes);
    const [most] = written;
    if (!most) return notApplicable(`no log group took in anything in ${window} days`);
    const all = written.reduce((sum, { bytes }) => sum + bytes, 0);
    const share = most.bytes / all;
    const seen = saw('cloudwatch:GetMetricData', 'IncomingBytes', most.bytes, `at most ${params.share} of ${all}`);
    const percent = `${Math.round(share * 100)} % of ${sayBytes(all)} in ${window} days`;
    const message = `${most.name} takes in ${percent}, of ${written.length} log groups that took in anything`;
    if (share <= params.share || gigabytes(most.bytes) < params.min_gb) return pass(message, seen);
    const median = medianOf(written);
    return {
      ...fail(`${message}; the one in the middle takes in ${sayBytes(median)}`, seen),
      saving: {
        releases: [{ price: ingestionPrice(most.name), units: gigabytes(most.bytes - median) }],
        estimated: true,
      },
    };
  },
});

function medianOf(written: readonly { bytes: number }[]): number {
  const middle = (written.length - 1) / 2;
  return ((written[Math.floor(middle)]?.bytes ?? 0) + (written[Math.ceil(middle)]?.bytes ?? 0)) / 2;
}
