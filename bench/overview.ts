import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atMost, type Line, note } from './table.js';

const functions = 5000;

/** The overview of an account of 5,000 functions, from facts in memory to the Markdown page. */
export function measureOverview(): Promise<Line[]> {
  const script = fileURLToPath(new URL('overview-run.ts', import.meta.url));
  const said = execFileSync(process.execPath, ['--import', 'tsx', script, String(functions)], { encoding: 'utf8' });
  const { bytes, cpuSeconds, megabytes, seconds } = JSON.parse(said) as Record<string, number>;
  return Promise.resolve([
    atMost('overview of 5,000 functions: time', 5, seconds ?? Number.NaN, 's', 2),
    note('overview of 5,000 functions: CPU', `${(cpuSeconds ?? Number.NaN).toFixed(2)} s`),
    atMost('overview of 5,000 functions: peak memory', 512, megabytes ?? Number.NaN, 'MB'),
    note('overview of 5,000 functions: size', `${((bytes ?? Number.NaN) / 1e6).toFixed(1)} MB`),
  ]);
}
