import { stat } from 'node:fs/promises';
import path from 'node:path';
import { renderBaseline } from '../core/baseline.js';
import { countOf } from '../core/counts.js';
import { InputError } from '../core/input.js';
import { standingsOf } from '../core/standings.js';
import type { Report } from '../core/types.js';
import { reveal, revealLine } from '../report/reveal.js';
import { ruleOptions } from './arguments.js';
import { type AccountFlags, askAccount, exitCodeOf } from './audit-command.js';
import { readReport } from './earlier-run.js';
import { checkFolder, writeAtomically } from './output.js';

/** Writes down what is open today, small enough to commit. */
export async function runBaseline(flags: AccountFlags & { from?: string; output: string }): Promise<number> {
  const file = flags.output;
  const toStream = file === '-';
  if (!toStream) await checkFile(file);
  const report = flags.from === undefined ? await askAccount(flags) : await readReport(flags.from, ruleOptions(flags));
  const text = renderBaseline(standingsOf(report, flags.from ?? 'this run'));
  if (toStream) process.stdout.write(text);
  else await writeAtomically(file, [text]);
  if (!flags.quiet) process.stderr.write(reveal(sayWritten(report, file)));
  return exitCodeOf(report);
}

async function checkFile(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new InputError('is a folder; a baseline needs a file', { file });
  await checkFolder(path.dirname(file));
}

function sayWritten({ summary, complete }: Report, file: string): string {
  const { FAIL, EXCEPTED } = summary;
  const known = `${countOf(FAIL, 'open finding')} ${FAIL === 1 ? 'is' : 'are'} known from now on`;
  const accepted = EXCEPTED > 0 ? `, and ${EXCEPTED} that exceptions accept` : '';
  const where = file === '-' ? '' : `Wrote ${revealLine(file)}: `;
  const unseen = complete ? '' : 'Not everything could be seen: what shows up there later counts as new.\n';
  const next = file === '-' ? '' : `Commit it; "stocktake gate --baseline ${revealLine(file)}" stops on what is new.\n`;
  return `${where}${known}${accepted}.\n${unseen}${next}`;
}
