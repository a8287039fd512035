import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../scripts/check-engines.mjs');
const folder = mkdtempSync(join(tmpdir(), 'stocktake-engines-'));
afterAll(() => rmSync(folder, { recursive: true }));

function check(range: string) {
  const lock = join(folder, 'package-lock.json');
  const packages = { 'node_modules/it': { version: '1.0.0', engines: { node: range } } };
  writeFileSync(lock, JSON.stringify({ packages }));
  return spawnSync(process.execPath, [script, lock], { encoding: 'utf8' });
}

describe('check-engines, for Node 20.19.0', () => {
  it.each([
    '*',
    '',
    '>=20',
    '>= 18',
    '>=20.19',
    '>=20.19.0',
    '^20.19.0 || ^22.13.0 || >=23.5.0',
    '20 || >=22',
    '20.x',
    '^20',
    '~20.19.0',
    '>=18 <21',
    '18 - 20',
    '<=20',
    '>20.18.1',
    '<22.0.0',
  ])('accepts %j', range => {
    expect(check(range)).toMatchObject({ status: 0, stdout: '1 packages run on Node 20.19.0\n' });
  });

  it.each([
    '>=22',
    '^22.0.0',
    '>=20.19.1',
    '^20.20.0',
    '~20.18.0',
    '>20',
    '<20',
    '>=16 <20',
    '18 - 19',
    '18 || >=22',
    '20.19.1',
  ])('refuses %j', range => {
    const { status, stderr } = check(range);
    expect(stderr).toBe(`node_modules/it 1.0.0 needs Node ${range}, ours is 20.19.0\n`);
    expect(status).toBe(1);
  });

  it('refuses a range it cannot read, even beside one that it can', () => {
    const { status, stderr } = check('>=18 || latest');
    expect(stderr).toContain('cannot read the engines range "latest"');
    expect(status).toBe(1);
  });

  it('accepts the lock file of this project', () => {
    expect(spawnSync(process.execPath, [script], { encoding: 'utf8' }).stderr).toBe('');
  });
});
