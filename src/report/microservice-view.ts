import type { AccessPlace, Microservice, MicroserviceField, Trigger, TriggerKind } from '../core/overview.js';
import { severities } from '../core/types.js';
import { nameService } from './service-names.js';
import { countOf, formatDay, formatNumber, formatUsd, nounFor } from './wording.js';

/** One microservice as a page shows it: plain texts, each page escapes them in its own way. */
export interface MicroserviceView {
  name: string;
  where: string;
  /** The owner's own words. */
  purpose: string;
  owner: string;
  note: string;
  /** What its deployment says of it. */
  description: string;
  worst: string;
  tally: string;
  rows: { label: string; values: string[]; unseen: string[] }[];
}

const mostPlaces = 12;
const mostTriggers = 25;
const mostFindings = 6;

const kindWords: Record<TriggerKind, string> = {
  api: 'API',
  url: 'URL',
  rule: 'rule',
  schedule: 'schedule',
  queue: 'queue',
  stream: 'stream',
  bucket: 'bucket',
  topic: 'topic',
  'user-pool': 'user pool',
  graphql: 'GraphQL API',
  'state-machine': 'Step Functions',
  logs: 'log group',
  role: 'role',
  account: '',
  other: '',
};

/** What a page says of one microservice. */
export function microserviceView(one: Microservice): MicroserviceView {
  const { description, findings, name, region, words } = one;
  return {
    name,
    where: region,
    purpose: words.purpose ?? '',
    owner: words.owner ?? '',
    note: words.note ?? '',
    description,
    worst: findings[0]?.severity ?? '',
    tally: tallyOf(one),
    rows: rowsOf(one),
  };
}

function tallyOf({ money, use }: Microservice): string {
  const calls = use === null ? 'calls not known' : use.calls === 0 ? 'not called' : countOf(use.calls, 'call');
  return money === null ? calls : `${calls}, ${formatUsd(money.usd)}`;
}

function rowsOf(one: Microservice): MicroserviceView['rows'] {
  const rows: [label: string, field: MicroserviceField | null, values: string[], none: string][] = [
    ['started by', 'started by', triggersOf(one.triggers), 'nothing was seen that starts it'],
    ['may read and write', 'may read and write', accessOf(one), one.access ? 'nothing' : ''],
    ['settings', null, one.environment.length > 0 ? [one.environment.join(', ')] : [], 'no environment variables'],
    ['runs on', null, [runsOn(one)], ''],
    ['30 days', '30 days', usedOf(one), ''],
    ['money', 'money', moneyOf(one), hasUnseen(one, 'money') ? '' : 'not known: no price or bill was read'],
    ['logs', 'logs', logsOf(one), ''],
    ['alarms', 'alarms', alarmsOf(one), 'no alarm watches it'],
    ['open findings', null, findingsOf(one), 'none'],
  ];
  const group = unseenIn(one, 'group');
  const shown = rows.map(([label, field, values, none]) => {
    const unseen = field === null ? [] : unseenIn(one, field);
    // None may only be said where everything was seen.
    return { label, values: values.length > 0 || unseen.length > 0 || none === '' ? values : [none], unseen };
  });
  return group.length > 0 ? [...shown, { label: 'belongs to', values: [], unseen: group }] : shown;
}

const hasUnseen = (one: Microservice, field: MicroserviceField): boolean => unseenIn(one, field).length > 0;

/** `not known: its URL (needs lambda:ListFunctionUrlConfigs)`. */
function unseenIn({ unseen }: Microservice, field: MicroserviceField): string[] {
  return unseen
    .filter(one => one.field === field)
    .map(
      ({ actions, message, what }) =>
        `not known: ${what} (${actions.length > 0 ? `needs ${actions.join(', ')}` : message})`,
    );
}

/** What a trigger is called: `API lodge-http`. */
export const nameTrigger = ({ kind, name }: Pick<Trigger, 'kind' | 'name'>): string =>
  [kindWords[kind], name].filter(Boolean).join(' ');

/** Triggers of a kind, where they are too many to name: `APIs`. */
export function nameTriggers(kind: TriggerKind): string {
  const word = kindWords[kind] || 'other caller';
  return word.endsWith('s') ? word : `${word}s`;
}

function triggersOf(triggers: readonly Trigger[]): string[] {
  const shown = triggers.slice(0, mostTriggers).map(one => {
    const { auth, state, what } = one;
    const states = { on: '', off: ' (turned off)', allowed: '', stale: ' (may call it, but does not)' };
    return `${nameTrigger(one)}${what === '' ? '' : `: ${what}`}${auth === undefined ? '' : ` (${auth})`}${states[state]}`;
  });
  const left = triggers.length - shown.length;
  return left > 0 ? [...shown, `and ${formatNumber(left)} more`] : shown;
}

/** IAM's prefixes that are no id of a service here. */
const services: Readonly<Record<string, string>> = {
  'cognito-idp': 'Cognito',
  'cognito-identity': 'Cognito',
  es: 'OpenSearch',
  events: 'EventBridge',
  scheduler: 'EventBridge Scheduler',
  states: 'Step Functions',
  sts: 'STS',
};

/** What a place is called: `DynamoDB table lodge-bookings`, `all of S3`. */
export function namePlace({ conditional, kind, name, service }: AccessPlace): string {
  const title = services[service] ?? nameService(service);
  const limit = conditional ? ', under conditions' : '';
  if (service === '*') return `${name === '*' ? 'every service' : name}${limit}`;
  if (name === '*') return `all of ${title}${limit}`;
  return `${[title, kind, name].filter(Boolean).join(' ')}${limit}`;
}

/** Every function writes its own log and traces: that is no store of anything. */
export const isOwnLog = ({ read, service, write }: AccessPlace): boolean =>
  (service === 'logs' || service === 'xray') && write && !read;

function accessOf({ access, role }: Microservice): string[] {
  if (access === null) return [];
  if (access.everything) return [`everything: its role ${role} is an administrator`];
  const kinds: [verb: string, test: (one: AccessPlace) => boolean][] = [
    ['reads and writes', one => one.read && one.write],
    ['reads', one => one.read && !one.write],
    ['writes', one => !one.read && one.write && !isOwnLog(one)],
    ['writes its log', isOwnLog],
  ];
  return kinds.flatMap(([verb, test]) => {
    const places = access.places.filter(test);
    if (places.length === 0) return [];
    if (verb === 'writes its log') return [verb];
    const left = places.length - mostPlaces;
    const more = left > 0 ? ` and ${formatNumber(left)} more` : '';
    return [`${verb} ${places.slice(0, mostPlaces).map(namePlace).join('; ')}${more}`];
  });
}

function runsOn({ architectures, memory, runtime, timeout }: Microservice): string {
  const { ended, ends, name } = runtime;
  const until = ends === null ? '' : `; runtime ${ended ? 'ended' : 'ends'} ${formatDay(ends)}`;
  const size = `${formatNumber(memory)} MB, ${architectures.join(', ')}, at most ${formatNumber(timeout)} s`;
  return `${name ?? 'a container image'}, ${size}${until}`;
}

function usedOf({ use }: Microservice): string[] {
  if (use === null) return [];
  const last = use.last === null ? 'no call in 90 days' : `last called ${formatDay(use.last)}`;
  return [`${countOf(use.calls, 'call')}, ${countOf(use.errors, 'error')}, ${last}`];
}

const sources = {
  billed: 'from the bill',
  'bill-price': 'at the prices of the bill',
  told: 'as AWS tells',
  'list-price': 'at list prices, free allowance not counted',
  'other-region': 'at list prices of another region, free allowance not counted',
  unknown: 'not known',
} as const;

function moneyOf({ money }: Microservice): string[] {
  return money === null ? [] : [`${formatUsd(money.usd)} in 30 days, ${sources[money.provenance]}`];
}

function logsOf({ logs }: Microservice): string[] {
  const { found, group } = logs;
  if (!found) return [group];
  if (!found.exists) return [`${group}: not there`];
  const kept = found.retention === null ? 'kept for ever' : `kept ${countOf(found.retention, 'day')}`;
  return [`${group}: ${kept}, ${sayBytes(found.bytes)}`];
}

function sayBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? formatNumber(bytes) : amount.toFixed(1)} ${units[power]}`;
}

const alarmsOf = ({ alarms }: Microservice): string[] =>
  alarms.map(({ metric, name, state }) => [name, metric && `on ${metric}`, `(${state})`].filter(Boolean).join(' '));

function findingsOf({ findings }: Microservice): string[] {
  if (findings.length === 0) return [];
  const counts = severities.flatMap(severity => {
    const count = findings.filter(one => one.severity === severity).length;
    return count > 0 ? [`${formatNumber(count)} ${severity}`] : [];
  });
  const all = [...new Set(findings.map(({ rule }) => rule))];
  const rules = all.slice(0, mostFindings);
  const left = all.length - rules.length;
  return [
    `${counts.join(', ')}: ${rules.join(', ')}${left > 0 ? ` and ${formatNumber(left)} more ${nounFor(left, 'rule')}` : ''}`,
  ];
}
