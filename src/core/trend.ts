import { byKey, type FindingState, type History, inOrder, mostPoints, type Remembered } from './history.js';
import { keyOf, type Run, runOf } from './history-run.js';
import type { Closing, Report, Trend, TrendFinding, TrendPoint, TrendStep } from './types.js';

/** Days for which what cannot be seen any more keeps its age. */
const memoryDays = 90;
const dayLength = 86_400_000;

/**
 * The history with this run in it, and the trend up to it. A run that is in it already is replaced; one that comes late is
 * sorted in. The report must be of the history's account.
 */
export function withRun(history: History, report: Report): { history: History; trend: Trend } {
  const run = runOf(report);
  const after = take(history, run);
  return { history: after, trend: trendOf(after, run) };
}

function take(history: History, run: Run): History {
  const last = history.points.at(-1)?.started;
  const points = inOrder([...history.points, run.point]);
  if (last === undefined || run.started >= last) {
    const findings = last === run.started ? judgedAgain(history, run) : nextFindings(history, run);
    return { ...history, points, rules: run.rules, findings: findings.sort(byKey) };
  }
  if (!points.some(({ started }) => started === run.started)) return history;
  return { ...history, points, findings: history.findings.flatMap(one => seenLate(one, points, run)) };
}

const isClosed = (state: FindingState): boolean => state === 'fixed' || state === 'gone';

/** The findings after a run that is later than all others. */
function nextFindings({ findings, points, rules }: History, run: Run): Remembered[] {
  const kept = findings.filter(({ state }) => !isClosed(state));
  const next = kept.map(({ newRule: _told, ...one }): Remembered => {
    const state = run.stateOf(one);
    return { ...one, ...run.open.get(keyOf(one)), state, since: state === one.state ? one.since : run.started };
  });
  const known = new Set(kept.map(keyOf));
  const judged = new Set(rules);
  const isNewRule = (rule: string): boolean => points.length > 0 && !judged.has(rule);
  const opened = [...run.open].filter(([key]) => !known.has(key));
  return [...next, ...opened.map(([, one]) => firstSeenIn(run, one, isNewRule(one.rule)))].filter(one =>
    isRemembered(one, run.started),
  );
}

const firstSeenIn = ({ started }: Run, finding: TrendFinding, newRule: boolean): Remembered => ({
  ...finding,
  state: 'open',
  since: started,
  firstSeen: started,
  ...(newRule ? { newRule } : {}),
});

function isRemembered({ since, state }: Remembered, now: string): boolean {
  return state !== 'unseen' || Date.parse(now) - Date.parse(since) <= memoryDays * dayLength;
}

/** The findings when the last run is judged again, perhaps by other rules. */
function judgedAgain({ findings, rules }: History, run: Run): Remembered[] {
  const known = new Set(findings.map(keyOf));
  const kept = findings.flatMap((one): Remembered[] => {
    const state = run.stateOf(one);
    // No earlier run had it open: it is not known any more.
    if (state !== 'open' && one.firstSeen === run.started) return [];
    const turnedBack = state === 'open' && one.since === run.started ? one.firstSeen : run.started;
    return [{ ...one, ...run.open.get(keyOf(one)), state, since: state === one.state ? one.since : turnedBack }];
  });
  const opened = [...run.open].filter(([key]) => !known.has(key));
  return [...kept, ...opened.map(([, one]) => firstSeenIn(run, one, !rules.includes(one.rule)))];
}

/** A finding when an older run comes late: open then, it is older; fixed then, it is younger or forgotten. */
function seenLate(one: Remembered, points: readonly TrendPoint[], run: Run): Remembered[] {
  const { started } = run;
  const at = points.findIndex(known => known.started === started);
  const next = points[at + 1]?.started ?? started;
  const state = run.stateOf(one);
  if (isClosed(state)) {
    if (started < one.firstSeen) return [one];
    if (one.state !== 'open' && next >= one.since) return [];
    return [{ ...one, firstSeen: next, since: next > one.since ? next : one.since }];
  }
  // Beyond the next known run nothing can be said: it may have been fixed in between.
  const firstSeen = state === 'open' && next === one.firstSeen ? started : one.firstSeen;
  if (state !== one.state) return [{ ...one, firstSeen, since: started < one.since ? one.since : next }];
  return [{ ...one, firstSeen, since: next === one.since ? started : one.since }];
}

function trendOf({ findings, points }: History, run: Run): Trend {
  const upToRun = points.filter(({ started }) => started <= run.started);
  const shown = upToRun.at(-1)?.started === run.started ? upToRun : [...upToRun, run.point].slice(-mostPoints);
  const first = new Map(findings.map(one => [keyOf(one), one.firstSeen]));
  const ages = [...run.open.keys()].sort().map((key): [string, string] => {
    const seen = first.get(key) ?? run.started;
    return [key, seen < run.started ? seen : run.started];
  });
  const before = shown.at(-2)?.started;
  const isLast = points.at(-1)?.started === run.started;
  return {
    points: shown,
    firstSeen: Object.fromEntries(ages),
    ...(isLast && before !== undefined ? { step: stepOf(findings, before, run.started) } : {}),
  };
}

function stepOf(findings: readonly Remembered[], since: string, now: string): TrendStep {
  const moved = findings.filter(one => one.since === now);
  const open = moved.filter(({ state }) => state === 'open');
  return {
    since,
    opened: open
      .filter(({ firstSeen }) => firstSeen === now)
      .map(one => ({ ...bare(one), newRule: one.newRule === true })),
    again: open.filter(({ firstSeen }) => firstSeen !== now).map(bare),
    closed: moved.filter(({ state }) => state !== 'open').map(one => ({ ...bare(one), how: one.state as Closing })),
  };
}

const bare = ({ rule, severity, region, resource, arn, name }: TrendFinding): TrendFinding => ({
  rule,
  severity,
  region,
  resource,
  ...(arn === undefined ? {} : { arn }),
  name,
});
