import { apps } from '../../checks/amplify/apps.js';
import { alarms } from '../../checks/cloudwatch/alarms.js';
import { rules } from '../../checks/eventbridge/rules.js';
import { awsPolicies } from '../../checks/iam/aws-policies.js';
import { policies } from '../../checks/iam/policies.js';
import { roles } from '../../checks/iam/roles.js';
import { functions } from '../../checks/lambda/functions.js';
import { schedules } from '../../checks/scheduler/schedules.js';
import type { Need, RowOf } from '../../core/collection.js';
import type { Part } from '../../core/plan.js';
import type { Table } from '../../core/table.js';
import { type FactSource, LoadedCollection } from '../../core/world.js';
import { rooms, type Rooms } from './rooms.js';

/** What the overview asks for of the rooms that are always there. */
export const baseNeeds = {
  functions: functions.with('tags', 'policy', 'urlConfigs', 'eventSourceMappings', 'use'),
  rules: rules.with('targets'),
  // Of schedules that call something else, when they do is nobody's question here.
  schedules: schedules.with('schedule').onlyFor({}, ({ Target }) => Target.Arn.includes(':lambda:')),
  apps: apps.with(),
  roles: roles.with(),
  policies: policies.with(),
  awsPolicies: awsPolicies.with(),
  alarms: alarms.with(),
};

/** The part of a report that the overview is, with all that it asks for. */
export const overviewPart = (more: Rooms = rooms): Part => ({
  title: 'the overview of microservices',
  needs: { ...baseNeeds, ...more } as Readonly<Record<string, Need>>,
});

type Tables = { readonly [K in keyof typeof baseNeeds]: Table<RowOf<(typeof baseNeeds)[K]>> } & {
  readonly [K in keyof Rooms]?: Table<RowOf<NonNullable<Rooms[K]>>>;
};
/** The facts of the overview; a room that is not plugged in has no table. */
export type OverviewTables = Tables;
export type FunctionRow = RowOf<typeof baseNeeds.functions>;

/** Reads the facts of the part. */
export async function overviewTables(facts: FactSource, more: Rooms = rooms): Promise<OverviewTables> {
  const tables: Record<string, unknown> = {};
  for (const [name, { collection }] of Object.entries(overviewPart(more).needs)) {
    const known = await facts.load(collection.id);
    tables[name] = new LoadedCollection(collection, known, facts.about.regions).table;
  }
  return tables as unknown as OverviewTables;
}
