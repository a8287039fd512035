import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lineDiff } from '../../src/core/line-diff.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stocktake-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('shows a change with three lines around it', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\n';
  expect(lineDiff(before, before.replace('e\n', 'E\nE2\n'), 'x')).toBe(
    '--- x\n+++ x\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+E2\n f\n g\n h\n',
  );
});

it('is empty where nothing changes, and tells of a last line without end', () => {
  expect(lineDiff('a\n', 'a\n', 'x')).toBe('');
  expect(lineDiff('a', 'a\nb\n', 'x')).toBe(
    '--- x\n+++ x\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n',
  );
  expect(lineDiff('', 'a\n', 'x')).toBe('--- x\n+++ x\n@@ -0,0 +1,1 @@\n+a\n');
});

it('is what patch makes the one text of the other with', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', '- x', '+ y', '@@ -1 +1 @@', ''), { maxLength: 40 })
    .chain(lines => fc.boolean().map(ends => lines.join('\n') + (ends && lines.length > 0 ? '\n' : '')));
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      const file = join(folder, 'file');
      writeFileSync(file, before);
      execFileSync('patch', ['--quiet', '--no-backup-if-mismatch', '--fuzz=0', file], {
        input: lineDiff(before, after, 'file'),
      });
      // patch removes a file that becomes empty.
      expect(after === '' ? '' : readFileSync(file, 'utf8')).toBe(after);
    }),
    { numRuns: 150 },
  );
});

it('shows the middle as one change where the texts are too long to compare', () => {
  const lines = (from: number) => Array.from({ length: 3000 }, (_, at) => `${from + at}\n`).join('');
  const diff = lineDiff(lines(0), lines(10_000), 'x');
  expect(diff.split('\n').filter(line => line.startsWith('-')).length).toBe(3001);
  expect(diff).toContain('@@ -1,3000 +1,3000 @@');
});
