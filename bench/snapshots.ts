import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Snapshot } from '../src/core/snapshot.js';
import { Spool } from '../src/core/snapshot-spool.js';
import type { FactLine } from '../src/core/world.js';
import { copyMark } from './account/size.js';
import { runCommand, startAccount } from './processes.js';
import { auditWords } from './start.js';
import { atMost, type Line, note } from './table.js';

/** How often the account of 1,000 resources is in each snapshot. */
const copies = [1, 10, 100];

/** Replays of 1,000, 10,000 and 100,000 resources. */
export async function measureReplay(folder: string): Promise<Line[]> {
  const one = path.join(folder, 'one.snapshot');
  const account = await startAccount('half', 0);
  try {
    await runCommand([...auditWords(account.url, folder), '--snapshot', one], folder);
    await account.arrivals();
  } finally {
    account.stop();
  }
  const lines: Line[] = [];
  const perResource: number[] = [];
  for (const count of copies) {
    const file = path.join(folder, `${count}.snapshot`);
    const rows = await multiply(await Snapshot.open(one), count, file);
    const run = await runCommand(['replay', file, '--output', path.join(folder, 'report')], folder);
    perResource.push((run.cpuSeconds * 1000) / rows);
    const what = `replay of ${rows.toLocaleString('en')} rows`;
    const { size } = await stat(path.join(folder, 'report/report.html'));
    lines.push(note(`${what}: time, CPU`, `${run.seconds.toFixed(1)} s, ${run.cpuSeconds.toFixed(1)} s`));
    lines.push(note(`${what}: report.html`, `${(size / 1e6).toFixed(1)} MB`));
    if (count === copies.at(-1)) lines.push(atMost(`${what}: peak memory`, 512, run.megabytes, 'MB'));
    else lines.push(note(`${what}: peak memory`, `${run.megabytes.toFixed(0)} MB`));
  }
  const [, middle = Number.NaN, last = Number.NaN] = perResource;
  lines.push(atMost('replay: CPU a row, 100,000 : 10,000 (1 is linear)', 1.3, last / middle, 'x', 2));
  return lines;
}

/** Writes a snapshot with so many copies of the resources of another, each under names of its own. */
export async function multiply(from: Snapshot, count: number, file: string): Promise<number> {
  const spool = await Spool.open(`${file}.partial`, from.about, []);
  let rows = 0;
  for (const id of Object.keys(from.index)) {
    const facts = await from.load(id);
    for (const gap of facts?.gaps ?? []) spool.add(id, { kind: 'gap', region: gap.region, gap });
    for (const row of facts?.rows ?? []) {
      const text = JSON.stringify({ kind: 'row', ...row });
      const named = text.includes(copyMark);
      for (let at = 0; at < (named ? count : 1); at++) {
        const mark = `x${String(at).padStart(copyMark.length - 2, '0')}x`;
        spool.add(id, JSON.parse(text.replaceAll(copyMark, mark)) as FactLine);
        rows += 1;
      }
    }
    await spool.flush();
  }
  await spool.finish(file, from.about, from.run);
  return rows;
}
