import { diff } from '../core/diff.js';
import { renderChanges, renderChangesJson, renderChangesMarkdown } from '../report/index.js';
import { ruleOptions } from './arguments.js';
import { readStandings } from './earlier-run.js';
import { ExitCode } from './exit-code.js';

/** Says what differs between two runs, snapshots judged with today's rules, and why. */
export async function runDiff(
  before: string,
  after: string,
  flags: { config?: string; format: string },
): Promise<number> {
  const options = ruleOptions(flags);
  const changes = diff(await readStandings(before, options), await readStandings(after, options));
  const render = { json: renderChangesJson, md: renderChangesMarkdown }[flags.format] ?? renderChanges;
  process.stdout.write(render(changes, after));
  return ExitCode.fine;
}
