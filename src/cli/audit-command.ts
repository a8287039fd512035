import { type Against, audit, type Progress, replay } from '../audit.js';
import { InputError } from '../core/input.js';
import type { Report } from '../core/types.js';
import { packagePath } from '../package-files.js';
import { renderCost } from '../report/index.js';
import { revealLine } from '../report/reveal.js';
import { ruleOptions, type SelectionFlags } from './arguments.js';
import { ExitCode } from './exit-code.js';
import { demoHistory, type HistoryDesk, type HistoryFlags, openHistory } from './history.js';
import { type Output, openOutput, type OutputFlags, writeReports } from './output.js';
import { LiveLine } from './progress.js';

/** The options of commands that ask an account, as commander gives them. */
export interface AccountFlags extends SelectionFlags {
  profile?: string;
  roleArn?: string;
  externalId?: string;
  regions?: string[];
  endpointUrl?: string;
  snapshot?: string;
  resume?: boolean;
  maxDuration: number;
  rate: number;
  concurrency: number;
  maxDetectorFindings: number;
  billedApis?: boolean;
  budget?: number;
  ceCache?: string;
  bill?: string;
  verbose?: boolean;
  quiet?: boolean;
}

/** The options of `stocktake audit`. */
export type AuditFlags = AccountFlags & OutputFlags & HistoryFlags;

/** The clean-up review: an audit by cost rules alone, or the same from saved facts. */
export async function runCost(flags: AuditFlags & { from?: string }): Promise<number> {
  const cost = { ...flags, categories: ['cost'] };
  if (flags.from === undefined) return runAudit(cost, renderCost);
  return runReplay(flags.from, cost, renderCost);
}

/** Audits, writes the reports and tells by its exit code whether everything was seen. */
export async function runAudit(flags: AuditFlags, summary?: Output['summary']): Promise<number> {
  const output = await openOutput(flags, summary);
  const history = await openHistory(flags);
  const report = history.trace(await askAccount(flags, {}, history.check));
  await writeReports(report, output);
  await history.save(report);
  if (flags.verbose) explainGaps(report);
  return exitCodeOf(report);
}

/** The report on the account, with progress on standard error while it is asked; `onAccount` may still refuse it. */
export async function askAccount(
  flags: AccountFlags,
  against: Against = {},
  onAccount?: (id: string) => void,
): Promise<Report> {
  if (flags.externalId !== undefined && flags.roleArn === undefined) {
    throw new InputError('goes with --role-arn', { field: '--external-id' });
  }
  const options = ruleOptions(flags);
  const interruption = listenForInterruption();
  const live = flags.quiet ? undefined : new LiveLine(process.stderr, flags.verbose === true);
  try {
    return await audit({
      ...options,
      ...against,
      ...only(flags, [
        'profile',
        'roleArn',
        'externalId',
        'endpointUrl',
        'snapshot',
        'resume',
        'maxDuration',
        'rate',
        'concurrency',
        'maxDetectorFindings',
        'billedApis',
        'budget',
        'ceCache',
        'bill',
      ]),
      regions: regionsOf(flags.regions),
      signal: interruption.signal,
      progress: heard(live, onAccount),
    });
  } finally {
    live?.end();
    interruption.end();
  }
}

/** Judges saved facts again. */
export async function runReplay(
  file: string,
  flags: SelectionFlags & OutputFlags & HistoryFlags,
  summary?: Output['summary'],
  kept?: HistoryDesk,
): Promise<number> {
  const options = ruleOptions(flags);
  const output = await openOutput(flags, summary);
  const history = kept ?? (await openHistory(flags));
  const report = history.trace(await replay(file, options));
  await writeReports(report, output);
  await history.save(report);
  return exitCodeOf(report);
}

/** The report on the bundled sample account. It holds gaps on purpose, so success here means: it was written. */
export async function runDemo(flags: SelectionFlags & OutputFlags & HistoryFlags): Promise<number> {
  // What the founders of the sample account declare; who brings a rules.yaml speaks in their place.
  const config = flags.config ?? packagePath('demo/rules.yaml');
  const kept = flags.history === undefined ? demoHistory() : undefined;
  await runReplay(packagePath('demo/sample.snapshot'), { ...flags, config }, undefined, kept);
  return ExitCode.fine;
}

/** The live line, and who else wants to know the account. */
const heard = (live: LiveLine | undefined, onAccount: ((id: string) => void) | undefined): Progress => ({
  unit: (...told) => live?.unit(...told),
  call: total => live?.call(total),
  account: (...told) => {
    onAccount?.(told[0].id);
    live?.account(...told);
  },
});

/** A gate decides where there is one; without it, whether everything was seen. */
export function exitCodeOf({ gate, complete }: Report): number {
  if (gate) return gate.passed ? ExitCode.fine : ExitCode.stopped;
  return complete ? ExitCode.fine : ExitCode.incomplete;
}

function regionsOf(words: readonly string[] | undefined): readonly string[] | 'all' {
  return words === undefined || words.includes('all') ? 'all' : words;
}

function only<Flags extends object, Name extends keyof Flags>(
  flags: Flags,
  names: readonly Name[],
): Partial<Pick<Flags, Name>> {
  const given = names.flatMap(name => (flags[name] === undefined ? [] : [[name, flags[name]]]));
  return Object.fromEntries(given) as Partial<Pick<Flags, Name>>;
}

/** The first Ctrl-C ends the asking and still gives a report; the second ends the program. */
function listenForInterruption(): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    process.stderr.write('\nstocktake: ending; the report will hold what was seen (again to quit at once)\n');
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    end: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

/** Tells on standard error what could not be seen. */
export function explainGaps(report: Report): void {
  for (const gap of report.gaps) {
    process.stderr.write(
      `not seen: ${revealLine(gap.message)} (${gap.regions.join(', ')}; ${gap.rules.length} rules)\n`,
    );
  }
}
