import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { declarableServices, replay, ruleBook } from '../audit.js';
import { allChecks } from '../checks/index.js';
import { decisionsOf } from '../core/decisions.js';
import { InputError } from '../core/input.js';
import { lineDiff } from '../core/line-diff.js';
import { applyDecisions, type Reviewed } from '../core/review.js';
import { readSheet } from '../core/sheet.js';
import { renderCleanUpHtml, renderCleanUpMarkdown } from '../report/index.js';
import { reveal, revealLine } from '../report/reveal.js';
import { ruleOptions } from './arguments.js';
import { type AuditFlags, askAccount } from './audit-command.js';
import { ExitCode } from './exit-code.js';
import { summarizeDecisions } from './review-summary.js';
import { checkFolder, readIfThere, writeAtomically } from './output.js';

/** Writes the clean-up list as a sheet to fill in (Markdown) and to print (HTML). */
export async function runReview(flags: AuditFlags & { from?: string }): Promise<number> {
  const toStream = flags.output === '-';
  if (flags.rules !== undefined)
    throw new InputError('goes with whole services, not with --rules', { field: '--review' });
  const file = path.join(flags.output, 'clean-up.md');
  if (!toStream) {
    await checkFolder(flags.output);
    await refuseFilled(file);
  }
  const cost = { ...flags, categories: ['cost'] };
  const report = flags.from === undefined ? await askAccount(cost) : await replay(flags.from, ruleOptions(cost));
  const [markdown, html] = [renderCleanUpMarkdown(report), renderCleanUpHtml(report)];
  if (markdown === null || html === null) {
    throw new InputError('there is no cost rule left to review', { field: '--review' });
  }
  if (toStream) process.stdout.write(markdown);
  else {
    const page = path.join(flags.output, 'clean-up.html');
    await writeAtomically(file, [markdown]);
    await writeAtomically(page, [html]);
    if (!flags.quiet) {
      const next = `Fill in ${file}, then: stocktake review apply ${file}${flags.config ? ` --config ${flags.config}` : ''}`;
      process.stdout.write(`Wrote ${revealLine(`${file}, ${page}`)}\n${revealLine(next)}\n`);
    }
  }
  return report.complete ? ExitCode.fine : ExitCode.incomplete;
}

/** A sheet that somebody has written into is not written over. */
async function refuseFilled(file: string): Promise<void> {
  const text = (await readIfThere(file)) ?? '';
  if (!/^[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?(?:Decision|Until|Reason|Ticket)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*\S/im.test(text))
    return;
  throw new InputError(
    'is filled in already: apply it, move it away, or write another with --output FOLDER; it is left as it is',
    { file },
  );
}

interface ApplyFlags {
  config: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** Puts the decisions of a filled sheet into the reader's rules.yaml, after showing what changes. */
export async function runReviewApply(sheetFile: string, flags: ApplyFlags): Promise<number> {
  const file = flags.config;
  const sheetText = await readNamed(sheetFile);
  const text = await readIfThere(file);
  // An empty file is one to begin with.
  const book = ruleBook(text?.trim() ? { file, text } : undefined);
  const decisions = decisionsOf(readSheet(sheetText, sheetFile), {
    file: sheetFile,
    rules: new Set(allChecks.keys()),
    services: new Set(declarableServices()),
    today: new Date().toISOString().slice(0, 10),
    maxDays: book.maxExceptionDays,
  });
  const reviewed = applyDecisions(text, decisions, book.exceptions, { sheet: sheetFile, rules: file });
  const changes = reviewed.added.length > 0;
  // What is written must be readable by the next run.
  if (changes) ruleBook({ file, text: reviewed.text });
  tell(lineDiff(text ?? '', changes ? reviewed.text : (text ?? ''), file));
  const written = changes && (await settle(file, text, reviewed, flags));
  tell(summarizeDecisions(decisions, reviewed.skipped));
  if (!changes) tell(`${file} needs no change.\n`);
  else if (written) tell(`Wrote ${file}: ${reviewed.added.length} added or changed.\n`);
  return ExitCode.fine;
}

const tell = (text: string): void => {
  process.stdout.write(reveal(text));
};

/** Writes if the reader wants it; says why where nothing is written. */
async function settle(
  file: string,
  before: string | undefined,
  { text }: Reviewed,
  { dryRun, yes }: ApplyFlags,
): Promise<boolean> {
  if (dryRun) {
    tell(`\nNothing is written (--dry-run).\n\n`);
    return false;
  }
  if (!yes) {
    if (!process.stdin.isTTY || !process.stdout.isTTY) {
      tell(
        `\nNothing is written: there is no terminal to ask on. Look at the change, then run it again with --yes.\n\n`,
      );
      return false;
    }
    if (!(await isWanted(`\nWrite this to ${revealLine(file)}? (y/N) `))) {
      tell('Nothing is written.\n\n');
      return false;
    }
  }
  // Somebody may have edited the file while the question stood there.
  if ((await readIfThere(file)) !== before) {
    throw new InputError('was changed meanwhile; nothing is written, run the command again', { file });
  }
  await writeAtomically(file, [text]);
  tell('\n');
  return true;
}

async function isWanted(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const closed = new Promise<string>(resolve => lines.once('close', () => resolve('')));
    return /^y(es)?$/i.test((await Promise.race([lines.question(question), closed])).trim());
  } finally {
    lines.close();
  }
}

async function readNamed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { file });
  }
}
