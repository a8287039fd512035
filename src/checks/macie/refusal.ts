/** Macie says AccessDeniedException to much that has nothing to do with permissions; only the text tells. */
const isRefusal = (error: unknown): error is Error => error instanceof Error && error.name === 'AccessDeniedException';

/** Macie was never enabled in this region, or was disabled. */
export const isNotEnabled = (error: unknown): boolean =>
  isRefusal(error) && /macie is not enabled/i.test(error.message) && !isByPolicy(error);

/** Macie refuses the account because of its place in the organization; a refusal by a policy always says this. */
export const isNotForThisAccount = (error: unknown): boolean =>
  isRefusal(error) && !isByPolicy(error) && /administrator|organization|member/i.test(error.message);

const isByPolicy = ({ message }: Error): boolean => /not authorized to perform|explicit deny|policy/i.test(message);
