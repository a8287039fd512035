import type { Provenance } from './ledger.js';
import type { Severity } from './types.js';

export const groupKinds = ['app', 'stack', 'tag', 'none', 'unknown'] as const;

/** Functions that belong together: by an Amplify app, a CloudFormation stack or a tag. */
export interface MicroserviceGroup {
  id: string;
  kind: (typeof groupKinds)[number];
  /** Of the app, the stack, or the tag with its value: `service=payments`. */
  name: string;
}

export const triggerKinds = [
  'api',
  'url',
  'rule',
  'schedule',
  'queue',
  'stream',
  'bucket',
  'topic',
  'user-pool',
  'graphql',
  'state-machine',
  'logs',
  'role',
  'account',
  'other',
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

/**
 * `on`: it was seen to call the function; `off`: it would, but is turned off; `allowed`: it may call, whether it does was
 * not looked at; `stale`: it may call, and was seen not to.
 */
export const triggerStates = ['on', 'off', 'allowed', 'stale'] as const;

/** Something that starts a function. */
export interface Trigger {
  kind: TriggerKind;
  /** Of the API, rule, queue ...: `lodge-http`. */
  name: string;
  /** What of it: `POST /payments`, `every 5 minutes`; empty where there is nothing more to say. */
  what: string;
  state: (typeof triggerStates)[number];
  /** Who may use it, of what is reached over the network: `AWS_IAM`, `no authorizer`. */
  auth?: string;
}

/** Something that a function's role lets it work on. */
export interface AccessPlace {
  /** IAM's prefix: `dynamodb`; `*` for every service. */
  service: string;
  /** `table`, `bucket` ...; empty for the service as a whole. */
  kind: string;
  /** Its name or a pattern of names; `*` for all of them. */
  name: string;
  read: boolean;
  write: boolean;
  /** Whether each grant of it depends on conditions. */
  conditional: boolean;
}

/** What a function's role lets it do, minus what is denied for certain and within its boundary. */
export interface Access {
  /** True for administrators; then no places are listed. */
  everything: boolean;
  places: AccessPlace[];
}

export const microserviceFields = [
  'group',
  'started by',
  'may read and write',
  '30 days',
  'money',
  'logs',
  'alarms',
] as const;
export type MicroserviceField = (typeof microserviceFields)[number];

/** A part of a field that could not be seen. */
export interface Unseen {
  field: MicroserviceField;
  /** `who may call it`, `its schedules`. */
  what: string;
  /** IAM actions that would show it; empty where no permission helps. */
  actions: string[];
  /** Why it could not be seen, where no permission is missing. */
  message: string;
}

/** What the owner says of a microservice, in rules.yaml, word for word. */
export interface Words {
  purpose?: string;
  owner?: string;
  note?: string;
}

/** A Lambda function as somebody new to the account wants to know it. */
export interface Microservice {
  name: string;
  arn: string;
  region: string;
  /** Id of its group. */
  group: string;
  /** AWS's field, as somebody deployed it. */
  description: string;
  words: Words;
  triggers: Trigger[];
  role: string;
  /** Null where it could not be found out. */
  access: Access | null;
  /** Names of environment variables, never values. */
  environment: string[];
  /** `name` is null for container images; `ends` where AWS has set no date. */
  runtime: { name: string | null; ends: string | null; ended: boolean };
  memory: number;
  architectures: string[];
  /** Seconds. */
  timeout: number;
  /** Calls and errors of the last 30 days, and the last day of a call within 90; null where it could not be seen. */
  use: { calls: number; errors: number; last: string | null } | null;
  /** USD of 30 days for running time and requests; null where it could not be priced. */
  money: { usd: number; provenance: Provenance } | null;
  /** `retention` in days; null for ever. Absent: the group was not looked at. */
  logs: { group: string; found?: { exists: boolean; retention: number | null; bytes: number } };
  alarms: { name: string; metric: string; state: string }[];
  /** Failed findings about it, gravest first. */
  findings: { rule: string; severity: Severity }[];
  unseen: Unseen[];
}

/** How the functions of an account hang together. */
export interface Overview {
  groups: MicroserviceGroup[];
  /** By group, then by name. */
  microservices: Microservice[];
  /** What is written in rules.yaml of a microservice that was not found. */
  lost: { name: string; words: Words }[];
  /** Ways to start a function, and things that tell of it, that no part of this version asks for. */
  notLookedAt: string[];
  /** Regions whose functions could not be listed. */
  unlisted: { region: string; actions: string[]; message: string }[];
}
