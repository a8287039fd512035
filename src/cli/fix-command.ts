import path from 'node:path';
import { replay } from '../audit.js';
import { InputError } from '../core/input.js';
import { fits } from '../core/pattern.js';
import { type Finding, isOpen } from '../core/types.js';
import { renderFixScript } from '../report/index.js';
import { revealLine } from '../report/reveal.js';
import { ruleOptions } from './arguments.js';
import { type AccountFlags, askAccount } from './audit-command.js';
import { ExitCode } from './exit-code.js';
import { checkFolder, readIfThere, writeAtomically } from './output.js';

interface FixFlags extends AccountFlags {
  rule?: string[];
  resource?: string[];
  from?: string;
  /** `-` for standard output. */
  output: string;
}

/** Writes a shell script of the fix commands of open findings; runs nothing. */
export async function runFix(flags: FixFlags): Promise<number> {
  const { output } = flags;
  // Somebody may have completed its commands.
  if (output !== '-' && (await readIfThere(output)) !== undefined) {
    throw new InputError('is there already; move it away, or name another file with --output', { file: output });
  }
  if (output !== '-') await checkFolder(path.dirname(output));
  const rules = [...(flags.rules ?? []), ...(flags.rule ?? [])];
  const chosen = { ...flags, ...(rules.length > 0 ? { rules } : {}) };
  const report = flags.from === undefined ? await askAccount(chosen) : await replay(flags.from, ruleOptions(chosen));
  const findings = report.findings.filter(finding => isOpen(finding) && isMeant(finding, flags.resource));
  if (findings.length === 0) {
    process.stderr.write(
      'There is nothing to fix: no open finding of these rules and resources. Nothing is written.\n',
    );
    return report.complete ? ExitCode.fine : ExitCode.incomplete;
  }
  const { text, counts } = renderFixScript(report, findings);
  const { commands, incomplete, byHand } = counts;
  if (output === '-') process.stdout.write(text);
  else await writeAtomically(output, [text]);
  if (!flags.quiet) {
    const what = `${commands} ready, ${incomplete} to be completed first, ${byHand} by hand`;
    const where = output === '-' ? 'Fixes' : `Wrote ${revealLine(output)}`;
    const next = output === '-' ? 'read it' : `read it, then "bash ${revealLine(output)}" shows how`;
    process.stderr.write(`${where}: ${what}. Nothing is run: ${next}.\n`);
  }
  return report.complete ? ExitCode.fine : ExitCode.incomplete;
}

const isMeant = ({ resource }: Finding, patterns: readonly string[] | undefined): boolean =>
  patterns === undefined ||
  [resource.id, resource.arn, resource.name].some(
    name => name !== undefined && patterns.some(pattern => fits(pattern, name)),
  );
