import type { Change, ChangeCause, ChangeKind, Changes, Standing } from '../core/types.js';
import { nameOf } from './evidence.js';
import { type Markdown, text } from './markdown-text.js';
import { escapeJson, revealLine } from './reveal.js';
import { countOf, formatDay, formatNumber } from './wording.js';

/** Headings, in the order of the page. */
const headings: Record<ChangeCause, string> = {
  account: 'The account changed',
  rules: 'The rules changed',
  sight: 'We saw less / more',
};
const kindNames: Record<ChangeKind, string> = { new: 'new', fixed: 'fixed', changed: 'changed', gone: 'gone' };
const causes = Object.keys(headings) as ChangeCause[];
const kinds = Object.keys(kindNames) as ChangeKind[];

/** A terminal shows so many changes of one kind and cause; Markdown and JSON show all. */
const mostShown = 20;

interface Part {
  heading: string;
  counts: string;
  kinds: { name: string; changes: Change[] }[];
}

function partsOf({ changes }: Changes): Part[] {
  return causes.map(cause => {
    const groups = kinds
      .map(kind => ({
        name: kindNames[kind],
        changes: changes.filter(one => one.cause === cause && one.kind === kind),
      }))
      .filter(group => group.changes.length > 0);
    const counts = groups.map(({ name, changes: some }) => `${formatNumber(some.length)} ${name}`).join(', ');
    return { heading: headings[cause], counts: counts || 'nothing', kinds: groups };
  });
}

const subjectOf = ({ after, before }: Change): Standing | undefined => after ?? before;

/** What people call the thing, where it is, what the check says of it, and why it differs; one line of plain text each. */
function wordsOf(change: Change): { what: string; where: string; said: string } {
  const standing = subjectOf(change);
  const resource = standing?.resource ?? { id: '', region: '', type: '' };
  const place = resource.region === 'global' ? '' : ` (${resource.region})`;
  const open = change.kind === 'new' || change.kind === 'changed' ? change.after : change.before;
  return {
    what: `${open?.severity ?? ''} ${open?.rule ?? ''}`,
    where: `${nameOf(resource)}${place}`,
    said: `${capital(open?.message ?? '')}. ${change.message}`,
  };
}

const capital = (message: string): string => message.slice(0, 1).toUpperCase() + message.slice(1);
const day = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

function introOf({ since, changes }: Changes, now: string): string {
  const than = `${since.from} (account ${since.account}, ${day(since.started)} UTC)`;
  const total = changes.length === 0 ? 'No differences' : countOf(changes.length, 'difference');
  return `${total} from ${than} to ${now}.`;
}

function staleOf({ stale }: Changes): string {
  const [first, ...rest] = stale;
  if (!first) return '';
  const others = rest.length === 0 ? '' : ` and ${formatNumber(rest.length)} more`;
  return `The baseline holds what is there no more: ${first.rule} ${first.resource}${others}. Write it anew: stocktake baseline`;
}

/** What changed since an earlier run, in one sentence: `Since 20 Nov 2026: the account changed (2 new, 1 fixed).` */
export function summarizeChanges(changes: Changes): string {
  const parts = partsOf(changes).filter(({ kinds: groups }) => groups.length > 0);
  const said = parts.map(
    ({ heading, counts }) => `${heading.slice(0, 1).toLowerCase()}${heading.slice(1)} (${counts})`,
  );
  const what = said.length > 0 ? said.join(', ') : 'nothing changed';
  return `Since ${formatDay(changes.since.started)} (${changes.since.from}): ${what}.`;
}

/** What differs between two runs, for a terminal; `now` names the later one. */
export function renderChanges(changes: Changes, now: string): string {
  const lines = [revealLine(introOf(changes, now))];
  for (const { heading, counts, kinds: groups } of partsOf(changes)) {
    lines.push('', `${heading}: ${counts}`);
    for (const { name, changes: some } of groups) {
      for (const change of some.slice(0, mostShown)) {
        const { what, where, said } = wordsOf(change);
        lines.push(`  ${name.padEnd(7)}  ${revealLine(what)}  ${revealLine(where)}`, `           ${revealLine(said)}`);
      }
      if (some.length > mostShown)
        lines.push(`           and ${formatNumber(some.length - mostShown)} more (--format md)`);
    }
  }
  const stale = staleOf(changes);
  return `${[...lines, ...(stale ? ['', revealLine(stale)] : [])].join('\n')}\n`;
}

/** The same as Markdown, all of it. */
export function renderChangesMarkdown(changes: Changes, now: string): string {
  const blocks: string[] = [text(introOf(changes, now))];
  for (const { heading, counts, kinds: groups } of partsOf(changes)) {
    blocks.push(`## ${heading}`, text(`${capital(counts)}.`));
    for (const { name, changes: some } of groups) {
      blocks.push(`### ${capital(name)}`, some.map(item).join('\n'));
    }
  }
  const stale = staleOf(changes);
  if (stale) blocks.push(text(stale));
  return `# What differs\n\n${blocks.join('\n\n')}\n`;
}

function item(change: Change): string {
  const { what, where, said } = wordsOf(change);
  return `- **${text(what)}** ${text(where)}: ${text(said)}` satisfies string as Markdown;
}

/** The same as JSON, as `changes` in report.json has it. */
export const renderChangesJson = (changes: Changes): string => `${escapeJson(JSON.stringify(changes, null, 2))}\n`;
