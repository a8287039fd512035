import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsGlob, globsMeet, hasWildcard, matchesGlob } from '../../../src/core/policy/glob.js';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 });

// The definition of a pattern, too slow for long ones.
function naive(wanted: string, given: string): boolean {
  if (wanted === '') return given === '';
  if (wanted[0] === '*') return naive(wanted.slice(1), given) || (given !== '' && naive(wanted, given.slice(1)));
  return given !== '' && (wanted[0] === '?' || wanted[0] === given[0]) && naive(wanted.slice(1), given.slice(1));
}

describe('patterns', () => {
  it('match as defined', () => {
    fc.assert(
      fc.property(pattern, text, (one, given) => matchesGlob(one, given) === naive(one, given)),
      { numRuns: 3000 },
    );
  });

  it('contain each other only when every text of the narrow one is in the wide one', () => {
    fc.assert(
      fc.property(
        pattern,
        pattern,
        text,
        (wide, narrow, given) =>
          !(containsGlob(wide, narrow) && matchesGlob(narrow, given)) || matchesGlob(wide, given),
      ),
      { numRuns: 5000 },
    );
  });

  it('meet whenever one text is in both', () => {
    fc.assert(
      fc.property(
        pattern,
        pattern,
        text,
        (left, right, given) => !(matchesGlob(left, given) && matchesGlob(right, given)) || globsMeet(left, right),
      ),
      { numRuns: 5000 },
    );
  });

  it.each<[string, string, boolean]>([
    ['*', '**', true],
    ['arn:aws:s3:::*', 'arn:aws:s3:::b/*', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::*', false],
    ['s3:Get*', 's3:Get?bject*', true],
    ['s3:Get?', 's3:Get*', false],
    ['a*b*c', 'a*bxc', true],
  ])('%s contains %s: %s', (wide, narrow, expected) => {
    expect(containsGlob(wide, narrow)).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ['s3:Get*', 's3:*Acl', true],
    ['s3:Get*', 's3:Put*', false],
    ['a?c', 'ab*', true],
    ['a?c', 'a', false],
  ])('%s meets %s: %s', (left, right, expected) => {
    expect([globsMeet(left, right), globsMeet(right, left)]).toEqual([expected, expected]);
  });

  it('know an escaped star from a wildcard', () => {
    expect([hasWildcard('a*'), hasWildcard('a?'), hasWildcard('a${*}'), hasWildcard('a')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('stay quick on hostile patterns', () => {
    const hostile = `${'a*'.repeat(200)}b`;
    const started = performance.now();
    expect(matchesGlob(hostile, 'a'.repeat(5000))).toBe(false);
    expect(containsGlob(hostile, `${'*a'.repeat(200)}c`)).toBe(false);
    expect(globsMeet(hostile, '?c'.repeat(400))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
