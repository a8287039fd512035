import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plan } from '../../src/audit.js';
import type { Finding, Report } from '../../src/core/types.js';
import { version } from '../../src/version.js';
import { type FaultProxy, startFaultProxy } from '../server/fault-proxy.js';
import type { Stub } from '../server/stub.js';
import { quickRules } from './audits.js';
import { type BuiltCommand, buildCommand } from './built-command.js';
import type { Done } from './command.js';
import { openShop, regions } from './shop.js';

/** The command line as a user runs it, in a process of its own: exit codes, streams, refusals, interruptions. */

const root = path.join(import.meta.dirname, '../..');
const sample = path.join(root, 'demo/sample.snapshot');
const rules = quickRules.filter(id => /^(kms|organizations)-/.test(id));
const commands = ['audit', 'plan', 'policy', 'replay', 'rules', 'explain', 'demo'];
const folder = mkdtempSync(path.join(tmpdir(), 'stocktake-cli-'));
const at = (name: string): string => path.join(folder, name);

let command: BuiltCommand;
let shop: Stub;
let proxy: FaultProxy;
beforeAll(async () => {
  command = await buildCommand();
  shop = await openShop();
  proxy = await startFaultProxy(shop.port);
});
beforeEach(() => proxy.clear());
afterAll(async () => {
  await proxy.stop();
  await shop.stop();
  await command.remove();
  rmSync(folder, { recursive: true });
});

const auditWords = (...more: string[]): string[] => [
  'audit',
  `--endpoint-url=http://127.0.0.1:${proxy.port}`,
  `--regions=${regions.join()}`,
  `--rules=${rules.join()}`,
  ...more,
];
const stocktake = (...words: string[]): Promise<Done> => command.run(words, { cwd: folder });
const auditing = (...more: string[]): Promise<Done> => stocktake(...auditWords(...more));
const reportIn = (name: string): Report => JSON.parse(readFileSync(at(`${name}/report.json`), 'utf8')) as Report;
const denied = { on: 'kms:GetKeyPolicy', fault: { error: 'AccessDeniedException' } };
const told = ({ rule, resource, verdict, message }: Finding) => [rule, resource.region, resource.id, verdict, message];

describe('an audit', () => {
  it('that saw everything ends with 0: reports in the folder, a summary on standard output, no other word', async () => {
    const { code, stdout, stderr } = await auditing('--output', at('whole'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(at('whole')).sort()).toEqual(['report.html', 'report.json', 'report.md']);
    expect(stdout).toMatch(/^little-shop 123456789012 · eu-north-1, us-east-1/);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
    expect(reportIn('whole')).toMatchObject({ complete: true, tool: { version } });
  });

  it('that was refused something ends with 3, and has its report all the same', async () => {
    proxy.add(denied);
    const { code, stderr } = await auditing('--output', at('refused'), '--verbose');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^little-shop 123456789012 · eu-north-1, us-east-1 · \d+ rules\n/);
    expect(stderr).toMatch(/^not seen: kms:GetKeyPolicy was denied.*\(eu-north-1, us-east-1; \d+ rules\)$/m);
    expect(reportIn('refused')).toMatchObject({ complete: false });
  });

  it('writes one document to standard output, and nothing else; replay writes the same bytes', async () => {
    const audited = await auditing('--format', 'json', '--output', '-', '--snapshot', at('kept'), '--verbose');
    expect(audited.code).toBe(0);
    expect(JSON.parse(audited.stdout)).toMatchObject({ version: 1, account: { id: '123456789012' }, complete: true });
    expect(audited.stdout).toMatch(/^\{[^]*\}\n$/);
    const only = ['--rules', rules.join(), '--output', '-'];
    const replayed = await stocktake('replay', at('kept'), '--format', 'json', ...only);
    expect(replayed).toEqual({ code: 0, stdout: audited.stdout, stderr: '' });
    const [html, md, table] = await Promise.all(
      ['html', 'md', 'table'].map(format => stocktake('replay', at('kept'), '--format', format, ...only)),
    );
    expect(html?.stdout).toMatch(/^<!doctype html>[^]*<\/html>\n$/i);
    expect(md?.stdout).toMatch(/^# /);
    expect(table?.stdout).toMatch(/^little-shop 123456789012/);
  });

  it('with --quiet says nothing at all', async () => {
    expect(await auditing('--output', at('quiet'), '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(at('quiet'))).toHaveLength(3);
  });
});

describe('the other commands, which ask nothing and need no credentials', () => {
  const planned = plan();
  const without = (...words: string[]) => command.run(words, { cwd: folder, env: {} });

  it('demo ends with 0 although its account has gaps, and writes the reports where it stands', async () => {
    const { code, stdout, stderr } = await without('demo');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Wrote stocktake-report/report.html');
    expect(reportIn('stocktake-report')).toMatchObject({ complete: false });
    const config = path.join(root, 'demo/rules.yaml');
    mkdirSync(at('past'));
    copyFileSync(path.join(root, 'demo/history.json'), at('past/history.json'));
    const like = ['--config', config, '--history', at('past'), '--output', at('replayed')];
    expect((await without('replay', sample, ...like)).code).toBe(3);
    expect(reportIn('replayed')).toEqual(reportIn('stocktake-report'));
  });

  it('rules lists every rule', async () => {
    const [json, table] = await Promise.all([without('rules', '--format', 'json'), without('rules')]);
    const ids = planned.rules.map(rule => rule.check.id);
    expect((JSON.parse(json.stdout) as { id: string }[]).map(({ id }) => id)).toEqual(ids);
    expect(ids.filter(id => !new RegExp(`^${id} `, 'm').test(table.stdout))).toEqual([]);
    expect(table.stdout).toContain(`${ids.length} rules.`);
  });

  it('plan and policy name the same actions', async () => {
    const [json, text, policy, stack] = await Promise.all([
      without('plan', '--format', 'json', '--services', 'kms'),
      without('plan', '--services', 'kms', '--regions', 'eu-north-1'),
      without('policy', '--services', 'kms'),
      without('policy', '--services', 'kms', '--format', 'cloudformation'),
    ]);
    const { actions } = plan({ services: ['kms'] });
    expect(JSON.parse(json.stdout)).toMatchObject({ actions, regions: 'all enabled regions' });
    for (const action of actions) {
      expect(policy.stdout).toContain(`"${action}"`);
      expect(stack.stdout).toContain(`"${action}"`);
    }
    expect(text.stdout).toMatch(
      /1 region \(eu-north-1\)[^]*kms:GetKeyPolicy[^]*About \$0\.0\d for what AWS bills: ce:GetCostAndUsage/,
    );
    const free = await without('plan', '--services', 'kms', '--categories', 'security');
    expect(free.stdout).toContain('None of these calls costs money');
    expect(JSON.parse(policy.stdout)).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Allow' }] });
    expect(JSON.parse(stack.stdout)).toHaveProperty('Resources');
  });

  it('policy --deny tells what would be lost', async () => {
    const { code, stdout } = await without('policy', '--deny', 'kms:GetKeyRotationStatus');
    expect(code).toBe(0);
    expect(stdout).toMatch(/of \d{3} rules could no longer be decided everywhere[^]*kms-key-rotation-enabled/);
  });

  it('explain says what a rule requires, reads, needs and advises', async () => {
    const { stdout } = await without('explain', 'kms-key-rotation-enabled');
    for (const part of [
      'Requires',
      'Fields that decide',
      'Calls',
      'IAM actions',
      'Frameworks',
      'Fix',
      'To do without it',
    ])
      expect(stdout).toMatch(new RegExp(`^${part}$`, 'm'));
    expect(stdout).toContain('aws kms enable-key-rotation --key-id {KeyId}');
    const json = await without('explain', 'kms-key-rotation-enabled', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({ id: 'kms-key-rotation-enabled', service: 'kms' });
  });

  it('help tells every command and option in words, on standard output', async () => {
    const all = await without('--help');
    expect(all).toMatchObject({ code: 0, stderr: '' });
    for (const name of commands) expect(all.stdout).toMatch(new RegExp(`^  ${name} .*  \\w`, 'm'));
    await Promise.all(
      commands.map(async name => {
        const one = await without(name, '--help');
        expect(one).toMatchObject({ code: 0, stderr: '' });
        expect(one.stdout).toMatch(new RegExp(`^Usage: stocktake ${name} `));
        const options = one.stdout.split('\n').filter(line => /^ {2}-/.test(line));
        expect(options.filter(line => !/^ {2}-\S.*? {2,}\w/.test(line) && !/^ {2}-\S[^ ]* <\S+>$/.test(line))).toEqual(
          [],
        );
        expect(await without('help', name)).toEqual(one);
      }),
    );
    expect(await without('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

/** Files that a user may name by mistake. */
function writeMistakes(): void {
  writeFileSync(at('facts.txt'), 'not a snapshot');
  writeFileSync(at('cut.snapshot'), readFileSync(sample).subarray(0, 5000));
  const footer = gzipSync('{"stocktake":"snapshot","version":9}\n');
  writeFileSync(
    at('newer.snapshot'),
    Buffer.concat([footer, gzipSync(`{"footer":${'0'.padStart(15)}}\n`, { level: 0 })]),
  );
  const configs = {
    rule: 'version: 1\nrules:\n  kms-key-rotation-enabeld: off\n',
    param: 'version: 1\nrules:\n  iam-password-policy-reuse-prevented:\n    params: { remembered: 5 }\n',
    type: 'version: 1\nrules:\n  kms-key-rotation-enabled:\n    severity: urgent\n',
    twice: 'version: 1\nrules:\n  kms-key-rotation-enabled: off\n  kms-key-rotation-enabled: off\n',
    broken: 'version: 1\nrules: [\n',
  };
  for (const [name, text] of Object.entries(configs)) writeFileSync(at(`${name}.yaml`), text);
}

describe('a mistake', () => {
  /** What was there before, and has to be there after. */
  const kept = ['there/report.html', 'there/report.md', 'there/report.json', 'there/old.snapshot'];
  beforeAll(() => {
    mkdirSync(at('there'));
    mkdirSync(at('empty'));
    for (const name of kept) writeFileSync(at(name), 'as it was');
    writeMistakes();
  });

  const there = ['--output', 'there', '--snapshot', 'there/old.snapshot'];
  const config = (name: string) => ['rules', '--config', `${name}.yaml`];
  it.each<[string, string[], RegExp]>([
    [
      'a selection that matches nothing',
      ['audit', '--services', 'macie', '--categories', 'cost', ...there],
      /no rule matches this selection/,
    ],
    [
      'an unknown rule',
      ['audit', '--rules', 'kms-key-rotation-enabeld', ...there],
      /--rules: there is no rule .*did you mean "kms-key-rotation-enabled"\?/,
    ],
    [
      'an unknown service',
      ['audit', '--services', 'kmss', ...there],
      /--services: there is no service "kmss"; did you mean "kms"\?/,
    ],
    [
      'an unknown category',
      ['audit', '--categories', 'securty', ...there],
      /--categories: .*did you mean "security"\?/,
    ],
    ['an unknown severity', ['audit', '--severity', 'hgh', ...there], /--severity: .*did you mean "high"\?/],
    ['a tier that there is not', ['audit', '--tier', '7', ...there], /--tier: the tier is 1, 2 or 3, not 7/],
    [
      'an unknown format',
      ['audit', '--format', 'htm', ...there],
      /--format: there is no format "htm"; did you mean "html"\?/,
    ],
    ['no format', ['audit', '--format', ',', ...there], /--format: names no format/],
    ['no region', ['audit', '--regions', '', ...there], /--regions: names no region/],
    ['two formats for one stream', ['audit', '--format', 'json,html', '--output', '-'], /--output -: one format/],
    [
      'a number that is none',
      ['audit', '--max-duration', 'soon', ...there],
      /--max-duration: must be a number of at least 1, not "soon"/,
    ],
    ['no request a second', ['audit', '--rate', '0', ...there], /--rate: must be a number of at least 1/],
    ['no request at once', ['audit', '--concurrency', '0', ...there], /--concurrency: must be/],
    [
      'an endpoint that is no URL',
      ['audit', '--endpoint-url', 'localhost', ...there],
      /--endpoint-url: "localhost" is not a URL/,
    ],
    [
      'an endpoint of another kind',
      ['audit', '--endpoint-url', 'ftp://127.0.0.1:1', ...there],
      /--endpoint-url: .*http/,
    ],
    ['an external id without a role', ['audit', '--external-id', 'x', ...there], /--external-id: goes with --role-arn/],
    [
      'a bill that is not there',
      ['audit', '--bill', '/nowhere/bill.csv', ...there],
      /bill\.csv: cannot be read \(ENOENT\)/,
    ],
    ['resuming without a snapshot', ['audit', '--resume'], /--resume: name the snapshot to resume/],
    [
      'resuming what is not there',
      ['audit', '--resume', ...there],
      /old\.snapshot\.partial: there is no audit to resume here/,
    ],
    [
      'a file in place of the folder',
      ['audit', '--output', 'facts.txt'],
      /facts\.txt: is a file; reports need a folder/,
    ],
    [
      'a folder below a file',
      ['audit', '--output', 'facts.txt/below'],
      /facts\.txt\/below: cannot be written \(ENOTDIR\)/,
    ],
    [
      'a folder in place of the snapshot',
      ['audit', '--snapshot', 'empty'],
      /empty: is a folder; a snapshot needs a file/,
    ],
    ['a configuration that is not there', ['rules', '--config', 'none.yaml'], /none\.yaml: cannot be read \(ENOENT\)/],
    ['a configuration that is a folder', ['rules', '--config', 'there'], /there: cannot be read \(EISDIR\)/],
    ['an unknown rule in it', config('rule'), /rule\.yaml:3: rules\.kms-key-rotation-enabeld: .*did you mean/],
    [
      'an unknown parameter in it',
      config('param'),
      /param\.yaml:4: rules\.iam-.*\.params\.remembered: .*has no parameter "remembered"; it has/,
    ],
    ['a wrong type in it', config('type'), /type\.yaml:4: rules\.kms-key-rotation-enabled\.severity: /],
    ['a duplicate key in it', config('twice'), /twice\.yaml:4: Map keys must be unique/],
    ['a configuration that is no YAML', config('broken'), /broken\.yaml:\d: /],
    ['an unknown rule to explain', ['explain', 'kms-key-rotation-enable'], /did you mean "kms-key-rotation-enabled"\?/],
    [
      'an action that is not asked for',
      ['policy', '--deny', 'kms:GetKeyPolic'],
      /--deny: .*did you mean "kms:GetKeyPolicy"\?/,
    ],
    ['a snapshot that is not there', ['replay', 'none', '--output', 'there'], /none: cannot be read \(ENOENT\)/],
    ['a snapshot that is a folder', ['replay', 'there', '--output', 'there'], /there: is not a file/],
    [
      'a snapshot that is none',
      ['replay', 'facts.txt', '--output', 'there'],
      /facts\.txt: is not a stocktake snapshot/,
    ],
    ['a snapshot cut short', ['replay', 'cut.snapshot', '--output', 'there'], /cut\.snapshot: was cut short/],
    ['a snapshot of another version', ['replay', 'newer.snapshot', '--output', 'there'], /is of snapshot version 9/],
  ])('%s is told in one sentence: exit code 2, no call, nothing overwritten', async (_name, words, sentence) => {
    const { code, stdout, stderr } = await stocktake(...words);
    expect(stderr).toMatch(/^stocktake: [^\n]+\n$/);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(proxy.calls).toEqual([]);
    for (const name of kept) expect(readFileSync(at(name), 'utf8')).toBe('as it was');
    expect(readdirSync(at('there'))).toHaveLength(kept.length);
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['audti'], /unknown command 'audti'\n\(Did you mean audit\?\)/],
    ['an unknown option', ['audit', '--regons', 'x'], /unknown option '--regons'\n\(Did you mean --regions\?\)/],
    ['a word too many', ['rules', 'kms'], /too many arguments/],
    ['a word too few', ['replay'], /missing required argument 'snapshot'/],
    ['an option without its value', ['audit', '--regions'], /argument missing/],
    ['a choice that there is not', ['plan', '--format', 'xml'], /Allowed choices are table, json/],
  ])('%s: exit code 2, with the way to help', async (_name, words, sentence) => {
    const { code, stdout, stderr } = await stocktake(...words);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('(stocktake --help lists the commands)');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('no command at all shows the help, as an error', async () => {
    const { code, stdout, stderr } = await stocktake();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: stocktake/);
  });

  it.each([
    ['no credentials', {}, /^stocktake: found no AWS credentials that work; [^\n]+\n$/],
    [
      'a profile that is not there',
      { AWS_PROFILE: 'none' },
      /^stocktake: found no AWS credentials that work; [^\n]+\n$/,
    ],
  ])('%s: one sentence, exit code 2, nothing overwritten', async (_name, env, sentence) => {
    const { code, stdout, stderr } = await command.run(auditWords(...there), { cwd: folder, env });
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const name of kept) expect(readFileSync(at(name), 'utf8')).toBe('as it was');
  });

  it('a region that does not exist, and credentials that AWS refuses, are told before anything is written', async () => {
    const region = await stocktake(
      ...auditWords(...there).map(word => (word.startsWith('--regions=') ? '--regions=eu-nort-1' : word)),
    );
    expect(region).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/did you mean "eu-north-1"\?\n$/) as string,
    });
    proxy.add({ on: 'sts:GetCallerIdentity', fault: { error: 'InvalidClientTokenId' } });
    const refused = await auditing(...there);
    expect(refused).toMatchObject({
      code: 2,
      stderr: 'stocktake: AWS refuses these credentials (InvalidClientTokenId)\n',
    });
    for (const name of kept) expect(readFileSync(at(name), 'utf8')).toBe('as it was');
  });
});

describe('text from elsewhere', () => {
  const escape = '\u001b]0;owned\u0007\u001b[31m\u009b2J\u202e\r';
  const hidden = /[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/u;

  it.each<[string, () => string[]]>([
    ['a rule of rules.yaml', () => ['rules', '--config', at('hostile.yaml')]],
    ['a name of a file', () => ['replay', `none${escape}`]],
    ['a rule to explain', () => ['explain', `kms${escape}`]],
    ['a selection', () => ['rules', '--services', `kms${escape}`]],
    ['an option', () => ['rules', `--serv${escape}`]],
    ['a command', () => [`audit${escape}`]],
    ['a number', () => ['audit', '--rate', escape]],
    ['a region', () => auditWords('--regions', `eu${escape}`)],
    ['a message of AWS', () => auditWords('--output', at('odd'), '--verbose')],
    ['a message of AWS on credentials', () => auditWords('--output', at('odd'))],
  ])('%s reaches the terminal with every control character written out', async (name, words) => {
    writeFileSync(at('hostile.yaml'), `version: 1\nrules:\n  ${JSON.stringify(`kms${escape}`)}: off\n`);
    const fault = { error: 'AccessDeniedException', message: `no ${escape}` };
    if (name === 'a message of AWS') proxy.add({ on: 'kms:GetKeyPolicy', fault });
    if (name === 'a message of AWS on credentials') proxy.add({ on: 'sts:GetCallerIdentity', fault });
    const { code, stdout, stderr } = await stocktake(...words());
    expect(code).toBe(name === 'a message of AWS' ? 3 : 2);
    expect(stderr).toContain(name === 'an option' || name === 'a command' ? 'unknown' : '\\x1b');
    expect(`${stdout}${stderr}`).not.toMatch(hidden);
  });

  it('a parameter of rules.yaml does not write to the terminal either', async () => {
    const line = `  kms-key-single-region: { params: { allowed_key_ids: [${JSON.stringify(escape)}] } }\n`;
    writeFileSync(at('hostile.yaml'), `version: 1\nrules:\n${line}`);
    const id = 'kms-key-single-region';
    const both = await Promise.all([
      stocktake('explain', id, '--config', at('hostile.yaml')),
      stocktake('explain', id, '--config', at('hostile.yaml'), '--format', 'json'),
      stocktake('rules', '--rules', id, '--config', at('hostile.yaml'), '--format', 'json'),
    ]);
    for (const { code, stdout } of both) {
      expect(code).toBe(0);
      expect(stdout).not.toMatch(hidden);
    }
    expect(JSON.parse(both[1].stdout)).toMatchObject({ params: { allowed_key_ids: [escape] } });
  });
});

describe('a reader that leaves', () => {
  const shell = (line: string) => command.spawn('bash', ['-o', 'pipefail', '-c', line], { cwd: folder });

  it.each([
    ['rules', 'rules --format json | head -c 20'],
    ['rules, a line', 'rules | head -1'],
    ['a report', `replay ${sample} --format html --output - | head -1`],
  ])('early is no failure: %s', async (_name, line) => {
    const { code, stdout, stderr } = await shell(`${command.line} ${line}; echo "code \${PIPESTATUS[0]}" >&2`);
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
    expect(stderr).toBe(line.startsWith('replay') ? 'code 0\n' : 'code 0\n');
  });

  it('standard error early does not end the audit', async () => {
    const words = auditWords('--output', at('unread'), '--verbose').join(' ');
    const { stdout } = await shell(
      `{ ${command.line} ${words} > /dev/null; echo "code $?" >&3; } 2>&1 3>&1 >/dev/null | true; wait`,
    );
    expect(stdout).toBe('');
    expect(reportIn('unread')).toMatchObject({ complete: true });
  });
});

describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal (needs "script" of util-linux)', () => {
  const onTerminal = async (env: Record<string, string>, ...more: string[]) => {
    // Slow enough for the line to be drawn.
    proxy.add({ on: 'kms:*', fault: { latency: 150 } });
    const words = auditWords('--output', at('terminal'), ...more).join(' ');
    const credentials = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing', TERM: 'xterm' };
    const line = `${command.line} ${words}`;
    return command.spawn('script', ['-qec', line, '/dev/null'], { cwd: folder, env: { ...credentials, ...env } });
  };
  const progress = /\r\u001b\[2K {2}[^\n]*kms \d+\/\d+ [^\n]*\d+ calls · \d+ s/;
  const color = /\u001b\[\d+m/;

  it('a live line, cleared at the end, and colours', async () => {
    const { code, stdout } = await onTerminal({});
    expect(code).toBe(0);
    expect(stdout).toMatch(progress);
    expect(stdout).toMatch(color);
    expect(stdout.slice(stdout.lastIndexOf('\u001b[2K'))).not.toContain('calls ·');
  });

  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }, []],
    ['--no-color', {}, ['--no-color']],
  ])('%s: no colours', async (_name, env: Record<string, string>, more) => {
    const { stdout } = await onTerminal(env, ...more);
    expect(stdout).toMatch(progress);
    expect(stdout).not.toMatch(color);
  });

  it('--quiet: not a byte', async () => {
    expect(await onTerminal({}, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('an audit that is ended from outside', () => {
  /** Audits while one kind of detail never answers, and sends these signals when the rest is on disk. */
  const endedBy = (signals: readonly NodeJS.Signals[], name: string) => {
    proxy.add({ on: 'kms:GetKeyPolicy', fault: 'hang' });
    const words = auditWords('--snapshot', at(`${name}.snapshot`), '--output', at(name));
    const isSpooled = () => existsSync(at(`${name}.snapshot.partial/organizations.organization.jsonl.gz`));
    const during: NonNullable<Parameters<BuiltCommand['run']>[1]>['during'] = child => {
      const timer = setInterval(() => {
        if (!isSpooled()) return;
        clearInterval(timer);
        for (const signal of signals) child.kill(signal);
      }, 50);
      child.once('close', () => clearInterval(timer));
    };
    return command.run(words, { cwd: folder, during });
  };
  const resumed = (name: string) => auditing('--snapshot', at(`${name}.snapshot`), '--output', at(name), '--resume');

  it('by Ctrl-C: a report and a snapshot of what was seen, exit code 3; there is nothing left to resume', async () => {
    const { code, stdout, stderr } = await endedBy(['SIGINT'], 'interrupted');
    expect(code).toBe(3);
    expect(stderr).toContain('stocktake: ending; the report will hold what was seen');
    expect(stdout).toContain('interrupted');
    expect(reportIn('interrupted')).toMatchObject({ complete: false, ended: { reason: 'interrupted' } });
    const replayed = await stocktake(
      'replay',
      at('interrupted.snapshot'),
      '--rules',
      rules.join(),
      '--output',
      at('again'),
    );
    expect(replayed.code).toBe(3);
    expect(reportIn('again')).toEqual(reportIn('interrupted'));
    const bytes = readFileSync(at('interrupted.snapshot'));
    expect(await resumed('interrupted')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no audit to resume') as string,
    });
    expect(readFileSync(at('interrupted.snapshot')).equals(bytes)).toBe(true);
  });

  it.each<[string, NodeJS.Signals[], number | null]>([
    ['by a second signal', ['SIGINT', 'SIGTERM'], 130],
    ['by SIGKILL', ['SIGKILL'], null],
  ])('%s: --resume goes on, and gives what an undisturbed audit gives', async (_name, signals, code) => {
    const name = `killed-${signals.length}`;
    expect((await endedBy(signals, name)).code).toBe(code);
    expect(existsSync(at(`${name}.snapshot`))).toBe(false);
    expect(existsSync(at(`${name}/report.json`))).toBe(false);
    proxy.clear();
    const calm = await auditing('--output', at('calm'));
    const asked = proxy.calls.length;
    proxy.clear();
    const again = await resumed(name);
    expect({ ...again, stdout: '' }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(calm.code).toBe(0);
    expect(reportIn(name).findings.map(told)).toEqual(reportIn('calm').findings.map(told));
    expect(reportIn(name)).toMatchObject({ complete: true, scores: reportIn('calm').scores });
    expect(proxy.calls.length).toBeLessThan(asked);
    expect(existsSync(at(`${name}.snapshot.partial`))).toBe(false);
  });
});
