/**
 * Resolves to null when Organizations refuses the account as such: only the management account and delegated
 * administrators may ask. A denial by IAM ("is not authorized to perform ...") stays an error: it tells nothing of the
 * account's standing. Both carry the name AccessDeniedException, so the text has to tell them apart.
 */
export async function orNullForMembers<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException' && refusal.test(error.message)) return null;
    throw error;
  }
}

const refusal = /don't have permissions? to access this resource/i;
