import { endOfRuntime } from '../../checks/lambda/runtimes.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import {
  type Access,
  type Microservice,
  type MicroserviceGroup,
  type Overview,
  type Unseen,
  groupKinds,
  type Words,
} from '../../core/overview.js';
import type { Finding, Gap } from '../../core/types.js';
import type { Table } from '../../core/table.js';
import type { FactSource } from '../../core/world.js';
import { alarmsByFunction, findingsByFunction, logGroupOf, logGroupsByName } from './about-functions.js';
import { Roles } from './access.js';
import { permittedBy, together, wireRoles } from './callers.js';
import { groupOf } from './groups.js';
import { moneyOf, type Pricing } from './money.js';
import { type FunctionRow, overviewTables, type OverviewTables } from './needs.js';
import { missingRooms, rooms, type Rooms } from './rooms.js';
import { Blind, unseenOf } from './unseen.js';
import { wireAll } from './wire.js';
import { Wiring } from './wiring.js';

const days = 30;

/** What an overview is made by, beside facts. */
export interface OverviewBasis {
  findings: readonly Finding[];
  /** What the owner wrote, by name of the microservice. */
  words: ReadonlyMap<string, Words>;
  /** Absent where no ledger prices anything. */
  price?: Pricing | undefined;
  rooms?: Rooms;
}

/** What all microservices share while they are described. */
interface Scene {
  tables: OverviewTables;
  basis: OverviewBasis;
  wiring: Wiring;
  roles: Roles;
  blind: Blind;
  now: Date;
  apps: ReadonlyMap<string, string>;
  /** Names by id of what a permission names by its id. */
  names: ReadonlyMap<string, string>;
  findings: ReturnType<typeof findingsByFunction>;
  alarms: ReturnType<typeof alarmsByFunction>;
  logs: ReturnType<typeof logGroupsByName>;
  /** Why alarms or log groups of a region are not all known; each region is asked once. */
  hidden: { alarms: ReadonlyMap<string, Gap>; logs: ReadonlyMap<string, Gap> };
}

/** How the functions of an account hang together, from facts alone. */
export async function overviewOf(
  facts: FactSource,
  basis: OverviewBasis,
): Promise<{ overview: Overview; gaps: Gap[] }> {
  const plugged = basis.rooms ?? rooms;
  const tables = await overviewTables(facts, plugged);
  const scene = sceneOf(tables, facts, basis);
  const groups = new Map<string, MicroserviceGroup>();
  const microservices = tables.functions.seen().map(one => microserviceOf(one, scene, groups));
  const order = [...groups.values()].sort(byKind);
  const places = new Map(order.map(({ id }, at) => [id, at]));
  microservices.sort(
    (a, b) =>
      (places.get(a.group) ?? 0) - (places.get(b.group) ?? 0) || compare(a.name, b.name) || compare(a.region, b.region),
  );
  const names = new Set(microservices.map(({ name }) => name));
  const overview: Overview = {
    groups: order,
    microservices,
    lost: [...basis.words].flatMap(([name, words]) => (names.has(name) ? [] : [{ name, words }])),
    notLookedAt: Object.entries(missingRooms).flatMap(([room, what]) => (room in plugged ? [] : [what])),
    unlisted: unlistedIn(facts.about.regions, scene),
  };
  return { overview, gaps: scene.blind.gaps };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byKind = (a: MicroserviceGroup, b: MicroserviceGroup): number =>
  groupKinds.indexOf(a.kind) - groupKinds.indexOf(b.kind) || compare(a.name, b.name) || compare(a.id, b.id);

function sceneOf(tables: OverviewTables, { about }: FactSource, basis: OverviewBasis): Scene {
  const blind = new Blind();
  const now = new Date(about.started);
  const wiring = new Wiring(blind, about.regions);
  const roles = new Roles(tables, blind, now);
  wireAll(tables, wiring);
  wireRoles(
    roles,
    tables.functions.seen().map(one => one.FunctionArn),
    wiring,
    now,
  );
  return {
    tables,
    basis,
    wiring,
    roles,
    blind,
    now,
    apps: new Map(tables.apps.seen().map(one => [one.appId, one.name])),
    names: new Map([
      ...(tables.restApis?.seen() ?? []).map(one => [one.id, one.name] as const),
      ...(tables.httpApis?.seen() ?? []).map(one => [one.ApiId, one.Name] as const),
      ...(tables.userPools?.seen() ?? []).map(one => [one.Id, one.Name] as const),
    ]),
    findings: findingsByFunction(basis.findings),
    alarms: alarmsByFunction(tables),
    logs: logGroupsByName(tables),
    hidden: {
      alarms: gapsByRegion(tables.alarms, about.regions, blind),
      logs: tables.logGroups ? gapsByRegion(tables.logGroups, about.regions, blind) : new Map(),
    },
  };
}

function gapsByRegion(table: Table<object>, regions: readonly string[], blind: Blind): Map<string, Gap> {
  const gaps = new Map<string, Gap>();
  for (const region of regions) {
    blind.look(
      () => table.in(region).demandFullSight(),
      region,
      gap => void gaps.set(region, gap),
    );
  }
  return gaps;
}

function unlistedIn(regions: readonly string[], { tables, blind }: Scene): Overview['unlisted'] {
  return [...gapsByRegion(tables.functions, regions, blind)].map(([region, { actions, message, reason }]) => ({
    region,
    actions: reason === 'denied' ? [...actions] : [],
    message,
  }));
}

function microserviceOf(one: FunctionRow, scene: Scene, groups: Map<string, MicroserviceGroup>): Microservice {
  const { alarms, apps, basis, blind, findings, roles } = scene;
  const { FunctionArn: arn, FunctionName: name, region } = one;
  const unseen: Unseen[] = [];
  const tags = blind.look(
    () => one.tags,
    region,
    gap => void unseen.push(unseenOf('group', 'its tags', gap)),
  );
  const group = groupOf(tags, apps);
  groups.set(group.id, group);
  const triggers = triggersOf(one, scene, unseen);
  const { access, unseen: unread } = roles.accessOf(one.Role);
  unseen.push(...unread);
  const unlisted = scene.hidden.alarms.get(region);
  if (unlisted) unseen.push(unseenOf('alarms', 'alarms', unlisted));
  const used = useOf(one, scene, unseen);
  return {
    name,
    arn,
    region,
    group: group.id,
    description: one.Description,
    words: basis.words.get(name) ?? {},
    triggers,
    role: one.Role.split('/').at(-1) ?? '',
    access: access && named(access, scene),
    environment: one.EnvironmentNames,
    runtime: runtimeOf(one, scene.now),
    memory: one.MemorySize,
    architectures: one.Architectures,
    timeout: one.Timeout,
    ...used,
    logs: logsOf(one, scene, unseen),
    alarms: alarms.get(`${region} ${name}`) ?? [],
    findings: findings.get(arn) ?? [],
    unseen,
  };
}

/** Clusters are named by ids that say nothing to people. */
function named(access: Access, { tables }: Scene): Access {
  const known = tables.clusters?.seen() ?? [];
  if (known.length === 0) return access;
  const names = new Map(known.map(({ identifier, tags }) => [identifier, tags['Name'] ?? '']));
  const places = access.places.map(one =>
    one.service === 'dsql' ? { ...one, name: names.get(one.name) || one.name } : one,
  );
  return { ...access, places };
}

function triggersOf(one: FunctionRow, { blind, names, wiring }: Scene, unseen: Unseen[]): Microservice['triggers'] {
  const { FunctionArn: arn, region } = one;
  const hide = (what: string) => (gap: Gap) => void unseen.push(unseenOf('started by', what, gap));
  const urls = blind.look(() => one.urlConfigs, region, hide('its URL')) ?? [];
  const mappings = blind.look(() => one.eventSourceMappings, region, hide('queues and streams')) ?? [];
  const permissions = blind.look(() => one.policy, region, hide('who else may call it')) ?? [];
  for (const { AuthType, FunctionArn, FunctionUrl } of urls) {
    const alias = FunctionArn.split(':')[7];
    wiring.add(FunctionArn, {
      kind: 'url',
      name: FunctionUrl.replace(/^https:\/\/|\/$/g, ''),
      what: alias === undefined ? '' : `alias ${alias}`,
      state: 'on',
      auth: AuthType === 'NONE' ? 'no authorizer' : AuthType,
    });
  }
  for (const { EventSourceArn, State } of mappings) wiring.add(arn, mappingOf(EventSourceArn, State));
  unseen.push(...wiring.unseenIn(region));
  const allowed = permittedBy(
    permissions,
    urls.some(({ AuthType }) => AuthType === 'NONE'),
  );
  return together(wiring.of(arn), allowed, { isWhole: kind => wiring.isWhole(kind, region), names });
}

function mappingOf(source: string | null, state: string): Microservice['triggers'][number] {
  const [, , service = '', , , ...rest] = (source ?? '').split(':');
  const resource = rest.join(':');
  const table = /^table\/([^/]+)\/stream/.exec(resource)?.[1];
  const on = state === 'Enabled' || state === 'Enabling' || state === 'Creating' || state === 'Updating';
  return {
    kind: service === 'sqs' ? 'queue' : 'stream',
    name: table ?? (source === null ? 'a Kafka cluster outside AWS' : resource.replace(/^[a-z]+\//, '')),
    what: table === undefined ? (service === 'sqs' ? '' : service) : 'changes of the table',
    state: on ? 'on' : 'off',
  };
}

function useOf(one: FunctionRow, { basis, blind }: Scene, unseen: Unseen[]): Pick<Microservice, 'use' | 'money'> {
  const use = blind.look(
    () => one.use,
    one.region,
    gap => void unseen.push(unseenOf('30 days', 'calls and errors', gap), unseenOf('money', 'money', gap)),
  );
  if (!use) return { use: null, money: null };
  const calls = totalOf(lastDays(use.Invocations, days));
  const milliseconds = totalOf(lastDays(use.Duration, days));
  return {
    use: { calls, errors: totalOf(lastDays(use.Errors, days)), last: lastActiveDay(use.Invocations) },
    money: basis.price ? moneyOf({ calls, milliseconds }, one, basis.price) : null,
  };
}

function runtimeOf({ Runtime }: FunctionRow, now: Date): Microservice['runtime'] {
  const ends = Runtime === null ? undefined : endOfRuntime(Runtime)?.Deprecation;
  return { name: Runtime, ends: ends ?? null, ended: ends !== undefined && ends <= now.toISOString().slice(0, 10) };
}

function logsOf(one: FunctionRow, { hidden, logs, tables }: Scene, unseen: Unseen[]): Microservice['logs'] {
  const group = logGroupOf(one);
  if (!tables.logGroups) return { group };
  const found = logs.get(`${one.region} ${group}`);
  if (found) return { group, found: { exists: true, ...found } };
  const gap = hidden.logs.get(one.region);
  if (!gap) return { group, found: { exists: false, retention: null, bytes: 0 } };
  unseen.push(unseenOf('logs', 'retention and size', gap));
  return { group };
}
