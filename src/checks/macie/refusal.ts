/**
 * Macie says AccessDeniedException to much that has nothing to do with permissions; only the text tells. A refusal for
 * lack of permission is worded by IAM, and is never taken for anything else.
 */
const isRefusal = (error: unknown, words: RegExp): boolean =>
  error instanceof Error &&
  error.name === 'AccessDeniedException' &&
  words.test(error.message) &&
  !/not authorized to perform|explicit deny/i.test(error.message);

/** Macie was never enabled in this region, or was disabled. */
export const isNotEnabled = (error: unknown): boolean => isRefusal(error, /macie is not enabled/i);

/** Macie refuses the account because of its place in the organization. */
export const isNotForThisAccount = (error: unknown): boolean => isRefusal(error, /administrator|organization|member/i);
