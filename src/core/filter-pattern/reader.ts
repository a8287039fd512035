import { PatternError } from './tree.js';

/** Walks over a pattern's text; every method that fails raises a `PatternError` with the offset. */
export class Reader {
  at = 0;

  constructor(readonly text: string) {}

  /** Skips white space and line breaks. */
  skip(): void {
    this.match(/\s*/y);
  }

  /** What the sticky expression matches here, consumed; null when it does not match. */
  match(expression: RegExp): string | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  /** Consumes the literal after white space, and says whether it was there. */
  take(literal: string): boolean {
    this.skip();
    if (!this.text.startsWith(literal, this.at)) return false;
    this.at += literal.length;
    return true;
  }

  /** Consumes the literal after white space or raises. */
  expect(literal: string): void {
    if (!this.take(literal)) this.fail(`expected ${literal}`);
  }

  /** Raises a syntax error at the present offset. */
  fail(message: string): never {
    const rest = this.text.slice(this.at, this.at + 20);
    throw new PatternError('syntax', `${message} at ${rest === '' ? 'the end' : JSON.stringify(rest)}`, this.at);
  }
}
