import { countOf } from './counts.js';
import type { Judged } from './gate.js';
import type { GatePolicy } from './rules-file.js';
import { isUnseen } from './score.js';
import type { Category, Report, Score } from './types.js';

/** The conditions that are numbers: score, coverage and waste. What was not seen is below every floor. */
export function scoreConditions(report: Report, { minScore = {}, minCoverage = {} }: GatePolicy): Judged[] {
  return [
    ...entriesOf(minScore).map(([part, floor]) => scoreCondition(part, floor, scoreFor(report, part))),
    ...entriesOf(minCoverage).map(([part, floor]) => coverageCondition(part, floor, scoreFor(report, part))),
  ];
}

type Part = 'overall' | Category;

const entriesOf = (floors: Partial<Record<Part, number | undefined>>): [Part, number][] =>
  Object.entries(floors).flatMap(([part, floor]) => (floor === undefined ? [] : [[part as Part, floor]]));

const scoreFor = ({ scores }: Report, part: Part): Score | undefined =>
  part === 'overall' ? scores.overall : scores.categories[part];

const nothingApplies = ({ rules }: Score): boolean =>
  rules.passed + rules.failed + rules.undecided + rules.excepted === 0;
/** Why a number that is missing is no reason to stop; undefined where what counts was not seen. */
function excuseFor(score: Score): string | undefined {
  if (nothingApplies(score)) return 'nothing applies';
  if (score.coverage !== null || score.rules.undecided > 0) return undefined;
  return 'what applies is accepted, or has no weight';
}
const sayPart = (part: Part): string => (part === 'overall' ? 'The overall' : `The ${part}`);
/** Per cent, rounded down: 79.9 % is not the 80 % that a floor asks for. */
const percent = (share: number): string => `${Math.floor(share * 100 + 1e-9)} %`;
/** A floor as it was written. */
const exactPercent = (share: number): string => `${Number((share * 100).toFixed(6))} %`;

function scoreCondition(part: Part, floor: number, score: Score | undefined): Judged {
  if (!score) return unjudged('minScore', part);
  const { value, coverage } = score;
  if (value === null) {
    const excuse = excuseFor(score);
    if (excuse) return { held: `${sayPart(part)} score has no number: ${excuse}.` };
    const message = `${sayPart(part)} score is not given: too little was seen (${percent(coverage ?? 0)}), and the least is ${floor}.`;
    return { stops: { condition: 'minScore', message, advice: seeMore, findings: [] } };
  }
  if (value >= floor) return { held: `${sayPart(part)} score is ${value} of at least ${floor}.` };
  const message = `${sayPart(part)} score is ${value}, and the least is ${floor}.`;
  return { stops: { condition: 'minScore', message, advice: mendFirst, findings: [] } };
}

function coverageCondition(part: Part, floor: number, score: Score | undefined): Judged {
  if (!score) return unjudged('minCoverage', part);
  const { coverage } = score;
  const excuse = coverage === null ? excuseFor(score) : undefined;
  if (excuse) return { held: `${sayPart(part)} coverage has no number: ${excuse}.` };
  if (coverage !== null && coverage >= floor)
    return { held: `${sayPart(part)} coverage is ${percent(coverage)} of at least ${exactPercent(floor)}.` };
  const message = `${sayPart(part)} coverage is ${percent(coverage ?? 0)}, and the least is ${exactPercent(floor)}.`;
  return { stops: { condition: 'minCoverage', message, advice: seeMore, findings: [] } };
}

const mendFirst = 'The report lists under "Fix first" what adds most.';
const seeMore =
  'Allow what is missing: the report lists what could not be seen, and stocktake policy prints the policy.';

function unjudged(condition: string, part: Part): Judged {
  const message = `No rule of ${part} was judged, and the gate asks for a number.`;
  const advice = `Choose rules of ${part} as well, or take it out of the gate.`;
  return { stops: { condition, message, advice, findings: [] } };
}

/** Money that is paid for nothing, against its bound. */
export function wasteCondition({ ledger, scores }: Report, most: number): Judged {
  const stops = (message: string, advice: string): Judged => ({
    stops: { condition: 'maxWaste', message, advice, findings: [] },
  });
  if (!ledger) {
    return stops(
      'What is paid for nothing is not known: no cost rule was chosen.',
      'Choose rules of cost as well, or take maxWaste out of the gate.',
    );
  }
  const cost = scores.categories.cost;
  if (isUnseen(cost)) return stops('What is paid for nothing is not known: no cost rule could see anything.', seeMore);
  const { usd, unknown } = ledger.savings;
  const priced = ledger.bill ? '' : ', at list prices, for no bill could be read';
  const said = `$${usd.toFixed(2)} a month ${usd === 0 ? 'is' : 'are'} paid for nothing${priced}`;
  const unseen = cost?.rules.undecided ?? 0;
  const rest = [
    unknown > 0 ? ` What ${unknown} more would save is not known.` : '',
    unseen > 0 ? ` ${countOf(unseen, 'cost rule')} could not see everything.` : '',
  ].join('');
  if (usd > most) {
    return stops(
      `${said}; at most $${most.toFixed(2)} may be.${rest}`,
      'stocktake cost lists what to clean up, what each saves and in which order.',
    );
  }
  return { held: `${said}, of at most $${most.toFixed(2)}.${rest}` };
}
