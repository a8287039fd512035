import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setUpShellcheck } from '../../scripts/setup-shellcheck.mjs';
import { replay } from '../../src/audit.js';
import { shellQuote } from '../../src/core/fix.js';
import { type Finding, isOpen, type Report } from '../../src/core/types.js';
import { renderFixScript } from '../../src/report/index.js';
import { auditShop } from '../proofs/audits.js';
import { openShop } from '../proofs/shop.js';
import { hostileNames } from '../report/hostile.js';
import { fillFix, ruleFixes, wordsOf } from './commands.js';

const checker = await setUpShellcheck();
if (!checker.available) {
  if (process.env['CI']) throw new Error(`scripts are not checked: ${checker.reason}`);
  process.stderr.write(`shellcheck of fix scripts is skipped: ${checker.reason}\n`);
}
const title = checker.available ? 'shellcheck' : `shellcheck [skipped: ${checker.reason}]`;

let folder: string;
let sample: Report;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stocktake-fix-'));
  sample = await replay('demo/sample.snapshot');
  // Writes down each of its arguments, and fails where it is told to.
  const aws = `#!/bin/sh
if [ "$1 $2" = "sts get-caller-identity" ]; then printf '%s\\n' "$CALLER"; exit 0; fi
for word in "$@"; do printf '%s\\0' "$word"; done >> "$LOG"
printf '\\n' >> "$LOG"
[ "$1" != "$FAILS" ]
`;
  writeFileSync(join(folder, 'aws'), aws);
  chmodSync(join(folder, 'aws'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const finding = (rule: string, name: string, more: Partial<Finding> = {}): Finding => ({
  rule,
  verdict: 'FAIL',
  severity: 'medium',
  category: 'security',
  service: 'kms',
  resource: { id: name, arn: `arn:aws:x:::${name}`, name, region: 'eu-north-1', type: 'AWS::Test' },
  message: `seen: ${name}`,
  evidence: [],
  ...more,
});

/** Findings of all rules, each for a resource that bears a hostile name. */
const hostileFindings = (): Finding[] =>
  ruleFixes.flatMap(({ id, check }, at) => {
    const name = hostileNames[at % hostileNames.length] ?? '';
    const { cleanUp } = check;
    return [finding(id, name, { fix: fillFix(check.fix, name), ...(cleanUp ? { cleanUp } : {}) })];
  });

const named = (command: string, name: string): Finding => finding('a-rule', name, { fix: { command } });

const scriptOf = (findings: readonly Finding[], report: Report = sample): string => {
  const file = join(folder, 'fix.sh');
  writeFileSync(file, renderFixScript(report, findings).text);
  return file;
};

function run(file: string, words: readonly string[], { env = {}, input = '' }: { env?: object; input?: string } = {}) {
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const done = spawnSync('bash', [file, ...words], {
    encoding: 'utf8',
    input,
    env: { PATH: `${folder}:${process.env['PATH']}`, LOG: log, CALLER: sample.account.id, ...env },
  });
  const calls = readFileSync(log, 'utf8')
    .split('\0\n')
    .filter(line => line !== '')
    .map(line => line.split('\0'));
  return { ...done, calls };
}

const check = (file: string): string => {
  if (!checker.available) return '';
  return spawnSync(checker.shellcheck, ['--shell=bash', '--norc', file], { encoding: 'utf8' }).stdout;
};
const parses = (file: string): string => spawnSync('bash', ['-n', file], { encoding: 'utf8' }).stderr;

describe(title, () => {
  it.skipIf(!checker.available)('finds what is wrong', () => {
    const file = join(folder, 'wrong.sh');
    writeFileSync(file, '#!/bin/bash\nrm $1\n');
    expect(check(file)).toContain('SC2086');
  });

  it.skipIf(!checker.available)('has nothing to say of the fixes of the sample account', () => {
    const file = scriptOf(sample.findings.filter(isOpen));
    expect([check(file), parses(file)]).toEqual(['', '']);
  });

  it.skipIf(!checker.available)('has nothing to say of the fixes of all rules for hostile names', () => {
    for (let turn = 0; turn < 6; turn++) {
      const shifted = hostileFindings().map((one, at) => {
        const name = hostileNames[(at * 7 + turn) % hostileNames.length] ?? '';
        const fix = ruleFixes[at]?.check.fix ?? {};
        return { ...finding(one.rule, name, { fix: fillFix(fix, name) }) };
      });
      const file = scriptOf(shifted);
      expect([check(file), parses(file)]).toEqual(['', '']);
    }
  });

  it.skipIf(!checker.available)(
    'has nothing to say of the fixes of an account that answers over the wire',
    async () => {
      const shop = await openShop();
      try {
        const report = await auditShop(shop.port);
        const file = scriptOf(report.findings.filter(isOpen), report);
        expect(report.findings.filter(isOpen).length).toBeGreaterThan(50);
        expect([check(file), parses(file)]).toEqual(['', '']);
      } finally {
        await shop.stop();
      }
    },
    120_000,
  );

  it.skipIf(!checker.available)('has nothing to say of any sign that might be taken for a mistake of typing', () => {
    // ASCII, Latin-1, general punctuation, and the punctuation of Chinese and Japanese with its full-width forms.
    const blocks = [
      [0x20, 0xff],
      [0x2000, 0x206f],
      [0x3000, 0x303f],
      [0xff00, 0xffef],
    ] as const;
    const signs = blocks.flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)),
    );
    const names = Array.from({ length: Math.ceil(signs.length / 8) }, (_, at) =>
      signs.slice(at * 8, at * 8 + 8).join('a '),
    );
    const file = scriptOf(names.map(name => named(`aws kms enable-key --key-id ${shellQuote(name)}`, name)));
    expect([check(file), parses(file)]).toEqual(['', '']);
  });

  it.skipIf(!checker.available)('has nothing to say of any name', () => {
    const names = fc.array(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom(...hostileNames)),
      {
        minLength: 20,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(names, some => {
        const file = scriptOf(some.map(name => named(`aws kms enable-key --key-id ${shellQuote(name)}`, name)));
        expect([check(file), parses(file)]).toEqual(['', '']);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a fix script', () => {
  it('runs nothing by itself, and shows every command', () => {
    const file = scriptOf([named('aws kms enable-key --key-id k-1', 'k-1')]);
    const { calls, status, stdout } = run(file, []);
    expect({ calls, status }).toEqual({ calls: [], status: 0 });
    expect(stdout).toContain('aws kms enable-key --key-id k-1');
  });

  it('runs a group that is named, asking before each command', () => {
    const file = scriptOf([
      named('aws kms enable-key --key-id k-1', 'k-1'),
      named('aws kms enable-key --key-id k-2', 'k-2'),
      named('aws kms delete-alias --alias-name alias/a', 'a'),
    ]);
    expect(run(file, ['--run', 'low'], { input: 'n\ny\n' }).calls).toEqual([['kms', 'enable-key', '--key-id', 'k-2']]);
    expect(run(file, ['--run', 'low']).calls).toEqual([]);
    expect(run(file, ['--run', 'high'], { env: { YES: '1' } }).calls).toEqual([
      ['kms', 'delete-alias', '--alias-name', 'alias/a'],
    ]);
  });

  it.each([[['--run']], [['low']], [['--run', 'none']], [['--run', 'low', 'high']], [['--yes']]])(
    'refuses %j',
    words => {
      const { calls, status, stderr } = run(scriptOf([named('aws kms enable-key --key-id k', 'k')]), words, {
        env: { YES: '1' },
      });
      expect({ calls, status }).toEqual({ calls: [], status: 2 });
      expect(stderr).toContain('Groups of this script');
    },
  );

  it('is for the account that was audited', () => {
    const file = scriptOf([named('aws kms enable-key --key-id k', 'k')]);
    const { calls, status, stderr } = run(file, ['--run', 'low'], { env: { YES: '1', CALLER: '999999999999' } });
    expect({ calls, status }).toEqual({ calls: [], status: 1 });
    expect(stderr).toContain('the credentials are of 999999999999');
  });

  it('stops at the first command that fails, and at the first part of one', () => {
    const file = scriptOf([
      named('aws dynamodb create-backup --table-name a && aws kms enable-key --key-id after', 'a'),
      named('aws kms enable-key --key-id next', 'next'),
    ]);
    const { calls, status } = run(file, ['--run', 'low'], { env: { YES: '1', FAILS: 'dynamodb' } });
    expect(calls).toEqual([['dynamodb', 'create-backup', '--table-name', 'a']]);
    expect(status).not.toBe(0);
  });

  it('hands on every argument of every rule as it is, whatever the names hold', () => {
    const findings = hostileFindings();
    const file = scriptOf(findings);
    const calls = ['look', 'low', 'medium', 'high'].flatMap(
      group => run(file, ['--run', group], { env: { YES: '1' } }).calls,
    );
    const ready = new Set(
      findings.flatMap(({ fix }) =>
        fix?.command !== undefined &&
        fix.missing === undefined &&
        !/[\p{Cf}\p{Cs}\u0080-\u009f\u2028]/u.test(fix.command)
          ? [fix.command]
          : [],
      ),
    );
    const meant = [...ready].flatMap(command => wordsOf(command).map(words => words.slice(1)));
    expect(calls.map(words => JSON.stringify(words)).sort()).toEqual(meant.map(words => JSON.stringify(words)).sort());
    expect(calls.length).toBeGreaterThan(80);
  });

  it('runs nothing that a name holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n touch "$LOG.out"; #', "'; false; '", '$(exit 9)')),
        name => {
          const file = scriptOf([
            finding('a-rule', name, {
              message: name,
              fix: { byHand: name, note: name, undo: `aws x ${shellQuote(name)}` },
            }),
            named(`aws kms enable-key --key-id ${shellQuote(name)}`, name),
          ]);
          const { calls, status, stderr } = run(file, ['--run', 'low'], { env: { YES: '1' } });
          // biome-ignore lint: control characters are what the quoting removes
          const word = name.replace(/[\u0000-\u001f\u007f]/g, '?');
          const shown = status === 0 ? [['kms', 'enable-key', '--key-id', word]] : [];
          expect(calls).toEqual(shown);
          expect([stderr, status].join()).toMatch(/^(?:,0|there is no group low.*,2)$/s);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds the very same command once, with all that it mends', () => {
    const same = ['k-1', 'k-2'].map(name => named('aws iam delete-account-password-policy', name));
    const { text, counts } = renderFixScript(sample, same);
    expect(counts).toEqual({ commands: 1, incomplete: 0, byHand: 0 });
    expect(text.match(/aws iam delete-account/g)).toHaveLength(1);
    expect(text).toMatch(/k-1[^\n]*\n# Resource: k-2/);
  });

  it('does not run what is not complete, and says what is missing', () => {
    const fix = {
      command: "aws sns subscribe --topic-arn t --notification-endpoint '<address>'",
      missing: ['<address>', 'file://a.json'],
    };
    const { text, counts } = renderFixScript(sample, [finding('a-rule', 't', { fix })]);
    expect(counts).toEqual({ commands: 0, incomplete: 1, byHand: 0 });
    expect(text).toContain('# Not run as it is: replace <address>; write the file a.json.\n#   aws sns subscribe');
    expect(run(scriptOf([finding('a-rule', 't', { fix })]), []).stdout).toContain('none: every fix');
  });
});

describe('the group of a command', () => {
  const cleanUp = { does: 'delete', risk: 'low', undo: 'at once', order: 5 } as const;
  it.each([
    ['aws wafv2 get-web-acl --name a', undefined, 'look'],
    ['aws wafv2 get-web-acl --name a', { ...cleanUp, risk: 'high' as const }, 'look'],
    ['aws kms enable-key-rotation --key-id k', undefined, 'low'],
    ['aws kms cancel-key-deletion --key-id k', undefined, 'low'],
    ['aws s3api put-public-access-block --bucket b', undefined, 'medium'],
    ['aws iam create-policy-version --policy-arn p', undefined, 'medium'],
    ['aws something unheard-of', undefined, 'medium'],
    ['aws iam detach-user-policy --user-name u', undefined, 'high'],
    ['aws iam update-access-key --user-name u --status Inactive', undefined, 'high'],
    ['aws logs describe-log-groups && aws logs delete-log-group --log-group-name l', undefined, 'high'],
    ['aws synthetics stop-canary --name c', cleanUp, 'medium'],
    ['aws iam create-access-key --user-name u', undefined, 'medium'],
    ["aws cloudtrail update-trail --name t --cloud-watch-logs-log-group-arn ''", cleanUp, 'medium'],
    ['aws logs tail l', { ...cleanUp, risk: 'none' as const }, 'look'],
    ['aws lambda update-function-configuration', { ...cleanUp, risk: 'none' as const }, 'low'],
    ['aws logs delete-log-group --log-group-name l', { ...cleanUp, undo: 'never' as const }, 'medium'],
    [
      'aws dsql delete-cluster --identifier i',
      { ...cleanUp, risk: 'medium' as const, undo: 'from a backup' as const },
      'high',
    ],
  ])('%s', (command, cleaning, group) => {
    const { text } = renderFixScript(sample, [
      finding('a-rule', 'x', { fix: { command }, ...(cleaning ? { cleanUp: cleaning } : {}) }),
    ]);
    expect(text.match(/^# ===== (\w+):/m)?.[1]).toBe(group);
  });

  it('is no graver where a command takes it back at once', () => {
    const fix = { command: 'aws synthetics stop-canary --name c', undo: 'aws synthetics start-canary --name c' };
    const { text } = renderFixScript(sample, [finding('a-rule', 'x', { fix, cleanUp })]);
    expect(text).toContain('# ===== low:');
  });
});

it('bash is there', () => {
  expect(execFileSync('bash', ['-c', 'echo "$BASH_VERSION"'], { encoding: 'utf8' })).toMatch(/^\d/);
});
