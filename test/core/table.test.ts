import { describe, expect, it } from 'vitest';
import { Table } from '../../src/core/table.js';
import type { Gap } from '../../src/core/types.js';
import { Unavailable } from '../../src/core/unavailable.js';

const gap: Gap = {
  reason: 'denied',
  api: 'x:List',
  actions: ['x:List'],
  region: 'eu-north-1',
  message: 'x:List was denied',
};
const rows = [
  { name: 'a', region: 'eu-north-1' },
  { name: 'b', region: 'us-east-1' },
];
const whole = new Table(rows);
const partly = new Table(rows, [gap]);
const raise = (): boolean => {
  throw new Unavailable(gap);
};

describe('a table with full sight', () => {
  it('answers yes and no', () => {
    expect(whole.some(row => row.name === 'a')).toBe(true);
    expect(whole.some(row => row.name === 'z')).toBe(false);
    expect(whole.every(row => row.name !== 'z')).toBe(true);
    expect(whole.every(row => row.name === 'a')).toBe(false);
    expect(new Table([]).empty).toBe(true);
    expect(whole.empty).toBe(false);
    expect(whole.first(row => row.name === 'z')).toBeUndefined();
    expect(whole.all()).toEqual(rows);
  });
});

describe('a table with a gap', () => {
  it('answers yes on a hit', () => {
    expect(partly.some(row => row.name === 'a')).toBe(true);
    expect(partly.every(row => row.name === 'a')).toBe(false);
    expect(partly.empty).toBe(false);
    expect(partly.first(row => row.name === 'b')).toEqual(rows[1]);
  });

  it.each<[string, () => unknown]>([
    ['some', () => partly.some(row => row.name === 'z')],
    ['every', () => partly.every(row => row.name !== 'z')],
    ['empty', () => new Table([], [gap]).empty],
    ['first', () => partly.first(row => row.name === 'z')],
    ['all', () => partly.all()],
    ['at', () => partly.at('name', 'z').some()],
    ['where', () => partly.where(row => row.name === 'z').empty],
  ])('%s raises where it would have to say no', (_name, ask) => {
    expect(ask).toThrow(Unavailable);
  });

  it('knows the region of a gap', () => {
    const regional = new Table(rows, [gap], ['eu-north-1', 'us-east-1']);
    expect(regional.in('us-east-1').some(row => row.name === 'z')).toBe(false);
    expect(() => regional.in('eu-north-1').some(row => row.name === 'z')).toThrow(Unavailable);
  });
});

it('a row that cannot be decided is a gap for no, not for yes', () => {
  const odd = (row: { name: string }): boolean => (row.name === 'a' ? raise() : row.name === 'b');
  expect(whole.some(odd)).toBe(true);
  expect(() => whole.every(odd)).toThrow(Unavailable);
  expect(() => whole.some(row => (row.name === 'a' ? raise() : false))).toThrow(Unavailable);
});

it('a mistake in a test is not taken for a gap', () => {
  const slip = (): boolean => {
    throw new TypeError('slip');
  };
  expect(() => whole.some(slip)).toThrow(TypeError);
});

it('a region that nobody asked cannot be judged', () => {
  const table = new Table(rows, [], ['eu-north-1']);
  expect(() => table.in('us-east-1')).toThrow('us-east-1 is not among the audited regions');
});

it('finds by field through an index', () => {
  expect(whole.at('name', 'b').all()).toEqual([rows[1]]);
  expect(whole.at('name', 'z').empty).toBe(true);
});
