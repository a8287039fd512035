import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { measureLarge, measureLatency } from './audit.js';
import { measurePage } from './page.js';
import { measureReplay } from './snapshots.js';
import { measureStart } from './start.js';
import { type Line, printTable } from './table.js';

/** Measures the built command (`npm run bench`) and prints a table; with words, only the parts that they name. */

const parts: Record<string, (folder: string) => Promise<Line[]>> = {
  start: measureStart,
  latency: measureLatency,
  large: measureLarge,
  replay: measureReplay,
  page: measurePage,
};

const wanted = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'stocktake-bench-'));
const lines: Line[] = [];
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name} ...\n`);
    lines.push(...(await measure(folder)));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [cpu] = cpus();
const gigabytes = Math.round(totalmem() / 2 ** 30);
process.stdout.write(`Node ${process.versions.node}, ${cpus().length} x ${cpu?.model ?? '?'}, ${gigabytes} GB\n\n`);
process.stdout.write(printTable(lines));
