import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { plan } from '../src/audit.js';
import { actionsOf } from '../src/core/plan.js';
import type { Report } from '../src/core/types.js';
import { longestChain } from './chain.js';
import { kindsOf, slowestPace } from './pace.js';
import { type AccountName, type AccountServer, median, type Run, runCommand, startAccount } from './processes.js';
import type { Arrival } from './server.js';
import { auditWords } from './start.js';
import { atMost, type Line, note } from './table.js';

const latency = 60;
const runs = 5;
/** The memory of the smallest function that runs an audit. */
const functionMegabytes = 512;

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

/** What only a person can say has been said, so that an audit can be complete; the rules in `off` are left out. */
function writeConfig(folder: string, off: readonly string[] = []): string[] {
  const file = path.join(folder, 'rules.yaml');
  const confirmed = `{ params: { confirmed_on: '${new Date().toISOString().slice(0, 10)}' } }`;
  const lines = [
    'version: 1',
    'rules:',
    `  account-contact-details-current: ${confirmed}`,
    `  account-security-questions-registered: ${confirmed}`,
    ...off.map(id => `  ${id}: off`),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return ['--config', file];
}

const middle = (found: readonly Measured[], value: (one: Measured) => number): number => median(found.map(value));

/** From the first call on the wire to the last answer, in milliseconds. */
const asking = ({ arrivals }: Measured): number =>
  Math.max(...arrivals.map(one => one.answered)) - (arrivals[0]?.arrived ?? 0);

/** A report of a failing audit measures how long failing takes. */
const complete = (what: string, found: readonly Measured[]): Line => {
  const codes = [...new Set(found.map(({ run }) => run.code))].join(', ');
  return { what: `${what}: exit code`, target: '0 (complete)', measured: codes, met: codes === '0' };
};

/** A small account: how near the asking comes to the time of the longest chain of calls. */
export async function measureLatency(folder: string): Promise<Line[]> {
  // CloudTrail hands out event histories at two requests a second, whatever the network; these rules read them.
  const slow = plan().rules.filter(rule => actionsOf(rule).includes('cloudtrail:LookupEvents'));
  const config = writeConfig(
    folder,
    slow.map(rule => rule.check.id),
  );
  const near = await measureSmall(latency, folder, config);
  // Ten times as slow, what the processor does no longer shows: what remains is how the calls wait for each other.
  const far = await measureSmall(10 * latency, folder, config);
  return [
    note('small account: rules left out, which read event histories', String(slow.length)),
    note('small account: longest chain', near.chain.join(' > ')),
    ...near.lines,
    ...far.lines,
  ];
}

async function measureSmall(
  milliseconds: number,
  folder: string,
  config: readonly string[],
): Promise<{ chain: string[]; lines: Line[] }> {
  const account = await startAccount('small', milliseconds);
  try {
    const found = await auditAccount(account, folder, config);
    const arrivals = found[0]?.arrivals ?? [];
    const chain = longestChain(arrivals);
    const bound = chain.length * milliseconds;
    const what = `small account, ${milliseconds} ms an answer`;
    const whole = middle(found, one => one.run.seconds) * 1000;
    return {
      chain,
      lines: [
        note(`${what}: chain x latency`, `${chain.length} x ${milliseconds} ms = ${bound} ms`),
        atMost(`${what}: first call to last answer`, Math.round(bound * 1.3), middle(found, asking), 'ms'),
        note(`${what}: whole run, with start and reports`, `${whole.toFixed(0)} ms`),
        note(`${what}: CPU`, `${middle(found, one => one.run.cpuSeconds).toFixed(2)} s`),
        note(`${what}: calls`, String(arrivals.length)),
        complete(what, found),
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
    const found = await auditAccount(account, folder, writeConfig(folder));
    const { arrivals } = found[0] as Measured;
    const report = JSON.parse(readFileSync(path.join(folder, 'report/report.json'), 'utf8')) as Report;
    const seconds = middle(found, one => one.run.seconds);
    return [
      atMost('2,000 resources: wall time', 5, seconds, 's', 2),
      ...pacedLines(found, arrivals),
      atMost(
        '2,000 resources: CPU',
        4,
        middle(found, one => one.run.cpuSeconds),
        's',
        2,
      ),
      ...memoryLines('2,000 resources', found),
      ...callLines(arrivals, report),
      complete('2,000 resources', found),
    ];
  } finally {
    account.stop();
  }
}

/** What the pace leaves: nothing goes out faster than that, and the calls before and after it need their answers. */
function pacedLines(found: readonly Measured[], arrivals: readonly Arrival[]): Line[] {
  const pace = slowestPace(arrivals);
  const chain = (longestChain(arrivals).length * latency) / 1000;
  const least = pace.seconds + chain;
  return [
    note('2,000 resources: slowest queue', `${pace.requests} of ${pace.what}: ${pace.seconds.toFixed(1)} s`),
    atMost(
      '2,000 resources: first call to last answer, to that queue and the chain',
      Number((least * 1.3).toFixed(2)),
      middle(found, asking) / 1000,
      's',
      2,
    ),
  ];
}

function memoryLines(what: string, found: readonly Measured[]): Line[] {
  const peak = middle(found, one => one.run.megabytes);
  return [
    ...(what === '2,000 resources' ? [atMost(`${what}: peak memory`, 150, peak, 'MB')] : []),
    atMost(`${what}: peak memory, in a function`, functionMegabytes, peak, 'MB'),
  ];
}

function callLines(arrivals: readonly Arrival[], report: Report): Line[] {
  const asked = new Set(arrivals.map(one => one.asked));
  const { listings, items, metrics, services } = kindsOf(arrivals);
  const many = services.filter(([, calls]) => calls >= 10);
  const table = `${many.map(([name, calls]) => `${name} ${calls}`).join(', ')}; ${services.length - many.length} others`;
  return [
    atMost('2,000 resources: calls', 600, arrivals.length, 'calls'),
    atMost('2,000 resources: calls that list', 600, listings + metrics, 'calls'),
    note('2,000 resources: calls for single things, of which AWS has no list', String(items)),
    note('2,000 resources: calls by service', table),
    atMost('2,000 resources: calls that repeat another', 0, arrivals.length - asked.size, 'calls'),
    atMost('2,000 resources: operations outside the plan', 0, unplanned(arrivals).length, 'operations'),
    atMost(
      '2,000 resources: calls that the report counts wrongly',
      0,
      Math.abs(report.plan.calls - arrivals.length),
      'calls',
    ),
  ];
}

/** The accounts that an audit in a function of 512 MB has to hold, with all rules and every service. */
export async function measureMemory(folder: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (const name of ['shop', 'large'] satisfies AccountName[]) {
    const account = await startAccount(name, 0);
    try {
      const found = await auditAccount(account, folder, writeConfig(folder));
      lines.push(...memoryLines(name === 'shop' ? 'the shop of the proofs' : '2,000 resources, 0 ms', found));
    } finally {
      account.stop();
    }
  }
  return lines;
}

/** The operations that were made and that `stocktake plan` does not announce. */
function unplanned(arrivals: readonly Arrival[]): string[] {
  const { base, calls } = plan();
  const planned = new Set([...base.map(call => call.id), ...calls.map(({ call }) => call.id)]);
  return [...new Set(arrivals.map(one => one.operation))].filter(operation => !planned.has(operation));
}
