import { Reader } from './reader.js';
import { PatternError } from './tree.js';

/** One position: an anchor, or a set of characters that occurs once, at most once or any number of times. */
type Piece =
  | { kind: 'start' | 'end' }
  | { kind: 'characters'; has: (character: string) => boolean; optional: boolean; repeats: boolean };

/** A parsed regular expression: alternatives, each a sequence of pieces. */
export type Regex = readonly (readonly Piece[])[];

// Counted repeats are unrolled; beyond this many pieces an expression is not evaluated.
const mostPieces = 2000;

const escapes: Record<string, RegExp> = { d: /\d/, D: /\D/, s: /\s/, S: /\S/, w: /\w/, W: /\W/ };

/**
 * Reads the subset of regular expressions that CloudWatch Logs documents (no groups, no lazy repeats, ASCII only), and
 * raises `PatternError` with reason `undecidable` for the rest. `offset` is where the source stands in the pattern.
 */
export function parseRegex(source: string, offset = 0): Regex {
  const reader = new Reader(source);
  const alternatives: Piece[][] = [[]];
  let count = 0;
  while (reader.at < source.length) {
    if (reader.match(/\|/y) !== null) alternatives.push([]);
    else {
      const pieces = parsePieces(reader, offset);
      count += pieces.length;
      if (count > mostPieces) refuse(reader, offset, 'too many repeats');
      alternatives.at(-1)?.push(...pieces);
    }
  }
  return alternatives;
}

/**
 * Whether the expression occurs in the text (anywhere, unless anchored). Follows all positions at once, so that time is
 * at most text times pieces: a pattern is a stranger's text, and a backtracking engine could be made to hang by it.
 */
export function occurs(regex: Regex, text: string): boolean {
  return regex.some(pieces => sequenceOccurs(pieces, text));
}

function sequenceOccurs(pieces: readonly Piece[], text: string): boolean {
  let active = new Set<number>();
  for (let at = 0; at <= text.length; at++) {
    const reached = new Set<number>();
    for (const position of [...active, 0]) reach(pieces, position, at, text.length, reached);
    if (reached.has(pieces.length)) return true;
    active = new Set([...reached].flatMap(position => step(pieces, position, text.charAt(at))));
  }
  return false;
}

function reach(pieces: readonly Piece[], from: number, at: number, length: number, reached: Set<number>): void {
  for (let position = from; !reached.has(position); position++) {
    reached.add(position);
    const piece = pieces[position];
    if (piece === undefined || !canSkip(piece, at, length)) return;
  }
}

function canSkip(piece: Piece, at: number, length: number): boolean {
  if (piece.kind === 'characters') return piece.optional;
  return piece.kind === 'start' ? at === 0 : at === length;
}

function step(pieces: readonly Piece[], position: number, character: string): number[] {
  const piece = pieces[position];
  if (piece?.kind !== 'characters' || character === '' || !piece.has(character)) return [];
  return [piece.repeats ? position : position + 1];
}

function parsePieces(reader: Reader, offset: number): Piece[] {
  if (reader.match(/\^/y) !== null) return [{ kind: 'start' }];
  if (reader.match(/\$/y) !== null) return [{ kind: 'end' }];
  const has = parseCharacters(reader, offset);
  const repeat = reader.match(/[?*+]|\{\d{1,4}(?:,\d{0,4})?\}/y) ?? '';
  if (repeat !== '' && /[?*+{]/.test(reader.text.charAt(reader.at))) refuse(reader, offset, 'repeat of a repeat');
  const [least, most] = bounds(repeat);
  if (most !== Number.POSITIVE_INFINITY && (most < least || most > mostPieces))
    refuse(reader, offset, `repeat ${repeat}`);
  const once: Piece = { kind: 'characters', has, optional: false, repeats: false };
  const rest: Piece[] =
    most === Number.POSITIVE_INFINITY
      ? [{ ...once, optional: true, repeats: true }]
      : Array.from({ length: most - least }, () => ({ ...once, optional: true }));
  return [...Array.from({ length: Math.min(least, mostPieces + 1) }, () => once), ...rest];
}

function bounds(repeat: string): [least: number, most: number] {
  if (repeat === '') return [1, 1];
  if (repeat === '?') return [0, 1];
  if (repeat === '*') return [0, Number.POSITIVE_INFINITY];
  if (repeat === '+') return [1, Number.POSITIVE_INFINITY];
  const [least = '', most] = repeat.slice(1, -1).split(',');
  return [Number(least), most === undefined ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most)];
}

function parseCharacters(reader: Reader, offset: number): (character: string) => boolean {
  if (reader.match(/\./y) !== null) return () => true;
  const literal = reader.match(/[A-Za-z0-9:_#=@/;, -]/y);
  if (literal !== null) return character => character === literal;
  const escape = reader.match(/\\(?:x[0-9A-Fa-f]{2}|[dDsSwW]|[^A-Za-z0-9])/y);
  if (escape !== null) return escapedCharacters(escape);
  const open = reader.match(/\[\^?/y);
  if (open === null) return refuse(reader, offset, 'unsupported');
  return parseClass(reader, offset, open === '[^');
}

function escapedCharacters(escape: string): (character: string) => boolean {
  const set = escapes[escape.charAt(1)];
  if (set !== undefined) return character => set.test(character);
  const one = escape.length === 4 ? String.fromCharCode(Number.parseInt(escape.slice(2), 16)) : escape.charAt(1);
  return character => character === one;
}

function parseClass(reader: Reader, offset: number, negated: boolean): (character: string) => boolean {
  const members: ((character: string) => boolean)[] = [];
  while (reader.match(/\]/y) === null) {
    const range = reader.match(/[A-Za-z0-9]-[A-Za-z0-9]/y);
    if (range !== null) members.push(character => character >= range.charAt(0) && character <= range.charAt(2));
    else if (reader.match(/[.*+?$|{}^]/y) !== null) members.push(exactly(reader.text.charAt(reader.at - 1)));
    else if (reader.text.charAt(reader.at) === '[') refuse(reader, offset, 'nested class');
    else members.push(parseCharacters(reader, offset));
  }
  if (members.length === 0) refuse(reader, offset, 'empty class');
  return character => members.some(has => has(character)) !== negated;
}

function exactly(one: string): (character: string) => boolean {
  return character => character === one;
}

function refuse(reader: Reader, offset: number, what: string): never {
  const rest = JSON.stringify(reader.text.slice(reader.at, reader.at + 10));
  throw new PatternError('undecidable', `regular expression: ${what} at ${rest}`, offset + reader.at);
}
