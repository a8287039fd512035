/**
 * What `list` brings, or nothing where AWS has no endpoint of the service: its host name does not exist in regions
 * that the service has not come to.
 */
export async function noneWithoutEndpoint<Item>(list: () => Promise<Item[]>): Promise<Item[]> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof Error && (error as { code?: unknown }).code === 'ENOTFOUND') return [];
    throw error;
  }
}
