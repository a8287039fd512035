import { describe, expect, it } from 'vitest';
import { gapFrom } from '../../src/aws/errors.js';
import { check, pass } from '../../src/core/check.js';
import { type Aws, collection, detail, type Need } from '../../src/core/collection.js';
import { type Asker, collect, type Earlier } from '../../src/core/collect.js';
import { demandsOf, plannedCalls } from '../../src/core/plan.js';
import type { FactLine, StoredRow } from '../../src/core/world.js';
import { ruleFor } from '../support/world.js';

const regions = ['eu-north-1', 'us-east-1'];
const denied = Object.assign(new Error('no identity-based policy allows it'), { name: 'AccessDeniedException' });

/** An asker whose calls are plain functions; what they are asked for is written down. */
function fakeAsker(): Asker {
  const at = (region: string, missed: Aws['missed']): Aws => ({
    region,
    regions,
    account: '111122223333',
    partition: 'aws',
    maxDetectorFindings: 5000,
    globalRegion: 'us-east-1',
    kept: (_name, ask) => ask(),
    now: new Date(0),
    client: () => {
      throw new Error('no SDK here');
    },
    in: other => at(other, missed),
    once: (_name, ask) => ask(),
    pause: () => Promise.resolve(),
    missed,
  });
  return {
    openRegions: regions,
    metrics: (_region, queries) => Promise.resolve(queries.map(() => new Error('no metrics here'))),
    globalRegion: 'us-east-1',
    at,
    gapOf: (error, { calls, region }, resource) =>
      gapFrom(error, {
        api: calls[0]?.id ?? '',
        actions: calls[0]?.actions ?? [],
        region,
        ...(resource === undefined ? {} : { resource }),
      }),
  };
}

interface Bucket {
  Name: string;
}
function rooms(log: string[], answers: { list?: () => Bucket[]; acl?: (name: string) => string } = {}) {
  const buckets = collection<Bucket, { acl: string; tags: Record<string, string>; size: number }>({
    id: 'x.buckets',
    scope: 'global',
    noun: 'buckets',
    calls: ['x:ListBuckets'],
    list() {
      log.push('list');
      return Promise.resolve(answers.list?.() ?? [{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }]);
    },
    resource: bucket => ({ id: bucket.Name, type: 'AWS::S3::Bucket' }),
    details: {
      acl: detail({
        calls: ['x:GetAcl'],
        async get(bucket) {
          log.push(`acl ${bucket.Name}`);
          return answers.acl?.(bucket.Name) ?? 'private';
        },
      }),
      tags: detail<Bucket, Record<string, string>>({
        calls: ['x:ListTags'],
        otherwise: {},
        async all(items) {
          log.push(`tags of ${items.length}`);
          return new Map([['a', { owner: 'platform' }]]);
        },
      }),
      size: detail({
        calls: ['x:GetSize'],
        when: bucket => bucket.Name !== 'b',
        otherwise: 0,
        get: async bucket => bucket.Name.length,
      }),
    },
  });
  const trails = collection<{ S3BucketName: string }>({
    id: 'x.trails',
    noun: 'trails',
    calls: ['x:ListTrails'],
    list: async aws => (aws.region === 'eu-north-1' ? [{ S3BucketName: 'b' }] : []),
    resource: trail => ({ id: trail.S3BucketName, type: 'AWS::CloudTrail::Trail' }),
  });
  return { buckets, trails };
}
const checkOn = (on: Need, applies?: (item: object) => boolean) =>
  check({
    id: `x-${Math.abs(JSON.stringify(on.details).length)}-${on.narrow ? 'n' : ''}${applies ? 'a' : ''}`,
    title: '',
    why: '',
    fix: {},
    fields: [],
    on,
    ...(applies ? { applies } : {}),
    test: () => pass(''),
  });

async function run(needs: Need[], options: { earlier?: Earlier; applies?: (item: object) => boolean } = {}) {
  const demands = demandsOf(needs.map(on => ruleFor(checkOn(on, options.applies))));
  const lines: (FactLine & { id: string })[] = [];
  await collect(demands, fakeAsker(), { add: (id, line) => lines.push({ id, ...line }) }, { earlier: options.earlier });
  const of = <Kind extends FactLine['kind']>(kind: Kind) =>
    lines.filter((line): line is Extract<FactLine, { kind: Kind }> & { id: string } => line.kind === kind);
  return { rows: of('row'), gaps: of('gap'), done: of('done') };
}

describe('collecting', () => {
  it('asks for each thing once, however many rules need it', async () => {
    const log: string[] = [];
    const { buckets } = rooms(log);
    await run([buckets.with('acl'), buckets.with('acl', 'tags'), buckets.with()]);
    expect(log.sort()).toEqual(['acl a', 'acl b', 'acl c', 'list', 'tags of 3']);
  });

  it('asks for no detail that nobody needs', async () => {
    const log: string[] = [];
    const { rows } = await run([rooms(log).buckets.with()]);
    expect(log).toEqual(['list']);
    expect(rows.map(row => row.details)).toEqual([{}, {}, {}]);
  });

  it('asks only for items that a rule applies to', async () => {
    const log: string[] = [];
    const { rows } = await run([rooms(log).buckets.with('acl')], { applies: item => (item as Bucket).Name === 'c' });
    expect(log).toEqual(['list', 'acl c']);
    expect(rows.find(row => row.item['Name'] === 'a')?.details).toEqual({});
  });

  it('asks only for items that other facts make interesting', async () => {
    const log: string[] = [];
    const { buckets, trails } = rooms(log);
    const need = buckets
      .with('acl')
      .onlyFor({ trails: trails.with() }, (bucket, tables) =>
        tables.trails.some(trail => trail.S3BucketName === bucket.Name),
      );
    await run([need]);
    expect(log).toEqual(['list', 'acl b']);
  });

  it('says what kept it from knowing which items are interesting', async () => {
    const log: string[] = [];
    const { buckets } = rooms(log);
    const trails = collection<{ S3BucketName: string }>({
      id: 'x.trails',
      noun: 'trails',
      calls: ['x:ListTrails'],
      list: () => Promise.reject(denied),
      resource: trail => ({ id: trail.S3BucketName, type: 't' }),
    });
    const need = buckets
      .with('acl')
      .onlyFor({ trails: trails.with() }, (bucket, tables) =>
        tables.trails.some(trail => trail.S3BucketName === bucket.Name),
      );
    const { rows } = await run([need]);
    expect(log).toEqual(['list']);
    expect(rows[0]?.details['acl']).toMatchObject({ ok: false, gap: { reason: 'denied', api: 'x:ListTrails' } });
  });

  it('gives every item its value of a listing for many', async () => {
    const { rows } = await run([rooms([]).buckets.with('tags', 'size')]);
    expect(rows.map(row => row.details)).toEqual([
      { size: { ok: true, value: 1 }, tags: { ok: true, value: { owner: 'platform' } } },
      { size: { ok: true, value: 0 }, tags: { ok: true, value: {} } },
      { size: { ok: true, value: 1 }, tags: { ok: true, value: {} } },
    ]);
  });

  it('keeps a refused list, and a refused detail, as gaps', async () => {
    const refuse = (): never => {
      throw denied;
    };
    const whole = await run([rooms([], { list: refuse }).buckets.with('acl')]);
    expect(whole.rows).toEqual([]);
    expect(whole.gaps).toMatchObject([
      { region: 'global', gap: { reason: 'denied', api: 'x:ListBuckets', cause: 'identity-policy' } },
    ]);
    const part = await run([rooms([], { acl: name => (name === 'b' ? refuse() : 'private') }).buckets.with('acl')]);
    expect(part.rows[1]?.details['acl']).toMatchObject({ ok: false, gap: { resource: 'b', api: 'x:GetAcl' } });
    expect(part.done).toHaveLength(1);
  });

  it('takes a crash inside a collection for a mistake of ours, not for an answer', async () => {
    const { gaps } = await run([
      rooms([], { list: () => (undefined as unknown as Bucket[]).map(one => one) }).buckets.with(),
    ]);
    expect(gaps).toMatchObject([{ gap: { reason: 'internal-error' } }]);
  });
});

describe('resuming', () => {
  const row = (Name: string, acl: StoredRow['details'][string]): StoredRow => ({
    region: 'global',
    item: { Name },
    details: { acl },
  });

  it('asks nothing of what is done', async () => {
    const log: string[] = [];
    await run([rooms(log).buckets.with('acl')], { earlier: { isDone: () => true, rowsOf: () => [] } });
    expect(log).toEqual([]);
  });

  it('asks only for what is missing or was a matter of the moment', async () => {
    const log: string[] = [];
    const gap = (reason: 'denied' | 'deadline') => ({
      reason,
      api: 'x:GetAcl',
      actions: [],
      region: 'global',
      message: '',
    });
    const rows = [
      row('a', { ok: true, value: 'kept' }),
      row('b', { ok: false, gap: gap('denied') }),
      row('c', { ok: false, gap: gap('deadline') }),
    ];
    const { rows: now } = await run([rooms(log).buckets.with('acl')], {
      earlier: { isDone: () => false, rowsOf: () => rows },
    });
    expect(log).toEqual(['list', 'acl c']);
    expect(now.map(one => one.details['acl'])).toMatchObject([
      { value: 'kept' },
      { gap: { reason: 'denied' } },
      { value: 'private' },
    ]);
  });

  it('does not call a region done whose details a deadline cut off', async () => {
    const stop = (): never => {
      throw Object.assign(new Error('slow'), { name: 'TimeoutError' });
    };
    const { done } = await run([rooms([], { acl: stop }).buckets.with('acl')]);
    expect(done).toEqual([]);
  });
});

it('the plan tells the calls before they are made', () => {
  const { buckets, trails } = rooms([]);
  const need = buckets.with('acl', 'tags').onlyFor({ trails: trails.with() }, () => true);
  const rule = ruleFor(checkOn(need));
  const calls = plannedCalls(demandsOf([rule]), [rule]).map(({ call, per, scope }) => [call.id, per, scope]);
  expect(calls).toEqual([
    ['x:GetAcl', 'item', 'global'],
    ['x:ListBuckets', 'listing', 'global'],
    ['x:ListTags', 'listing', 'global'],
    ['x:ListTrails', 'listing', 'regional'],
  ]);
});
