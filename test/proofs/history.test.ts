import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../src/cli/history.js';
import type { Report } from '../../src/core/types.js';
import { type FaultProxy, startFaultProxy } from '../server/fault-proxy.js';
import { type Stub, StubError } from '../server/stub.js';
import { stocktake } from './command.js';
import { openShop } from './shop.js';

/** `--history` as a user has it: what is kept, what is said of it, and that a mistake in it costs no audit. */

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stocktake-trend-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (...names: string[]): string => path.join(folder, ...names);
const reportIn = async (name: string): Promise<Report> =>
  JSON.parse(await readFile(at(name, 'report.json'), 'utf8')) as Report;

describe('a replay with a history', () => {
  const words = ['demo', '--rules=kms-*', '--format=json,md', '--quiet'];

  it('begins it, says so, and leaves it as it is when the same facts come again', async () => {
    const again = [...words, '--history', at('kept'), '--output', at('report')];
    expect(await stocktake(again)).toEqual({ code: 0, stdout: '', stderr: '' });
    const kept = await readFile(at('kept', 'history.json'), 'utf8');
    const first = await reportIn('report');
    expect(first.trend?.points).toHaveLength(1);
    expect(await readFile(at('report', 'report.md'), 'utf8')).toContain('The trend begins here');
    expect((await stocktake(again)).code).toBe(0);
    expect(await readFile(at('kept', 'history.json'), 'utf8')).toBe(kept);
    expect(await reportIn('report')).toEqual(first);
    expect(await readdir(at('kept'))).toEqual(['history.json']);
  });

  it('takes the reports that lie there for a beginning, also where it puts its own', async () => {
    const [older, place] = [await reportIn('report'), at('mixed')];
    await cp(at('report'), place, { recursive: true });
    const started = '2026-11-01T09:00:00.000Z';
    await writeFile(path.join(place, 'report.json'), JSON.stringify({ ...older, started }));
    await stocktake([...words, '--history', place, '--output', place]);
    expect((await reportIn('mixed')).trend?.points.map(one => one.started)).toEqual([started, older.started]);
    const kept = JSON.parse(await readFile(at('mixed', 'history.json'), 'utf8')) as { points: object[] };
    expect(kept.points).toHaveLength(2);
  });

  it('stops at a damaged one with one sentence, and touches nothing', async () => {
    await writeFile(at('kept', 'history.json'), '{\n"version": 1,');
    const { code, stdout, stderr } = await stocktake([...words, '--history', at('kept'), '--output', at('none')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^stocktake: .*history\.json(:\d+)?: is no JSON, so it is damaged; .*\n$/);
    expect(await readFile(at('kept', 'history.json'), 'utf8')).toBe('{\n"version": 1,');
    expect(await readdir(at('none'))).toEqual([]);
  });

  it('says that the report is written where the history cannot be', async () => {
    const desk = await openHistory({ history: at('lost') });
    const report = desk.trace(await reportIn('report'));
    await rm(at('lost'), { recursive: true });
    await writeFile(at('lost'), 'a file in its way');
    await expect(desk.save(report)).rejects.toThrow(
      /^the report is written, but this run is not in the history: .*history\.json: cannot be/,
    );
  });
});

describe('an audit with a history', () => {
  let shop: Stub;
  let proxy: FaultProxy;
  beforeAll(async () => {
    const owners: Record<string, string> = { ours: '123456789012', central: '999999999999' };
    shop = await openShop();
    const guard = ({ Bucket = '', ExpectedBucketOwner }: { Bucket?: string; ExpectedBucketOwner?: string }): void => {
      if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== owners[Bucket])
        throw new StubError('AccessDenied', 'Access Denied', 403);
    };
    shop.onAll({
      's3:GetObject': input => {
        guard(input);
        throw new StubError('NoSuchKey', 'The specified key does not exist.', 404);
      },
      's3:ListObjectsV2': input => {
        guard(input);
        return {};
      },
      's3:PutObject': input => {
        guard(input);
        return {};
      },
    });
    proxy = await startFaultProxy(shop.port);
  });
  beforeEach(() => proxy.clear());
  afterAll(async () => {
    await proxy.stop();
    await shop.stop();
  });
  it('of another account asks who it is, and nothing else', async () => {
    const other = { version: 1, account: '999999999999', points: [], rules: [], findings: [] };
    const place = await mkdtemp(at('other-'));
    await writeFile(path.join(place, 'history.json'), JSON.stringify(other));
    const words = ['audit', `--endpoint-url=http://127.0.0.1:${proxy.port}`, '--regions=eu-north-1', '--rules=kms-*'];
    const { code, stderr } = await stocktake([...words, '--history', place, '--output', at('never')]);
    expect(code).toBe(2);
    expect(stderr).toContain('is the history of account 999999999999, and this is account 123456789012');
    expect(await readdir(at('never'))).toEqual([]);
    expect(proxy.calls.filter(({ service }) => service !== 'sts' && service !== 'iam' && service !== 'ec2')).toEqual(
      [],
    );
  });

  const audit = (...words: string[]) => {
    const endpoint = `--endpoint-url=http://127.0.0.1:${proxy.port}`;
    const chosen = ['--regions=eu-north-1', '--rules=kms-key-rotation*', '--format=json', '--quiet'];
    return stocktake(['audit', endpoint, ...chosen, '--output', at('bucket'), ...words]);
  };
  const calls = () => proxy.calls.map(({ operation }) => operation);

  it('in a bucket of the same account is read first and written last', async () => {
    const { code, stderr } = await audit('--history=s3://ours/a');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect([calls()[0], calls().at(-1)]).toEqual(['sts:GetCallerIdentity', 's3:PutObject']);
    expect((await reportIn('bucket')).trend?.points).toHaveLength(1);
  });

  it('in a bucket of another account stops before the account is asked', async () => {
    const { code, stderr } = await audit('--history=s3://central/a');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'stocktake: s3://central/a/history.json: the bucket "central" is not in account 123456789012; ' +
        'if that is meant, name the account of the bucket with --history-owner\n',
    );
    expect(calls().filter(name => !/^(sts|s3):/.test(name))).toEqual([]);
  });

  it('in a bucket of another account goes on where that is named', async () => {
    const { code, stderr } = await audit('--history=s3://central/a', '--history-owner=999999999999');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(calls().at(-1)).toBe('s3:PutObject');
  });

  it.each([
    [
      ['--history=s3://ours/a', '--history-owner=ours'],
      '--history-owner: "ours" is no account; write its twelve digits',
    ],
    [['--history-owner=999999999999'], '--history-owner: goes with --history s3://bucket'],
    [['--history', 'folder', '--history-owner=999999999999'], '--history-owner: goes with --history s3://bucket'],
  ])('is refused with %j', async (words, message) => {
    const { code, stderr } = await audit(...words);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `stocktake: ${message}\n` });
    expect(proxy.calls).toEqual([]);
  });
});
