import type { CloudTrailEvent, SampleEvent } from './events.js';
import { matches } from './match.js';
import { parsePattern } from './parse.js';
import { type RequirementId, requirements } from './requirements.js';
import type { Condition, Pattern, Selector } from './tree.js';

/**
 * What the pattern does not match of the requirement, for messages: events by name, in the requirement's order, with
 * circumstances when only some callers or regions are missed; then the callers, addresses and regions that it exempts.
 * Empty: the requirement is satisfied. Extra events, and extra conditions that every sample fulfils, count for nothing.
 * Raises `PatternError` when the text cannot be judged.
 */
export function missedEvents(patternText: string, id: RequirementId): string[] {
  const pattern = parsePattern(patternText);
  const { events, anyCall = false } = requirements[id];
  const noticed = new Set(events.filter(({ event }) => matches(pattern, event)));
  return [...missedSamples(events, noticed), ...exemptions(pattern, events, noticed, anyCall)];
}

function missedSamples(events: readonly SampleEvent[], noticed: ReadonlySet<SampleEvent>): string[] {
  const missed = events.filter(event => !noticed.has(event));
  const seen = new Set([...noticed].map(({ name }) => name));
  return [...new Set(missed.map(({ name, variant }) => (seen.has(name) ? `${name} (${variant})` : name)))];
}

// Samples stand for all callers, but a pattern may exempt one by name: what it excludes by `!=` becomes a sample, too.
function exemptions(
  pattern: Pattern,
  events: readonly SampleEvent[],
  noticed: ReadonlySet<SampleEvent>,
  anyCall: boolean,
): string[] {
  const regional = new Set(events.map(({ event }) => event.awsRegion)).size > 1;
  const found = new Set<string>();
  for (const { path, text } of exclusions(pattern, anyCall)) {
    if (path[0] === 'awsRegion' && !regional) continue;
    const exempt = [...noticed].some(({ event }) => {
      const twin = withValue(event, path, text);
      return twin !== null && !matches(pattern, twin);
    });
    if (exempt) found.add(`events with ${path.join('.')} ${text}`);
  }
  return [...found];
}

const callerFields =
  /^(?:userIdentity\.(?:.+\.)?(?:arn|userName|principalId|accountId)|sourceIPAddress|userAgent|awsRegion)$/;
const callFields = /^event(?:Name|Source)$/;

function exclusions(pattern: Pattern, anyCall: boolean): { path: string[]; text: string }[] {
  return conditions(pattern).flatMap(condition => {
    if (condition.kind !== 'compare' || condition.operator !== '!=' || condition.value.kind === 'regex') return [];
    const path = keys(condition.selector);
    const field = path.join('.');
    const { text } = condition.value;
    if (!callerFields.test(field) && !(anyCall && callFields.test(field))) return [];
    return text === '' || isTolerated(field, text) ? [] : [{ path, text }];
  });
}

// The benchmark itself leaves these out as noise: log delivery and other AWS services at work, and bucket probes.
function isTolerated(field: string, text: string): boolean {
  if (field === 'sourceIPAddress') return text.endsWith('.amazonaws.com') || text === 'AWS Internal';
  return field === 'eventName' && text === 'HeadBucket';
}

function conditions(pattern: Pattern): Condition[] {
  if (pattern.kind === 'everything') return [];
  return pattern.kind === 'all' || pattern.kind === 'any' ? pattern.terms.flatMap(conditions) : [pattern];
}

function keys(selector: Selector): string[] {
  return selector.map(step => (step.kind === 'key' ? step.key : '*'));
}

/** The event with a value that the text covers in place of its own; null where such an event could not be. */
function withValue(event: CloudTrailEvent, path: readonly string[], text: string): CloudTrailEvent | null {
  const [first, ...rest] = path;
  if (first === undefined) return null;
  const present = event[first];
  if (rest.length > 0) {
    if (typeof present !== 'object' || present === null) return null;
    const inner = withValue(present as CloudTrailEvent, rest, text);
    return inner === null ? null : { ...event, [first]: inner };
  }
  if (typeof present !== 'string' || (first === 'arn' && !couldBe(present, text))) return null;
  return { ...event, [first]: text.replaceAll('*', 'x') };
}

// An ARN tells its kind: an IAM user never has the ARN of an assumed role, so excluding those exempts no IAM user.
function couldBe(present: string, text: string): boolean {
  const kinds = ['assumed-role', 'federated-user', ':role/', ':root', 'user/'];
  const kind = kinds.find(one => text.includes(one));
  return kind === undefined || present.includes(kind);
}
