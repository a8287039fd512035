import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptHistory } from '../../src/aws/kept-history.js';
import { openStore } from '../../src/aws/open-store.js';
import type { Report } from '../../src/core/types.js';
import { sample } from '../report/sample.js';
import { describeWithMoto, moto } from '../server/moto.js';

const on = (started: string, more: Partial<Report> = {}): Report => ({ ...sample, started, ...more });
const first = on('2026-11-01T09:00:00.000Z');
const second = on('2026-11-08T09:00:00.000Z');
const third = on('2026-11-15T09:00:00.000Z');
const timesOf = ({ trend }: Report) => trend?.points.map(({ started }) => started);

describe('the history in a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stocktake-history-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = async (place = folder, told: string[] = []) =>
    KeptHistory.open((await openStore(place)).store, sentence => told.push(sentence));

  it('is made with the folder, and goes on from run to run', async () => {
    const place = path.join(folder, 'new', 'place');
    for (const report of [first, second]) await (await open(place)).save(report);
    expect(timesOf((await open(place)).trace(third))).toEqual([first, second, third].map(({ started }) => started));
    expect(await readdir(place)).toEqual(['history.json']);
  });

  it('keeps what another audit has added since it was read', async () => {
    const [one, other] = [await open(), await open()];
    await one.save(first);
    await other.save(second);
    expect(timesOf((await open()).trace(third))).toHaveLength(3);
  });

  it('begins with the reports that lie there, of this account', async () => {
    const put = async (name: string, text: string) => {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    };
    await put('report.json', JSON.stringify(second));
    await put('2026/11/01/report.json', JSON.stringify(first));
    await put(
      'other/report.json',
      JSON.stringify(on('2026-11-02T09:00:00.000Z', { account: { ...sample.account, id: '9' } })),
    );
    await put('broken/report.json', '{');
    await put('broken/xreport.json', '{');
    const told: string[] = [];
    const history = await open(folder, told);
    expect(timesOf(history.trace(third))).toEqual([first, second, third].map(({ started }) => started));
    expect(told).toEqual([`${folder}/broken/report.json is no report of this version and does not begin the history`]);
    // The report of this run takes the place of an earlier one before the history is written.
    await put('report.json', JSON.stringify(third));
    await history.save(third);
    expect(timesOf((await open()).trace(third))).toHaveLength(3);
  });

  it('is left as it is where it cannot be read, and where it is of another account', async () => {
    const file = path.join(folder, 'history.json');
    await (await open()).save(first);
    const other = on('2026-11-08T09:00:00.000Z', { account: { ...sample.account, id: '9' } });
    const history = await open();
    expect(() => history.check('9')).toThrow(`${file}: is the history of account ${sample.account.id}`);
    expect(() => history.trace(other)).toThrow('another place');
    await expect(history.save(other)).rejects.toThrow('another place');
    await writeFile(file, '{');
    await expect(open()).rejects.toThrow(`${file}:1: is no JSON`);
    await expect(history.save(second)).rejects.toThrow('is no JSON');
    expect(await readFile(file, 'utf8')).toBe('{');
  });

  it.each([
    ['', 'names no folder'],
    ['s3://', 'names no bucket; write s3://bucket/prefix'],
    ['s3:bucket', 'names no bucket'],
    ['s3://UPPER/x', 'names no bucket'],
  ])('cannot be in %j', (place, sentence) => expect(open(place)).rejects.toThrow(sentence));

  it('reads copies of the newest report last, so that each run comes in its turn', async () => {
    const asked: string[] = [];
    await KeptHistory.open({
      place: 's3://b',
      list: async () => ['latest/report.json', 'runs/1/report.json', 'runs/2/report.json'],
      get: async key => {
        asked.push(key);
        return undefined;
      },
      put: () => Promise.reject(new Error('nothing is written')),
      delete: () => Promise.reject(new Error('nothing is deleted')),
    });
    expect(asked).toEqual(['history.json', 'runs/1/report.json', 'runs/2/report.json', 'latest/report.json']);
  });

  it('cannot be in a file', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    await expect(open(file)).rejects.toThrow(`${file}: is a file, and a folder is needed`);
    await expect(open(path.join(file, 'below'))).rejects.toThrow('cannot be written (ENOTDIR)');
  });
});

describeWithMoto('the history in a bucket', () => {
  it('goes on from run to run, and begins with the reports below its prefix', async () => {
    const { port, reset } = await moto();
    await reset();
    process.env['AWS_ACCESS_KEY_ID'] ??= 'testing';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'testing';
    await fetch(`http://127.0.0.1:${port}/history-bucket`, { method: 'PUT' });
    const options = { endpointUrl: `http://127.0.0.1:${port}`, region: 'us-east-1', retryDelay: () => 1 };
    const { store, close } = await openStore('s3://history-bucket/audits/', options);
    try {
      await store.put('runs/2026/report.json', JSON.stringify(first), 'application/json');
      expect(timesOf((await KeptHistory.open(store, undefined, 'latest/')).trace(second))).toHaveLength(1);
      await (await KeptHistory.open(store)).save(second);
      const history = await KeptHistory.open(store);
      expect(timesOf(history.trace(third))).toHaveLength(3);
      expect(await store.list('')).toEqual(['history.json', 'runs/2026/report.json']);
      expect(() => history.check('9')).toThrow('s3://history-bucket/audits/history.json: is the history of account');
      const missing = await openStore('s3://no-such-bucket', options);
      await expect(KeptHistory.open(missing.store)).rejects.toThrow('there is no bucket "no-such-bucket"');
      missing.close();
    } finally {
      close();
    }
  });
});
