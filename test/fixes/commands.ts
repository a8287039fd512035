import { allChecks } from '../../src/checks/index.js';
import { fixFor } from '../../src/core/fix.js';
import type { Check } from '../../src/core/check.js';
import type { Fix } from '../../src/core/types.js';

/** The words of a shell command without expansions, as a POSIX shell reads them; those of `a && b` are two lists. */
export function wordsOf(command: string): string[][] {
  const parts: string[][] = [[]];
  let word: string | undefined;
  const end = (): void => {
    if (word === '&&') parts.push([]);
    else if (word !== undefined) parts.at(-1)?.push(word);
    word = undefined;
  };
  for (const [token] of command.matchAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\.|\s+|[^\s'"\\]+/gs)) {
    if (/^\s/.test(token)) end();
    else if (token.startsWith("'")) word = (word ?? '') + token.slice(1, -1);
    else if (token.startsWith('"')) word = (word ?? '') + token.slice(1, -1).replace(/\\(["\\$`])/g, '$1');
    else word = (word ?? '') + (token.startsWith('\\') ? token.slice(1) : token);
  }
  end();
  return parts.filter(part => part.length > 0);
}

const about = {
  account: { id: '123456789012', arn: '', partition: 'aws' },
  regions: ['eu-north-1'],
  started: '2026-11-22T09:00:00.000Z',
};

/** A row that has every field that a fix may name. */
const rowOf = (value: string) => new Proxy({}, { get: () => value, has: () => true });

/** The fix of a rule for a resource with this name everywhere. */
export const fillFix = (fix: Fix, name: string): Fix =>
  fixFor(
    fix,
    rowOf(name),
    { id: name, arn: name, name, region: 'eu-north-1', type: 'AWS::Test' },
    about as Parameters<typeof fixFor>[3],
  );

/** Every rule with its fix. */
export const ruleFixes: { id: string; check: Check }[] = [...allChecks].map(([id, { check }]) => ({ id, check }));
