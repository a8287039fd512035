/** Whether a text fits a pattern in which `*` stands for any part, also none. Takes time proportional to both lengths. */
export function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether a pattern fits everything, or every ARN. */
export const isOpenEnded = (pattern: string): boolean =>
  pattern.includes('*') && pattern.replace(/^arn:(aws[\w-]*)?/, '').replaceAll(/[*:/]/g, '') === '';
