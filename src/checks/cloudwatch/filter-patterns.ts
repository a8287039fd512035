import {
  matches,
  missedEvents,
  parsePattern,
  PatternError,
  type RequirementId,
  requirements,
} from '../../core/filter-pattern.js';

/** What a pattern is worth: the required events that it misses, or why nobody can tell. */
export interface PatternVerdict {
  missed: string[];
  /** It is there for something else: of the required events it counts a third at most, such as all that root does. */
  foreign?: true;
  /** Why the pattern cannot be read as one for JSON events; it then counts none of CloudTrail's. */
  unreadable?: string;
  /** Why it may be right and may be wrong. */
  undecidable?: string;
}

/** Judges a filter pattern by a requirement; never raises for what a pattern may hold. */
export function judgePattern(pattern: string, id: RequirementId): PatternVerdict {
  // oxlint-disable-next-line house/judge-only -- a PatternError is the verdict itself, and everything else is let through
  try {
    const missed = missedEvents(pattern, id);
    return isForeign(pattern, id) ? { missed, foreign: true } : { missed };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const missed = requirements[id].events.map(event => event.name);
    return error.reason === 'undecidable'
      ? { missed: [], undecidable: error.message }
      : { missed: [...new Set(missed)], unreadable: error.message };
  }
}

function isForeign(text: string, id: RequirementId): boolean {
  const pattern = parsePattern(text);
  const { events } = requirements[id];
  return events.filter(({ event }) => matches(pattern, event)).length * 3 <= events.length;
}

/** A pattern that meets the requirement, for people to copy. */
export const proposedPatterns: Readonly<Record<RequirementId, string>> = {
  'unauthorized-api-calls': '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  'console-sign-in-without-mfa':
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  'root-usage':
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  'iam-policy-changes': anyOf('iam-policy-changes'),
  'cloudtrail-changes': anyOf('cloudtrail-changes'),
  'console-auth-failures': '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  'kms-key-disable-or-deletion': anyOf('kms-key-disable-or-deletion', 'kms.amazonaws.com'),
  's3-policy-changes': anyOf('s3-policy-changes', 's3.amazonaws.com'),
  'config-changes': anyOf('config-changes', 'config.amazonaws.com'),
  'security-group-changes': anyOf('security-group-changes'),
  'network-acl-changes': anyOf('network-acl-changes'),
  'network-gateway-changes': anyOf('network-gateway-changes'),
  'route-table-changes': anyOf('route-table-changes', 'ec2.amazonaws.com'),
  'vpc-changes': anyOf('vpc-changes'),
  'organizations-changes': anyOf('organizations-changes', 'organizations.amazonaws.com'),
};

function anyOf(id: RequirementId, source?: string): string {
  const names = new Set(requirements[id].events.map(event => event.name));
  const terms = [...names].map(name => `($.eventName = ${name})`).join(' || ');
  return source ? `{ ($.eventSource = ${source}) && (${terms}) }` : `{ ${terms} }`;
}
