import type { Aws } from '../../core/collection.js';

const sdk = () => import('./sdk.js');

/** The account that administers this one. */
export interface Administrator {
  AccountId: string;
  RelationshipStatus: string;
  InvitedAt: string | null;
}

/** An account that this one administers, or did once. */
export interface Member {
  AccountId: string;
  RelationshipStatus: string;
  UpdatedAt: string | null;
}

interface OfDetector {
  DetectorId: string;
}

/** Resolves to null in an administrator account and in one that stands alone: AWS answers with nothing. */
export async function readAdministrator({ DetectorId }: OfDetector, aws: Aws): Promise<Administrator | null> {
  const { GetAdministratorAccountCommand, GuardDutyClient } = await sdk();
  const answer = await aws.client(GuardDutyClient).send(new GetAdministratorAccountCommand({ DetectorId }));
  const { AccountId, RelationshipStatus = '', InvitedAt = null } = answer.Administrator ?? {};
  return AccountId ? { AccountId, RelationshipStatus, InvitedAt } : null;
}

/** All members, also those that were invited only, were removed or have left. */
export async function listMembers({ DetectorId }: OfDetector, aws: Aws): Promise<Member[]> {
  const { GuardDutyClient, paginateListMembers } = await sdk();
  const client = aws.client(GuardDutyClient);
  const found: Member[] = [];
  for await (const page of paginateListMembers({ client, pageSize: 50 }, { DetectorId, OnlyAssociated: 'false' })) {
    for (const { AccountId = '', RelationshipStatus = '', UpdatedAt = null } of page.Members ?? []) {
      found.push({ AccountId, RelationshipStatus, UpdatedAt });
    }
  }
  return found;
}

/** Whether administrator and member are in effect bound; AWS writes `Enabled` in answers and `ENABLED` in documents. */
export const isEnabled = ({ RelationshipStatus }: { RelationshipStatus: string }): boolean =>
  RelationshipStatus.toLowerCase() === 'enabled';
