import { replay, ruleBook } from '../audit.js';
import { declareServices } from '../ledger/declare.js';
import { reveal } from '../report/reveal.js';
import { ruleOptions } from './arguments.js';
import { type AccountFlags, askAccount } from './audit-command.js';
import { ExitCode } from './exit-code.js';
import { readIfThere, writeAtomically } from './output.js';

/** Puts what was observed into the reader's rules.yaml, or with `dryRun` only shows it. */
export async function runDeclare(
  flags: AccountFlags & { config: string; from?: string; dryRun?: boolean },
): Promise<number> {
  const file = flags.config;
  const text = await readIfThere(file);
  const { config: _file, ...others } = flags;
  const cost = { ...others, categories: ['cost'], ...(text === undefined ? {} : { config: file }) };
  const report = flags.from === undefined ? await askAccount(cost) : await replay(flags.from, ruleOptions(cost));
  const { added, text: after } = declareServices(text, report.ledger?.rows ?? [], file);
  // What is written must be readable by the next run.
  ruleBook({ file, text: after });
  if (added.length === 0) {
    process.stdout.write(`${file} declares every service that was seen; nothing is changed.\n`);
    return ExitCode.fine;
  }
  if (flags.dryRun) process.stdout.write(reveal(after));
  else await writeAtomically(file, [after]);
  const verb = flags.dryRun ? 'Would add' : 'Added';
  process.stderr.write(
    `${verb} ${added.length} of the services that were seen: ${added.join(', ')}. Say in ${file} what each is for.\n`,
  );
  return ExitCode.fine;
}
