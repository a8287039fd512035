import type { Handler } from './stub.js';

/** How an operation pages: the members that take and give the token, and the one that says there is more. */
export interface Paging {
  size: number;
  takes?: string;
  gives?: string;
  flag?: string;
}

type Lists = Record<string, readonly unknown[]>;

/**
 * A handler that gives `lists`, by output member, in pages of `size` items across all of them, as AWS does.
 * Lists may be loaded at each call, for instance from a server that does not page itself.
 */
export function pages(
  lists: Lists | (() => Promise<Lists>),
  { size, takes = 'NextToken', gives = takes, flag }: Paging,
): Handler<Record<string, string | undefined>> {
  return async input => {
    const loaded = typeof lists === 'function' ? await lists() : lists;
    const all = Object.entries(loaded).flatMap(([list, items]) => items.map(item => ({ list, item })));
    const start = Number(input[takes]?.slice('page-'.length) ?? 0);
    const end = start + size;
    const page: Record<string, unknown> = Object.fromEntries(
      Object.keys(loaded).map(list => [
        list,
        all.slice(start, end).flatMap(each => (each.list === list ? [each.item] : [])),
      ]),
    );
    if (end < all.length) page[gives] = `page-${end}`;
    if (flag) page[flag] = end < all.length;
    return page;
  };
}
