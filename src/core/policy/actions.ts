import { globsMeet, matchesGlob } from './glob.js';
import { iamActions } from './iam-actions.generated.js';
import type { Statement } from './statement.js';

interface ServiceActions {
  readonly names: readonly string[];
  readonly lower: readonly string[];
}

let index: Map<string, ServiceActions> | undefined;
const expansions = new Map<string, readonly string[]>();
const REMEMBERED_EXPANSIONS = 2000;

function services(): Map<string, ServiceActions> {
  index ??= readIndex();
  return index;
}

function readIndex(): Map<string, ServiceActions> {
  const found = new Map<string, ServiceActions>();
  for (const line of iamActions.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const prefix = line.slice(0, colon);
    const names = line
      .slice(colon + 1)
      .split(',')
      .filter(name => name !== '')
      .map(name => `${prefix}:${name}`);
    found.set(prefix, { names, lower: names.map(name => name.toLowerCase()) });
  }
  return found;
}

/** True when an action pattern (`*`, `?`, any case) covers a concrete action. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesGlob(pattern.toLowerCase(), action.toLowerCase());
}

/** The actions AWS publishes for an IAM prefix (`kms` gives `kms:Decrypt`, ...); empty for an unknown prefix. */
export function actionsOfService(service: string): readonly string[] {
  return services().get(service.toLowerCase())?.names ?? [];
}

/** True when AWS publishes actions under this IAM prefix (`elasticloadbalancing`, `states`, not `elb`). */
export function serviceExists(service: string): boolean {
  return services().has(service.toLowerCase());
}

/** The IAM prefix of every service that AWS publishes actions for. */
export function allServices(): readonly string[] {
  return [...services().keys()];
}

/** The published actions a pattern covers; a pattern that covers none is kept as its own text, so it is never lost. */
export function expandActions(pattern: string): readonly string[] {
  const lower = pattern.toLowerCase();
  const known = expansions.get(lower);
  if (known) return known;
  const found = expand(lower);
  const result = found.length === 0 ? [pattern] : found;
  if (expansions.size >= REMEMBERED_EXPANSIONS) expansions.clear();
  expansions.set(lower, result);
  return result;
}

function expand(lower: string): string[] {
  const colon = lower.indexOf(':');
  const prefix = colon < 0 ? lower : lower.slice(0, colon);
  const found: string[] = [];
  for (const [service, { names, lower: keys }] of candidates(prefix)) {
    if (!globsMeet(lower, `${service}:*`)) continue;
    for (let at = 0; at < keys.length; at++)
      if (matchesGlob(lower, keys[at] as string)) found.push(names[at] as string);
  }
  return found;
}

function candidates(prefix: string): Iterable<[string, ServiceActions]> {
  if (/[*?]/.test(prefix)) return services();
  const exact = services().get(prefix);
  return exact ? [[prefix, exact]] : [];
}

/** True when the statement's Action or NotAction covers this concrete action, whatever its Effect. */
export function statementCovers(statement: Pick<Statement, 'Action' | 'NotAction'>, action: string): boolean {
  if (statement.Action) return statement.Action.some(pattern => matchesAction(pattern, action));
  return !(statement.NotAction ?? []).some(pattern => matchesAction(pattern, action));
}
