/** One line of the bench: what is measured, what it should be, what it was. `met` is left out where there is no target. */
export interface Line {
  what: string;
  target: string;
  measured: string;
  met?: boolean | undefined;
}

/** A line with a highest value that it may have. */
export const atMost = (what: string, limit: number, measured: number, unit: string, digits = 0): Line => ({
  what,
  target: `<= ${limit} ${unit}`,
  measured: `${measured.toFixed(digits)} ${unit}`,
  met: measured <= limit,
});

/** A line that says something and asks for nothing. */
export const note = (what: string, measured: string): Line => ({ what, target: '', measured });

/** The lines as a table of Markdown, so that it can be pasted into the docs. */
export function printTable(lines: readonly Line[]): string {
  const rows = [
    ['measure', 'target', 'measured', 'met'],
    ...lines.map(({ what, target, measured, met }) => [
      what,
      target,
      measured,
      met === undefined ? '' : met ? 'yes' : 'NO',
    ]),
  ];
  const widths = [0, 1, 2, 3].map(at => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  const text = rows.map(row => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  return `${[text[0], rule, ...text.slice(1)].join('\n')}\n`;
}
