import type { Severity } from '../core/types.js';
import type { ReportModel, RuleGroup } from './model.js';
import { saySince } from './since.js';
import { capitalize, countOf, enumerate, formatNumber, nounFor, spellNumber } from './wording.js';

const isGrave = ({ info }: RuleGroup) => info.severity === 'critical' || info.severity === 'high';
const withSeverity = (groups: readonly RuleGroup[], severity: Severity) =>
  groups.filter(one => one.info.severity === severity).length;

/** The one sentence a busy person reads: how bad it is, and never better than what was seen. */
export function headlineOf(model: ReportModel): string {
  const { failed, undecided, excepted, passed } = model;
  if (failed.length > 0) return describeFailures(model);
  if (undecided.length === 0 && excepted.length > 0)
    return 'Every rule that applies here passed, or its failures are accepted.';
  if (undecided.length === 0)
    return passed.length > 0 ? 'Every rule that applies here passed.' : 'No rule applies to anything in this account.';
  if (passed.length === 0) return 'Nothing could be judged: too little could be seen.';
  return `Nothing failed in what could be seen, but ${undecidedRules(undecided.length)}.`;
}

function describeFailures({ failed, undecided }: ReportModel): string {
  const critical = withSeverity(failed, 'critical');
  const high = withSeverity(failed, 'high');
  if (critical > 0 && high > 0)
    return capitalize(
      `${spellNumber(critical)} critical ${nounFor(critical, 'problem')} to mend now, ${spellNumber(high)} high ${high === 1 ? 'one' : 'ones'} next.`,
    );
  if (critical > 0) return capitalize(`${spellNumber(critical)} critical ${nounFor(critical, 'problem')} to mend now.`);
  if (high > 0) return capitalize(`${spellNumber(high)} high ${nounFor(high, 'problem')} to mend.`);
  return describeSmallFailures(failed.length, undecided.filter(isGrave).length);
}

function describeSmallFailures(failed: number, graveUndecided: number): string {
  const smaller = `${spellNumber(failed)} smaller ${nounFor(failed, 'problem')} to mend`;
  if (graveUndecided === 0) return capitalize(`${smaller}, none of them critical or high.`);
  return capitalize(`${smaller}; ${undecidedRules(graveUndecided, 'critical or high ')}.`);
}

const undecidedRules = (count: number, which = '') =>
  `${spellNumber(count)} ${which}${nounFor(count, 'rule')} could not be decided`;

/** The counts under the headline: rules by state, each of them named. */
export function countsOf({
  report,
  failed,
  undecided,
  excepted,
  passed,
  notApplicable,
  failingResources,
}: ReportModel): string {
  const doNotApply = `${notApplicable.length === 1 ? 'does' : 'do'} not apply here`;
  const states = [
    { count: failed.length, what: `failed on ${countOf(failingResources, 'resource')}` },
    { count: excepted.length, what: 'failed, but accepted' },
    { count: passed.length, what: 'passed' },
    { count: undecided.length, what: 'could not be decided' },
    { count: notApplicable.length, what: doNotApply },
  ].filter(({ count }) => count > 0);
  const parts = states.map(
    ({ count, what }, at) => `${at === 0 ? countOf(count, 'rule') : formatNumber(count)} ${what}`,
  );
  const { EXCEPTED: accepted } = report.summary;
  const apart = accepted > 0 ? ` ${countOf(accepted, 'failure')} ${accepted === 1 ? 'is' : 'are'} accepted.` : '';
  const since = saySince(report);
  return parts.length > 0 ? `${enumerate(parts)}.${apart}${since && ` ${since}`}` : 'No rule was selected.';
}

/** What a reader must know before anything else: the audit was ended, or could not see or judge everything. */
export function noticeOf({ report, unseen }: ReportModel): string | undefined {
  if (report.ended)
    return `This audit was ended before its time. ${withFullStop(report.ended.message)} What was not seen counts neither as good nor as bad.`;
  if (report.complete) return undefined;
  if (unseen === 0) return 'Not everything could be seen: this report is incomplete.';
  return `Not everything could be seen: ${countOf(unseen, 'finding')} ${unseen === 1 ? 'has' : 'have'} no verdict and ${unseen === 1 ? 'counts' : 'count'} neither as good nor as bad.`;
}

/** The text as a sentence: capital first, full stop last. */
export function withFullStop(text: string): string {
  return /[.!?]$/.test(text) ? capitalize(text) : `${capitalize(text)}.`;
}
