import type { LedgerRow } from '../core/ledger.js';
import type { Report } from '../core/types.js';
import { cellsOf, fit, pad } from './cells.js';
import { cleanUpsOf, ledgerOf } from './ledger-view.js';
import { isInQuestion } from './questions.js';
import { revealLine } from './reveal.js';
import type { TableOptions } from './table.js';
import { countOf, formatUsd } from './wording.js';

const mostCleanUps = 15;
const mostQuestions = 8;
const amountCells = 9;

/** The clean-up review for a terminal: what to delete or change, most money first, and what is in question. */
export function renderCost(report: Report, { width, color }: TableOptions): string {
  const view = ledgerOf(report);
  if (!view) return 'No cost rule was chosen.\n';
  const cells = Math.max(width, 40);
  const bold = (text: string): string => (color ? `\u001b[1m${text}\u001b[0m` : text);
  const parts = [
    [bold(fit(revealLine(view.headline), cells)), ...view.retired.map(line => fit(`  ! ${revealLine(line)}`, cells))],
    cleanUpLines(report, cells, bold),
    questionLines(report.ledger?.rows ?? [], cells, bold),
  ].filter(lines => lines.length > 0);
  return `${parts.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function cleanUpLines(report: Report, cells: number, bold: (text: string) => string): string[] {
  const items = cleanUpsOf(report);
  if (items.length === 0) return ['  Nothing to clean up in what could be seen.'];
  const shown = items.slice(0, mostCleanUps).map(({ finding, money, unsafe }) => {
    const amount = money.usd === null ? 'not known' : formatUsd(money.usd);
    const name = revealLine(finding.resource.name ?? finding.resource.id);
    const what = `${name}: ${revealLine(finding.message)}${unsafe.length > 0 ? ' (unsafe, too)' : ''}`;
    const opening = `  ${pad('', amountCells - cellsOf(amount))}${amount}  `;
    return opening + fit(what, cells - cellsOf(opening));
  });
  const left = items.length - shown.length;
  return [
    bold(fit('  Clean up, USD a month', cells)),
    ...shown,
    ...(left > 0 ? [`     … ${countOf(left, 'more clean-up')} in report.html`] : []),
  ];
}

/** Services of which nobody knows whether they are wanted: each with its answer. */
function questionLines(rows: readonly LedgerRow[], cells: number, bold: (text: string) => string): string[] {
  const asked = rows.filter(isInQuestion);
  if (asked.length === 0) return [];
  const left = asked.length - mostQuestions;
  return [
    bold(fit('  In question', cells)),
    ...asked.slice(0, mostQuestions).map(({ title, sentence }) => fit(`  ${title}: ${revealLine(sentence)}`, cells)),
    ...(left > 0 ? [`     … ${countOf(left, 'more service')} in report.html`] : []),
  ];
}
