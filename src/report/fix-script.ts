import type { Finding, Report, RuleInfo } from '../core/types.js';
import { nameOf } from './evidence.js';
import { type FixGroup, fixGroups, groupMeaning, groupOf } from './fix-risk.js';
import { compareText } from './model.js';
import { isFaithful, reveal, revealLine } from './reveal.js';
import { scriptEnd, scriptStart } from './script-frame.js';
import { countOf } from './wording.js';

/** One command and the findings that it mends; without a command, what a person does. */
interface Block {
  findings: [Finding, ...Finding[]];
  group: FixGroup;
  command?: string;
  /** Why it is not run as it stands. */
  lacks: string[];
}

/** How many commands of a script there are, and how many findings need a person. */
export interface FixCounts {
  commands: number;
  incomplete: number;
  byHand: number;
}

/** A shell script of fix commands, and what is in it. Nothing of it runs before a person has chosen a group. */
export function renderFixScript(report: Report, findings: readonly Finding[]): { text: string; counts: FixCounts } {
  const blocks = blocksOf(findings);
  const titles = new Map(report.rules.map(rule => [rule.id, rule]));
  const withCommand = blocks.filter(block => block.command !== undefined);
  const byHand = blocks.filter(block => block.command === undefined);
  const ready = withCommand.filter(({ lacks }) => lacks.length === 0);
  const groups = fixGroups.map(group => ({
    group,
    ready: ready.filter(block => block.group === group),
    blocks: withCommand.filter(block => block.group === group),
  }));
  const names = new Map(groups.flatMap(one => one.ready).map((block, at) => [block, `fix_${at + 1}`]));
  const counts = { commands: ready.length, incomplete: withCommand.length - ready.length, byHand: byHand.length };
  const text = [
    ...scriptStart(report, counts),
    ...groups.flatMap(({ group, blocks: some }) =>
      some.length === 0
        ? []
        : [...titleOf(group, some), ...some.flatMap(block => blockLines(block, titles, names.get(block)))],
    ),
    ...(byHand.length === 0
      ? []
      : ['# ===== By hand: no command does this =====', '', ...byHand.flatMap(block => blockLines(block, titles))]),
    ...scriptEnd(groups.map(one => ({ group: one.group, names: one.ready.map(block => names.get(block) ?? '') }))),
  ].join('\n');
  return { text, counts };
}

/** Findings with the very same command are one block. Clean-ups go in the order of deletion. */
function blocksOf(findings: readonly Finding[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const finding of findings) {
    const { fix } = finding;
    if (!fix) continue;
    const key = fix.command === undefined ? `hand ${finding.rule} ${fix.byHand ?? ''}` : `run ${fix.command}`;
    const block = blocks.get(key);
    if (block) {
      block.findings.push(finding);
      block.group = graver(block.group, groupOf(finding));
    } else blocks.set(key, blockOf(finding));
  }
  const orderOf = ({ findings: [first] }: Block): number => first.cleanUp?.order ?? 0;
  return [...blocks.values()].sort(
    (a, b) => orderOf(a) - orderOf(b) || compareText(a.findings[0].rule, b.findings[0].rule),
  );
}

const graver = (one: FixGroup, other: FixGroup): FixGroup =>
  fixGroups.indexOf(one) >= fixGroups.indexOf(other) ? one : other;

function blockOf(finding: Finding): Block {
  const { command, missing = [] } = finding.fix ?? {};
  const lacks = [
    ...missing.map(one =>
      one.startsWith('file://') ? `write the file ${one.slice('file://'.length)}` : `replace ${one}`,
    ),
    ...(command === undefined || isFaithful(command) ? [] : ['a name in it holds characters that cannot be shown']),
    // A line break would end a comment, and no command of ours has one.
    ...(command !== undefined && /[\r\n]/.test(command) ? ['it has more than one line'] : []),
  ];
  return { findings: [finding], group: groupOf(finding), lacks, ...(command === undefined ? {} : { command }) };
}

const titleOf = (group: FixGroup, blocks: readonly Block[]): string[] => [
  `# ===== ${group}: ${groupMeaning[group]} (${countOf(blocks.length, 'command')}) =====`,
  '',
];

const mostNamed = 20;

function blockLines(block: Block, titles: ReadonlyMap<string, RuleInfo>, name?: string): string[] {
  const [first] = block.findings;
  const { fix = {}, cleanUp } = first;
  const shown = block.findings.slice(0, mostNamed);
  const left = block.findings.length - shown.length;
  const rules = [...new Set(block.findings.map(({ rule }) => rule))];
  return [
    ...rules.map(rule => comment(`Rule: ${rule}: ${titles.get(rule)?.title ?? ''}`)),
    ...shown.map(({ resource, message }) =>
      comment(`Resource: ${nameOf(resource)} (${resource.arn ?? resource.id}, ${resource.region}): ${message}`),
    ),
    ...(left > 0 ? [comment(`... and ${countOf(left, 'more finding')}`)] : []),
    ...(cleanUp ? [comment(`Clean-up: step ${cleanUp.order}, risk ${cleanUp.risk}, ${undoWords[cleanUp.undo]}`)] : []),
    ...(fix.byHand ? [comment(`By hand: ${fix.byHand}`)] : []),
    ...(fix.note ? [comment(`Note: ${fix.note}`)] : []),
    ...(fix.undo ? [`# Undo: ${onOneLine(fix.undo)}`] : []),
    ...commandLines(block, name),
    '',
  ];
}

const undoWords = { 'at once': 'undone at once', 'from a backup': 'undone from a backup', never: 'cannot be undone' };

function commandLines({ command, lacks }: Block, name: string | undefined): string[] {
  if (command === undefined) return [];
  if (name === undefined) return [comment(`Not run as it is: ${lacks.join('; ')}.`), `#   ${onOneLine(command)}`];
  return [`${name}() {`, `  ${command}`, '}'];
}

/** One line, whatever is in the text. */
const comment = (text: string): string => `# ${revealLine(text)}`;

/** A command as it is, but for what would end the comment that it stands in. */
const onOneLine = (command: string): string => reveal(command).replace(/[\r\n]+/g, ' ');
