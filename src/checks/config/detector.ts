import { saw } from '../../core/check.js';
import type { RowOf, TablesOf } from '../../core/collection.js';
import { type DetectorFinding, type DetectorStanding, detector, type Opinion } from '../../core/detector.js';
import { organization } from '../organizations/organization.js';
import { aggregators } from './aggregators.js';
import { type Delivery, isOwn, recorders } from './recorders.js';
import { hasFailed } from './regions.js';
import { isOfSecurityHub, peersOf, type RuleResult, rules } from './rules.js';

const needs = {
  recorders: recorders.with('status', 'delivery'),
  rules: rules.with('compliance', 'results'),
  aggregators: aggregators.with(),
  organizations: organization.with('trustedServices'),
};
type Recorder = RowOf<typeof needs.recorders>;
type Rule = RowOf<typeof needs.rules>;

/** AWS Config, for the part of the report that shows AWS's own detectors. */
export const config = detector({
  id: 'config',
  title: 'AWS Config',
  needs,
  standing(region, tables) {
    const here = tables.recorders.in(region);
    const own = here.where(isOwn).first();
    if (own) return standingOf(own);
    const evidence = [saw('config:DescribeConfigurationRecorders', 'ConfigurationRecorders', [])];
    return { state: 'off', message: `no recorder of this account${sayOthers(here.all())}`, evidence };
  },
  organization(region, tables) {
    const collecting = tables.aggregators.in(region).first(one => one.OrganizationAggregationSource !== null);
    if (collecting)
      return {
        role: 'administrator',
        message: `aggregator ${collecting.ConfigurationAggregatorName} collects from the whole organization`,
      };
    const administrators = administratorsOf(tables);
    return administrators.length === 0
      ? undefined
      : { role: 'member', message: `administrator ${administrators.join(', ')}` };
  },
  findings(region, tables) {
    const open = tables.rules.in(region).all();
    const found = open.flatMap(rule => onceEach(rule.results.Findings).flatMap(result => findingOf(rule, result)));
    return { findings: found, leftOut: open.some(rule => rule.results.Truncated) ? null : 0 };
  },
  opinions(region, tables) {
    const asked = tables.rules.in(region).all();
    return asked
      .filter(rule => rule.ConfigRuleState !== 'DELETING' && !isOfSecurityHub(rule) && peersOf(rule).length > 0)
      .flatMap(rule => onceEach(rule.results.Findings).flatMap(result => opinionOf(rule, result)));
  },
});

const sayOthers = (others: readonly Recorder[]): string =>
  others.length === 0 ? '' : `; ${others.map(one => one.name).join(', ')} records for an AWS service or another cloud`;

function standingOf({ name, status, delivery }: Recorder): DetectorStanding {
  const api = 'config:DescribeConfigurationRecorderStatus';
  const evidence = [saw(api, 'ConfigurationRecordersStatus[]', status, { recording: true })];
  if (!status) return { state: 'unknown', message: `AWS lists no status of recorder ${name}`, evidence };
  if (!status.recording) {
    const since = status.lastStopTime === null ? 'never started' : `stopped since ${status.lastStopTime}`;
    return { state: 'suspended', message: `recorder ${name} is not recording, ${since}`, evidence };
  }
  if (hasFailed(status.lastStatus)) {
    const why = [status.lastStatus ?? 'no lastStatus', status.lastErrorCode].filter(text => text !== null).join(', ');
    return { state: 'partial', message: `recorder ${name} records, and fails (${why})`, evidence };
  }
  const channel = saw('config:DescribeDeliveryChannels', 'DeliveryChannels[].s3BucketName', delivery?.s3BucketName);
  if (!delivery)
    return {
      state: 'partial',
      message: `recorder ${name} records, and has no delivery channel`,
      evidence: [...evidence, channel],
    };
  const failed = failedDeliveries(delivery);
  if (failed.length > 0) {
    const message = `recorder ${name} records; the last delivery failed: ${failed.join(', ')}`;
    const last = saw('config:DescribeDeliveryChannelStatus', 'DeliveryChannelsStatus[]', failed, []);
    return { state: 'partial', message, evidence: [...evidence, channel, last] };
  }
  const message = `recorder ${name} records, and delivers to ${delivery.s3BucketName ?? 'no bucket'}`;
  return { state: 'on', message, evidence: [...evidence, channel] };
}

function failedDeliveries(delivery: Delivery): string[] {
  const { configHistoryDeliveryInfo, configSnapshotDeliveryInfo, configStreamDeliveryInfo } = delivery;
  const kinds = Object.entries({ configHistoryDeliveryInfo, configSnapshotDeliveryInfo, configStreamDeliveryInfo });
  return kinds.flatMap(([kind, last]) =>
    last?.lastStatus?.toLowerCase() === 'failure' ? [[kind, last.lastErrorCode].join(' ').trim()] : [],
  );
}

function administratorsOf(tables: TablesOf<typeof needs>): string[] {
  const services = tables.organizations.first()?.trustedServices ?? [];
  return services.find(one => one.ServicePrincipal === 'config.amazonaws.com')?.DelegatedAdministrators ?? [];
}

/** The newest result of each resource. */
function onceEach(results: readonly RuleResult[]): RuleResult[] {
  const newest = new Map<string, RuleResult>();
  for (const result of results) {
    const key = `${result.ResourceType} ${result.ResourceId}`;
    const known = newest.get(key);
    if (!known || (result.ResultRecordedTime ?? '') > (known.ResultRecordedTime ?? '')) newest.set(key, result);
  }
  return [...newest.values()];
}

function findingOf(rule: Rule, result: RuleResult): DetectorFinding[] {
  if (result.ComplianceType !== 'NON_COMPLIANT') return [];
  const { ConfigRuleName, ConfigRuleArn } = rule;
  return [
    {
      id: `${ConfigRuleArn}/${result.ResourceType}/${result.ResourceId}`,
      type: ConfigRuleName,
      title: result.Annotation ?? `not compliant with ${ConfigRuleName}`,
      // AWS Config has no severities.
      severity: 'medium',
      resource: { id: result.ResourceId, type: result.ResourceType },
      account: ConfigRuleArn.split(':')[4] ?? '',
      created: null,
      updated: result.ResultRecordedTime,
    },
  ];
}

const verdicts: Readonly<Record<string, Opinion['verdict']>> = { COMPLIANT: 'PASS', NON_COMPLIANT: 'FAIL' };

function opinionOf(rule: Rule, result: RuleResult): Opinion[] {
  const verdict = verdicts[result.ComplianceType];
  if (!verdict || result.ResourceId === '') return [];
  const { InputParameters } = rule;
  const parameters = saw('config:DescribeConfigRules', 'ConfigRules[].InputParameters', InputParameters);
  return [
    {
      control: rule.ConfigRuleName,
      rules: peersOf(rule),
      verdict,
      resource:
        result.ResourceType === 'AWS::::Account' ? 'account' : { id: result.ResourceId, type: result.ResourceType },
      at: result.ResultRecordedTime,
      evidence: [
        saw('config:GetComplianceDetailsByConfigRule', 'EvaluationResults[].ComplianceType', result.ComplianceType),
        ...(InputParameters === null || InputParameters === '{}' ? [] : [parameters]),
      ],
    },
  ];
}
