import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../src/core/types.js';
import { Snapshot } from '../src/core/snapshot.js';
import { median, type Run, runCommand, startAccount } from './processes.js';
import { multiply } from './snapshots.js';
import { auditWords } from './start.js';
import { atMost, type Line, note } from './table.js';

/** Findings that each snapshot has at least. */
const findings = 10_000;
const runs = 5;

/** A gate from two snapshots, both judged anew, and from a snapshot and a baseline. */
export async function measureGate(folder: string): Promise<Line[]> {
  const [one, before, now] = ['gate-one', 'gate-before', 'gate-now'].map(name => path.join(folder, `${name}.snapshot`));
  if (!one || !before || !now) throw new Error('no names');
  const account = await startAccount('half', 0);
  try {
    await runCommand([...auditWords(account.url, folder), '--snapshot', one], folder);
  } finally {
    account.stop();
  }
  const facts = await Snapshot.open(one);
  let copies = 1;
  let count = 0;
  for (; count < findings; copies++) {
    await multiply(facts, copies, before);
    count = await findingsOf(before, folder);
  }
  await multiply(facts, copies, now);
  const baseline = path.join(folder, 'gate-baseline.json');
  await runCommand(['baseline', '--from', before, '--output', baseline, '--quiet'], folder);
  const gate = ['gate', '--from', now, '--output', path.join(folder, 'report')];
  const both = await repeated([...gate, '--baseline', before], folder);
  const brief = await repeated([...gate, '--baseline', before, '--format', 'table'], folder);
  const small = await repeated([...gate, '--baseline', baseline, '--format', 'table'], folder);
  const [first] = both;
  const size = (readFileSync(baseline).length / 1e6).toFixed(2);
  return [
    note('gate: findings of the two snapshots', `${count} and ${await findingsOf(now, folder)}`),
    note('gate from two snapshots: exit code', String(first?.code)),
    atMost('gate from two snapshots, all reports: time', 2, secondsOf(both), 's', 2),
    note('gate from two snapshots, all reports: memory', `${first?.megabytes.toFixed(0)} MB`),
    note('gate from two snapshots, summary alone: time', `${secondsOf(brief).toFixed(2)} s`),
    note('gate from a snapshot and a baseline, summary alone: time', `${secondsOf(small).toFixed(2)} s`),
    note('gate: size of the baseline', `${size} MB`),
  ];
}

const secondsOf = (all: readonly Run[]): number => median(all.map(({ seconds }) => seconds));

async function repeated(words: readonly string[], folder: string): Promise<Run[]> {
  const all: Run[] = [];
  for (let at = 0; at < runs; at++) all.push(await runCommand(words, folder));
  return all;
}

async function findingsOf(file: string, folder: string): Promise<number> {
  const output = path.join(folder, 'count');
  await runCommand(['replay', file, '--quiet', '--format', 'json', '--output', output], folder);
  return (JSON.parse(readFileSync(path.join(output, 'report.json'), 'utf8')) as Report).findings.length;
}
