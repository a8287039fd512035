import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Snapshot } from '../../src/core/snapshot.js';
import { nextTo, readPartial, Spool } from '../../src/core/snapshot-spool.js';
import type { About, FactLine, RunReport } from '../../src/core/world.js';

const about: About = {
  account: { id: '111122223333', partition: 'aws' },
  regions: ['eu-north-1'],
  started: '2026-11-22T09:00:00.000Z',
};
const run: RunReport = {
  finished: '2026-11-22T09:01:00.000Z',
  regions: [{ name: 'eu-north-1', state: 'audited' }],
  calls: { 'x:List': 2 },
  gaps: [],
};
const rowOf = (Name: string, region = 'eu-north-1'): FactLine => ({
  kind: 'row',
  region,
  item: { Name },
  details: { acl: { ok: true, value: 'private' } },
});
const gap = {
  reason: 'denied' as const,
  api: 'x:List',
  actions: ['x:List'],
  region: 'eu-north-1',
  message: 'x:List was denied',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stocktake-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileFor = (name: string): string => path.join(folder, name);

async function written(name: string, lines: readonly FactLine[], where = about): Promise<string> {
  const file = fileFor(name);
  const spool = await Spool.open(`${file}.partial`, where, ['x-rule']);
  for (const line of lines) spool.add('x.buckets', line);
  spool.add('x.empty', { kind: 'done', region: 'eu-north-1' });
  await spool.finish(file, where, run);
  return file;
}

describe('a snapshot', () => {
  it('keeps what a global listing missed in a region that was not audited', async () => {
    const beyond = { ...gap, region: 'us-east-1' };
    const snapshot = await Snapshot.open(await written('beyond', [{ kind: 'gap', region: 'global', gap: beyond }]));
    expect((await snapshot.load('x.buckets'))?.gaps).toEqual([beyond]);
  });

  it('gives back what was put in, in an order of its own', async () => {
    const file = await written('a', [rowOf('b'), { kind: 'gap', region: 'eu-north-1', gap }, rowOf('a')]);
    const snapshot = await Snapshot.open(file);
    expect(snapshot.about).toEqual(about);
    expect(snapshot.run).toEqual(run);
    const facts = await snapshot.load('x.buckets');
    expect(facts?.rows.map(row => row.item['Name'])).toEqual(['a', 'b']);
    expect(facts?.gaps).toEqual([gap]);
    expect(await snapshot.load('x.empty')).toEqual({ rows: [], gaps: [] });
    expect(await snapshot.load('x.never')).toBeUndefined();
  });

  it('is the same bytes whoever answered first', async () => {
    const one = await written('first', [rowOf('a'), rowOf('b')]);
    const other = await written('second', [rowOf('b'), rowOf('a')]);
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  });

  it('is plain JSON Lines for any gzip reader', async () => {
    const lines = gunzipSync(readFileSync(await written('c', [rowOf('a')])))
      .toString('utf8')
      .trim()
      .split('\n');
    expect(lines.map(line => JSON.parse(line))).toHaveLength(3);
  });

  it('leaves out regions that turned out not to count', async () => {
    const file = fileFor('regions');
    const spool = await Spool.open(`${file}.partial`, { ...about, regions: ['eu-north-1', 'ap-east-1'] }, []);
    for (const line of [
      rowOf('a'),
      rowOf('b', 'ap-east-1'),
      { kind: 'gap' as const, region: 'ap-east-1', gap: { ...gap, region: 'ap-east-1' } },
    ]) {
      spool.add('x.buckets', line);
    }
    await spool.finish(file, about, run);
    expect(await (await Snapshot.open(file)).load('x.buckets')).toMatchObject({
      rows: [{ item: { Name: 'a' } }],
      gaps: [],
    });
  });
});

describe('what is not a snapshot', () => {
  it('is told from one', async () => {
    const text = fileFor('text');
    writeFileSync(text, '{"not": "one"}');
    await expect(Snapshot.open(text)).rejects.toThrow(`${text}: is not a stocktake snapshot`);
    await expect(Snapshot.open(fileFor('missing'))).rejects.toThrow('cannot be read (ENOENT)');
    await expect(Snapshot.open(folder)).rejects.toThrow('is not a file');
  });

  it('may be one that was cut short, wherever it was cut', async () => {
    const file = await written('whole', [rowOf('a'), rowOf('b')]);
    const bytes = readFileSync(file);
    for (let length = 2; length < bytes.length; length += 7) {
      writeFileSync(fileFor('cut'), bytes);
      truncateSync(fileFor('cut'), length);
      await expect(Snapshot.open(fileFor('cut'))).rejects.toThrow('was cut short');
    }
  });

  it('may be of another version', async () => {
    const file = fileFor('version');
    const footer = gzipSync(`${JSON.stringify({ stocktake: 'snapshot', version: 9, about, run, index: {} })}\n`);
    writeFileSync(file, Buffer.concat([footer, gzipSync(`{"footer":${'0'.padStart(15, ' ')}}\n`, { level: 0 })]));
    await expect(Snapshot.open(file)).rejects.toThrow('is of snapshot version 9; this stocktake reads version 1');
  });

  it('may hold a line that is no fact: the line is named', async () => {
    const file = await written('odd', [rowOf('a'), { kind: 'row', region: 7 } as unknown as FactLine].slice(0, 1));
    const snapshot = await Snapshot.open(file);
    const place = snapshot.index['x.buckets'];
    const bytes = readFileSync(file);
    const member = gzipSync(`${JSON.stringify({ kind: 'row', region: 7, item: {}, details: {} })}\n`);
    const moved = Buffer.concat([member, bytes]);
    writeFileSync(file, moved);
    const odd = Object.assign(Object.create(Snapshot.prototype), snapshot, {
      index: { 'x.buckets': { ...place, at: 0, bytes: member.length } },
    }) as Snapshot;
    await expect(odd.load('x.buckets')).rejects.toThrow(`${file}:1: region: is not a fact of x.buckets`);
  });
});

describe('a run in progress', () => {
  it('can be read after it was killed, whole lines only', async () => {
    const directory = fileFor('killed.partial');
    const spool = await Spool.open(directory, about, ['x-rule']);
    spool.add('x.buckets', rowOf('a'));
    await spool.flush();
    spool.add('x.buckets', rowOf('b'));
    await spool.flush();
    const file = path.join(directory, 'x.buckets.jsonl.gz');
    truncateSync(file, readFileSync(file).length - 12);
    const partial = await readPartial(directory);
    expect(partial).toMatchObject({ about, rules: ['x-rule'] });
    expect(partial?.lines.get('x.buckets')).toEqual([rowOf('a')]);
  });

  it('is whole at every moment while a resumed run takes its place', async () => {
    const directory = fileFor('swap.partial');
    const old = await Spool.open(directory, about, ['x-rule']);
    old.add('x.buckets', rowOf('a'));
    await old.flush();
    const next = await Spool.open(nextTo(directory), about, ['x-rule']);
    next.add('x.buckets', rowOf('a'));
    expect((await readPartial(directory))?.lines.get('x.buckets')).toEqual([rowOf('a')]);
    await next.flush();
    rmSync(directory, { recursive: true });
    expect((await readPartial(directory))?.lines.get('x.buckets')).toEqual([rowOf('a')]);
    await next.moveTo(directory);
    next.add('x.buckets', rowOf('b'));
    await next.flush();
    expect((await readPartial(directory))?.lines.get('x.buckets')).toEqual([rowOf('a'), rowOf('b')]);
    await next.discard();
    expect(await readPartial(directory)).toBeUndefined();
  });

  it('says in one sentence that it can no longer be written', async () => {
    const directory = fileFor('gone.partial');
    const spool = await Spool.open(directory, about, []);
    rmSync(directory, { recursive: true });
    spool.add('x.buckets', rowOf('a'));
    await expect(spool.flush()).rejects.toThrow(`${directory}: cannot be written (ENOENT)`);
  });

  it('is nothing where nothing is', async () => {
    expect(await readPartial(fileFor('nowhere'))).toBeUndefined();
  });

  it('of another make is refused', async () => {
    const directory = fileFor('other.partial');
    const spool = await Spool.open(directory, about, []);
    await spool.flush();
    writeFileSync(path.join(directory, 'about.json'), '{"version": 7}');
    await expect(readPartial(directory)).rejects.toThrow('is not a run that this version of stocktake can resume');
  });
});
