import { existingRolePaths } from './paths/existing-role.js';
import { iamPaths } from './paths/iam.js';
import { passRolePaths } from './paths/pass-role.js';
import type { EscalationPath } from './paths/path.js';

export type { EscalationPath } from './paths/path.js';

/**
 * The known escalation paths, published by Rhino Security Labs, Bishop Fox (IAM Vulnerable), NCC Group (PMapper),
 * BeyondTrust, hackingthe.cloud, Datadog's pathfinding.cloud and Prowler. iam:PassRole alone and sts:AssumeRole alone are
 * not here: what they give depends on roles, not on the policy.
 */
export const escalationPaths: readonly EscalationPath[] = [...iamPaths, ...passRolePaths, ...existingRolePaths];
