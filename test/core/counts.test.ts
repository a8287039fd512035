import { describe, expect, it } from 'vitest';
import { anyOf, countOf, noneWas, someOf, someWere } from '../../src/core/counts.js';

describe('counts in words', () => {
  it.each([
    [countOf(1, 'query'), '1 query'],
    [countOf(1203, 'query'), '1,203 queries'],
    [countOf(0, 'key'), '0 keys'],
    [someOf(2, 5, 'table'), '2 of 5 tables'],
    [someOf(1, 1, 'table'), 'the one table'],
    [someOf(2, 2, 'ECR repository'), 'both ECR repositories'],
    [someOf(6, 6, 'table'), 'all 6 tables'],
    [someWere(1, 5, 'table'), '1 of 5 tables was'],
    [someWere(5, 5, 'table'), 'all 5 tables were'],
    [noneWas(1, 'API'), 'the one API was not'],
    [noneWas(3, 'API'), 'none of 3 APIs was'],
    [anyOf(1, 'app'), 'the one app'],
    [anyOf(3, 'app'), 'any of 3 apps'],
  ])('%s', (said, expected) => expect(said).toBe(expected));
});
