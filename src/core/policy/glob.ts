/**
 * IAM patterns: `*` is any run of characters, `?` is one character, everything else is itself.
 * Patterns come from users, so nothing here builds a regular expression and every loop is at worst length times length.
 */

const ANY = '*';
const ONE = '?';

/** True when the pattern holds a wildcard; `${*}`, `${?}` and `${$}` are IAM's way to write the characters themselves. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern.replace(/\$\{[*?$]\}/g, ''));
}

/** True when `text` is one of the texts that `pattern` describes. Case matters; lower both sides where AWS ignores case. */
export function matchesGlob(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let lastAny = -1;
  let resumeAt = 0;
  while (inText < text.length) {
    const symbol = pattern[inPattern];
    if (symbol === ANY) {
      lastAny = inPattern++;
      resumeAt = inText;
    } else if (symbol !== undefined && (symbol === ONE || symbol === text[inText])) {
      inPattern++;
      inText++;
    } else if (lastAny >= 0) {
      inPattern = lastAny + 1;
      inText = ++resumeAt;
    } else return false;
  }
  while (pattern[inPattern] === ANY) inPattern++;
  return inPattern === pattern.length;
}

/** True when every text that `narrow` describes is also described by `wide`. May say false for exotic true cases, never the reverse. */
export function containsGlob(wide: string, narrow: string): boolean {
  const outer = collapse(wide);
  const inner = collapse(narrow);
  if (outer === ANY || outer === inner) return true;
  const wildcardAt = outer.search(/[*?]/);
  // Most patterns differ before the first wildcard, or have only one at the end: then the table below need not be filled.
  if (wildcardAt < 0 || !inner.startsWith(outer.slice(0, wildcardAt))) return false;
  if (wildcardAt === outer.length - 1 && outer.endsWith(ANY)) return true;
  // A greedy walk over literals would be wrong for `narrow` with wildcards: its `*` and `?` are symbols only `*` and `?` absorb.
  let row = new Array<boolean>(inner.length + 1).fill(false);
  row[0] = true;
  for (const symbol of outer) {
    const next = new Array<boolean>(inner.length + 1).fill(false);
    next[0] = symbol === ANY && row[0] === true;
    for (let index = 0; index < inner.length; index++) {
      const other = inner[index];
      if (symbol === ANY) next[index + 1] = row[index + 1] === true || next[index] === true;
      else next[index + 1] = row[index] === true && (symbol === other || (symbol === ONE && other !== ANY));
    }
    row = next;
  }
  return row[inner.length] === true;
}

/** True when some text is described by both patterns. */
export function globsMeet(left: string, right: string): boolean {
  const one = collapse(left);
  const other = collapse(right);
  if (!/[*?]/.test(one)) return matchesGlob(other, one);
  if (!/[*?]/.test(other)) return matchesGlob(one, other);
  if (!sharePrefix(one, other)) return false;
  let row = new Array<boolean>(other.length + 1).fill(false);
  row[0] = true;
  for (let index = 0; index < other.length; index++) row[index + 1] = row[index] === true && other[index] === ANY;
  for (const symbol of one) {
    const next = new Array<boolean>(other.length + 1).fill(false);
    next[0] = symbol === ANY && row[0] === true;
    for (let index = 0; index < other.length; index++) {
      const facing = other[index];
      if (symbol === ANY || facing === ANY) next[index + 1] = row[index + 1] === true || next[index] === true;
      else next[index + 1] = row[index] === true && (symbol === facing || symbol === ONE || facing === ONE);
    }
    row = next;
  }
  return row[other.length] === true;
}

// Most patterns differ before their first wildcard, and then the table above need not be filled.
function sharePrefix(left: string, right: string): boolean {
  for (let index = 0; index < left.length && index < right.length; index++) {
    const one = left[index];
    const other = right[index];
    if (one === ANY || one === ONE || other === ANY || other === ONE) return true;
    if (one !== other) return false;
  }
  return true;
}

function collapse(pattern: string): string {
  return pattern.includes('**') ? pattern.replace(/\*{2,}/g, ANY) : pattern;
}
