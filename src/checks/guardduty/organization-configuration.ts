import type { Aws } from '../../core/collection.js';

/** What the delegated administrator does with accounts of the organization. */
export interface OrganizationConfiguration {
  /** NEW, ALL or NONE; null where AWS does not tell. */
  AutoEnableOrganizationMembers: string | null;
  MemberAccountLimitReached: boolean;
}

/**
 * Resolves to null where this account is not the delegated administrator: GuardDuty answers that with a BadRequest which
 * speaks of the organization or its administrator. Any other BadRequest (an invalid detector) tells nothing of the kind.
 */
export async function readConfiguration(
  { DetectorId }: { DetectorId: string },
  aws: Aws,
): Promise<OrganizationConfiguration | null> {
  const { DescribeOrganizationConfigurationCommand, GuardDutyClient } = await import('./sdk.js');
  try {
    const answer = await aws.client(GuardDutyClient).send(new DescribeOrganizationConfigurationCommand({ DetectorId }));
    // Only AutoEnable is told by the older form of the answer; true meant new accounts.
    const older = answer.AutoEnable === undefined ? null : answer.AutoEnable ? 'NEW' : 'NONE';
    return {
      AutoEnableOrganizationMembers: answer.AutoEnableOrganizationMembers ?? older,
      MemberAccountLimitReached: answer.MemberAccountLimitReached ?? false,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'BadRequestException' && refusal.test(error.message)) return null;
    throw error;
  }
}

const refusal = /organization|administrator|master/i;
