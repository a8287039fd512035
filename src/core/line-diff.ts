/** Lines around a change that show where it is. */
const around = 3;
/** Beyond so many pairs of lines the middle is shown as one change. */
const mostPairs = 4_000_000;

type Step = { sign: ' ' | '-' | '+'; line: string };

/** A unified diff of two texts, as `diff -u` writes it; empty where they are the same. */
export function lineDiff(before: string, after: string, file: string): string {
  if (before === after) return '';
  const steps = stepsOf(linesOf(before), linesOf(after));
  const hunks = hunksOf(steps).map(([from, to]) => hunkText(steps, from, to));
  return `--- ${file}\n+++ ${file}\n${hunks.join('')}`;
}

/** Each line with its end, the last one perhaps without. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function stepsOf(before: readonly string[], after: readonly string[]): Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: readonly string[]): Step[] => lines.map(line => ({ sign: ' ', line }));
  return [
    ...same(before.slice(0, start)),
    ...middleOf(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** The longest common lines stay; the others go and come. */
function middleOf(before: readonly string[], after: readonly string[]): Step[] {
  const width = after.length + 1;
  const common = new Uint32Array(before.length * after.length > mostPairs ? 0 : (before.length + 1) * width);
  for (let i = before.length - 1; i >= 0 && common.length > 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const [right = 0, below = 0, both = 0] = [
        common[i * width + j + 1],
        common[(i + 1) * width + j],
        common[(i + 1) * width + j + 1],
      ];
      common[i * width + j] = before[i] === after[j] ? both + 1 : Math.max(right, below);
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh && common.length > 0) {
      steps.push({ sign: ' ', line: old });
      i++;
      j++;
    } else if (
      old !== undefined &&
      (fresh === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      steps.push({ sign: '-', line: old });
      i++;
    } else {
      steps.push({ sign: '+', line: fresh ?? '' });
      j++;
    }
  }
  return steps;
}

/** Ranges of steps: each change with what is around it; those that touch are one. */
function hunksOf(steps: readonly Step[]): [number, number][] {
  const hunks: [number, number][] = [];
  for (const [index, { sign }] of steps.entries()) {
    if (sign === ' ') continue;
    const [from, to] = [Math.max(0, index - around), Math.min(steps.length, index + around + 1)];
    const last = hunks.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  }
  return hunks;
}

function hunkText(steps: readonly Step[], from: number, to: number): string {
  const count = (some: readonly Step[], without: Step['sign']): number =>
    some.filter(({ sign }) => sign !== without).length;
  const range = (without: Step['sign']): string => {
    const before = count(steps.slice(0, from), without);
    const size = count(steps.slice(from, to), without);
    return `${size === 0 ? before : before + 1},${size}`;
  };
  const lines = steps
    .slice(from, to)
    .map(({ sign, line }) => (line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`));
  return `@@ -${range('+')} +${range('-')} @@\n${lines.join('')}`;
}
