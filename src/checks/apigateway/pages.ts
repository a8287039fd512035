import type { Aws } from '../../core/collection.js';

/** All items of a listing whose answers name the token of the next page. */
export async function everyPage<Item>(
  ask: (token: string | undefined) => Promise<{ items?: Item[] | undefined; next?: string | undefined }>,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await ask(token);
    found.push(...items);
    token = next;
  } while (token !== undefined && token !== '');
  return found;
}

/** The ARN of something of API Gateway in this region: `/restapis/abc`. */
export const arnOf = ({ partition, region }: Aws, path: string): string =>
  `arn:${partition}:apigateway:${region}::${path}`;
