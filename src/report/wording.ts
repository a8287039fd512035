import type { Category, DenialCause, Gap, GapReason, RegionState } from '../core/types.js';

const digits = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A whole number with thousands separated: `1,203`. */
export function formatNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number and its noun: `1 rule`, `1,203 rules`. */
export function countOf(value: number, noun: string): string {
  return `${formatNumber(value)} ${nounFor(value, noun)}`;
}

/** What a page says where it stops: `and 1,203 more resources in report.json`; empty when it shows everything. */
export function moreThan(count: number, shown: number, noun: string): string {
  const left = count - shown;
  if (left <= 0) return '';
  return shown > 0 ? `and ${countOf(left, `more ${noun}`)} in report.json` : `${countOf(left, noun)} in report.json`;
}

/** The noun in the number that fits: `rule` or `rules`. */
export function nounFor(value: number, noun: string): string {
  return value === 1 ? noun : `${noun}s`;
}

/** A number as running text has it: words up to twelve. */
export function spellNumber(value: number): string {
  return digits[value] ?? formatNumber(value);
}

/** The sentence with a capital first letter. */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** A share of 0 to 1 as per cent, rounded down, so that 99.9 % never reads 100 %. */
export function formatShare(share: number): string {
  const whole = Math.floor(share * 100 + 1e-9);
  return whole === 0 && share > 0 ? 'under 1 %' : `${whole} %`;
}

/** A score of 0 to 100, rounded down; `not scored` for null. */
export function formatScore(value: number | null): string {
  return value === null ? 'not scored' : String(Math.floor(value + 1e-9));
}

/** Points of score: `+9`, `+0.4`; empty when nothing is gained. */
export function formatPoints(points: number): string {
  const shown = points >= 1 ? Math.round(points) : Math.round(points * 10) / 10;
  return shown > 0 ? `+${shown}` : '';
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** ISO 8601 in UTC as people write it: `22 Nov 2026, 09:00 UTC`; the text itself when it is no such time. */
export function formatTime(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(iso);
  const month = parts && months[Number(parts[2]) - 1];
  return month ? `${Number(parts[3])} ${month} ${parts[1]}, ${parts[4]} UTC` : iso;
}

/** A day of ISO 8601 as people write it: `22 Nov 2026`; the text itself when it is no day. */
export function formatDay(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  const month = parts && months[Number(parts[2]) - 1];
  return month ? `${Number(parts[3])} ${month} ${parts[1]}` : iso;
}

/** A month of ISO 8601 as people write it: `Oct 2026`; the text itself when it is none. */
export function formatMonth(iso: string): string {
  const parts = /^(\d{4})-(\d{2})/.exec(iso);
  const month = parts && months[Number(parts[2]) - 1];
  return month ? `${month} ${parts[1]}` : iso;
}

/** The time between two ISO times: `41 s`, `2 min 5 s`; empty when it cannot be told. */
export function formatDuration(from: string, to: string): string {
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return '';
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** An amount of USD: `$0.04`. */
export function formatUsd(amount: number): string {
  if (amount < 0) return `-${formatUsd(-amount)}`;
  const [dollars = '0', cents = '00'] = amount.toFixed(2).split('.');
  return amount > 0 && amount < 0.01 ? 'under $0.01' : `$${formatNumber(Number(dollars))}.${cents}`;
}

/** An account id in groups of four, as the console shows it: `1234-5678-9012`. */
export function formatAccount(id: string): string {
  return /^\d{12}$/.test(id) ? id.replace(/(\d{4})(?=\d)/g, '$1-') : id;
}

export const categoryNames: Record<Category, string> = {
  security: 'Security',
  cost: 'Cost',
  resilience: 'Resilience',
  hygiene: 'Hygiene',
};

const causes: Record<DenialCause, string> = {
  'identity-policy': "denied: no policy of the auditor's role allows it",
  'resource-policy': "denied by the resource's own policy",
  'organization-policy': 'denied by a policy of the organization',
  'permissions-boundary': "denied by the permissions boundary of the auditor's role",
  'session-policy': "denied by the session policy of the auditor's role",
  'endpoint-policy': 'denied by the policy of a VPC endpoint',
};

const reasons: Record<GapReason, string> = {
  denied: 'denied',
  throttled: 'AWS asked to slow down until no attempt was left',
  unsupported: 'AWS does not offer this here',
  deadline: 'no time was left',
  network: 'AWS could not be reached',
  'expired-credentials': 'the credentials had expired',
  interrupted: 'the audit was interrupted',
  'not-collected': 'the snapshot does not hold it',
  truncated: 'there was more than the audit reads',
  manual: 'a person has to tell',
  declined: 'it would have cost money',
  'unexpected-answer': 'the answer could not be understood',
  'internal-error': 'the auditor itself failed here',
};

/** Why a place could not be looked at, in plain words. */
export function explainGap(gap: Pick<Gap, 'reason' | 'cause'>): string {
  return gap.reason === 'denied' && gap.cause ? causes[gap.cause] : reasons[gap.reason];
}

const denialRemedies: Record<DenialCause, string> = {
  'identity-policy': 'Allow this action to the role.',
  'resource-policy': "Allow this action to the role in the resource's own policy.",
  'organization-policy': 'The organization has to allow this action.',
  'permissions-boundary': 'Add this action to the permissions boundary.',
  'session-policy': 'Add this action to the session policy.',
  'endpoint-policy': 'Add this action to the policy of the VPC endpoint.',
};

const remedies: Record<GapReason, string> = {
  denied: 'Allow this action to the role.',
  throttled: 'Audit again with a lower --rate.',
  unsupported: 'Nothing to do.',
  deadline: 'Audit again with a longer --max-duration.',
  network: 'Audit again when the network answers.',
  'expired-credentials': 'Sign in again, then go on with --resume.',
  interrupted: 'Go on with --resume.',
  'not-collected': 'Audit again with these rules selected.',
  truncated: 'Look at the rest in the console.',
  manual: 'A person has to look.',
  declined: 'Audit again without --no-billed-apis, or with a higher --budget.',
  'unexpected-answer': 'Audit again; if it stays, report it as a bug.',
  'internal-error': 'Report it as a bug.',
};

/** What would let us look there. */
export function remedyFor(gap: Pick<Gap, 'reason' | 'cause'>): string {
  return gap.reason === 'denied' && gap.cause ? denialRemedies[gap.cause] : remedies[gap.reason];
}

export const regionStates: Record<RegionState, string> = {
  audited: 'audited',
  'not-enabled': 'not enabled in this account',
  'denied-by-organization': 'denied by a policy of the organization',
  unreachable: 'could not be reached',
};
