import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { setUpTestServer } from '../../scripts/setup-test-server.mjs';
import { checkSettings } from '../../src/cli/deploy/settings.js';
import { parametersFor, templateFor } from '../../src/cli/deploy/template.js';
import { zip } from '../../src/cli/deploy/zip.js';
import { policiesFor } from '../../src/core/policy-document.js';
import { stocktake } from '../proofs/command.js';

interface Template {
  Parameters: Record<string, { Default?: unknown }>;
  Resources: Record<string, { Properties: Record<string, unknown>; DependsOn?: string[] }>;
}

describe('the template of stocktake deploy', () => {
  const reads = policiesFor(Array.from({ length: 600 }, (_, at) => `service${at}:DescribeSomething`));
  const settings = checkSettings({ emails: ['a@example.com', 'b@example.com'] });
  const template = JSON.parse(templateFor(settings, reads)) as Template;

  it('lets the function read what the rules need, in as many policies as that takes', () => {
    expect(reads.length).toBeGreaterThan(2);
    const policies = Object.entries(template.Resources).filter(([id]) => id.startsWith('Reads'));
    expect(policies.map(([, { Properties }]) => Properties['PolicyDocument'])).toEqual(reads);
    const waiting = Object.values(template.Resources).filter(one => one.DependsOn?.includes('Reads'));
    expect(waiting).toHaveLength(1);
    expect(waiting[0]?.DependsOn).toEqual(expect.arrayContaining(policies.map(([id]) => id)));
  });

  it('tells everyone, and gives every parameter a value', () => {
    expect(template.Resources['Recipient2']?.Properties['Endpoint']).toBe('b@example.com');
    const parameters = parametersFor(settings, { bucket: 'code', key: 'key.zip' });
    expect(Object.keys(parameters).sort()).toEqual(Object.keys(template.Parameters).sort());
    expect(parameters).toMatchObject({ Email: 'a@example.com', CodeBucket: 'code', CodeKey: 'key.zip' });
  });

  it('has the usual settings as the defaults of its parameters', () => {
    const { CodeBucket: _bucket, CodeKey: _key, ...usual } = parametersFor(checkSettings({}), { bucket: '', key: '' });
    const defaults = Object.entries(template.Parameters).filter(([, one]) => 'Default' in one);
    expect(Object.fromEntries(defaults.map(([name, { Default }]) => [name, String(Default)]))).toEqual(usual);
  });
});

const python = await setUpTestServer();

describe.skipIf(!python.available)(`a zip file${python.available ? '' : ` [skipped: ${python.reason}]`}`, () => {
  const files = [
    { name: 'empty', bytes: Buffer.alloc(0) },
    { name: 'folder/größe.txt', bytes: Buffer.from('größe') },
    { name: 'large.bin', bytes: Buffer.alloc(300_000, 'stocktake') },
  ];

  it('is read by others, whole', async () => {
    if (!python.available) return;
    const folder = await mkdtemp(path.join(tmpdir(), 'zip-'));
    await writeFile(path.join(folder, 'x.zip'), zip(files));
    const script = `import json, sys, zipfile, zlib
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, len(z.read(i)), i.external_attr >> 16] for i in z.infolist()]))`;
    const { stdout } = await promisify(execFile)(python.python, ['-c', script, path.join(folder, 'x.zip')]);
    expect(JSON.parse(stdout)).toEqual(files.map(({ name, bytes }) => [name, bytes.length, 0o100644]));
    await rm(folder, { recursive: true });
  });

  it('is the same for the same files', () => expect(zip(files)).toEqual(zip(files)));
});

describe('stocktake deploy', () => {
  it.each([
    [['deploy', '--schedule', 'daily'], /--schedule: must be rate\(1 day\) or cron/],
    [['deploy', '--email', 'nobody'], /--email: must be an e-mail address/],
    [['deploy', '--schedule', 'rate(2 days)'], /--alarm-after: must be more than the 48 hours/],
    [['deploy', '--log-retention-days', '10'], /--log-retention-days: must be one of/],
    [['deploy', '--stack-name', 'a b'], /--stack-name: must begin with a letter/],
    [['deploy', '--config', 'none.yaml'], /none\.yaml: cannot be read \(ENOENT\)/],
    [['deploy', '--services', 'kmss'], /--services: .*did you mean "kms"/],
    [['remove', '--stack-name', '1'], /--stack-name: must begin with a letter/],
  ])('%j is refused before anything is asked', async (words, message) => {
    const { code, stderr, stdout } = await stocktake([...words, '--endpoint-url', 'http://127.0.0.1:1', '--yes']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
