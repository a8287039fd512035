import { describe, expect, it } from 'vitest';
import { check, fail, notApplicable, pass, saw } from '../../src/core/check.js';
import { collection } from '../../src/core/collection.js';
import { evaluate } from '../../src/core/evaluate.js';
import { askPerson } from '../../src/core/unavailable.js';
import { gap, judge, row, ruleFor, sourceOf, world } from '../support/world.js';

interface Thing {
  Id: string;
  Kind: string;
}
const things = collection<Thing, { color: string; label: string }>({
  id: 'x.things',
  noun: 'things',
  calls: ['x:ListThings'],
  list: () => Promise.resolve([]),
  resource: (thing, { label }) => ({ id: thing.Id, type: 'AWS::X::Thing', ...(label ? { name: label } : {}) }),
  labels: ['label'],
  details: {
    color: { calls: ['x:GetColor'], get: () => Promise.resolve('') },
    label: { calls: ['x:ListLabels'], otherwise: '', all: () => Promise.resolve(new Map()) },
  },
});
const base = { title: 'Things are blue', why: '', fix: { command: 'x paint {Id}' }, fields: ['x:GetColor.Color'] };
const blue = check({
  ...base,
  id: 'x-thing-blue',
  on: things.with('color'),
  applies: thing => thing.Kind === 'box',
  scope: 'not a box',
  test: thing =>
    thing.color === 'blue' ? pass('blue', saw('x:GetColor', 'Color', thing.color)) : fail(`is ${thing.color}`),
});
const box = (Id: string, color: unknown) => row({ Id, Kind: 'box' }, { color });

describe('the evaluator', () => {
  it('gives every row its verdict, in a stable order', async () => {
    const seen = world({
      'x.things': [box('c', 'red'), box('b', 'blue'), row({ Id: 'a', Kind: 'ball' }), box('d', gap('x:GetColor'))],
    });
    const found = await judge(blue, seen);
    expect(found.map(({ resource, verdict, message }) => [resource.id, verdict, message])).toEqual([
      ['a', 'NOT_APPLICABLE', 'not a box'],
      ['b', 'PASS', 'blue'],
      ['c', 'FAIL', 'is red'],
      ['d', 'NOT_AVAILABLE', 'x:GetColor was denied'],
    ]);
    expect(found[2]?.fix).toEqual({ command: 'x paint c' });
    expect(found[1]?.evidence).toEqual([{ api: 'x:GetColor', field: 'Color', value: 'blue' }]);
    expect(found[3]?.gap).toMatchObject({ reason: 'denied', actions: ['x:GetColor'] });
  });

  it('names resources with the labels that could be read', async () => {
    const labelled = row({ Id: 'a', Kind: 'box' }, { color: 'blue', label: 'alias/a' });
    const unlabelled = row({ Id: 'b', Kind: 'box' }, { color: 'blue', label: gap('x:ListLabels') });
    const { findings, unnamed } = await evaluate(
      [ruleFor(blue)],
      sourceOf(world({ 'x.things': [labelled, unlabelled] })),
    );
    expect(findings.map(finding => finding.resource.name)).toEqual(['alias/a', undefined]);
    expect(findings.map(finding => finding.verdict)).toEqual(['PASS', 'PASS']);
    expect(unnamed).toMatchObject([{ api: 'x:ListLabels' }]);
  });

  it('gives at least one finding: nothing there, nothing seen, nothing collected', async () => {
    expect(await judge(blue, world({ 'x.things': [] }))).toMatchObject([
      { verdict: 'NOT_APPLICABLE', message: 'there are no things in the audited regions' },
    ]);
    expect(
      await judge(blue, world({ 'x.things': { gaps: [gap('x:ListThings', { region: 'us-east-1' })] } })),
    ).toMatchObject([{ verdict: 'NOT_AVAILABLE', resource: { id: '*', name: 'all things', region: 'us-east-1' } }]);
    expect(await judge(blue, world({}))).toMatchObject([
      { verdict: 'NOT_AVAILABLE', gap: { reason: 'not-collected' } },
    ]);
    expect(await judge(blue, world({ 'x.things': [row({ Id: 'a', Kind: 'box' })] }))).toMatchObject([
      { verdict: 'NOT_AVAILABLE', gap: { reason: 'not-collected', api: 'x:GetColor' } },
    ]);
  });

  it('calls a crash of a check an ERROR, and goes on', async () => {
    const crash = check({ ...base, id: 'x-crash', on: things.with(), test: thing => pass(thing.Kind.toUpperCase()) });
    const found = await judge(crash, world({ 'x.things': [row({ Id: 'a' }), box('b', '')] }));
    expect(found.map(finding => finding.verdict)).toEqual(['ERROR', 'PASS']);
    expect(found[0]?.message).toContain('could not be judged');
  });

  it('tells several verdicts about one resource apart', async () => {
    const parts = check({
      ...base,
      id: 'x-parts',
      on: things.with(),
      test: () => [
        { ...pass('fine'), part: 'key-1' },
        { ...fail('old'), part: 'key-2', fix: { byHand: 'renew it' } },
      ],
    });
    const found = await judge(parts, world({ 'x.things': [box('a', '')] }));
    expect(found.map(({ resource, verdict }) => [resource.id, verdict])).toEqual([
      ['a/key-1', 'PASS'],
      ['a/key-2', 'FAIL'],
    ]);
    expect(found[1]?.fix).toEqual({ byHand: 'renew it' });
  });

  it('calls a check without a verdict an ERROR', async () => {
    const none = check({ ...base, id: 'x-none', on: things.with(), test: () => [] });
    expect(await judge(none, world({ 'x.things': [box('a', '')] }))).toMatchObject([{ verdict: 'ERROR' }]);
  });

  it('calls a saving that is no number an ERROR', async () => {
    const saving = { releases: [{ price: 'x/Things', units: Number('{}') }] };
    const odd = check({ ...base, id: 'x-odd', on: things.with(), test: () => ({ ...fail('idle'), saving }) });
    expect(await judge(odd, world({ 'x.things': [box('a', '')] }))).toMatchObject([{ verdict: 'ERROR' }]);
  });

  it('lets a check leave it to a person, and find that nothing applies', async () => {
    const person = check({ ...base, id: 'x-person', on: things.with(), test: () => askPerson('somebody has to look') });
    expect(await judge(person, world({ 'x.things': [box('a', '')] }))).toMatchObject([
      { verdict: 'NOT_AVAILABLE', gap: { reason: 'manual' } },
    ]);
    const odd = check({ ...base, id: 'x-odd', on: things.with(), test: () => notApplicable('of no use') });
    expect(await judge(odd, world({ 'x.things': [box('a', '')] }))).toMatchObject([
      { verdict: 'NOT_APPLICABLE', message: 'of no use' },
    ]);
  });

  it('hands a check its parameters and the time of collection', async () => {
    const params = check({
      ...base,
      id: 'x-params',
      on: things.with(),
      params: { limit: 3 },
      test: (_thing, _also, { account, now, params: { limit }, regions }) =>
        pass([account, now.toISOString(), limit, regions.length].join(' ')),
    });
    const found = await judge(params, world({ 'x.things': [box('a', '')] }), { limit: 5 });
    expect(found[0]?.message).toBe('111122223333 2026-11-22T09:00:00.000Z 5 2');
  });
});
