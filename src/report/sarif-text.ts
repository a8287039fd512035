import { revealLine } from './reveal.js';

/**
 * Text for a SARIF message, on one line: it can hold neither an embedded link (`[text](target)`) nor a placeholder (`{0}`),
 * both of which readers of SARIF resolve.
 */
export function sayPlainly(raw: string): string {
  return revealLine(raw)
    .replace(/\](?=\()/g, '] ')
    .replace(/\{(?=\d+\})/g, '{ ');
}
