import { type Finding, findingKey, type GateReason, isOpen, type Report, type Standing } from '../core/types.js';
import { cellsOf, fit, pad } from './cells.js';
import { nameOf, showFix } from './evidence.js';
import { revealLine } from './reveal.js';
import type { TableOptions } from './table.js';
import { formatNumber } from './wording.js';
import { wrap } from './wrap.js';

/** Lines at most; the caller's own last words (which files were written) take the rest of twenty. */
const mostLines = 18;
const mostFindings = 3;

type Paint = (code: string, text: string) => string;

/** What a gate decided, for a terminal: the verdict, why, and what to do; at most 18 lines. Empty without a gate. */
export function renderGate(report: Report, { width, color }: TableOptions): string {
  const { gate } = report;
  if (!gate) return '';
  const cells = Math.max(width, 40);
  const paint: Paint = (code, text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = gate.passed ? passedLines(report, cells, paint) : stoppedLines(report, gate.reasons, cells, paint);
  return `${lines.slice(0, mostLines).join('\n')}\n`;
}

function passedLines(report: Report, cells: number, paint: Paint): string[] {
  const held = report.gate?.held ?? [];
  const stale = staleLines(report, cells);
  const room = mostLines - 1 - stale.length;
  const two = held.length * 2 <= room ? 2 : 1;
  const lines = held.flatMap(sentence => wrapped(sentence, cells - 2, two).map(line => `  ${line}`));
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `  and more in report.json`];
  return [paint('1;32', fit(`Passed: nothing stops account ${accountOf(report)}.`, cells)), ...shown, ...stale];
}

function stoppedLines(report: Report, reasons: readonly GateReason[], cells: number, paint: Paint): string[] {
  const conditions = [...new Set(reasons.map(({ condition }) => condition))].join(', ');
  const verdict = paint('1;31', fit(`Stopped: account ${accountOf(report)} (${conditions}).`, cells));
  const beside = [...asideLines(report, cells), ...staleLines(report, cells)];
  const each = reasons.length <= 3 ? 2 : 1;
  const frames = reasons.map(({ message, advice }, at) => ({
    opening: wrapped(message, cells, each),
    // The same advice for the reason below is read there.
    closing:
      reasons[at + 1]?.advice === advice
        ? []
        : wrapped(`What to do: ${advice}`, cells - 2, each).map(line => `  ${line}`),
  }));
  const used = frames.reduce((sum, { opening, closing }) => sum + opening.length + closing.length, 1 + beside.length);
  const shares = shareOut(mostLines - used, reasons);
  const fixes = fixesOf(report);
  return [
    verdict,
    ...reasons.flatMap(({ findings }, at) => [
      ...(frames[at]?.opening.map(line => paint('1', line)) ?? []),
      ...findingLines(findings, shares[at] ?? 0, fixes, cells, paint),
      ...(frames[at]?.closing ?? []),
    ]),
    ...beside,
  ];
}

const accountOf = ({ account: { id, alias } }: Report): string => revealLine(alias ? `${alias} ${id}` : id);
const wrapped = (text: string, cells: number, most: number): string[] => wrap(revealLine(text), cells, most);

/** What is new and does not count must be read even where something else stops. */
const asideLines = ({ gate }: Report, cells: number): string[] =>
  (gate?.held ?? []).filter(sentence => sentence.startsWith('Not counted')).flatMap(one => wrapped(one, cells, 1));

function staleLines({ changes }: Report, cells: number): string[] {
  const [first, ...rest] = changes?.stale ?? [];
  if (!first) return [];
  const others = rest.length === 0 ? '' : ` and ${formatNumber(rest.length)} more`;
  const said = `The baseline holds what is there no more: ${first.rule} ${first.resource}${others}. Write it anew: stocktake baseline`;
  return wrapped(said, cells, 2);
}

/** Lines for the findings of each reason: two a finding, dealt out in turns, the first reasons first. */
function shareOut(lines: number, reasons: readonly GateReason[]): number[] {
  const shares = reasons.map(() => 0);
  let left = lines;
  for (let turn = 0; turn < mostFindings; turn++) {
    for (const [at, { findings }] of reasons.entries()) {
      const wanted = Math.min(2, left);
      if (wanted === 0 || (shares[at] ?? 0) >= 2 * findings.length) continue;
      shares[at] = (shares[at] ?? 0) + wanted;
      left -= wanted;
    }
  }
  // One more says how many are left out.
  return shares.map((share, at) => {
    if (left === 0 || share >= 2 * (reasons[at]?.findings.length ?? 0)) return share;
    left -= 1;
    return share + 1;
  });
}

function findingLines(
  findings: readonly Standing[],
  room: number,
  fixes: ReadonlyMap<string, string>,
  cells: number,
  paint: Paint,
): string[] {
  const all = findings.map(finding => describe(finding, fixes, cells, paint));
  const lines: string[] = [];
  for (const [at, next] of all.entries()) {
    const left = all.length - at;
    const reserved = left > 1 ? 1 : 0;
    const fits = at < mostFindings && lines.length + next.length + reserved <= room;
    if (fits) lines.push(...next);
    else if (lines.length < room) return [...lines, `  and ${left} ${at === 0 ? '' : 'more '}in report.json`];
    else return lines;
  }
  return lines;
}

function describe(finding: Standing, fixes: ReadonlyMap<string, string>, cells: number, paint: Paint): string[] {
  const { rule, resource, severity, message } = finding;
  const name = revealLine(nameOf(resource));
  const place = resource.region === 'global' ? '' : ` (${revealLine(resource.region)})`;
  const opening = `  ${pad(severity, 8)}  `;
  const line = fit(`${revealLine(rule)}  ${name}${place}`, cells - cellsOf(opening));
  const style = severity === 'critical' ? '35' : severity === 'high' ? '31' : '33';
  const what = fixes.get(findingKey(finding)) ?? message;
  return [
    `  ${paint(style, pad(severity, 8))}  ${line}`,
    `${' '.repeat(cellsOf(opening))}${fit(revealLine(what), cells - cellsOf(opening))}`,
  ];
}

/** What mends a finding, on one line: the command, or what to do by hand. */
function fixesOf({ findings }: Report): Map<string, string> {
  const fixes = new Map<string, string>();
  for (const finding of findings) {
    if (!isOpen(finding) || !finding.fix) continue;
    const key = findingKey(finding);
    if (!fixes.has(key)) fixes.set(key, oneFix(finding.fix));
  }
  return fixes;
}

function oneFix(fix: NonNullable<Finding['fix']>): string {
  const { command, byHand } = showFix(fix);
  return command ?? byHand ?? '';
}
