import { check, fail, pass, saw } from '../../core/check.js';
import type { Need, Seen, TablesOf } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import { lastActiveDay, lastDays } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { gigabytes, sayBytes } from '../logs/amounts.js';
import { functions } from '../lambda/functions.js';
import { type LogGroup, logGroups } from '../logs/log-groups.js';
import { owners } from '../logs/owners.js';

type Kind = 'restApis' | 'appSyncApis' | 'amplifyApps' | 'dbInstances';

/** What log groups are named after: how the name of the owner is read, and where owners are listed. */
interface Naming {
  pattern: RegExp;
  noun: string;
  api: string;
  field: string;
  kind: Kind | 'functions';
}

// Functions at edge locations live in us-east-1 and log everywhere, under `us-east-1.<name>`.
const namings: readonly Naming[] = [
  {
    pattern: /^\/aws\/lambda\/(?!us-east-1\.)([^/]+)$/,
    noun: 'Lambda function',
    api: 'lambda:ListFunctions',
    field: 'Functions.FunctionName',
    kind: 'functions',
  },
  {
    pattern: /^API-Gateway-Execution-Logs_([a-z0-9]+)\/.+$/,
    noun: 'REST API',
    api: 'apigateway:GetRestApis',
    field: 'items.id',
    kind: 'restApis',
  },
  {
    pattern: /^\/aws\/appsync\/apis\/([^/]+)$/,
    noun: 'AppSync API',
    api: 'appsync:ListGraphqlApis',
    field: 'graphqlApis.apiId',
    kind: 'appSyncApis',
  },
  {
    pattern: /^\/aws\/amplify\/([^/]+)$/,
    noun: 'Amplify app',
    api: 'amplify:ListApps',
    field: 'apps.appId',
    kind: 'amplifyApps',
  },
  {
    pattern: /^\/aws\/rds\/instance\/([^/]+)\/.+$/,
    noun: 'RDS instance',
    api: 'rds:DescribeDBInstances',
    field: 'DBInstances.DBInstanceIdentifier',
    kind: 'dbInstances',
  },
];

const namingOf = (logGroupName: string): Naming | undefined =>
  namings.find(({ pattern }) => pattern.test(logGroupName));

/** Owners of one kind, asked for only in regions that have a log group named after one. */
const asked = <K extends Kind>(kind: K) =>
  owners
    .with(kind)
    .onlyFor({ groups: logGroups.with() }, ({ RegionName }, { groups }) =>
      groups.in(RegionName).some(group => namingOf(group.logGroupName)?.kind === kind),
    );

const also = {
  functions: functions.with(),
  restApis: asked('restApis'),
  appSyncApis: asked('appSyncApis'),
  amplifyApps: asked('amplifyApps'),
  dbInstances: asked('dbInstances'),
} satisfies Record<string, Need>;
type Tables = TablesOf<typeof also>;

export const ownerExists = check({
  id: 'cloudwatch-log-group-owner-exists',
  title: 'Log groups named after something belong to something that exists',
  why: 'Deleting a function, an API or a database leaves its logs behind. Nothing is added any more, yet they are paid for every month.',
  fix: {
    command: 'aws logs delete-log-group --log-group-name {logGroupName} --region {region}',
    note: 'Export it to a bucket first if anybody may want it: aws logs create-export-task. A deleted group cannot be brought back.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'never', order: 5 },
  fields: [
    'cloudwatch:GetMetricData.IncomingBytes',
    'logs:DescribeLogGroups.storedBytes',
    ...namings.map(({ api, field }) => `${api}.${field}`),
  ],
  on: logGroups.with('use'),
  also,
  applies: group => namingOf(group.logGroupName) !== undefined,
  scope: 'its name tells of no owner that can be listed',
  test(group, tables, { now }) {
    const naming = namingOf(group.logGroupName);
    const owner = naming?.pattern.exec(group.logGroupName)?.[1];
    if (naming === undefined || owner === undefined) throw new Error(`${group.logGroupName} names no owner`);
    const { api, field, kind, noun } = naming;
    const by =
      kind === 'functions'
        ? functionFor(group, owner, tables)
        : ownerFor({ ...naming, kind }, owner, group.region, tables);
    if (by !== undefined) return pass(`${noun} ${by} exists`, saw(api, field, by));
    const gone = saw(api, field, null, owner);
    // Somebody else writes here, or the owner went only days ago: not yet what nobody needs.
    const window = Math.min(30, daysBetween(group.creationTime, now));
    const last = lastActiveDay(lastDays(group.use.IncomingBytes, window));
    const written = saw('cloudwatch:GetMetricData', 'IncomingBytes', last);
    if (last !== null) return pass(`there is no ${noun} ${owner}, yet something wrote to it on ${last}`, gone, written);
    const stored = saw('logs:DescribeLogGroups', 'storedBytes', group.storedBytes);
    return {
      ...fail(`there is no ${noun} ${owner} any more; it holds ${sayBytes(group.storedBytes)}`, gone, stored),
      saving: saves({ price: 'cloudwatch/TimedStorage-ByteHrs', units: gigabytes(group.storedBytes) }),
      disuse: { grade: 'strong', window, last: null, evidence: [gone, written] },
    };
  },
});

/** The function that a group is named after, or another one that is told to write to it. */
function functionFor(
  { logGroupName, region }: Seen<LogGroup>,
  owner: string,
  { functions }: Tables,
): string | undefined {
  const here = functions.in(region);
  return here.first(one => one.FunctionName === owner || one.LoggingConfig?.LogGroup === logGroupName)?.FunctionName;
}

const listed: Record<Kind, (place: { region: string }, tables: Tables) => readonly string[] | undefined> = {
  restApis: ({ region }, { restApis }) => restApis.in(region).first()?.restApis,
  appSyncApis: ({ region }, { appSyncApis }) => appSyncApis.in(region).first()?.appSyncApis,
  amplifyApps: ({ region }, { amplifyApps }) => amplifyApps.in(region).first()?.amplifyApps,
  dbInstances: ({ region }, { dbInstances }) => dbInstances.in(region).first()?.dbInstances,
};

function ownerFor({ api, kind }: Naming & { kind: Kind }, owner: string, region: string, tables: Tables) {
  const names = listed[kind]({ region }, tables);
  if (names === undefined) cannotTell('not-collected', api, `nobody looked for what log groups of ${region} belong to`);
  return names.find(name => name === owner);
}
