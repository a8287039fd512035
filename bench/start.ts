import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { plan } from '../src/audit.js';
import { iamPrefixOf } from '../src/aws/services.js';
import { compareText } from '../src/report/model.js';
import { median, runCommand, startAccount } from './processes.js';
import { atMost, type Line } from './table.js';

const runs = 9;

async function repeated<Value>(measure: () => Promise<Value>): Promise<Value[]> {
  const found: Value[] = [];
  for (let at = 0; at < runs; at++) found.push(await measure());
  return found;
}

/** How soon the command answers, asks its first question, and what it loads for that. */
export async function measureStart(folder: string): Promise<Line[]> {
  const help = await repeated(async () => (await runCommand(['--help'], folder)).seconds * 1000);
  const account = await startAccount('small', 0);
  try {
    const first = await repeated(async () => {
      const run = await runCommand(auditWords(account.url, folder), folder);
      const [arrival] = await account.arrivals();
      return (arrival?.arrived ?? Number.NaN) - run.started;
    });
    const security = await clientsLine({ services: ['kms'], categories: ['security'] }, account.url, folder);
    // Rules of category cost bring the ledger, and that its services.
    const all = await clientsLine({ services: ['kms'] }, account.url, folder);
    await account.arrivals();
    return [
      atMost('stocktake --help', 300, median(help), 'ms'),
      atMost('first call on the wire', 400, median(first), 'ms'),
      security,
      all,
    ];
  } finally {
    account.stop();
  }
}

/** Whether a selection loads clients only of services that its plan asks. */
async function clientsLine(
  selection: { services: string[]; categories?: string[] },
  url: string,
  folder: string,
): Promise<Line> {
  const { base, calls } = plan(selection);
  const planned = new Set([...base, ...calls.map(({ call }) => call)].map(({ id }) => id.split(':')[0]));
  const words = Object.entries(selection).flatMap(([name, values]) => [`--${name}`, values.join(',')]);
  const loaded = await loadedClients([...auditWords(url, folder), ...words], folder);
  const target = loaded.filter(id => planned.has(iamPrefixOf(id)));
  return {
    what: `clients loaded for ${words.join(' ')}`,
    target: `those of its ${planned.size} planned services`,
    measured: loaded.join(' '),
    met: target.length === loaded.length,
  };
}

/** The words of a quiet audit with all rules, on this server. */
export const auditWords = (url: string, folder: string): string[] => [
  'audit',
  '--quiet',
  '--endpoint-url',
  url,
  '--output',
  path.join(folder, 'report'),
];

/** The services whose client packages a run has executed, by the files that V8 saw. */
async function loadedClients(words: readonly string[], folder: string): Promise<string[]> {
  const coverage = mkdtempSync(path.join(folder, 'coverage-'));
  await runCommand(words, folder, { NODE_V8_COVERAGE: coverage });
  const files = readdirSync(coverage).flatMap(name => {
    const { result } = JSON.parse(readFileSync(path.join(coverage, name), 'utf8')) as { result: { url: string }[] };
    return result.map(script => script.url).filter(url => url.includes('/dist/'));
  });
  const services = files.flatMap(url => {
    const text = readFileSync(fileURLToPath(url), 'utf8');
    return [...text.matchAll(/serviceId:\w+\?\.serviceId\?\?"([^"]+)"/g)].map(found => found[1] ?? '');
  });
  return [...new Set(services)].sort(compareText);
}
