import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import type { Evidence } from '../../core/types.js';
import { cannotTell } from '../../core/unavailable.js';
import { workloads } from '../organizations/workloads.js';
import { usdOf } from './amounts.js';
import { type Detector, detectors } from './detectors.js';
import { isOn } from './features.js';
import { onDetectors } from './scope.js';
import { usageOf } from './usage.js';

/** Plans that watch what has to be there, and the details that list it. */
const plans = {
  EKS_AUDIT_LOGS: ['eksClusters'],
  RDS_LOGIN_EVENTS: ['dbInstances'],
  LAMBDA_NETWORK_LOGS: ['functions'],
  RUNTIME_MONITORING: ['instances', 'ecsClusters', 'eksClusters'],
  EKS_RUNTIME_MONITORING: ['eksClusters'],
} as const;
type Plan = keyof typeof plans;
type Kind = (typeof plans)[Plan][number];

const sources: Record<Kind, { api: string; field: string; noun: string }> = {
  instances: { api: 'ec2:DescribeInstances', field: 'Reservations[].Instances', noun: 'instances' },
  dbInstances: { api: 'rds:DescribeDBInstances', field: 'DBInstances', noun: 'databases' },
  functions: { api: 'lambda:ListFunctions', field: 'Functions', noun: 'functions' },
  ecsClusters: { api: 'ecs:ListClusters', field: 'clusterArns', noun: 'ECS clusters' },
  eksClusters: { api: 'eks:ListClusters', field: 'clusters', noun: 'EKS clusters' },
};

type OfFeatures = Pick<Detector, 'Features' | 'DataSources'>;
const plansOn = ({ Features, DataSources }: OfFeatures): Plan[] => {
  const listed = Features.length > 0 ? Features : DataSources;
  return (Object.keys(plans) as Plan[]).filter(plan => isOn(listed.find(one => one.Name === plan)));
};

// What runs in a region is asked only where a plan that watches it is on.
const watchedIn = (kind: Kind) =>
  workloads
    .with(kind)
    .onlyFor({ detectors: detectors.with() }, ({ RegionName }, tables) =>
      tables.detectors
        .in(RegionName)
        .some(one => one.Status === 'ENABLED' && plansOn(one).some(plan => plans[plan].some(of => of === kind))),
    );
const watched = {
  instances: watchedIn('instances'),
  dbInstances: watchedIn('dbInstances'),
  functions: watchedIn('functions'),
  ecsClusters: watchedIn('ecsClusters'),
  eksClusters: watchedIn('eksClusters'),
};
type Places = { readonly [Of in Kind]: Table<RowOf<(typeof watched)[Of]>> };

export const featureHasTargets = check({
  ...onDetectors,
  id: 'guardduty-feature-has-targets',
  title: 'Protection plans that cost something have something to watch',
  why: 'Plans are billed by what they watch, so one without anything to watch should cost nothing. Where it does, something is watched that nobody knows of, or was until lately.',
  fix: {
    command: 'aws guardduty get-detector --detector-id {DetectorId} --region {region}',
    note: 'Look for what was watched in the last 30 days. A plan that costs nothing without anything to watch is best left on: it is there on the day that somebody starts something.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'guardduty:GetDetector.Features.Status',
    'guardduty:GetUsageStatistics.UsageStatistics.SumByFeature',
    ...Object.values(sources).map(({ api, field }) => `${api}.${field.replace('[]', '')}`),
  ],
  on: detectors.with('usage'),
  also: watched,
  test(detector, tables) {
    const on = plansOn(detector);
    if (on.length === 0) return notApplicable('none of the plans that watch single resources is on');
    const paid = on
      .map(plan => ({ plan, usd: usdOf(usageOf(plan, detector.usage), plan) }))
      .filter(({ usd }) => usd > 0);
    const seen = saw(
      'guardduty:GetUsageStatistics',
      'UsageStatistics.SumByFeature',
      Object.fromEntries(paid.map(({ plan, usd }) => [plan, usd])),
    );
    if (paid.length === 0) return pass(`these plans are on and cost nothing: ${on.join(', ')}`, seen);
    const looked = paid.map(one => ({ ...one, targets: targetsOf(one.plan, detector.region, tables) }));
    const counts = looked.flatMap(({ targets }) => targets.map(one => one.evidence));
    const idle = looked.filter(({ targets }) => targets.every(one => one.count === 0));
    if (idle.length === 0) return pass('each plan that costs something has something to watch', seen, ...counts);
    const named = idle.map(
      ({ plan, targets }) => `${plan} has no ${targets.map(one => one.noun).join(' or ')} to watch`,
    );
    const usd = usdOf(
      idle.flatMap(({ plan }) => usageOf(plan, detector.usage)),
      'these plans',
    );
    return {
      ...fail(`${named.join('; ')}, and was paid for in the last 30 days`, seen, ...counts),
      saving: { releases: [], told: { usd, by: 'guardduty:GetUsageStatistics' }, estimated: true },
    };
  },
});

interface Targets {
  noun: string;
  count: number;
  evidence: Evidence;
}

/** What a plan could watch, up to the first kind of which there is something. */
function targetsOf(plan: Plan, region: string, places: Places): Targets[] {
  const looked: Targets[] = [];
  for (const kind of plans[plan]) {
    const { api, field, noun } = sources[kind];
    const place = places[kind].in(region).first();
    if (!place) return cannotTell('not-collected', api, `nobody looked for ${noun} in ${region}`);
    const count = (place as unknown as Record<Kind, readonly unknown[]>)[kind].length;
    looked.push({ noun, count, evidence: saw(api, field, count, 'one or more') });
    if (count > 0) break;
  }
  return looked;
}
