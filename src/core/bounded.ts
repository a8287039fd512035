/** One page of a listing; with a token, whichever way the service spells it, where more follow. */
interface Page {
  nextToken?: string | undefined;
  NextToken?: string | undefined;
}

/** The first `limit` items of a listing, and whether there are more; pages beyond are not asked for. */
export async function readUpTo<P extends Page, Item>(
  limit: number,
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => readonly Item[] | undefined,
): Promise<{ items: Item[]; truncated: boolean }> {
  const items: Item[] = [];
  for await (const page of pages) {
    const here = itemsOf(page) ?? [];
    const fitting = here.slice(0, limit - items.length);
    items.push(...fitting);
    const more = fitting.length < here.length || Boolean(page.nextToken ?? page.NextToken);
    if (items.length >= limit && more) return { items, truncated: true };
  }
  return { items, truncated: false };
}
