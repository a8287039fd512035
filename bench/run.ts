import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { measureLambda } from './lambda.js';
import { measureLarge, measureLatency, measureMemory } from './audit.js';
import { measureOverview } from './overview.js';
import { measureGate } from './gate.js';
import { measurePage } from './page.js';
import { measureReplay } from './snapshots.js';
import { measureStart } from './start.js';
import { type Line, note, printTable } from './table.js';

/** Measures the built command (`npm run bench`) and prints a table; with words, only the parts that they name. */

const parts: Record<string, (folder: string) => Promise<Line[]>> = {
  start: measureStart,
  latency: measureLatency,
  large: measureLarge,
  memory: measureMemory,
  replay: measureReplay,
  gate: measureGate,
  page: measurePage,
  overview: measureOverview,
  lambda: measureLambda,
};

/** CPU time of the same work, many times over: on a machine with nothing else to do best and worst are close. */
function measureQuiet(): string {
  const times = Array.from({ length: 20 }, () => {
    const before = process.cpuUsage();
    let sum = 0;
    for (let at = 0; at < 3e7; at++) sum += at % 7;
    const { user, system } = process.cpuUsage(before);
    return sum > 0 ? (user + system) / 1000 : 0;
  });
  return `best ${Math.min(...times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`;
}

const wanted = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'stocktake-bench-'));
const lines: Line[] = [note('the machine: CPU time of a fixed loop, before', measureQuiet())];
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name} ...\n`);
    lines.push(...(await measure(folder)));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
lines.push(note('the machine: CPU time of a fixed loop, after', measureQuiet()));
const [cpu] = cpus();
const gigabytes = Math.round(totalmem() / 2 ** 30);
process.stdout.write(`Node ${process.versions.node}, ${cpus().length} x ${cpu?.model ?? '?'}, ${gigabytes} GB\n\n`);
process.stdout.write(printTable(lines));
