import type {
  Category,
  Finding,
  RegionState,
  Report,
  ResourceRef,
  RunRef,
  Severity,
  Standing,
  VerdictName,
} from './types.js';

/** A rule as a run judged by it. */
export interface JudgedRule {
  title: string;
  severity: Severity;
  category: Category;
  service: string;
  params: Readonly<Record<string, unknown>>;
}

/** What a comparison needs of one run. */
export interface Standings {
  run: RunRef;
  /** `baseline`: holds only what was open, accepted or not seen; `report`: every finding, and what checks said of it. */
  kind: 'report' | 'baseline';
  regions: ReadonlyMap<string, RegionState>;
  /** The rules that were judged, by id. */
  rules: ReadonlyMap<string, JudgedRule>;
  /** Ids of rules that `rules.yaml` turned off. */
  off: readonly string[];
  entries: readonly Standing[];
}

/** The parts of a report that a comparison needs. */
export type Compared = Pick<Report, 'account' | 'started' | 'tool' | 'regions' | 'hints'> & {
  rules: readonly (JudgedRule & { id: string })[];
  findings: readonly Pick<
    Finding,
    'rule' | 'severity' | 'category' | 'service' | 'verdict' | 'exception' | 'resource' | 'message'
  >[];
};

/** What a report says where rules are turned off; nothing where none is. */
export const sayOff = (ids: readonly string[]): string[] => (ids.length > 0 ? [`${turnedOff}${ids.join(', ')}.`] : []);
const turnedOff = 'Turned off in rules.yaml: ';

/** The rules that a report says are turned off. */
export const readOff = (hints: readonly string[]): string[] =>
  hints.flatMap(hint => (hint.startsWith(turnedOff) ? hint.slice(turnedOff.length, -1).split(', ') : []));

/** What a comparison needs of a report; `from` says where it was read. */
export function standingsOf(report: Compared, from: string): Standings {
  const rules = new Map<string, JudgedRule>(
    report.rules.map(({ id, title, severity, category, service, params }) => [
      id,
      { title, severity, category, service, params },
    ]),
  );
  for (const { rule, severity, category, service } of report.findings) {
    if (!rules.has(rule)) rules.set(rule, { title: rule, severity, category, service, params: {} });
  }
  return {
    run: { account: report.account.id, started: report.started, toolVersion: report.tool.version, from },
    kind: 'report',
    regions: new Map(report.regions.map(({ name, state }) => [name, state])),
    rules,
    off: readOff(report.hints),
    entries: report.findings.map(finding => standingOf(finding, rules.get(finding.rule)?.title ?? finding.rule)),
  };
}

/** A finding as it is compared with another run; `title` is its rule's. */
export function standingOf(finding: Compared['findings'][number], title: string): Standing {
  const { rule, severity, category, service, verdict, exception, resource, message } = finding;
  return {
    rule,
    title,
    severity,
    category,
    service,
    verdict,
    excepted: exception !== undefined,
    resource: placeOf(resource),
    message,
  };
}

/** The part of a resource that tells which one it is. */
export const placeOf = ({ id, arn, name, region, type }: Standing['resource']): Standing['resource'] => ({
  id,
  ...(arn === undefined ? {} : { arn }),
  ...(name === undefined ? {} : { name }),
  region,
  type,
});

/** Whether a verdict says that something could not be seen or judged. */
export const isBlind = (verdict: VerdictName): boolean => verdict === 'NOT_AVAILABLE' || verdict === 'ERROR';

/** The same text for parameters that mean the same, in whatever order they are written. */
export function paramsText(params: unknown): string {
  if (Array.isArray(params)) return `[${params.map(paramsText).join(',')}]`;
  if (typeof params !== 'object' || params === null) return JSON.stringify(params) ?? 'null';
  const fields = Object.entries(params).sort(([a], [b]) => compareText(a, b));
  return `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${paramsText(value)}`).join(',')}}`;
}

/** Orders texts by their characters, the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Orders resources by region and id. */
export const comparePlaces = (a: Pick<ResourceRef, 'region' | 'id' | 'arn'>, b: typeof a): number =>
  compareText(a.region, b.region) || compareText(a.id, b.id) || compareText(a.arn ?? '', b.arn ?? '');
