import { check, fail, pass, saw } from '../../core/check.js';
import { type Aws, collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { hoursAMonth, type Release } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { nodes } from './nodes.js';

const sdk = () => import('./sdk.js');
const pagesAtMost = 10;

interface Details {
  /** Null where AWS has no such setting. */
  activationTier: { SettingValue: string; Status: string } | null;
  /** Sessions with servers outside EC2 in the last 30 days, which is as far as AWS tells; of each server the newest. */
  sessions: { Sessions: { Target: string; StartDate: string | null }[]; Truncated: boolean };
  use: { GetParameter: MetricSeries; GetParameters: MetricSeries; GetParametersByPath: MetricSeries };
}

/** What Systems Manager is set to in a region: one row a region. */
export const settings = collection<{ RegionName: string }, Details>({
  id: 'ssm.settings',
  noun: 'settings of Systems Manager',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::SSM::ServiceSetting' }),
  details: {
    activationTier: detail({
      calls: ['ssm:GetServiceSetting'],
      async get(_place, aws) {
        const { GetServiceSettingCommand, SSMClient } = await sdk();
        const SettingId = '/ssm/managed-instance/activation-tier';
        const answer = await orNull(['ServiceSettingNotFound'], () =>
          aws.client(SSMClient).send(new GetServiceSettingCommand({ SettingId })),
        );
        const setting = answer?.ServiceSetting;
        return setting ? { SettingValue: setting.SettingValue ?? '', Status: setting.Status ?? '' } : null;
      },
    }),
    sessions: detail({ calls: ['ssm:DescribeSessions'], get: (_place, aws) => readSessions(aws) }),
    use: {
      metrics: () => ({
        GetParameter: callsOf('GetParameter'),
        GetParameters: callsOf('GetParameters'),
        GetParametersByPath: callsOf('GetParametersByPath'),
      }),
    },
  },
});

const callsOf = (Resource: string) => ({
  Namespace: 'AWS/Usage',
  MetricName: 'CallCount',
  Dimensions: { Service: 'SSM', Resource, Type: 'API', Class: 'None' },
  Statistic: 'Sum' as const,
  Days: 90,
});

async function readSessions(aws: Aws): Promise<Details['sessions']> {
  const { paginateDescribeSessions, SSMClient } = await sdk();
  const newest = new Map<string, string | null>();
  let Truncated = false;
  for (const State of ['Active', 'History'] as const) {
    let pages = 0;
    for await (const page of paginateDescribeSessions({ client: aws.client(SSMClient), pageSize: 200 }, { State })) {
      for (const { Target = '', StartDate } of page.Sessions ?? []) {
        const start = isoOf(StartDate);
        if (Target.startsWith('mi-') && (newest.get(Target) ?? '') < (start ?? '')) newest.set(Target, start);
      }
      pages += 1;
      if (pages < pagesAtMost) continue;
      Truncated ||= Boolean(page.NextToken);
      break;
    }
  }
  return { Sessions: [...newest].map(([Target, StartDate]) => ({ Target, StartDate })), Truncated };
}

/** As many servers outside EC2 as a region may have in the standard tier. */
const standardAtMost = 1000;

const history = settings
  .with('sessions')
  .onlyFor({ nodes: nodes.with() }, ({ RegionName }, tables) => tables.nodes.in(RegionName).some());

export const advancedTierNeeded = check({
  id: 'ssm-advanced-instances-tier-needed',
  title: 'The advanced tier for servers outside EC2 is on only where it is needed',
  why: 'In the advanced tier every server outside EC2 is billed by the hour. It is needed for more than 1,000 of them in a region, or to open sessions on them.',
  fix: {
    command:
      'aws ssm update-service-setting --setting-id /ssm/managed-instance/activation-tier --setting-value standard --region {region}',
    undo: 'aws ssm update-service-setting --setting-id /ssm/managed-instance/activation-tier --setting-value advanced --region {region}',
    note: 'Session Manager and the patching of Microsoft applications then end on these servers. It can be turned on again at any time.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'ssm:GetServiceSetting.SettingValue',
    'ssm:DescribeInstanceInformation.InstanceInformationList',
    'ssm:DescribeSessions.Sessions',
  ],
  on: settings.with('activationTier'),
  also: { nodes: nodes.with(), history },
  test({ RegionName, activationTier }, tables) {
    const tier = saw('ssm:GetServiceSetting', 'SettingValue', activationTier?.SettingValue ?? null, 'standard');
    if (activationTier?.SettingValue !== 'advanced') return pass('the tier is standard', tier);
    const servers = tables.nodes.in(RegionName).all();
    const count = saw('ssm:DescribeInstanceInformation', 'InstanceInformationList', servers.length);
    if (servers.length >= standardAtMost) return pass(`${servers.length} servers outside EC2 need it`, tier, count);
    const online = servers.filter(({ PingStatus }) => PingStatus === 'Online').length;
    const releases: Release[] = online > 0 ? [{ price: 'ssm/MI-AdvInstances-Hrs', units: online * hoursAMonth }] : [];
    if (servers.length === 0)
      return { ...fail('the tier is advanced, and there is no server outside EC2', tier, count), saving: { releases } };
    const place = tables.history.at('RegionName', RegionName).first();
    const sessions = place?.sessions ?? { Sessions: [], Truncated: true };
    const seen = saw('ssm:DescribeSessions', 'Sessions', sessions.Sessions);
    const opened = sessions.Sessions[0];
    if (opened) return pass(`Session Manager is used on ${opened.Target}`, tier, seen);
    if (sessions.Truncated)
      cannotTell('truncated', 'ssm:DescribeSessions', 'the list of sessions was cut before one with these servers');
    const them = servers.length === 1 ? '1 server' : `${servers.length} servers`;
    return {
      ...fail(`the tier is advanced for ${them} outside EC2, none with a session in 30 days`, tier, count, seen),
      saving: { releases },
    };
  },
});
