/**
 * Security Hub answers InvalidAccessException where the account's standing is the reason: it is not subscribed, or not
 * the administrator. A denial by IAM has the name AccessDeniedException and stays an error, as does any other wording.
 */
async function orNullFor<Value>(standing: RegExp, ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidAccessException' && standing.test(error.message)) return null;
    throw error;
  }
}

/** What `ask` resolves to, or null where Security Hub is not on. */
export const orNullWhereOff = <Value>(ask: () => Promise<Value>): Promise<Value | null> =>
  orNullFor(/is not subscribed to/i, ask);

/** What `ask` resolves to, or null where this account is not the one that administers Security Hub. */
export const orNullForOthers = <Value>(ask: () => Promise<Value>): Promise<Value | null> =>
  orNullFor(/is not an? [\w ]*administrator|management account/i, ask);
