import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/audit.js';
import { setUpTestServer } from '../../scripts/setup-test-server.mjs';
import { fillFix, ruleFixes, wordsOf } from './commands.js';

const server = await setUpTestServer();
const why = server.available ? '' : ` [skipped: ${server.reason}]`;
if (!server.available) process.stderr.write(`commands of fixes are not checked: ${server.reason}\n`);

/** What botocore's own models say against each command. */
function faultsOf(commands: readonly (readonly string[])[]): string[] {
  if (!server.available) throw new Error(server.reason);
  const script = fileURLToPath(new URL('aws_commands.py', import.meta.url));
  const env = { ...process.env, ...server.environment };
  const answer = execFileSync(server.python, [script], { input: JSON.stringify(commands), env, encoding: 'utf8' });
  const faults = JSON.parse(answer) as string[][];
  return faults.flatMap((some, at) => some.map(fault => `${commands[at]?.join(' ')}: ${fault}`));
}

describe.skipIf(!server.available)(`the commands of fixes, against the models of the AWS CLI${why}`, () => {
  it('finds what is wrong', () => {
    const wrong = ['aws kms rotate-key', 'aws kmz list-keys', 'aws kms enable-key --kye-id a', 'aws kms enable-key'];
    expect(faultsOf(wrong.flatMap(wordsOf))).toEqual([
      'aws kms rotate-key: no operation kms rotate-key',
      'aws kmz list-keys: no service kmz',
      'aws kms enable-key --kye-id a: enable-key has no --kye-id',
      'aws kms enable-key --kye-id a: enable-key lacks --key-id',
      'aws kms enable-key: enable-key lacks --key-id',
    ]);
  });

  it('name services, operations and options that there are, with all that are required', () => {
    const commands = ruleFixes.flatMap(({ check }) => {
      const { command, undo } = fillFix(check.fix, 'stand-in');
      return [command, undo].filter(one => one !== undefined).flatMap(wordsOf);
    });
    expect(commands.length).toBeGreaterThan(200);
    expect(faultsOf(commands)).toEqual([]);
  });

  it('do so where the verdict decides on the command', async () => {
    const { findings } = await replay('demo/sample.snapshot');
    const commands = findings.flatMap(({ fix }) => [fix?.command, fix?.undo]).filter(one => one !== undefined);
    expect(commands.length).toBeGreaterThan(100);
    expect(faultsOf(commands.flatMap(wordsOf))).toEqual([]);
  });

  it('do so where a text mentions one', () => {
    const folder = fileURLToPath(new URL('../../src/checks/', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
    const mentions = files.flatMap(file => [
      ...readFileSync(folder + file, 'utf8').matchAll(
        /\baws ([a-z][a-z0-9-]+ [a-z][a-z0-9-]*[a-z0-9])(?![a-z0-9-]|\$\{|-\$)/g,
      ),
    ]);
    const commands = [...new Set(mentions.map(([, words]) => `aws ${words}`))].map(text => text.split(' '));
    expect(commands.length).toBeGreaterThan(100);
    // A mention leaves out what is required.
    expect(faultsOf(commands).filter(fault => !/ lacks --/.test(fault))).toEqual([]);
  });
});

describe('undo', () => {
  const withUndo = ruleFixes.filter(({ check }) => check.fix.undo !== undefined);

  it('is there for the rules that have an exact one', () => {
    expect(withUndo.length).toBeGreaterThanOrEqual(50);
  });

  it.each(withUndo.map(({ id, check }) => [id, check.fix] as const))(
    'of %s names what its command names',
    (_id, fix) => {
      const fieldsOf = (text = '') => new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      const [command, undo] = [fieldsOf(fix.command), fieldsOf(fix.undo)];
      // The region and what the thing was before are all that an undo may know besides.
      const more = [...undo].filter(name => !command.has(name));
      expect(
        more.filter(name => !/^(DefaultVersionId|AllocatedProvisionedConcurrentExecutions)$/.test(name ?? '')),
      ).toEqual([]);
    },
  );
});
