import { InputError } from './input.js';
import type { GatePolicy } from './rules-file.js';

/** Whether a policy names anything that could stop. */
export const hasCondition = ({ incomplete, expired, minScore = {}, minCoverage = {}, ...rest }: GatePolicy): boolean =>
  incomplete === true ||
  expired === true ||
  Object.keys({ ...minScore, ...minCoverage }).length > 0 ||
  Object.values(rest).some(value => value !== undefined);

/** An InputError for a policy without a condition: it would pass whatever comes. */
export function checkPolicy(policy: GatePolicy): void {
  if (hasCondition(policy)) return;
  throw new InputError('names nothing that stops; name a condition there, or one with --fail-on', { field: 'gate' });
}
