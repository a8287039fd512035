import type { FixFirst, Report, Score } from '../core/types.js';
import { agesOf } from './ages.js';
import { changesOf, gateOf } from './changes-view.js';
import { detectorsOf } from './detectors-view.js';
import { nameOf } from './evidence.js';
import { describeReturn, exceptionsOf } from './exceptions-view.js';
import { describeCoverage } from './gauge.js';
import { countsOf, headlineOf, noticeOf } from './headline.js';
import { factsOf, introduceFixes } from './html-page.js';
import { ledgerOf } from './ledger-view.js';
import { fixView, ruleView } from './markdown-rule.js';
import { block, code, codeCell, join, type Markdown, text } from './markdown-text.js';
import { compareText, modelOf, type RuleGroup } from './model.js';
import { nameService } from './service-names.js';
import { trendOf } from './trend-view.js';
import { unseenOf } from './unseen.js';
import { categoryNames, countOf, formatAccount, formatNumber, formatPoints, formatScore, moreThan } from './wording.js';

const mostFixes = 10;
const mostRules = 100;
const mostPlaces = 20;
const mostRuns = 12;

/** What the Markdown template may print: text that is Markdown already, and whether something is there. */
export type MarkdownView =
  | Markdown
  | boolean
  | null
  | readonly MarkdownView[]
  | { readonly [key: string]: MarkdownView };

/** What the Markdown report says, every text escaped. */
export function markdownPageOf(report: Report) {
  const model = modelOf(report);
  const ageOf = agesOf(report);
  const inRule = (group: RuleGroup) => ruleView(group, ageOf);
  return {
    title: text(report.account.alias || formatAccount(report.account.id)),
    account: text(formatAccount(report.account.id)),
    facts: text(factsOf(report)),
    version: text(report.tool.version),
    notice: text(noticeOf(model) ?? ''),
    headline: text(headlineOf(model)),
    counts: text(countsOf(model)),
    scores: scoreViews(report),
    fixesIntro: text(introduceFixes(model)),
    fixes: report.fixFirst.slice(0, mostFixes).map(fixItem),
    unseen: unseenView(report),
    services: serviceViews(report),
    failed: model.failed.slice(0, mostRules).map(inRule),
    moreFailed: text(restOf(model.failed.length)),
    undecided: model.undecided.slice(0, mostRules).map(inRule),
    moreUndecided: text(restOf(model.undecided.length)),
    excepted: model.excepted.slice(0, mostRules).map(inRule),
    exceptedTitle: text(`${countOf(model.excepted.length, 'rule')} failed, but accepted`),
    passed: model.passed.slice(0, mostRules).map(inRule),
    passedTitle: text(`${countOf(model.passed.length, 'rule')} passed`),
    morePassed: text(restOf(model.passed.length)),
    skipped: model.notApplicable.slice(0, mostRules).map(inRule),
    skippedTitle: text(
      `${countOf(model.notApplicable.length, 'rule')} ${model.notApplicable.length === 1 ? 'does' : 'do'} not apply here`,
    ),
    moreSkipped: text(restOf(model.notApplicable.length)),
    ledger: ledgerView(report),
    detectors: escaped(detectorsOf(report)),
    exceptions: escaped(exceptionsOf(report)),
    notices: (report.notices ?? []).map(text),
    gate: escaped(gateOf(report)),
    changes: escaped(changesOf(report)),
    trend: escaped(trendWithFewRuns(report)),
    hints: report.hints.map(text),
  } satisfies MarkdownView;
}

const restOf = (count: number) =>
  count > mostRules ? `and ${countOf(count - mostRules, 'more rule')} in report.json` : '';

function scoreViews({ scores }: Report) {
  const categories = Object.entries(categoryNames).flatMap(([category, name]) => {
    const score = scores.categories[category as keyof typeof categoryNames];
    return score ? [scoreView(name, score)] : [];
  });
  return [scoreView('Overall', scores.overall), ...categories];
}

function scoreView(name: string, score: Score) {
  const { failed, undecided, passed } = score.rules;
  return {
    name: text(name),
    score: text(formatScore(score.value)),
    coverage: text(describeCoverage(score).replace('coverage ', '')),
    failed: text(formatNumber(failed)),
    undecided: text(formatNumber(undecided)),
    passed: text(formatNumber(passed)),
  };
}

function serviceViews({ scores }: Report) {
  return Object.entries(scores.services)
    .sort(([oneId, one], [otherId, other]) => (one.value ?? 101) - (other.value ?? 101) || compareText(oneId, otherId))
    .map(([id, score]) => scoreView(nameService(id), score));
}

function fixItem(item: FixFirst) {
  const { severity, title, resources, count, message, why, gain, fix } = item;
  const [first, ...others] = resources.slice(0, 4).map(one => code(nameOf(one)));
  const points = formatPoints(gain.points);
  return {
    severity: text(severity),
    name: first ?? text(''),
    also: join(others, ', '),
    more: text(count > others.length + 1 ? `and ${countOf(count - others.length - 1, 'more resource')}` : ''),
    message: text(message),
    gain: text(points ? `adds ${points.slice(1)} to ${gain.category}` : ''),
    returned: text(describeReturn(item)),
    title: text(title),
    why: text(why),
    ...fixView(fix, '   '),
  };
}

function unseenView(report: Report) {
  const unseen = unseenOf(report);
  if (!unseen) return null;
  return {
    intro: text(unseen.intro),
    places: unseen.places
      .slice(0, mostPlaces)
      .map(({ asked, why, message, where, hides, remedy, resources, moreResources }) => ({
        asked: asked ? codeCell(asked) : text('by hand'),
        why: text(why),
        message: text(message),
        where: text(where),
        hides: text(hides),
        remedy: text(remedy),
        resources: join(resources.map(codeCell), ', '),
        moreResources: text(moreResources),
      })),
    morePlaces: text(moreThan(unseen.places.length, mostPlaces, 'cause')),
    regions: unseen.regions.map(({ names, state }) => ({ names: text(names), state: text(state) })),
    policy: unseen.policy ? block(unseen.policy, 'json') : text(''),
  };
}

/** The charts stay behind: their numbers are in the table, of which a document holds the last runs. */
function trendWithFewRuns(report: Report) {
  const trend = trendOf(report);
  if (!trend?.table) return trend && { ...trend, drawn: null };
  const { columns, rows } = trend.table;
  const more = moreThan(rows.length, mostRuns, 'run');
  return { ...trend, drawn: null, table: { columns, rows: rows.slice(0, mostRuns), more } };
}

/** The ledger as Markdown; commands keep their own block. */
function ledgerView(report: Report): MarkdownView {
  const view = ledgerOf(report);
  if (!view) return null;
  const rows = view.cleanUps.rows.map(
    ({ fix, ...row }): MarkdownView => ({
      ...(escaped(row) as Record<string, MarkdownView>),
      ...fixView(fix, '   '),
    }),
  );
  return {
    ...(escaped({ ...view, cleanUps: null }) as object),
    cleanUps: { ...(escaped({ intro: view.cleanUps.intro, more: view.cleanUps.more }) as object), rows },
  };
}

/** A view of plain texts as Markdown, every text escaped. */
export function escaped(view: unknown): MarkdownView {
  if (typeof view === 'string') return text(view);
  if (Array.isArray(view)) return view.map(escaped);
  if (typeof view !== 'object' || view === null) return null;
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, escaped(value)]));
}
