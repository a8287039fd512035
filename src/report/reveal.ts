/** Controls (C0, C1), format characters (bidi overrides, zero width, tags), half surrogates, separators, blank letters. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;
const layout = /[\n\t]/;
/** Nearly every text is plain, and telling so costs a tenth of looking for what hides. */
const isPlain = (text: string): boolean => !/[^\n\t\x20-\x7e]/.test(text);

function nameCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** The text with every character that hides, reorders or commands written out (`\x1b`); line breaks and tabs stay. */
export function reveal(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(hidden, one => (layout.test(one) ? one : nameCharacter(one)));
}

/** Like `reveal`, on one line: runs of white space become one space. */
export function revealLine(text: string): string {
  return reveal(text).replace(/\s+/g, ' ').trim();
}

/** A copy of plain data in which every string, at any depth, went through `reveal`. */
export function revealAll<T>(data: T): T {
  return revealAny(data) as T;
}

function revealAny(data: unknown): unknown {
  if (typeof data === 'string') return reveal(data);
  if (Array.isArray(data)) return data.map(revealAny);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, revealAny(value)]));
}

/** Whether a text can be shown and copied as it is: nothing in it hides, reorders or commands. */
export function isFaithful(text: string): boolean {
  return reveal(text) === text;
}

/** JSON text with every hidden character outside ASCII written as `\uXXXX`: the same value, harmless on a terminal. */
export function escapeJson(json: string): string {
  if (isPlain(json)) return json;
  return json.replace(hidden, one =>
    one === '\n' ? one : [...Array(one.length).keys()].map(at => `\\u${hexOf(one, at)}`).join(''),
  );
}

const hexOf = (text: string, at: number) => text.charCodeAt(at).toString(16).padStart(4, '0');
