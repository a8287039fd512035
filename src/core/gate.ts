import { countOf } from './counts.js';
import { checkPolicy } from './gate-policy.js';
import { scoreConditions, wasteCondition } from './gate-limits.js';
import { fits } from './pattern.js';
import type { GatePolicy } from './rules-file.js';
import { comparePlaces, compareText, isBlind, standingOf } from './standings.js';
import {
  type Change,
  type Changes,
  type Finding,
  type Gate,
  type GateReason,
  isNews,
  isOpen,
  type Report,
  type Severity,
  severities,
  type Standing,
} from './types.js';

/** One condition of a policy, judged: why it stops, or what held. */
export type Judged = { stops: GateReason } | { held: string };

/**
 * Judges a report by a policy. `new` needs the changes since a baseline: without them each open finding counts as new.
 * New are findings that the account brought and findings that nobody could see before; not those that rules brought which
 * were added or changed, nor those whose exception ended: these are named. An InputError for a policy without a condition.
 */
export function judgeGate(report: Report, policy: GatePolicy, changes?: Changes): Gate {
  checkPolicy(policy);
  const open = standingsOpen(report);
  const judged = [
    ...(policy.new === undefined ? [] : newCondition(policy.new, open, report, changes)),
    ...(policy.severity === undefined ? [] : [severityCondition(policy.severity, open, report)]),
    ...(policy.rules === undefined ? [] : [rulesCondition(policy.rules, open, report)]),
    ...scoreConditions(report, policy),
    ...(policy.maxWaste === undefined ? [] : [wasteCondition(report, policy.maxWaste)]),
    ...(policy.incomplete === true ? [incompleteCondition(report)] : []),
    ...(policy.expired === true ? [expiredCondition(report)] : []),
  ];
  const reasons = judged.flatMap(one => ('stops' in one ? [one.stops] : []));
  return { passed: reasons.length === 0, reasons, held: judged.flatMap(one => ('held' in one ? [one.held] : [])) };
}

const mend = 'Mend them, or accept each under "exceptions:" in rules.yaml, with an owner and a last day.';
const isAtLeast = (least: Severity, { severity }: Pick<Standing, 'severity'>): boolean =>
  severities.indexOf(severity) <= severities.indexOf(least);
const sayFrom = (least: Severity): string =>
  least === 'critical' ? 'severity critical' : least === 'info' ? 'any severity' : `severity ${least} or above`;
const isAre = (count: number): string => (count === 1 ? 'is' : 'are');

function standingsOpen({ findings, rules }: Report, also: (finding: Finding) => boolean = () => true): Standing[] {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const open = findings.filter(finding => isOpen(finding) && also(finding));
  return open.map(finding => standingOf(finding, titles.get(finding.rule) ?? finding.rule)).sort(compareStandings);
}

const compareStandings = (a: Standing, b: Standing): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  compareText(a.rule, b.rule) ||
  comparePlaces(a.resource, b.resource);

function newCondition(least: Severity, open: readonly Standing[], report: Report, changes?: Changes): Judged[] {
  if (!changes) return [newToNobody(least, open)];
  const fresh = changes.changes.filter(
    change => change.kind === 'new' && change.after && isAtLeast(least, change.after),
  );
  const aside = fresh.filter(change => !isNews(change));
  const counted = fresh.filter(change => !aside.includes(change));
  const since = `since ${changes.since.started.slice(0, 10)} (${changes.since.from})`;
  const named = aside.length === 0 ? [] : [{ held: sayAside(aside) }];
  if (counted.length === 0) return [{ held: `No finding of ${sayFrom(least)} is new ${since}.` }, ...named];
  const message = `${countOf(counted.length, 'finding')} of ${sayFrom(least)} ${isAre(counted.length)} new ${since}.`;
  const findings = counted.flatMap(({ after }) => (after ? [after] : [])).sort(compareStandings);
  return [
    {
      stops: {
        condition: 'new',
        message: [message, ...doubtsOf(counted, report, changes)].join(' '),
        advice: mend,
        findings,
      },
    },
    ...named,
  ];
}

function newToNobody(least: Severity, open: readonly Standing[]): Judged {
  const findings = open.filter(one => isAtLeast(least, one));
  if (findings.length === 0) return { held: `No finding of ${sayFrom(least)} is open, so none is new.` };
  const message = `${countOf(findings.length, 'finding')} of ${sayFrom(least)} ${isAre(findings.length)} open, and without a baseline each counts as new.`;
  const advice =
    'Write down what is known and commit it: stocktake baseline. Then give it: --baseline stocktake-baseline.json';
  return { stops: { condition: 'new', message, advice, findings } };
}

/** What of the new findings the account may not have brought. */
function doubtsOf(counted: readonly Change[], { tool }: Report, { since }: Changes): string[] {
  const unseen = counted.filter(({ cause }) => cause === 'sight').length;
  const byTool = counted.filter(({ differs }) => differs === 'tool').length;
  return [
    ...(unseen > 0 ? [`${unseen} of them could not be seen then.`] : []),
    ...(byTool > 0
      ? [`stocktake was ${since.toolVersion} then and is ${tool.version}: if that is why, write the baseline anew.`]
      : []),
  ];
}

function sayAside(aside: readonly Change[]): string {
  const rules = aside.filter(({ differs }) => differs === 'rule').length;
  const ended = aside.length - rules;
  const parts = [
    ...(rules > 0 ? [`${rules} because rules were added or changed`] : []),
    ...(ended > 0 ? [`${ended} because exceptions ended`] : []),
  ];
  return `Not counted as new: ${parts.join(', ')}. They do not stop; write the baseline anew once you know them.`;
}

function severityCondition(least: Severity, open: readonly Standing[], report: Report): Judged {
  const findings = open.filter(one => isAtLeast(least, one));
  const unseen = report.findings.filter(one => isAtLeast(least, one) && isBlind(one.verdict)).length;
  if (findings.length === 0) return { held: `No finding of ${sayFrom(least)} is open.${sayUnseen(unseen)}` };
  const message = `${countOf(findings.length, 'finding')} of ${sayFrom(least)} ${isAre(findings.length)} open.`;
  return { stops: { condition: 'severity', message, advice: mend, findings } };
}

const sayUnseen = (count: number): string => (count > 0 ? ` ${countOf(count, 'finding')} could not be seen.` : '');

function rulesCondition(patterns: readonly string[], open: readonly Standing[], report: Report): Judged {
  const unjudged = patterns.filter(pattern => !report.rules.some(({ id }) => fits(pattern, id)));
  const findings = open.filter(({ rule }) => patterns.some(pattern => fits(pattern, rule)));
  const hidden = patterns.map(pattern => {
    const all = report.findings.filter(({ rule }) => fits(pattern, rule));
    return { pattern, of: all.length, unseen: all.filter(({ verdict }) => isBlind(verdict)).length };
  });
  const unseen = hidden.filter(one => one.unseen > 0 && one.unseen === one.of).map(({ pattern }) => pattern);
  if (findings.length === 0 && unjudged.length === 0 && unseen.length === 0) {
    const some = hidden.reduce((sum, one) => sum + one.unseen, 0);
    return { held: `No finding of ${patterns.join(', ')} is open.${sayUnseen(some)}` };
  }
  const said = [
    ...(findings.length > 0
      ? [`${countOf(findings.length, 'finding')} of ${patterns.join(', ')} ${isAre(findings.length)} open.`]
      : []),
    // What nobody looked at is not called good.
    ...(unjudged.length > 0 ? [`No rule that ${unjudged.join(', ')} names was judged.`] : []),
    ...(unseen.length > 0 ? [`Nothing of ${unseen.join(', ')} could be seen.`] : []),
  ];
  const choose =
    unjudged.length > 0
      ? 'Choose the rules that the gate names, or take them out of the gate.'
      : 'Allow what is missing: the report lists what could not be seen.';
  const advice = findings.length > 0 ? mend : choose;
  return { stops: { condition: 'rules', message: said.join(' '), advice, findings } };
}

function incompleteCondition(report: Report): Judged {
  if (report.complete) return { held: 'Everything could be seen and judged.' };
  const { gaps, ended, regions, summary } = report;
  const closed = regions.filter(({ state }) => state === 'unreachable').map(({ name }) => name);
  const hidden = gaps.filter(({ reason }) => reason !== 'manual' && reason !== 'declined');
  const actions = [...new Set(hidden.map(({ action, api, reason }) => action || api || reason))];
  const parts = [
    ...(ended ? [`it was ended before its time (${ended.message})`] : []),
    ...(closed.length > 0 ? [`nothing could be reached in ${closed.join(', ')}`] : []),
    ...(actions.length > 0 ? [`not seen: ${listSome(actions)}`] : []),
    ...(summary.ERROR > 0 ? [`${countOf(summary.ERROR, 'finding')} could not be judged`] : []),
  ];
  const message = `The audit is incomplete${parts.length > 0 ? `: ${parts.join('; ')}` : ''}.`;
  const advice =
    'Allow what is missing (stocktake policy prints it) and audit again; or leave out "incomplete" if this is known.';
  return { stops: { condition: 'incomplete', message, advice, findings: [] } };
}

const listSome = (words: readonly string[]): string =>
  words.length <= 3 ? words.join(', ') : `${words.slice(0, 3).join(', ')} and ${words.length - 3} more`;

function expiredCondition(report: Report): Judged {
  const findings = standingsOpen(report, ({ expired }) => expired !== undefined);
  if (findings.length === 0) return { held: 'No exception of an open finding has run out.' };
  const message = `${countOf(findings.length, 'finding')} ${isAre(findings.length)} open again, for what accepted ${findings.length === 1 ? 'it' : 'them'} has run out.`;
  return {
    stops: {
      condition: 'expired',
      message,
      advice: 'Mend them, or let the owner give the exception a new last day.',
      findings,
    },
  };
}
