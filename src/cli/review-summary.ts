import type { Decisions } from '../core/decisions.js';
import { shellQuote } from '../core/fix.js';
import type { CleanUpKey } from '../core/sheet-key.js';
import { countOf, formatUsd } from '../report/wording.js';

/** What a filled sheet leaves to do: what to delete, in order, what is decided and what is not. Plain text for a terminal. */
export function summarizeDecisions(decisions: Decisions, skipped: readonly string[]): string {
  const { cleanUps, notes, open, openServices, services } = decisions;
  const toDo = cleanUps.flatMap(one => (one.does === 'clean-up' ? [one.key] : [])).sort((a, b) => a.order - b.order);
  const kept = cleanUps.flatMap(one => (one.does === 'accept' ? [one.key] : []));
  return [
    ...listOf('Left to do, in this order:', toDo.map(describe)),
    ...(toDo.length > 0 ? [`  The commands: stocktake fix --from SNAPSHOT${fixFlags(toDo)}`, ''] : []),
    ...listOf(
      'Worth knowing:',
      [...notes, ...skipped].map(line => `  ${oneLine(line)}`),
    ),
    `Decided: ${countOf(toDo.length, 'clean-up')} to do (${sum(toDo)} a month), ${kept.length} to keep (${sum(kept)} a month), ${countOf(services.length, 'service')}.`,
    `Not decided: ${countOf(open.length, 'clean-up')} (${sum(open)} a month), ${countOf(openServices.length, 'service')}.`,
    '',
  ].join('\n');
}

const listOf = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines, '']);

const describe = ({ order, resource, rule, usd }: CleanUpKey): string =>
  `  step ${order}  ${oneLine(resource)}  ${usd === null ? 'saving not known' : `${formatUsd(Math.max(0, usd))} a month`}  (${rule})`;

/** Beyond so many resources only their rules are named. */
const mostResources = 12;

/** What `stocktake fix` needs to write the commands of these and no others. */
function fixFlags(keys: readonly CleanUpKey[]): string {
  const rules = [...new Set(keys.map(({ rule }) => rule))].join(',');
  const resources = [...new Set(keys.map(({ resource }) => resource))];
  const named = resources.length > mostResources ? [] : resources.map(one => ` --resource ${shellQuote(one)}`);
  return ` --rule ${rules}${named.join('')}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

const sum = (keys: readonly CleanUpKey[]): string =>
  formatUsd(keys.reduce((total, { usd }) => total + Math.max(0, usd ?? 0), 0));
