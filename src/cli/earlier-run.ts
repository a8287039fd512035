import { open, readFile } from 'node:fs/promises';
import { type Against, judgeAgain, replay, ruleBook, type RuleOptions, standingsOfSnapshot } from '../audit.js';
import { parseEarlier, standingsIn } from '../core/earlier-file.js';
import { InputError } from '../core/input.js';
import type { Standings } from '../core/standings.js';
import type { Report } from '../core/types.js';

/** Reads what earlier runs left: snapshots, reports, baselines; which of them a file is, its content tells. */

/** How things stood in a run; an InputError for a file that is of no run. */
export async function readStandings(file: string, options: RuleOptions): Promise<Standings> {
  if (await isSnapshot(file)) return standingsOfSnapshot(file, options);
  const { rules } = ruleBook(options.config);
  return standingsIn(await parsed(file), file, new Map(rules.map(({ check }) => [check.id, check.title])));
}

/** The report of a run: of a snapshot made anew with today's rules, of a report.json the one that it holds. */
export async function readReport(file: string, options: RuleOptions & Against = {}): Promise<Report> {
  if (await isSnapshot(file)) return replay(file, options);
  const earlier = await parsed(file);
  if (earlier.kind === 'baseline') {
    throw new InputError('is a baseline, which holds only what was open; give a snapshot or a report.json', { file });
  }
  const narrowing = (['rules', 'services', 'categories', 'severity', 'tier'] as const).find(
    name => options[name] !== undefined,
  );
  if (narrowing) throw new InputError(`goes with a snapshot; ${file} is judged already`, { field: `--${narrowing}` });
  return judgeAgain(earlier.report, options);
}

async function parsed(file: string): Promise<ReturnType<typeof parseEarlier>> {
  return parseEarlier(await guarded(file, () => readFile(file, 'utf8')), file);
}

/** A snapshot is compressed, and nothing else is. */
async function isSnapshot(file: string): Promise<boolean> {
  return guarded(file, async () => {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  });
}

async function guarded<Value>(file: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`, { file });
  }
}
