import type { Finding } from '../core/types.js';

/** Groups of fix commands, the harmless first. */
export const fixGroups = ['look', 'low', 'medium', 'high'] as const;
export type FixGroup = (typeof fixGroups)[number];

/** What a group means, for the reader of the script. */
export const groupMeaning: Record<FixGroup, string> = {
  look: 'only reads: shows what a person needs to decide',
  low: 'adds or turns on something, or cleans up at low risk',
  medium: 'changes or replaces what is there, or cleans up at medium risk',
  high: 'deletes, disables or takes away, or cleans up at high risk',
};

/**
 * How much a command can break, derived in this one place (docs/fix.md says the same in words):
 *
 * 1. A command whose every operation only reads is `look`.
 * 2. A cost rule says itself what its clean-up risks (`cleanUp.risk`; `none` counts as low). Where its command ends
 *    something and that no command takes back at once, it counts one step more.
 * 3. Otherwise the gravest of its operations counts: those that delete, detach, disable, stop or revoke are `high`, as is a
 *    word that turns something off; those that only add or enable are `low`; all others replace or change: `medium`.
 */
export function groupOf({ fix, cleanUp }: Pick<Finding, 'fix' | 'cleanUp'>): FixGroup {
  const operations = operationsOf(fix?.command ?? '');
  const grades = operations.map(gradeOf);
  if (grades.length > 0 && grades.every(grade => grade === 'look')) return 'look';
  if (cleanUp) {
    const risk = cleanUp.risk === 'none' ? 'low' : cleanUp.risk;
    const comesBack = cleanUp.undo === 'at once' && fix?.undo !== undefined;
    return !comesBack && grades.includes('high') ? (graver[risk] ?? risk) : risk;
  }
  return fixGroups.toReversed().find(group => grades.includes(group)) ?? 'medium';
}

const graver: Partial<Record<FixGroup, FixGroup>> = { low: 'medium', medium: 'high' };

interface Operation {
  service: string;
  name: string;
  /** Everything behind the operation, as it is written. */
  rest: string;
}

/** The calls of a command, in their order; `&&` between them stands outside quotes. */
function operationsOf(command: string): Operation[] {
  return command
    .split(' && ')
    .map(part => /^aws ([a-z0-9-]+) ([a-z0-9-]+)(.*)$/s.exec(part))
    .flatMap(match => (match ? [{ service: match[1] ?? '', name: match[2] ?? '', rest: match[3] ?? '' }] : []));
}

const reads = /^(?:get|list|describe|head|tail|search|test)(?:-|$)/;
const ends =
  /^(?:delete|remove|detach|disable|stop|schedule|revoke|deregister|disassociate|terminate|cancel|archive|suspend)-/;
const adds = /^(?:enable|create|register|associate|start|subscribe|add|tag|restore)(?:-|$)/;
const turnsOff =
  / (?:--status (?:Inactive|DISABLED|SUSPENDED)|--no-[a-z-]*(?:protection|enabled))\b|"?Status"?[:=]"?Disabled|Enabled=false|-arn ''/;

/** Operations whose verb says something else than what they do here. */
const known: Record<string, FixGroup> = {
  // Takes a deletion back.
  'kms cancel-key-deletion': 'low',
  // Whoever relied on the wider policy is shut out by the new default version.
  'iam create-policy-version': 'medium',
  // Shows a secret, and fails where a user has two keys already.
  'iam create-access-key': 'medium',
  // Turns one plan of a detector on.
  'guardduty update-detector': 'low',
  // These add a destination, a check or a sampling beside what is there.
  's3api put-bucket-logging': 'low',
  'cloudtrail put-insight-selectors': 'low',
  'macie2 update-automated-discovery-configuration': 'low',
  'wafv2 put-logging-configuration': 'low',
  'account put-alternate-contact': 'low',
  // Lets a person read settings, and no data.
  'iam attach-role-policy': 'low',
};

function gradeOf({ service, name, rest }: Operation): FixGroup {
  const exact = known[`${service} ${name}`];
  if (reads.test(name)) return 'look';
  if (turnsOff.test(rest)) return 'high';
  if (exact) return exact;
  if (ends.test(name)) return 'high';
  return adds.test(name) ? 'low' : 'medium';
}
