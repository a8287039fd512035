import { type Change, type Finding, findingKey, isOpen, type Report } from '../core/types.js';
import { modelOf, type RuleGroup } from './model.js';
import { revealLine } from './reveal.js';

const linesOfChunk = 500;

type Cell = string | number | undefined;
type Column = readonly [name: string, cellOf: (finding: Finding, about: About) => Cell];

/** What a line says beside its finding. */
interface About {
  report: Report;
  title: string;
  /** How it stands to the earlier run, by findingKey. */
  changes: ReadonlyMap<string, Change>;
}

const columns: readonly Column[] = [
  ['account', (_, { report }) => report.account.id],
  ['time', (_, { report }) => report.started],
  ['state', stateOf],
  ['severity', ({ severity }) => severity],
  ['category', ({ category }) => category],
  ['service', ({ service }) => service],
  ['region', ({ resource }) => resource.region],
  ['rule', ({ rule }) => rule],
  ['title', (_, { title }) => title],
  ['resource', ({ resource }) => resource.id],
  ['name', ({ resource }) => resource.name],
  ['arn', ({ resource }) => resource.arn],
  ['type', ({ resource }) => resource.type],
  ['verdict', ({ verdict }) => verdict],
  ['message', ({ message }) => message],
  ['change', (finding, { changes }) => changes.get(findingKey(finding))?.kind],
  ['change_cause', (finding, { changes }) => changes.get(findingKey(finding))?.cause],
  // The share that adds up to no more than the bill has, then what it would be alone.
  ['usd_per_month', ({ money }) => money?.joint ?? undefined],
  ['usd_alone', ({ money }) => money?.usd ?? undefined],
  ['usd_estimated', ({ money }) => money && (money.estimated ? 'yes' : 'no')],
  ['exception_reason', ({ exception, expired }) => (exception ?? expired)?.reason],
  ['exception_owner', ({ exception, expired }) => (exception ?? expired)?.owner],
  ['exception_expires', ({ exception, expired }) => (exception ?? expired)?.expires],
  ['exception_ticket', ({ exception, expired }) => (exception ?? expired)?.ticket],
  ['gap_reason', ({ gap }) => gap?.reason],
  ['gap_actions', ({ gap }) => gap?.actions.join(' ')],
  ['fix_command', commandOf],
  ['fix_by_hand', ({ fix }) => fix?.byHand],
];

/** A command that a line could only show changed is left out: it is in report.json. */
function commandOf({ fix }: Finding): Cell {
  return fix?.command !== undefined && revealLine(fix.command) === fix.command ? fix.command : undefined;
}

/** `expired`: open again, for its exception has run out. */
function stateOf(finding: Finding): string {
  if (isOpen(finding)) return finding.expired ? 'expired' : 'open';
  if (finding.exception) return 'excepted';
  return finding.verdict === 'PASS' ? 'passed' : finding.verdict === 'NOT_APPLICABLE' ? 'not applicable' : 'not known';
}

/**
 * All findings as CSV (RFC 4180) in chunks: a header, then a line each, most severe first. No text can be a formula in a
 * spreadsheet: one that could gets an apostrophe in front.
 */
export function* renderCsv(report: Report): Iterable<string> {
  yield `${columns.map(([name]) => name).join(',')}\r\n`;
  const { failed, undecided, excepted, passed, notApplicable } = modelOf(report);
  const changes = changesByKey(report);
  let chunk: string[] = [];
  for (const group of [...failed, ...undecided, ...excepted, ...passed, ...notApplicable]) {
    for (const finding of findingsOf(group)) {
      chunk.push(lineOf(finding, { report, changes, title: group.info.title }));
      if (chunk.length < linesOfChunk) continue;
      yield chunk.join('');
      chunk = [];
    }
  }
  yield chunk.join('');
}

function findingsOf({ findings }: RuleGroup): Finding[] {
  const { FAIL, ERROR, NOT_AVAILABLE, EXCEPTED, PASS, NOT_APPLICABLE } = findings;
  return [FAIL, ERROR, NOT_AVAILABLE, EXCEPTED, PASS, NOT_APPLICABLE].flat();
}

function changesByKey({ changes }: Report): Map<string, Change> {
  const found = new Map<string, Change>();
  for (const change of changes?.changes ?? []) if (change.after) found.set(findingKey(change.after), change);
  return found;
}

const lineOf = (finding: Finding, about: About): string =>
  `${columns.map(([, cellOf]) => writeCell(cellOf(finding, about))).join(',')}\r\n`;

/** Numbers are ours and stay numbers; a text is quoted where it has to be. */
function writeCell(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const shown = defuse(revealLine(cell));
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/**
 * An apostrophe before what a spreadsheet takes for the beginning of a formula (OWASP: = + - @, tab, CR, and their
 * full-width forms), at the beginning and behind a semicolon, which ends a cell where commas are decimal; and before an
 * apostrophe there, so that taking one apostrophe away at each of these places gives the text back.
 */
const defuse = (shown: string): string => shown.replace(/(^|;)(?=\s*[=+\-@'\uff1d\uff0b\uff0d\uff20])/g, "$1'");
