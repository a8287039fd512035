import { daysBetween } from './facts.js';
import type {
  Detector,
  DetectorFinding,
  DetectorOrganization,
  DetectorStanding,
  DetectorUsage,
  Opinion,
  Protection,
} from './detector.js';
import { type Comparison, compareOpinions } from './second-opinion.js';
import { type Finding, type Gap, type Severity, severities } from './types.js';
import { Unavailable } from './unavailable.js';
import { type FactSource, LoadedCollection } from './world.js';

/** One field of the matrix: how a detector stands in a region. */
export interface DetectorCell extends DetectorStanding {
  detector: string;
  title: string;
  region: string;
  organization?: DetectorOrganization;
  /** Why the state is not known. */
  gap?: Gap;
}

/** What was read of one detector in one region. */
export interface DetectorSource {
  detector: string;
  title: string;
  region: string;
  read: number;
  /** Findings beyond the limit: a number, or null for some, of which AWS does not tell how many. */
  leftOut: number | null;
}

/** An open finding, under the resource that it is about. */
export interface DetectedFinding extends Omit<DetectorFinding, 'resource' | 'account'> {
  detector: string;
}

/** The open findings about one resource, gravest first. */
export interface DetectedResource {
  resource: DetectorFinding['resource'];
  account: string;
  region: string;
  worst: Severity;
  /** ISO 8601; null where no finding says when it was made. */
  oldest: string | null;
  /** How many are at most a day, a week and a month old, how many older, and how many of unknown age. */
  ages: { day: number; week: number; month: number; older: number; unknown: number };
  findings: DetectedFinding[];
}

/** What a detector says it costs in one region. */
export interface UsageLine extends DetectorUsage {
  detector: string;
  region: string;
}

/** A web ACL of one region. */
export interface ProtectionLine extends Protection {
  region: string;
}

/** What AWS's own detectors say, beside our verdicts and outside every score. */
export interface Survey {
  matrix: DetectorCell[];
  sources: DetectorSource[];
  resources: DetectedResource[];
  opinions: Comparison[];
  usage: UsageLine[];
  protections: ProtectionLine[];
}

interface Told {
  standings: DetectorCell[];
  sources: DetectorSource[];
  findings: { detector: string; region: string; finding: DetectorFinding }[];
  opinions: { detector: Detector; region: string; opinion: Opinion }[];
  /** Detectors and regions whose verdicts could be read. */
  heard: { detector: Detector; region: string }[];
  usage: UsageLine[];
  protections: ProtectionLine[];
  gaps: Gap[];
}

/** Asks each detector about each region, from facts alone; undefined where no detector was brought in. */
export async function surveyOf(
  detectors: readonly Detector[],
  facts: FactSource,
  ours: readonly Finding[],
): Promise<{ survey?: Survey; gaps: Gap[] }> {
  if (detectors.length === 0) return { gaps: [] };
  const told: Told = {
    standings: [],
    sources: [],
    findings: [],
    opinions: [],
    heard: [],
    usage: [],
    protections: [],
    gaps: [],
  };
  for (const one of detectors) {
    const tables = await tablesFor(one, facts);
    for (const region of facts.about.regions) askOne(one, region, tables, told);
  }
  const survey: Survey = {
    matrix: told.standings,
    sources: told.sources,
    resources: byResource(told.findings, new Date(facts.about.started)),
    opinions: compareOpinions(told.opinions, told.heard, ours),
    usage: told.usage,
    protections: told.protections,
  };
  return { survey, gaps: told.gaps };
}

async function tablesFor({ needs }: Detector, facts: FactSource): Promise<object> {
  const tables: Record<string, unknown> = {};
  for (const [name, { collection }] of Object.entries(needs)) {
    const known = await facts.load(collection.id);
    tables[name] = new LoadedCollection(collection, known, facts.about.regions).table;
  }
  return tables;
}

function askOne(one: Detector, region: string, tables: object, told: Told): void {
  const unseen = (gap: Gap): void => {
    told.gaps.push(gap);
  };
  const { id, title } = one;
  const standing = attempt(() => one.standing(region, tables), region);
  const place = { detector: id, title, region };
  if (!standing.ok) unseen(standing.gap);
  const cell: DetectorCell = standing.ok
    ? { ...place, ...standing.value }
    : { ...place, state: 'unknown', message: standing.gap.message, evidence: [], gap: standing.gap };
  told.standings.push(cell);
  // What is off, or not known to be on, has nothing more to tell; its gap is told once.
  if (cell.state === 'off' || !standing.ok) return;
  const organization = attempt(() => one.organization?.(region, tables), region);
  if (!organization.ok) unseen(organization.gap);
  else if (organization.value) cell.organization = organization.value;
  const findings = attempt(() => one.findings?.(region, tables), region);
  if (!findings.ok) unseen(findings.gap);
  else if (findings.value) {
    told.sources.push({ ...place, read: findings.value.findings.length, leftOut: findings.value.leftOut });
    for (const finding of findings.value.findings) told.findings.push({ detector: id, region, finding });
  }
  const opinions = attempt(() => one.opinions?.(region, tables), region);
  if (!opinions.ok) unseen(opinions.gap);
  else if (opinions.value) {
    told.heard.push({ detector: one, region });
    for (const opinion of opinions.value) told.opinions.push({ detector: one, region, opinion });
  }
  const usage = attempt(() => one.usage?.(region, tables), region);
  if (!usage.ok) unseen(usage.gap);
  else told.usage.push(...(usage.value ?? []).map(each => ({ ...each, detector: id, region })));
  const protections = attempt(() => one.protections?.(region, tables), region);
  if (!protections.ok) unseen(protections.gap);
  else told.protections.push(...(protections.value ?? []).map(each => ({ ...each, region })));
}

function attempt<Value>(ask: () => Value, region: string): { ok: true; value: Value } | { ok: false; gap: Gap } {
  try {
    return { ok: true, value: ask() };
  } catch (error) {
    if (error instanceof Unavailable) return { ok: false, gap: { ...error.gap, region } };
    const message = `these facts could not be understood: ${error instanceof Error ? error.message : String(error)}`;
    return { ok: false, gap: { reason: 'internal-error', api: '', actions: [], region, message } };
  }
}

const rank = (severity: Severity): number => severities.indexOf(severity);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byResource(found: Told['findings'], now: Date): DetectedResource[] {
  const groups = new Map<string, DetectedResource>();
  for (const { detector, region, finding } of found) {
    const { resource, account, ...rest } = finding;
    const key = JSON.stringify([account, region, resource.type, tailOf(resource.id)]);
    const group = groups.get(key) ?? {
      resource,
      account,
      region,
      worst: finding.severity,
      oldest: null,
      ages: { day: 0, week: 0, month: 0, older: 0, unknown: 0 },
      findings: [],
    };
    groups.set(key, group);
    if (isArn(resource.id) && !isArn(group.resource.id)) group.resource = resource;
    group.findings.push({ detector, ...rest });
    if (rank(finding.severity) < rank(group.worst)) group.worst = finding.severity;
    if (finding.created !== null && (group.oldest === null || finding.created < group.oldest))
      group.oldest = finding.created;
    group.ages[ageOf(finding.created, now)] += 1;
  }
  for (const { findings } of groups.values()) {
    findings.sort(
      (a, b) => rank(a.severity) - rank(b.severity) || compare(a.created ?? '', b.created ?? '') || compare(a.id, b.id),
    );
  }
  return [...groups.values()].sort(
    (a, b) =>
      rank(a.worst) - rank(b.worst) ||
      b.findings.length - a.findings.length ||
      compare(a.region, b.region) ||
      compare(a.resource.id, b.resource.id),
  );
}

const isArn = (id: string): boolean => id.startsWith('arn:');

/** One detector names a thing by its ARN, another by what the ARN ends with. */
const tailOf = (id: string): string => (isArn(id) ? (id.split(/[:/]/).at(-1) ?? id) : id);

function ageOf(created: string | null, now: Date): keyof DetectedResource['ages'] {
  const days = created === null ? Number.NaN : daysBetween(created, now);
  if (Number.isNaN(days)) return 'unknown';
  if (days < 1) return 'day';
  if (days < 7) return 'week';
  return days < 30 ? 'month' : 'older';
}
