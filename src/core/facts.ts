/** Turning answers of the SDK into facts at rest. */

/** A date as ISO 8601 text, or null where AWS gave none. */
export const isoOf = (date: Date | undefined): string | null => date?.toISOString() ?? null;

/** What `call` resolves to, or null when AWS answers one of `codes`: absent is a value, not an error. */
export async function orNull<Value>(codes: readonly string[], call: () => Promise<Value>): Promise<Value | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && codes.includes(error.name)) return null;
    throw error;
  }
}

/** AWS's list of `{ Key, Value }` as a record. */
export const tagsOf = (
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> => Object.fromEntries((tags ?? []).map(tag => [tag.Key ?? '', tag.Value ?? '']));

/** Whole days between two moments, rounded down; negative when `then` is later than `now`. */
export const daysBetween = (then: string | Date, now: Date): number =>
  Math.floor((now.getTime() - new Date(then).getTime()) / 86_400_000);

/** Whole days past, in words: `12 days ago`. */
export const sayDaysAgo = (days: number): string =>
  days < 1 ? 'less than a day ago' : `${days} day${days === 1 ? '' : 's'} ago`;
