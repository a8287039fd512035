/**
 * What a policy says, and what follows from it. Pure and synchronous: every function takes policies as AWS hands them out
 * (text, URL-encoded text or object), parses each object once, and throws nothing but PolicyError.
 *
 *   parsePolicy, findClauses              the document in one spelling
 *   matchesAction, expandActions, ...     the actions that AWS publishes
 *   publicAccess, externalPrincipals      resource policies: who gets in
 *   adminGrants, fullServiceGrants, ...   identity policies: statements that grant too much ([] is good)
 *   reachOf                               identity policies: what may be read and written
 *   findEscalations                       identity policies: known ways to gain more
 *   enclaveGrants, decodeMeasurement      key policies of enclaves
 */
export { actionsOfService, expandActions, matchesAction, serviceExists, statementCovers } from './actions.js';
export { adminGrants, fullServiceGrants } from './admin.js';
export {
  decodeMeasurement,
  type EnclaveGrant,
  enclaveGrants,
  type Measurement,
  mentionsAttestation,
  sensitiveEnclaveActions,
} from './attestation.js';
export type { Pin } from './deny-back.js';
export { type PolicyDocument, type PolicySource, parsePolicy } from './document.js';
export type { GrantOptions, Policies } from './effective.js';
export { PolicyError } from './error.js';
export { type Escalation, type EscalationOptions, findEscalations } from './escalation.js';
export { type EscalationPath, escalationPaths } from './escalation-paths.js';
export { type ExternalPrincipal, externalPrincipals } from './external.js';
export {
  allowNotActionGrants,
  decryptOnAllKeysGrants,
  grantsOf,
  marketplaceSubscribeGrants,
  passRoleWildcardGrants,
  permissiveAssumeRoleGrants,
  serviceWildcardGrants,
} from './grants.js';
export { type PublicGrant, type PublicOptions, type PublicVerdict, publicAccess } from './public.js';
export { type Reach, reachOf } from './reach.js';
export type { Grant } from './scope.js';
export { type ConditionClause, findClauses, type PrincipalName, type Statement } from './statement.js';
