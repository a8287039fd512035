import type { Seen } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import type { Kept } from './places.js';

interface Tables<Acl extends Seen<Kept>> {
  webAcls: Table<Acl>;
  regions: Table<{ readonly RegionName: string }>;
}

/** Web ACLs of CloudFront's scope are shown with the region that AWS keeps them in, or the first where that is not audited. */
export function aclsIn<Acl extends Seen<Kept>>(region: string, { webAcls, regions }: Tables<Acl>): Table<Acl> {
  webAcls.in(region).demandFullSight();
  const names = regions
    .all()
    .map(one => one.RegionName)
    .sort();
  const shownIn = ({ Region }: Acl): string | undefined => (names.includes(Region) ? Region : names[0]);
  return webAcls.where(acl => shownIn(acl) === region);
}
