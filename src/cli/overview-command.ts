import { replay } from '../audit.js';
import { InputError } from '../core/input.js';
import { renderOverview, summarizeOverview } from '../report/index.js';
import { revealLine } from '../report/reveal.js';
import { ruleOptions } from './arguments.js';
import { type AccountFlags, askAccount } from './audit-command.js';
import { ExitCode } from './exit-code.js';
import { checkFolder, writeOverview } from './output.js';

/** Writes what runs in the account, with the reader's own words woven in. */
export async function runOverview(flags: AccountFlags & { output: string; from?: string }): Promise<number> {
  const toStream = flags.output === '-';
  if (!toStream) await checkFolder(flags.output);
  const report = flags.from === undefined ? await askAccount(flags) : await replay(flags.from, ruleOptions(flags));
  if (!report.overview && !report.ledger)
    throw new InputError('turns off every rule on functions and on cost, so there is nothing to show', {
      field: '--config',
    });
  if (toStream) process.stdout.write(renderOverview(report));
  else {
    const file = await writeOverview(report, flags.output);
    if (!flags.quiet) process.stdout.write(`${revealLine(summarizeOverview(report))}\nWrote ${revealLine(file)}\n`);
  }
  return report.complete ? ExitCode.fine : ExitCode.incomplete;
}
