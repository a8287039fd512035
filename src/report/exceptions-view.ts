import { type Acceptance, type ExceptionReport, type Finding, isOpen, type Report } from '../core/types.js';
import { compareText } from './model.js';
import { countOf, formatNumber } from './wording.js';

const mostExceptions = 50;

/** The exceptions of a report, those that need somebody's attention first. */
export interface ExceptionsView {
  intro: string;
  rows: ExceptionRow[];
  more: string;
}

/** One exception. */
interface ExceptionRow {
  state: string;
  tone: 'bad' | 'middling' | 'none';
  what: string;
  where: string;
  findings: string;
  reason: string;
  owner: string;
  expires: string;
  ticket: string;
}

const order: readonly ExceptionReport['state'][] = ['expired', 'unmatched', 'active'];
const words = {
  expired: { state: 'ran out', tone: 'bad' },
  unmatched: { state: 'fits nothing', tone: 'middling' },
  active: { state: 'in force', tone: 'none' },
} as const;

/** Null where `rules.yaml` holds no exception for what was judged. */
export function exceptionsOf({ exceptions = [], summary }: Report): ExceptionsView | null {
  if (exceptions.length === 0) return null;
  const sorted = [...exceptions].sort(
    (a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) ||
      compareText(a.expires, b.expires) ||
      compareText(a.rules.join(), b.rules.join()),
  );
  return {
    intro: introduce(exceptions, summary.EXCEPTED),
    rows: sorted.slice(0, mostExceptions).map(rowOf),
    more:
      sorted.length > mostExceptions
        ? `and ${countOf(sorted.length - mostExceptions, 'more exception')} in report.json`
        : '',
  };
}

function introduce(exceptions: readonly ExceptionReport[], excepted: number): string {
  const inState = (state: ExceptionReport['state']) => exceptions.filter(one => one.state === state).length;
  const expired = inState('expired');
  const unmatched = inState('unmatched');
  return [
    `${countOf(excepted, 'failure')} ${excepted === 1 ? 'is' : 'are'} accepted: counted apart, neither for nor against the score.`,
    expired > 0 &&
      `${countOf(expired, 'exception')} ran out: what ${expired === 1 ? 'it' : 'they'} accepted is open again.`,
    unmatched > 0 && `${countOf(unmatched, 'exception')} ${unmatched === 1 ? 'fits' : 'fit'} nothing any more.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const rowOf = ({
  state,
  rules,
  resources,
  regions,
  findings,
  reason,
  owner,
  expires,
  ticket,
}: ExceptionReport): ExceptionRow => ({
  ...words[state],
  what: rules.join(', '),
  where: [resources.join(', '), ...(regions ? [`in ${regions.join(', ')}`] : [])].join(' '),
  findings: formatNumber(findings),
  reason,
  owner,
  expires,
  ticket: ticket ?? '',
});

/** One sentence for the terminal; undefined where nothing is accepted and nothing has run out. */
export function summarizeExceptions({ exceptions = [], findings, summary }: Report): string | undefined {
  const back = findings.filter(one => isOpen(one) && one.expired).length;
  const ran = exceptions.filter(({ state }) => state === 'expired').length;
  const unmatched = exceptions.filter(({ state }) => state === 'unmatched').length;
  const parts = [
    ran > 0 && `${ran} ran out, ${countOf(back, 'finding')} open again`,
    summary.EXCEPTED > 0 && `${countOf(summary.EXCEPTED, 'failure')} accepted`,
    unmatched > 0 && `${unmatched} ${unmatched === 1 ? 'fits' : 'fit'} nothing`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : undefined;
}

/** Who accepts a failure, why and until when. */
export const describeAcceptance = ({ reason, owner, expires, ticket }: Acceptance): string =>
  `${reason} (${[owner, ticket, `until ${expires}`].filter(Boolean).join(', ')})`;

/** What stands beside a failure whose exception has run out. */
export const describeReturn = ({ expired }: Pick<Finding, 'expired'>): string =>
  expired ? `Was accepted until ${expired.expires} by ${expired.owner}: ${expired.reason}` : '';

/** Failures whose exception has run out first; otherwise as they were. */
export const returnedFirst = (failed: readonly Finding[]): Finding[] => [
  ...failed.filter(one => one.expired),
  ...failed.filter(one => !one.expired),
];
