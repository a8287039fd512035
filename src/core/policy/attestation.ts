import { statementCovers } from './actions.js';
import { containsResource, resourcesOf } from './coverage.js';
import { type PolicySource, parsePolicy } from './document.js';
import { hasWildcard } from './glob.js';
import type { ConditionClause, Statement } from './statement.js';

/** The KMS operations that accept an attestation document of an enclave. */
export const sensitiveEnclaveActions: readonly string[] = [
  'kms:Decrypt',
  'kms:DeriveSharedSecret',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyPair',
  'kms:GenerateRandom',
];

/** One measurement that a condition demands; `bytes` is 96 hex digits, null when the value is neither hex nor base64 of 48 bytes. */
export interface Measurement {
  /** `PCR0` ... ; `ImageSha384` is the same measurement and reads `PCR0`. */
  readonly pcr: string;
  readonly value: string;
  readonly bytes: string | null;
}

/** One Allow of a key policy that grants sensitive actions. */
export interface EnclaveGrant {
  readonly statement: string;
  readonly actions: readonly string[];
  /** What the restrictive attestation conditions demand; empty when the statement asks for no attestation. */
  readonly measurements: readonly Measurement[];
  /** A Deny for everyone takes these actions back from callers without attestation. */
  readonly neutralised: boolean;
  /** The conditions also fix the instance, role or signer (PCR3, PCR4, PCR8), or an account or organization. */
  readonly bindsDeployment: boolean;
}

const ATTESTATION = 'kms:recipientattestation:';
const DEMANDING = new Set(['stringequals', 'stringequalsignorecase', 'stringlike']);
const REFUSING = new Set(['stringnotequals', 'stringnotequalsignorecase']);
const BINDING_PCRS = new Set(['PCR3', 'PCR4', 'PCR8']);
const BINDING_OPERATORS = new Set(['stringequals', 'stringequalsignorecase', 'arnequals']);
const BINDING_KEYS = new Set([
  'aws:principalaccount',
  'aws:sourceaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceaccount',
]);

/** True when a condition of the policy speaks about the attestation of an enclave. */
export function mentionsAttestation(source: PolicySource): boolean {
  return parsePolicy(source).Statement.some(statement => statement.Condition.some(isAttestation));
}

/** The Allows of a key policy that grant sensitive actions, in document order; grants and IAM policies are not looked at. */
export function enclaveGrants(source: PolicySource): EnclaveGrant[] {
  const statements = parsePolicy(source).Statement;
  const denies = statements.filter(isDenyForUnattested);
  return statements.flatMap(statement => {
    const actions = sensitiveEnclaveActions.filter(action => statementCovers(statement, action));
    if (statement.Effect === 'Deny' || actions.length === 0) return [];
    const measurements = measurementsOf(statement);
    return [
      {
        statement: statement.label,
        actions,
        measurements,
        neutralised: actions.every(action => denies.some(deny => takesBack(deny, statement, action))),
        bindsDeployment:
          measurements.some(({ pcr }) => BINDING_PCRS.has(pcr)) || statement.Condition.some(bindsDeployment),
      },
    ];
  });
}

/** Reads a PCR value (96 hex digits, or base64 of 48 bytes) as 96 lower-case hex digits; null when it is neither. */
export function decodeMeasurement(text: string): string | null {
  if (/^[0-9a-f]{96}$/i.test(text)) return text.toLowerCase();
  return /^[A-Za-z0-9+/]{64}$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : null;
}

function isAttestation(clause: ConditionClause): boolean {
  return clause.key.startsWith(ATTESTATION);
}

function measurementsOf(statement: Statement): readonly Measurement[] {
  const demanding = statement.Condition.filter(clause => demandsAttestation(clause, statement));
  return demanding.flatMap(clause => {
    const name = clause.key.slice(ATTESTATION.length).toUpperCase();
    const pcr = name === 'IMAGESHA384' ? 'PCR0' : name;
    return clause.values.map(value => ({ pcr, value, bytes: decodeMeasurement(value) }));
  });
}

function demandsAttestation(clause: ConditionClause, statement: Statement): boolean {
  if (!isAttestation(clause) || !DEMANDING.has(clause.operator) || clause.ifExists) return false;
  // ForAllValues is true for a call without attestation, unless a Null condition demands the key.
  if (clause.quantifier === 'ForAllValues' && !demandsPresence(statement, clause.key)) return false;
  return clause.values.length > 0 && clause.values.every(value => !hasWildcard(value));
}

function demandsPresence(statement: Statement, key: string): boolean {
  return statement.Condition.some(
    clause =>
      clause.operator === 'null' && clause.key === key && clause.values.length > 0 && clause.values.every(isFalse),
  );
}

function isFalse(value: string): boolean {
  return value.toLowerCase() === 'false';
}

function bindsDeployment(clause: ConditionClause): boolean {
  if (!BINDING_KEYS.has(clause.key) || !BINDING_OPERATORS.has(clause.operator)) return false;
  if (clause.ifExists || clause.quantifier === 'ForAllValues') return false;
  return clause.values.length > 0 && clause.values.every(value => !hasWildcard(value));
}

// Every condition of the Deny must be true for a call without attestation, so any other condition spoils it.
function isDenyForUnattested(statement: Statement): boolean {
  const everyone = (statement.Principal ?? []).some(name => name.kind === 'AWS' && name.value === '*');
  return statement.Effect === 'Deny' && everyone && statement.Condition.every(refusesUnattested);
}

function refusesUnattested(clause: ConditionClause): boolean {
  if (!isAttestation(clause) || clause.quantifier === 'ForAnyValue' || clause.values.length === 0) return false;
  if (clause.operator === 'null') return clause.values.every(value => value.toLowerCase() === 'true');
  // A negated operator is true for an absent key, with IfExists or without.
  return REFUSING.has(clause.operator);
}

function takesBack(deny: Statement, allow: Statement, action: string): boolean {
  return statementCovers(deny, action) && resourcesOf(allow).every(resource => containsResource(deny, resource));
}
