import type { Ledger, Money } from './ledger.js';
import type { Overview } from './overview.js';
import type { CleanUp, Disuse, Saving } from './saving.js';
import type { Survey } from './survey.js';

/** The words of the house as types. Everything here is plain JSON at rest, except where a type says otherwise. */

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export const categories = ['security', 'cost', 'resilience', 'hygiene'] as const;
export type Category = (typeof categories)[number];

export const verdicts = ['PASS', 'FAIL', 'NOT_APPLICABLE', 'NOT_AVAILABLE', 'ERROR'] as const;
export type VerdictName = (typeof verdicts)[number];

/** Why a place could not be looked at. `manual`: no API tells, a person has to. `declined`: the reader did not want to pay. */
export const gapReasons = [
  'denied',
  'throttled',
  'unsupported',
  'deadline',
  'network',
  'expired-credentials',
  'interrupted',
  'not-collected',
  'truncated',
  'manual',
  'declined',
  'unexpected-answer',
  'internal-error',
] as const;
export type GapReason = (typeof gapReasons)[number];

/** Where a denial comes from, as far as AWS's message tells. */
export const denialCauses = [
  'identity-policy',
  'resource-policy',
  'organization-policy',
  'permissions-boundary',
  'session-policy',
  'endpoint-policy',
] as const;
export type DenialCause = (typeof denialCauses)[number];

/** A place where we could not look. */
export interface Gap {
  reason: GapReason;
  /** The API operation that gave no answer, `<IAM prefix>:<Operation>`; empty where no API is involved. */
  api: string;
  /** The IAM actions that the operation needs. */
  actions: string[];
  region: string;
  /** Id of the one resource that is affected; absent when a whole list is. */
  resource?: string;
  /** One sentence, free of secrets. */
  message: string;
  cause?: DenialCause;
}

/** Facts at rest: what AWS told, or the gap where it did not. */
export type Outcome<T = unknown> = { ok: true; value: T } | { ok: false; gap: Gap };

/** How a report names a resource. */
export interface ResourceRef {
  id: string;
  arn?: string;
  /** What people call it, if that is not the id (an alias, a name). */
  name?: string;
  region: string;
  /** CloudFormation's type name where it has one (`AWS::KMS::Key`). */
  type: string;
  /** AWS's own id where people use another one: `AIDA...` of a user. */
  uniqueId?: string;
  /** When it was last changed, ISO 8601, as far as AWS tells. */
  changed?: string;
  tags?: Record<string, string>;
}

/** One API operation, and the IAM actions that allow it. */
export interface Call {
  /** `<IAM prefix>:<Operation>`, e.g. `s3:ListBuckets`. */
  id: string;
  /** IAM actions, e.g. `['s3:ListAllMyBuckets']`. */
  actions: string[];
  /** List price of one request in USD, where AWS bills the request. */
  usd?: number;
  /** List price of one metric in USD, where AWS bills what a request asks for and not the request. */
  usdPerMetric?: number;
  /** Requests a second that AWS allows an account and region, where that is far below the usual. */
  perSecond?: number;
  /** Inside a listing: asked once for each item, not once a page. */
  each?: boolean;
}

/** What we saw that decided a verdict: a field of an answer, its value, and what it should be. */
export interface Evidence {
  /** The API operation that told, `kms:GetKeyRotationStatus`. */
  api: string;
  /** AWS's own field name or path, `KeyRotationEnabled`. */
  field: string;
  value: unknown;
  expected?: unknown;
}

/** What to do about a failed rule, for one resource. */
export interface Fix {
  /** A shell command with this resource's real ids in it, quoted for a POSIX shell. */
  command?: string;
  /** What a person does where there is no command. */
  byHand?: string;
  /** What to know before doing it. */
  note?: string;
  /** A shell command that takes `command` back, exactly; absent where nothing does. */
  undo?: string;
  /** What `command` still lacks: words in it that a person has to replace, files that have to be written first. */
  missing?: string[];
}

/** What somebody answers for: a failure that is accepted until a day. */
export interface Acceptance {
  reason: string;
  owner: string;
  /** The last day on which it holds, `2026-12-31`, UTC. */
  expires: string;
  ticket?: string;
}

/** One verdict about one resource. */
export interface Finding {
  rule: string;
  verdict: VerdictName;
  severity: Severity;
  category: Category;
  service: string;
  resource: ResourceRef;
  message: string;
  evidence: Evidence[];
  gap?: Gap;
  /** Of a FAIL: an exception of `rules.yaml` accepts it. It is then counted apart and not open. */
  exception?: Acceptance;
  /** Of a FAIL: it was accepted until a day that is past, and is open again. */
  expired?: Acceptance;
  fix?: Fix;
  /** Of a failed cost rule: what cleaning up means, how sure the disuse is, what it frees, and the money. */
  cleanUp?: CleanUp;
  disuse?: Disuse;
  saving?: Saving;
  money?: Money;
}

/** What a report says of one rule, beside its findings. */
export interface RuleInfo {
  id: string;
  title: string;
  why: string;
  severity: Severity;
  category: Category;
  service: string;
  tier: number;
  params: Record<string, unknown>;
  /** `api.field` of what decides. */
  fields: string[];
  /** IAM actions that its facts need. */
  actions: string[];
  /** framework id -> control ids. */
  frameworks: Record<string, string[]>;
}

/** A failure that nobody has accepted. */
export const isOpen = ({ verdict, exception }: Pick<Finding, 'verdict' | 'exception'>): boolean =>
  verdict === 'FAIL' && exception === undefined;

/**
 * What makes a finding the same one in another run: rule, region, ARN and id. Parts of one resource (two keys of a user)
 * share its ARN.
 */
export const findingKey = ({
  rule,
  resource,
}: {
  rule: string;
  resource: Pick<ResourceRef, 'id' | 'arn' | 'region'>;
}) => [rule, resource.region, resource.arn ?? '', resource.id].join('\n');

/** Counts of findings by verdict; FAIL counts the open ones, EXCEPTED those that an exception accepts. */
export type Tally = Record<VerdictName | 'EXCEPTED', number>;

/** `value` is 0 to 100, or null when nothing was decided or coverage is below the limit ("not scored"). */
export interface Score {
  value: number | null;
  /** 0 to 1: share of what applies that could be decided, by weight; null when nothing applies. */
  coverage: number | null;
  /** `excepted`: fails, and every failure of it is accepted. */
  rules: { passed: number; failed: number; undecided: number; notApplicable: number; excepted: number };
  findings: Tally;
}

export interface Scores {
  overall: Score;
  categories: Partial<Record<Category, Score>>;
  services: Record<string, Score>;
}

/** What became of a region that was asked for. */
export const regionStates = ['audited', 'not-enabled', 'denied-by-organization', 'unreachable'] as const;
export type RegionState = (typeof regionStates)[number];

export interface RegionReport {
  name: string;
  state: RegionState;
  message?: string;
}

/** One cause of not seeing, with all it hides. */
export interface GapReport {
  action: string;
  api: string;
  regions: string[];
  reason: GapReason;
  cause?: DenialCause;
  message: string;
  /** Rules with a finding that waits for it. */
  rules: string[];
  /** Number of findings that wait for it. */
  findings: number;
  resources: string[];
}

/** One of the things to do first, with the reason for its place. */
export interface FixFirst {
  rule: string;
  severity: Severity;
  title: string;
  /** Resources that fail the rule, at most ten of them named. */
  resources: ResourceRef[];
  count: number;
  message: string;
  why: string;
  /** Points that the score of its category, and the overall one, gain when it is mended. */
  gain: { category: Category; points: number; overall: number };
  /** The first of them was accepted until a day that is past. */
  expired?: Acceptance;
  fix?: Fix;
}

/** One exception of `rules.yaml`, and what became of it in this run. */
export interface ExceptionReport extends Acceptance {
  /** Patterns of rule ids and of resources (id, name or ARN); `*` stands for any part. */
  rules: string[];
  resources: string[];
  /** Patterns of their regions; absent where it holds in every region. */
  regions?: string[];
  /** `unmatched`: it accepts nothing (any more). */
  state: 'active' | 'expired' | 'unmatched';
  /** Failures that it accepts, or accepted. */
  findings: number;
}

/** A finding as it is compared with another run. */
export interface Standing {
  rule: string;
  title: string;
  severity: Severity;
  category: Category;
  service: string;
  verdict: VerdictName;
  /** An exception accepts it. */
  excepted: boolean;
  resource: Pick<ResourceRef, 'id' | 'arn' | 'name' | 'region' | 'type'>;
  message: string;
}

/** `new`: open now and not before. `fixed`: seen and open no more. `gone`: its resource is there no more. `changed`: open in both, but not the same. */
export const changeKinds = ['new', 'fixed', 'gone', 'changed'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Why two runs differ: the account did, or the rules (ids, severities, parameters, exceptions, the tool), or what we saw. */
export const changeCauses = ['account', 'rules', 'sight'] as const;
export type ChangeCause = (typeof changeCauses)[number];

/** What of the rules differs: the rule itself, its severity alone, an exception, or only the version of the tool. */
export const ruleChanges = ['rule', 'severity', 'exception', 'tool'] as const;
export type RuleChange = (typeof ruleChanges)[number];

/** One difference between two runs. */
export interface Change {
  kind: ChangeKind;
  cause: ChangeCause;
  /** Of cause `rules`. */
  differs?: RuleChange;
  /** One sentence for a person: what differs. */
  message: string;
  before?: Standing;
  after?: Standing;
}

/**
 * New to whoever reads: the account brought it, nobody could see it before, or a new version of the tool may have found it;
 * also where its rule has another severity, which opens nothing. What added or changed rules and ended exceptions bring is
 * no news of the account.
 */
export const isNews = ({ kind, cause, differs }: Pick<Change, 'kind' | 'cause' | 'differs'>): boolean =>
  kind === 'new' && (cause !== 'rules' || differs === 'tool' || differs === 'severity');

/** The run that a comparison starts from. */
export interface RunRef {
  account: string;
  /** ISO 8601, UTC. */
  started: string;
  toolVersion: string;
  /** Where it was read from: a file name or a key, as the reader gave it. */
  from: string;
}

/** All differences to an earlier run, ordered by cause, kind, severity, rule and resource. */
export interface Changes {
  since: RunRef;
  changes: Change[];
  /** Entries of a baseline that fit nothing any more: rule and resource. */
  stale: { rule: string; resource: string; region: string }[];
}

/** Why a gate stops, one entry a condition of its policy. */
export interface GateReason {
  /** The field of `gate:` in `rules.yaml`: `new`, `severity`, `rules`, `minScore`, `minCoverage`, `maxWaste`, `incomplete`, `expired`. */
  condition: string;
  /** One sentence: what was found and what the limit is. */
  message: string;
  /** What to do about it. */
  advice: string;
  /** Findings that count, most severe first. */
  findings: Standing[];
}

/** What a gate decides. */
export interface Gate {
  passed: boolean;
  reasons: GateReason[];
  /** What was checked and held, one sentence each. */
  held: string[];
}

/** One earlier run in a trend. */
export interface TrendPoint {
  started: string;
  toolVersion: string;
  /** How many rules were judged: runs with other rules do not compare. */
  rules: number;
  complete: boolean;
  overall: { value: number | null; coverage: number | null };
  categories: Partial<Record<Category, { value: number | null; coverage: number | null }>>;
  /** Open findings by severity. */
  open: Record<Severity, number>;
  excepted: number;
  /** USD a month that is paid for nothing; null where no cost rule was chosen or the bill was not seen. */
  waste: number | null;
}

/** A finding as a history remembers it: `resource` is the id. */
export interface TrendFinding {
  rule: string;
  severity: Severity;
  region: string;
  resource: string;
  arn?: string;
  /** What people call the resource. */
  name: string;
}

/** What became of a finding that was open: `fixed`: seen and open no more; `gone`: its resource is there no more. */
export const closings = ['fixed', 'gone', 'excepted', 'unseen'] as const;
export type Closing = (typeof closings)[number];

/** A finding that is open for the first time. */
export interface OpenedFinding extends TrendFinding {
  /** Its rule was not judged in the run before. */
  newRule: boolean;
}

/** A finding that was open, and is no more. */
export interface ClosedFinding extends TrendFinding {
  how: Closing;
}

/** What differs from the run before, as far as a history tells. */
export interface TrendStep {
  /** When the run before started. */
  since: string;
  /** Open for the first time. */
  opened: OpenedFinding[];
  /** Open again, after it was not seen, or was accepted. */
  again: TrendFinding[];
  closed: ClosedFinding[];
}

/** Earlier runs of the same account, oldest first, this one last. */
export interface Trend {
  points: TrendPoint[];
  /** When each open finding was first seen open, by findingKey; ISO 8601. */
  firstSeen: Record<string, string>;
  /** Absent where this run is the first, or the history holds later ones. */
  step?: TrendStep;
}

/** The one object that feeds every output. */
export interface Report {
  version: 1;
  tool: { name: 'stocktake'; version: string };
  account: { id: string; alias?: string; partition: string; arn?: string };
  regions: RegionReport[];
  /** ISO 8601, UTC. `started` is the time that checks call now. */
  started: string;
  finished: string;
  /** False when anything could not be seen or judged: exit code 3. */
  complete: boolean;
  /** Set when the audit was ended before its time. */
  ended?: { reason: 'deadline' | 'interrupted' | 'expired-credentials'; message: string };
  scores: Scores;
  coverage: number | null;
  summary: Tally;
  fixFirst: FixFirst[];
  rules: RuleInfo[];
  findings: Finding[];
  gaps: GapReport[];
  /** What AWS's own detectors say; absent where no rule of theirs was chosen. Outside every score. */
  detectors?: Survey;
  /** Declared, observed and paid; absent where no cost rule was chosen. */
  ledger?: Ledger;
  /** The functions of the account and how they hang together; absent where no rule on them was chosen. */
  overview?: Overview;
  plan: { calls: number; byService: Record<string, number>; usd: number };
  hints: string[];
  /** What a reader must know before anything else, e.g. that an older `rules.yaml` was used. */
  notices?: string[];
  /** Absent where `rules.yaml` holds none. */
  exceptions?: ExceptionReport[];
  /** Absent where no baseline and no earlier run was given. */
  changes?: Changes;
  /** Absent where no gate was asked for. */
  gate?: Gate;
  /** Absent where no history was given. */
  trend?: Trend;
}
