import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { plan } from '../src/audit.js';
import type { Report } from '../src/core/types.js';
import { longestChain } from './chain.js';
import { type AccountServer, median, type Run, runCommand, startAccount } from './processes.js';
import type { Arrival } from './server.js';
import { auditWords } from './start.js';
import { atMost, type Line, note } from './table.js';

const latency = 60;
const runs = 5;

interface Measured {
  run: Run;
  arrivals: Arrival[];
}

async function auditAccount(account: AccountServer, folder: string, more: readonly string[] = []): Promise<Measured[]> {
  const words = [...auditWords(account.url, folder), ...more];
  // The server makes its answers in the first run, and repeats them in the others.
  await runCommand(words, folder);
  await account.arrivals();
  const found: Measured[] = [];
  for (let at = 0; at < runs; at++) {
    const run = await runCommand(words, folder);
    found.push({ run, arrivals: await account.arrivals() });
  }
  return found;
}

const middle = (found: readonly Measured[], value: (one: Measured) => number): number => median(found.map(value));

/** From the first call on the wire to the last answer, in milliseconds. */
const asking = ({ arrivals }: Measured): number =>
  Math.max(...arrivals.map(one => one.answered)) - (arrivals[0]?.arrived ?? 0);

/** A small account: how near the asking comes to the time of the longest chain of calls. */
export async function measureLatency(folder: string): Promise<Line[]> {
  // CloudTrail hands out event histories at two requests a second, whatever the network; these two rules read them.
  const config = path.join(folder, 'rules.yaml');
  writeFileSync(
    config,
    'version: 1\nrules:\n  kms-enclave-debug-mode-not-seen: off\n  kms-enclave-unknown-image-not-seen: off\n',
  );
  const near = await measureSmall(latency, folder, config);
  // Ten times as slow, what the processor does no longer shows: what remains is how the calls wait for each other.
  const far = await measureSmall(10 * latency, folder, config);
  return [note('small account: longest chain', near.chain.join(' > ')), ...near.lines, ...far.lines];
}

async function measureSmall(
  milliseconds: number,
  folder: string,
  config: string,
): Promise<{ chain: string[]; lines: Line[] }> {
  const account = await startAccount('small', milliseconds);
  try {
    const found = await auditAccount(account, folder, ['--config', config]);
    const chain = longestChain(found[0]?.arrivals ?? []);
    const bound = chain.length * milliseconds;
    const what = `small account, ${milliseconds} ms an answer`;
    const whole = middle(found, one => one.run.seconds) * 1000;
    return {
      chain,
      lines: [
        note(`${what}: chain x latency`, `${chain.length} x ${milliseconds} ms = ${bound} ms`),
        atMost(`${what}: first call to last answer`, Math.round(bound * 1.3), middle(found, asking), 'ms'),
        note(`${what}: whole run, with start and reports`, `${whole.toFixed(0)} ms`),
      ],
    };
  } finally {
    account.stop();
  }
}

/** About 2,000 resources, all rules. */
export async function measureLarge(folder: string): Promise<Line[]> {
  const account = await startAccount('large', latency);
  try {
    const found = await auditAccount(account, folder);
    const { run, arrivals } = found[0] as Measured;
    const asked = new Set(arrivals.map(one => one.asked));
    const report = JSON.parse(readFileSync(path.join(folder, 'report/report.json'), 'utf8')) as Report;
    return [
      atMost(
        '2,000 resources: wall time',
        5,
        middle(found, one => one.run.seconds),
        's',
        2,
      ),
      atMost(
        '2,000 resources: CPU',
        4,
        middle(found, one => one.run.cpuSeconds),
        's',
        2,
      ),
      atMost(
        '2,000 resources: peak memory',
        150,
        middle(found, one => one.run.megabytes),
        'MB',
      ),
      atMost('2,000 resources: calls', 600, arrivals.length, 'calls'),
      atMost('2,000 resources: calls that repeat another', 0, arrivals.length - asked.size, 'calls'),
      atMost('2,000 resources: operations outside the plan', 0, unplanned(arrivals).length, 'operations'),
      atMost(
        '2,000 resources: calls that the report counts wrongly',
        0,
        Math.abs(report.plan.calls - arrivals.length),
        'calls',
      ),
      note('2,000 resources: first call to last answer', `${middle(found, asking).toFixed(0)} ms`),
      note('2,000 resources: exit code', String(run.code)),
    ];
  } finally {
    account.stop();
  }
}

/** The operations that were made and that `stocktake plan` does not announce. */
function unplanned(arrivals: readonly Arrival[]): string[] {
  const { base, calls } = plan();
  const planned = new Set([...base.map(call => call.id), ...calls.map(({ call }) => call.id)]);
  return [...new Set(arrivals.map(one => one.operation))].filter(operation => !planned.has(operation));
}
