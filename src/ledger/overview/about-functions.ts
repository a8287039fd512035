import type { Microservice } from '../../core/overview.js';
import { type Finding, isOpen, severities } from '../../core/types.js';
import type { FunctionRow, OverviewTables } from './needs.js';
import { functionArnOf } from './resource-names.js';

type Found<Value> = Map<string, Value[]>;

function add<Value>(to: Found<Value>, key: string, value: Value): void {
  const known = to.get(key);
  if (known) known.push(value);
  else to.set(key, [value]);
}

/** Open findings by the ARN of the function that they are about: itself, an alias, a version, or its logs. */
export function findingsByFunction(findings: readonly Finding[]): Found<Microservice['findings'][number]> {
  const found: Found<Microservice['findings'][number]> = new Map();
  for (const finding of findings) {
    const { resource, rule, severity } = finding;
    if (!isOpen(finding) || resource.arn === undefined) continue;
    const arn = functionArnOf(resource.arn) ?? functionOfLogs(resource.arn);
    if (arn !== undefined) add(found, arn, { rule, severity });
  }
  for (const list of found.values()) {
    list.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.rule < b.rule ? -1 : 1));
  }
  return found;
}

function functionOfLogs(arn: string): string | undefined {
  const [, partition, region, account, name] =
    /^arn:([^:]+):logs:([^:]+):(\d+):log-group:\/aws\/lambda\/([^:]+)/.exec(arn) ?? [];
  return name === undefined ? undefined : `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}

/** Alarms by region and name of the function whose metrics they watch. */
export function alarmsByFunction({ alarms }: OverviewTables): Found<Microservice['alarms'][number]> {
  const found: Found<Microservice['alarms'][number]> = new Map();
  for (const alarm of alarms.seen()) {
    const { AlarmName: name, Dimensions, MetricName, Metrics, Namespace, StateValue: state, region } = alarm;
    const inputs = Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []));
    const watched = [{ Namespace, MetricName, Dimensions }, ...inputs].filter(one => one.Namespace === 'AWS/Lambda');
    const byFunction = new Map(watched.map(one => [one.Dimensions['FunctionName'], one.MetricName ?? '']));
    for (const [named, metric] of byFunction)
      if (named !== undefined) add(found, `${region} ${named}`, { name, metric, state });
  }
  for (const list of found.values()) list.sort((a, b) => (a.name < b.name ? -1 : 1));
  return found;
}

/** Log groups by region and name. */
export function logGroupsByName({
  logGroups,
}: OverviewTables): Map<string, { retention: number | null; bytes: number }> {
  const rows = logGroups?.seen() ?? [];
  return new Map(
    rows.map(one => [`${one.region} ${one.logGroupName}`, { retention: one.retentionInDays, bytes: one.storedBytes }]),
  );
}

/** Where a function writes its log. */
export const logGroupOf = ({ FunctionName, LoggingConfig }: FunctionRow): string =>
  LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
