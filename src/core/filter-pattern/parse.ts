import { Reader } from './reader.js';
import { parseRegex } from './regex.js';
import {
  type Condition,
  type Expression,
  type Operator,
  type Pattern,
  PatternError,
  type Selector,
  type Step,
  type Value,
} from './tree.js';

// Each parenthesis costs stack frames; CloudWatch Logs stores 1024 characters at most, so real patterns stay below.
const deepest = 200;

// The documented spellings of "every event": the empty pattern and a pair of quotation marks around nothing.
const everything = /^(?:"\s*")?$/;

/**
 * Reads a metric filter pattern for JSON events, as in AWS's "Filter pattern syntax": `&&` binds before `||`. Raises
 * `PatternError` for anything else. Spacing, line breaks and the case of the words IS, NOT and EXISTS do not matter.
 */
export function parsePattern(text: string): Pattern {
  if (everything.test(text.trim())) return { kind: 'everything' };
  const reader = new Reader(text);
  if (!reader.take('{')) throw new PatternError('not-json', 'not a pattern for JSON events', 0);
  const expression = parseAny(reader, 0);
  reader.expect('}');
  reader.skip();
  if (reader.at < text.length) reader.fail('unexpected text after }');
  return expression;
}

function parseAny(reader: Reader, depth: number): Expression {
  return parseChain(reader, 'any', '||', () => parseAll(reader, depth));
}

function parseAll(reader: Reader, depth: number): Expression {
  return parseChain(reader, 'all', '&&', () => parseTerm(reader, depth));
}

function parseChain(reader: Reader, kind: 'all' | 'any', sign: string, parseNext: () => Expression): Expression {
  const first = parseNext();
  const terms = [first];
  while (reader.take(sign)) terms.push(parseNext());
  return terms.length === 1 ? first : { kind, terms };
}

function parseTerm(reader: Reader, depth: number): Expression {
  if (!reader.take('(')) return parseCondition(reader);
  if (depth >= deepest) reader.fail(`more than ${deepest} nested parentheses`);
  const inner = parseAny(reader, depth + 1);
  reader.expect(')');
  return inner;
}

function parseCondition(reader: Reader): Condition {
  const selector = parseSelector(reader);
  reader.skip();
  if (reader.match(/NOT\s+EXISTS\b/iy) !== null) return { kind: 'not-exists', selector };
  if (reader.match(/EXISTS\b/iy) !== null) return { kind: 'exists', selector };
  const is = reader.match(/IS\s+(?:NULL|TRUE|FALSE)\b/iy);
  if (is !== null)
    return { kind: 'is', selector, value: JSON.parse(is.slice(2).trim().toLowerCase()) as null | boolean };
  const operator = reader.match(/!=|<=|>=|=|<|>/y) as Operator | null;
  if (operator === null) return reader.fail('expected an operator');
  reader.skip();
  const value = parseValue(reader);
  if (operator !== '=' && operator !== '!=' && value.kind !== 'number')
    reader.fail(`${operator} needs a number before`);
  return { kind: 'compare', selector, operator, value };
}

function parseSelector(reader: Reader): Selector {
  reader.expect('$');
  const steps: Step[] = [];
  for (let step = parseStep(reader); step !== null; step = parseStep(reader)) steps.push(step);
  if (steps.length === 0) reader.fail('expected a property');
  return steps;
}

function parseStep(reader: Reader): Step | null {
  const dot = reader.match(/\./y) !== null;
  if (dot && reader.match(/\*/y) !== null) return { kind: 'any' };
  const key = dot ? reader.match(/[\p{L}\p{N}_:@/-]+/uy) : null;
  if (key !== null) return { kind: 'key', key };
  const bracket = reader.match(/\[\s*(?:\d{1,9}|\*|'[^']*'|"[^"]*")\s*\]/y);
  if (bracket === null) return dot ? reader.fail('expected a property name') : null;
  const inner = bracket.slice(1, -1).trim();
  if (inner === '*') return { kind: 'any' };
  return /^\d/.test(inner) ? { kind: 'index', index: Number(inner) } : { kind: 'key', key: inner.slice(1, -1) };
}

function parseValue(reader: Reader): Value {
  const start = reader.at;
  const quoted = reader.match(/"(?:[^"\\]|\\[^])*"/y);
  if (quoted !== null) return { kind: 'text', text: quoted.slice(1, -1).replace(/\\(["\\])/g, '$1') };
  const regex = reader.match(/%[^%]+%/y);
  if (regex !== null) {
    const source = regex.slice(1, -1);
    parseRegex(source, start + 1);
    return { kind: 'regex', source };
  }
  const bare = reader.match(/[^\s(){}"%=<>!&|,]+/y);
  if (bare === null) return reader.fail('expected a value');
  return isNumber(bare) ? { kind: 'number', text: bare } : { kind: 'text', text: bare };
}

/** Whether the text is a number of the grammar: sign, digits, fraction and a power of ten. */
export function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
}
