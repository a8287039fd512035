import type { Aws } from '../../core/collection.js';
import type { ResourceRef } from '../../core/types.js';

/** A web ACL or rule group, as its listing tells; `Scope` and `Region` say where AWS keeps it. */
export interface Kept {
  Name: string;
  Id: string;
  ARN: string;
  Scope: 'REGIONAL' | 'CLOUDFRONT';
  Region: string;
}

interface Asked {
  Scope: Kept['Scope'];
  Limit: number;
  NextMarker?: string;
}

interface Page {
  NextMarker?: string | undefined;
  items: readonly { Name?: string | undefined; Id?: string | undefined; ARN?: string | undefined }[] | undefined;
}

interface Place {
  aws: Aws;
  Scope: Kept['Scope'];
}

type Ask = (aws: Aws, input: Asked) => Promise<Page>;

/**
 * Asks for what regions keep in each audited region, and for what CloudFront uses in the one place that has it; each place
 * is asked once for `what`, however many collections list it.
 */
export async function listEverywhere(aws: Aws, what: string, ask: Ask): Promise<Kept[]> {
  const places: Place[] = aws.regions.map(region => ({ aws: aws.in(region), Scope: 'REGIONAL' }));
  // What CloudFront uses is in the partition's global region, audited or not; other partitions have no such scope.
  if (aws.partition === 'aws') places.push({ aws, Scope: 'CLOUDFRONT' });
  return (await Promise.all(places.map(place => listOrMiss(place, what, ask)))).flat();
}

async function listOrMiss(place: Place, what: string, ask: Ask): Promise<Kept[]> {
  const { aws, Scope } = place;
  try {
    return await aws.once(`${what} ${Scope}`, () => list(place, ask));
  } catch (error) {
    aws.missed(Scope === 'REGIONAL' ? { id: aws.region, region: aws.region } : { id: Scope, region: 'global' }, error);
    return [];
  }
}

async function list({ aws, Scope }: Place, ask: Ask): Promise<Kept[]> {
  const found: Kept[] = [];
  let NextMarker: string | undefined;
  do {
    const page = await ask(aws, { Scope, Limit: 100, ...(NextMarker === undefined ? {} : { NextMarker }) });
    for (const { Name = '', Id = '', ARN = '' } of page.items ?? []) {
      found.push({ Name, Id, ARN, Scope, Region: aws.region });
    }
    // WAF gives a marker with the last page, too; after it comes an empty one.
    NextMarker = page.items?.length ? page.NextMarker : undefined;
  } while (NextMarker);
  return found;
}

/** How a report names it: what CloudFront uses belongs to no region. */
export const referTo = ({ Name, ARN, Scope, Region }: Kept): Omit<ResourceRef, 'type'> => ({
  id: ARN,
  arn: ARN,
  name: Name,
  region: Scope === 'CLOUDFRONT' ? 'global' : Region,
});
