import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import type { Organization } from '../organizations/organization.js';

/** A member's bill is paid, and may be watched, by the management account, which does not show from here. */
export function demandOwnBill(organizations: Table<Organization>, api: string, what: string): void {
  const found = organizations.first();
  if (!found || found.Management) return;
  cannotTell(
    'not-collected',
    api,
    `this account has no ${what}; whether account ${found.MasterAccountId}, which pays its bill, has one for it cannot be seen from here`,
  );
}
