import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { daysBetween } from '../../core/facts.js';
import { gigabyte, hoursAMonth, type Release } from '../../core/saving.js';
import { type Archive, archives } from './archives.js';
import { rules } from './rules.js';

/** How long AWS remembers a replay. */
const remembered = 90;
/** How long an archive without limit is taken to be wanted back: nobody said. */
const wantedDays = 90;

const storage = 'eventbridge/TimedStorage-ByteHrs';
const said = (bytes: number): string => `${(bytes / gigabyte).toFixed(bytes < gigabyte ? 3 : 1)} GB`;

export const archiveBounded = check({
  id: 'eventbridge-archive-bounded',
  title: 'Event archives have a retention limit',
  why: 'An archive that keeps every event for ever grows without end, and so does what it costs.',
  fix: {
    command: 'aws events update-archive --archive-name {ArchiveName} --retention-days 90 --region {region}',
    note: 'Choose the days that you would go back. Older events are deleted for good.',
  },
  cleanUp: { does: 'change', risk: 'medium', undo: 'never', order: 5 },
  fields: [
    'events:ListArchives.RetentionDays',
    'events:ListArchives.SizeBytes',
    'events:ListArchives.CreationTime',
    'events:DescribeArchive.EventPattern',
  ],
  on: archives.with('description'),
  scope: 'it holds nothing yet',
  applies: ({ RetentionDays, SizeBytes }) => RetentionDays > 0 || SizeBytes > 0,
  test(archive, _also, { now }) {
    const seen = [
      saw('events:ListArchives', 'RetentionDays', archive.RetentionDays, '> 0'),
      saw('events:ListArchives', 'SizeBytes', archive.SizeBytes),
    ];
    if (archive.RetentionDays > 0) return pass(`events are kept for ${archive.RetentionDays} days`, ...seen);
    const everything = !archive.description.HasEventPattern;
    const age = archive.CreationTime ? daysBetween(archive.CreationTime, now) : 0;
    const old = age > wantedDays ? (archive.SizeBytes * (age - wantedDays)) / age : 0;
    const pattern = saw('events:DescribeArchive', 'EventPattern', everything ? null : 'present');
    const what = everything ? 'every event of its bus' : 'the events of its pattern';
    const taken = old > 0 ? ` (the saving takes ${wantedDays} days to be enough)` : '';
    return {
      ...fail(`${said(archive.SizeBytes)}: ${what}, kept for ever${taken}`, ...seen, pattern),
      ...(old > 0 ? { saving: { releases: [{ price: storage, units: old / gigabyte }], estimated: true } } : {}),
    };
  },
});

export const archiveUsed = check({
  id: 'eventbridge-archive-in-use',
  title: 'Event archives are replayed, or could be',
  why: 'Events are stored to be sent again. On a bus without a rule nothing would receive them, and nobody has tried.',
  fix: {
    command: 'aws events delete-archive --archive-name {ArchiveName} --region {region}',
    note: 'The events in it are gone for good. Keep it if it is your record of what happened.',
  },
  cleanUp: { does: 'delete', risk: 'medium', undo: 'never', order: 7 },
  fields: ['events:ListReplays.ReplayStartTime', 'events:ListRules.Rules', 'events:ListArchives.CreationTime'],
  on: archives.with('replays'),
  also: { rules: rules.with() },
  params: { max_age_days: 365 },
  test(archive, tables, { params, now }) {
    const days = Math.min(params.max_age_days, remembered);
    const receiver = tables.rules
      .in(archive.region)
      // AWS makes one itself for each archive.
      .first(rule => rule.EventBusArn === archive.EventSourceArn && rule.ManagedBy === null);
    const bus = archive.EventSourceArn.split('/').at(-1) ?? '';
    if (receiver) {
      return pass(`bus ${bus} has rules, ${receiver.Name} for one`, saw('events:ListRules', 'Rules', [receiver.Name]));
    }
    const times = archive.replays.map(one => one.ReplayStartTime ?? '').sort();
    const last = times.at(-1) ?? null;
    const replayed = saw('events:ListReplays', 'ReplayStartTime', last, `within ${days} days`);
    if (last && daysBetween(last, now) <= days) return pass(`replayed on ${last.slice(0, 10)}`, replayed);
    const made = saw('events:ListArchives', 'CreationTime', archive.CreationTime);
    const young = tooYoung(archive.CreationTime, days, now, made);
    if (young) return young;
    if (archive.SizeBytes === 0) return notApplicable('it holds nothing', made);
    const noRules = saw('events:ListRules', 'Rules', [], 'a rule on its bus');
    return {
      ...fail(
        `${said(archive.SizeBytes)} of bus ${bus}, which has no rule to receive a replay; none in ${days} days`,
        replayed,
        noRules,
      ),
      saving: { releases: releasesOf(archive, now), estimated: true },
      disuse: { grade: 'medium', window: days, last: last?.slice(0, 10) ?? null, evidence: [replayed, noRules] },
    };
  },
});

/** What it holds, and what it would take in: as much a month as in the time that it holds, on average. */
function releasesOf({ CreationTime, RetentionDays, SizeBytes, State }: Archive, now: Date): Release[] {
  const held = { price: storage, units: SizeBytes / gigabyte };
  const age = CreationTime ? Math.max(1, daysBetween(CreationTime, now)) : 0;
  const span = RetentionDays > 0 ? Math.min(age, RetentionDays) : age;
  if (State !== 'ENABLED' || span === 0) return [held];
  const aMonth = (SizeBytes / span) * (hoursAMonth / 24);
  return [held, { price: 'eventbridge/ArchivedEvents-Bytes', units: aMonth / gigabyte }];
}
