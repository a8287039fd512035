import type { Finding, Report } from '../core/types.js';

/** Tags that name an owner, the surest first; upper and lower case and separators do not matter. */
const ownerTags = ['owner', 'ownedby', 'team', 'owningteam', 'squad', 'maintainer', 'contact'];

/** Who answers for a resource: what its tags say, or the owner's own words on the function or the service; empty if nobody. */
export function ownerOf({ resource, service }: Finding, { ledger, overview }: Report): string {
  const tags = new Map(
    Object.entries(resource.tags ?? {}).map(([key, value]) => [key.toLowerCase().replace(/[^a-z]/g, ''), value]),
  );
  const tagged = ownerTags.map(key => tags.get(key)?.trim() ?? '').find(Boolean);
  const named = overview?.microservices.find(
    ({ name, region }) => region === resource.region && (name === resource.name || name === resource.id),
  )?.words.owner;
  const declared = ledger?.rows.find(row => row.region === '*' && row.service === service)?.declared.owner;
  return tagged ?? (service === 'lambda' ? named : undefined) ?? declared ?? '';
}
