import { expect, it } from 'vitest';
import { readUpTo } from '../../src/core/bounded.js';

/** Pages of two numbers each, and how many of them were asked for. */
function pagesOf(last: number) {
  const asked = { pages: 0 };
  async function* pages() {
    for (let start = 1; start <= last; start += 2) {
      asked.pages += 1;
      const numbers = [start, start + 1].filter(number => number <= last);
      yield await Promise.resolve({ numbers, nextToken: start + 2 <= last ? 'more' : undefined });
    }
  }
  return { asked, read: (limit: number) => readUpTo(limit, pages(), page => page.numbers) };
}

it.each([
  [5, 10, [1, 2, 3, 4, 5], false, 3],
  [5, 5, [1, 2, 3, 4, 5], false, 3],
  [5, 4, [1, 2, 3, 4], true, 2],
  [5, 3, [1, 2, 3], true, 2],
  [2, 1, [1], true, 1],
  [4, 4, [1, 2, 3, 4], false, 2],
  [0, 3, [], false, 0],
])('of %i items up to %i: %j, more: %s', async (last, limit, items, truncated, pages) => {
  const { asked, read } = pagesOf(last);
  expect(await read(limit)).toEqual({ items, truncated });
  expect(asked.pages).toBe(pages);
});

it('takes a page without a list for an empty one', async () => {
  async function* pages() {
    yield await Promise.resolve({ nextToken: undefined });
  }
  expect(await readUpTo(3, pages(), () => undefined)).toEqual({ items: [], truncated: false });
});
