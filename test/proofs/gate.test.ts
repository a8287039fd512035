import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Snapshot } from '../../src/core/snapshot.js';
import { Spool } from '../../src/core/snapshot-spool.js';
import type { Changes, Gap, Report } from '../../src/core/types.js';
import type { FactLine } from '../../src/core/world.js';
import type { Stub } from '../server/stub.js';
import { type BuiltCommand, buildCommand } from './built-command.js';
import type { Done } from './command.js';
import { openShop, regions } from './shop.js';

/** Gate, baseline and diff as a user runs them, in processes of their own. */

const sample = path.join(import.meta.dirname, '../../demo/sample.snapshot');
const folder = mkdtempSync(path.join(tmpdir(), 'stocktake-gate-'));
const at = (name: string): string => path.join(folder, name);
const rules = 'kms-*,organizations-*';

let command: BuiltCommand;
let shop: Stub;
beforeAll(async () => {
  command = await buildCommand();
  shop = await openShop();
  await stocktake('replay', sample, '--quiet', '--output', at('report'));
  await stocktake('baseline', '--from', sample, '--output', at('baseline.json'), '--quiet');
});
afterAll(async () => {
  await shop.stop();
  await command.remove();
  rmSync(folder, { recursive: true });
});

const stocktake = (...words: string[]): Promise<Done> => command.run(words, { cwd: folder });
const gate = (...words: string[]): Promise<Done> =>
  stocktake('gate', '--from', sample, '--output', at('gated'), ...words);
const asking = (): string[] => [
  `--endpoint-url=http://127.0.0.1:${shop.port}`,
  `--regions=${regions.join()}`,
  `--rules=${rules}`,
];
const reportIn = (name: string): Report => JSON.parse(readFileSync(at(`${name}/report.json`), 'utf8')) as Report;
const linesOf = (text: string): string[] => text.trimEnd().split('\n');

describe('stocktake gate', () => {
  it('stops with 1 on what is open where there is no baseline, says why in 20 lines, and writes the reports', async () => {
    const { code, stdout, stderr } = await gate();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(linesOf(stdout).length).toBeLessThanOrEqual(20);
    expect(stdout).toMatch(/^Stopped: account lodge-prod 123456789012 \(new, incomplete\)\.\n/);
    expect(reportIn('gated').gate).toMatchObject({
      passed: false,
      reasons: [{ condition: 'new' }, { condition: 'incomplete' }],
    });
  });

  it('says why it stops where no summary is wanted', async () => {
    const { code, stdout, stderr } = await gate('--quiet', '--fail-on', 'severity:critical');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Stopped: account lodge-prod 123456789012 \(severity\)\.\n/);
  });

  it('passes with 0 what the baseline holds, though not everything was seen', async () => {
    const { code, stdout } = await gate('--baseline', at('baseline.json'), '--fail-on', 'new:info');
    expect({ code, first: linesOf(stdout)[0] }).toEqual({
      code: 0,
      first: 'Passed: nothing stops account lodge-prod 123456789012.',
    });
    expect(reportIn('gated')).toMatchObject({
      complete: false,
      gate: { passed: true },
      changes: { changes: [], stale: [] },
    });
  });

  it('reads a snapshot, a report.json and a baseline alike', async () => {
    for (const earlier of [sample, at('report/report.json'), at('baseline.json')]) {
      const { code, stderr } = await gate('--baseline', earlier, '--fail-on', 'new:info', '--format', 'table');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }
    const { code } = await stocktake(
      'gate',
      '--from',
      at('report/report.json'),
      '--format=table',
      '--fail-on=severity:critical',
    );
    expect(code).toBe(1);
  });

  it('forgets what a gate said of the same report.json before', async () => {
    await gate('--baseline', at('baseline.json'), '--fail-on', 'severity:critical');
    expect(reportIn('gated')).toMatchObject({ gate: { passed: false }, changes: { changes: [] } });
    const again = ['--from', at('gated/report.json'), '--output', at('again')];
    expect((await stocktake('gate', ...again, '--fail-on', 'expired')).code).toBe(0);
    expect(reportIn('again').changes).toBeUndefined();
    expect((await stocktake('baseline', ...again.slice(0, 2), '--output', at('again.json'))).code).toBe(3);
    expect(readFileSync(at('again.json'), 'utf8')).toBe(readFileSync(at('baseline.json'), 'utf8'));
  });

  it('takes its policy from rules.yaml, and refuses one without a condition', async () => {
    writeFileSync(at('own.yaml'), 'version: 1\ngate: { severity: critical, maxWaste: 10 }\n');
    const own = await gate('--config', at('own.yaml'), '--format', 'table');
    expect(own).toMatchObject({ code: 1, stdout: expect.stringContaining('(severity, maxWaste)') as string });
    writeFileSync(at('none.yaml'), 'version: 1\ngate: {}\n');
    expect(await gate('--config', at('none.yaml'))).toEqual({
      code: 2,
      stdout: '',
      stderr: `stocktake: ${at('none.yaml')}:2: gate: names no condition, so it would stop nothing\n`,
    });
  });
});

describe('an audit with a gate', () => {
  it('asks AWS, compares, and ends with the gate’s exit code', async () => {
    const first = await stocktake('baseline', ...asking(), '--output', at('shop.json'));
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/Wrote .*shop\.json: \d+ open findings are known from now on/);
    const audit = (...words: string[]) => stocktake('audit', ...asking(), '--output', at('audited'), ...words);
    const passed = await audit('--baseline', at('shop.json'), '--fail-on', 'new:info,incomplete');
    expect(passed).toMatchObject({ code: 0, stdout: expect.stringContaining('Passed: nothing stops') as string });
    expect((await audit('--fail-on', 'new:info')).code).toBe(1);
    expect((await audit('--baseline', at('shop.json'))).code).toBe(0);
    expect(reportIn('audited')).toMatchObject({ changes: { changes: [] } });
    expect(reportIn('audited').gate).toBeUndefined();
  });

  it('refuses the baseline of another account before it asks about anything', async () => {
    const other = readFileSync(at('baseline.json'), 'utf8').replace(
      '"account": "123456789012"',
      '"account": "999999999999"',
    );
    writeFileSync(at('other.json'), other);
    const { code, stderr } = await stocktake('gate', ...asking(), '--quiet', '--baseline', at('other.json'));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `stocktake: ${at('other.json')}: is of account 999999999999, but the credentials are of account 123456789012\n`,
    });
  });
});

describe('stocktake diff', () => {
  it('tells what other rules change from what the account does', async () => {
    writeFileSync(
      at('strict.yaml'),
      'version: 1\nrules: { iam-user-access-key-rotated: { params: { max_age_days: 30 } } }\n',
    );
    const { code, stdout } = await stocktake(
      'diff',
      at('baseline.json'),
      sample,
      '--config',
      at('strict.yaml'),
      '--format=json',
    );
    const { changes } = JSON.parse(stdout) as Changes;
    expect(code).toBe(0);
    expect(changes.length).toBeGreaterThan(0);
    expect(new Set(changes.map(({ kind, cause }) => `${kind} ${cause}`))).toEqual(new Set(['new rules']));
  });

  it('tells what the account changed from what could not be seen, between two snapshots', async () => {
    await copySample(at('later.snapshot'), (id, line) => {
      if (id === 'kms.keys' && line.kind === 'row' && JSON.stringify(line).includes('35e574e0')) return [];
      if (id === 'dynamodb.tables' && line.kind === 'row' && line.region === 'eu-north-1') return [];
      return [line];
    });
    const { code, stdout } = await stocktake('diff', sample, at('later.snapshot'), '--format', 'json');
    expect(code).toBe(0);
    const { changes } = JSON.parse(stdout) as Changes;
    const causesOf = (rule: string) => [
      ...new Set(
        changes.filter(({ before }) => before?.rule.startsWith(rule)).map(({ kind, cause }) => `${kind} ${cause}`),
      ),
    ];
    expect(causesOf('kms-key-not-public')).toEqual(['gone account']);
    expect(causesOf('dynamodb-provisioned-table-in-use')).toEqual(['gone sight']);
    expect((await stocktake('diff', sample, sample)).stdout).toMatch(
      /^No differences from .*\n\nThe account changed: nothing\n\nThe rules changed: nothing\n\nWe saw less/,
    );
  });
});

/** Writes the sample account's facts again, line by line, tables of DynamoDB in one region refused. */
async function copySample(file: string, change: (id: string, line: FactLine) => FactLine[]): Promise<void> {
  const from = await Snapshot.open(sample);
  const spool = await Spool.open(`${file}.partial`, from.about, []);
  for (const id of Object.keys(from.index)) {
    const facts = await from.load(id);
    const lines: FactLine[] = [
      ...(facts?.gaps ?? []).map(gap => ({ kind: 'gap' as const, region: gap.region, gap })),
      ...(facts?.rows ?? []).map(row => ({ kind: 'row' as const, ...row })),
    ];
    if (id === 'dynamodb.tables') lines.push({ kind: 'gap', region: 'eu-north-1', gap: tablesDenied });
    for (const line of lines.flatMap(one => change(id, one))) spool.add(id, line);
  }
  await spool.finish(file, from.about, from.run);
}

const tablesDenied: Gap = {
  reason: 'denied',
  api: 'dynamodb:ListTables',
  actions: ['dynamodb:ListTables'],
  region: 'eu-north-1',
  message: 'dynamodb:ListTables was denied',
};

describe('a mistake is one sentence and 2', () => {
  it.each<[words: string[], said: RegExp]>([
    [['--baseline', 'missing.json'], /^stocktake: missing\.json: cannot be read \(ENOENT\)\n$/],
    [['--baseline', '.'], /^stocktake: \.: is a folder\n$/],
    [
      ['--baseline', 'broken.json'],
      /^stocktake: broken\.json:1: is not valid JSON; was it cut short or merged badly\?\n$/,
    ],
    [['--baseline', 'page.html'], /^stocktake: page\.html: is neither a snapshot, a report\.json nor a baseline/],
    [['--baseline', 'gzip.json.gz'], /^stocktake: gzip\.json\.gz: was cut short/],
    [['--fail-on', 'new:hgih'], /^stocktake: --fail-on: there is no severity "hgih"; did you mean "high"\?\n$/],
    [['--fail-on', 'rule:nothing-here'], /^stocktake: --fail-on: there is no rule "nothing-here"/],
    [['--fail-on', ' '], /^stocktake: --fail-on: names nothing; it takes new:high/],
    [['--from', 'baseline.json'], /^stocktake: baseline\.json: is a baseline, which holds only what was open/],
    [
      ['--from', 'report/report.json', '--services', 'kms'],
      /^stocktake: --services: goes with a snapshot; report\/report\.json is judged already\n$/,
    ],
  ])('%j', async (words, said) => {
    writeFileSync(at('broken.json'), '{"stocktake": "baseline", ');
    writeFileSync(at('page.html'), '<html>');
    writeFileSync(at('gzip.json.gz'), gzipSync('{}'));
    const { code, stdout, stderr } = await gate(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });

  it('a baseline that cannot be written is told before anything is asked', async () => {
    const { code, stderr } = await stocktake('baseline', '--from', sample, '--output', folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `stocktake: ${folder}: is a folder; a baseline needs a file\n`,
    });
  });
});
