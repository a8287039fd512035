import { type Against, ruleBook, type RuleOptions } from '../audit.js';
import { parseFailOn } from '../core/fail-on.js';
import type { Report } from '../core/types.js';
import { renderGate, renderTable, summarizeChanges } from '../report/index.js';
import { revealLine } from '../report/reveal.js';
import { ruleOptions } from './arguments.js';
import { askAccount, type AuditFlags, exitCodeOf, explainGaps } from './audit-command.js';
import { readReport, readStandings } from './earlier-run.js';
import { openHistory } from './history.js';
import { type Output, openOutput, writeReports } from './output.js';

/** The options of everything that compares or stops. */
export interface GateFlags {
  baseline?: string;
  failOn?: string[];
}

/** Checks an account before a release, or a run of it that is at hand, and says in its exit code whether to go on. */
export async function runGate(flags: AuditFlags & GateFlags & { from?: string }): Promise<number> {
  return judge(flags, { ...flags, gate: 'rules.yaml' }, renderGate);
}

/** An audit that compares with an earlier run, or stops, or both. */
export async function runGatedAudit(flags: AuditFlags & GateFlags): Promise<number> {
  return judge(flags, flags, (report, options) => {
    const { gate, changes } = report;
    const verdict = gate ? [renderGate(report, options)] : [];
    const since = changes && !gate ? [`  ${revealLine(summarizeChanges(changes))}\n`] : [];
    return [renderTable(report, options), ...verdict, ...since].join('\n');
  });
}

async function judge(
  flags: AuditFlags & { from?: string },
  wanted: GateFlags & Pick<Against, 'gate'>,
  summary: Output['summary'],
): Promise<number> {
  const options = ruleOptions(flags);
  const against = await againstOf(wanted, options);
  const output = await openOutput(flags, summary);
  const history = await openHistory(flags);
  const report: Report = history.trace(
    flags.from === undefined
      ? await askAccount(flags, against, history.check)
      : await readReport(flags.from, { ...options, ...against }),
  );
  await writeReports(report, output);
  // Whoever asked for files alone, or for quiet, still has to read why a release is stopped.
  const told = output.formats.includes('table') && !output.quiet;
  if (report.gate && !report.gate.passed && !told) {
    process.stderr.write(renderGate(report, { width: process.stderr.columns || 80, color: false }));
  }
  if (flags.verbose) explainGaps(report);
  await history.save(report);
  return exitCodeOf(report);
}

/** Read before anything is asked: a mistake in it costs no audit. */
async function againstOf(
  { baseline, failOn, gate }: GateFlags & Pick<Against, 'gate'>,
  options: RuleOptions,
): Promise<Against> {
  const ids = () => ruleBook(options.config).rules.map(({ check }) => check.id);
  const policy = failOn === undefined ? gate : parseFailOn(failOn, ids());
  return {
    ...(policy === undefined ? {} : { gate: policy }),
    ...(baseline === undefined ? {} : { since: await readStandings(baseline, options) }),
  };
}
