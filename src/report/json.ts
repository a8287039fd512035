import type { Microservice, Overview } from '../core/overview.js';
import type {
  Acceptance,
  Changes,
  ClosedFinding,
  Evidence,
  ExceptionReport,
  Finding,
  FixFirst,
  GapReport,
  Gate,
  OpenedFinding,
  Report,
  ResourceRef,
  RuleInfo,
  Score,
  Standing,
  Trend,
  TrendFinding,
  TrendPoint,
  TrendStep,
} from '../core/types.js';
import type { CalendarEntry, Ledger, LedgerRow, Money } from '../core/ledger.js';
import type { CleanUp, Disuse, Saving } from '../core/saving.js';
import type { Comparison } from '../core/second-opinion.js';
import type { DetectedResource, DetectorCell, DetectorSource, Survey } from '../core/survey.js';
import { compareText } from './model.js';
import { escapeJson } from './reveal.js';

/**
 * The order of an object's keys: `null` leaves a value as it is, `present` writes null where there is none, `byName` sorts a
 * map by its keys, a list means each element.
 */
type Order =
  | null
  | 'present'
  | 'byName'
  | readonly [Order]
  | { readonly each: Order }
  | { readonly keys: readonly (readonly [key: string, Order])[] };

/** Every key of `T` must be named: a new field of the report cannot be forgotten here. */
const inOrder = <T>(keys: Record<keyof Required<T>, Order>): Order => ({ keys: Object.entries<Order>(keys) });

const resource = inOrder<ResourceRef>({
  id: null,
  arn: null,
  name: null,
  region: null,
  type: null,
  uniqueId: null,
  changed: null,
  tags: 'byName',
});
const fix = inOrder<NonNullable<Finding['fix']>>({
  command: null,
  byHand: null,
  note: null,
  undo: null,
  missing: null,
});
const tally = inOrder<Score['findings']>({
  PASS: null,
  FAIL: null,
  NOT_APPLICABLE: null,
  NOT_AVAILABLE: null,
  ERROR: null,
  EXCEPTED: null,
});
const score = inOrder<Score>({
  value: null,
  coverage: null,
  rules: inOrder<Score['rules']>({ passed: null, failed: null, undecided: null, notApplicable: null, excepted: null }),
  findings: tally,
});
const evidence = inOrder<Evidence>({ api: null, field: null, value: 'present', expected: null });
const place = inOrder<NonNullable<Finding['gap']>>({
  reason: null,
  api: null,
  actions: null,
  region: null,
  resource: null,
  message: null,
  cause: null,
});
const acceptance = inOrder<Acceptance>({ reason: null, owner: null, expires: null, ticket: null });
const finding = inOrder<Finding>({
  rule: null,
  verdict: null,
  severity: null,
  category: null,
  service: null,
  resource,
  message: null,
  evidence: [evidence],
  gap: place,
  exception: acceptance,
  expired: acceptance,
  fix,
  cleanUp: inOrder<CleanUp>({ does: null, risk: null, undo: null, order: null }),
  disuse: inOrder<Disuse>({ grade: null, window: null, last: null, evidence: [evidence] }),
  saving: inOrder<Saving>({
    releases: [inOrder<Saving['releases'][number]>({ price: null, units: null, region: null })],
    told: inOrder<NonNullable<Saving['told']>>({ usd: null, by: null }),
    estimated: null,
  }),
  money: inOrder<Money>({
    usd: null,
    joint: null,
    estimated: null,
    lines: [
      inOrder<Money['lines'][number]>({
        price: null,
        units: null,
        unit: null,
        usd: null,
        provenance: null,
        confidence: null,
        billed: null,
        note: null,
      }),
    ],
  }),
});
const standing = inOrder<Standing>({
  rule: null,
  title: null,
  severity: null,
  category: null,
  service: null,
  verdict: null,
  excepted: null,
  resource: inOrder<Standing['resource']>({ id: null, arn: null, name: null, region: null, type: null }),
  message: null,
});
const level = inOrder<TrendPoint['overall']>({ value: null, coverage: null });
const ruleInfo = inOrder<RuleInfo>({
  id: null,
  title: null,
  why: null,
  severity: null,
  category: null,
  service: null,
  tier: null,
  params: 'byName',
  fields: null,
  actions: null,
  frameworks: 'byName',
});
const fixFirst = inOrder<FixFirst>({
  rule: null,
  severity: null,
  title: null,
  resources: [resource],
  count: null,
  message: null,
  why: null,
  gain: inOrder<FixFirst['gain']>({ category: null, points: null, overall: null }),
  expired: acceptance,
  fix,
});
const gap = inOrder<GapReport>({
  action: null,
  api: null,
  regions: null,
  reason: null,
  cause: null,
  message: null,
  rules: null,
  findings: null,
  resources: null,
});

const survey = inOrder<Survey>({
  matrix: [
    inOrder<DetectorCell>({
      detector: null,
      title: null,
      region: null,
      state: null,
      message: null,
      evidence: [evidence],
      organization: inOrder<NonNullable<DetectorCell['organization']>>({ role: null, message: null }),
      gap: place,
    }),
  ],
  sources: [inOrder<DetectorSource>({ detector: null, title: null, region: null, read: null, leftOut: null })],
  resources: [
    inOrder<DetectedResource>({
      resource: inOrder<DetectedResource['resource']>({ id: null, type: null }),
      account: null,
      region: null,
      worst: null,
      oldest: null,
      ages: inOrder<DetectedResource['ages']>({ day: null, week: null, month: null, older: null, unknown: null }),
      findings: [
        inOrder<DetectedResource['findings'][number]>({
          detector: null,
          id: null,
          type: null,
          title: null,
          severity: null,
          created: null,
          updated: null,
        }),
      ],
    }),
  ],
  opinions: [
    inOrder<Comparison>({
      detector: null,
      title: null,
      control: null,
      region: null,
      outcome: null,
      resource: inOrder<Comparison['resource']>({ id: null, type: null, name: null }),
      theirs: inOrder<NonNullable<Comparison['theirs']>>({ verdict: null, at: null, evidence: [evidence] }),
      ours: [inOrder<Comparison['ours'][number]>({ rule: null, verdict: null, message: null, evidence: [evidence] })],
      note: null,
    }),
  ],
  usage: [
    inOrder<Survey['usage'][number]>({
      detector: null,
      region: null,
      what: null,
      amount: null,
      currency: null,
      period: null,
      watches: null,
    }),
  ],
  protections: [
    inOrder<Survey['protections'][number]>({
      region: null,
      name: null,
      arn: null,
      scope: null,
      rules: null,
      protects: null,
    }),
  ],
});

const ledgerRow = inOrder<LedgerRow>({
  service: null,
  title: null,
  region: null,
  state: null,
  flags: null,
  answer: null,
  sentence: null,
  declared: inOrder<LedgerRow['declared']>({
    state: null,
    by: null,
    since: null,
    until: null,
    replacedBy: null,
    purpose: null,
    owner: null,
    note: null,
    budget: null,
  }),
  observed: inOrder<LedgerRow['observed']>({
    grade: null,
    message: null,
    last: null,
    window: null,
    evidence: [evidence],
    inventory: inOrder<NonNullable<LedgerRow['observed']['inventory']>>({
      count: null,
      noun: null,
      names: null,
      newest: null,
    }),
    gap: place,
  }),
  paid: inOrder<LedgerRow['paid']>({
    usd: null,
    months: null,
    credits: null,
    lines: [inOrder<LedgerRow['paid']['lines'][number]>({ usageType: null, usd: null, quantity: null, unit: null })],
  }),
});
const ledger = inOrder<Ledger>({
  currency: null,
  months: [inOrder<Ledger['months'][number]>({ month: null, usd: null, complete: null })],
  bill: inOrder<NonNullable<Ledger['bill']>>({
    month: null,
    source: null,
    usage: null,
    attributed: null,
    unattributed: null,
    credits: null,
    refunds: null,
    tax: null,
    support: null,
    other: null,
    total: null,
  }),
  unattributed: [inOrder<Ledger['unattributed'][number]>({ service: null, usageType: null, region: null, usd: null })],
  rows: [ledgerRow],
  savings: inOrder<Ledger['savings']>({ usd: null, unknown: null }),
  calendar: [inOrder<CalendarEntry>({ date: null, days: null, kind: null, what: null, resource, message: null })],
});

const words = inOrder<Microservice['words']>({ purpose: null, owner: null, note: null });
const microservice = inOrder<Microservice>({
  name: null,
  arn: null,
  region: null,
  group: null,
  description: null,
  words,
  triggers: [
    inOrder<Microservice['triggers'][number]>({ kind: null, name: null, what: null, state: null, auth: null }),
  ],
  role: null,
  access: inOrder<NonNullable<Microservice['access']>>({
    everything: null,
    places: [
      inOrder<NonNullable<Microservice['access']>['places'][number]>({
        service: null,
        kind: null,
        name: null,
        read: null,
        write: null,
        conditional: null,
      }),
    ],
  }),
  environment: null,
  runtime: inOrder<Microservice['runtime']>({ name: null, ends: null, ended: null }),
  memory: null,
  architectures: null,
  timeout: null,
  use: inOrder<NonNullable<Microservice['use']>>({ calls: null, errors: null, last: null }),
  money: inOrder<NonNullable<Microservice['money']>>({ usd: null, provenance: null }),
  logs: inOrder<Microservice['logs']>({
    group: null,
    found: inOrder<NonNullable<Microservice['logs']['found']>>({ exists: null, retention: null, bytes: null }),
  }),
  alarms: [inOrder<Microservice['alarms'][number]>({ name: null, metric: null, state: null })],
  findings: [inOrder<Microservice['findings'][number]>({ rule: null, severity: null })],
  unseen: [inOrder<Microservice['unseen'][number]>({ field: null, what: null, actions: null, message: null })],
});
const overview = inOrder<Overview>({
  groups: [inOrder<Overview['groups'][number]>({ id: null, kind: null, name: null })],
  microservices: [microservice],
  lost: [inOrder<Overview['lost'][number]>({ name: null, words })],
  notLookedAt: null,
  unlisted: [inOrder<Overview['unlisted'][number]>({ region: null, actions: null, message: null })],
});

const trendFinding = { rule: null, severity: null, region: null, resource: null, arn: null, name: null };

const reportOrder: Record<keyof Required<Report>, Order> = {
  version: null,
  tool: inOrder<Report['tool']>({ name: null, version: null }),
  account: inOrder<Report['account']>({ id: null, alias: null, partition: null, arn: null }),
  regions: [inOrder<Report['regions'][number]>({ name: null, state: null, message: null })],
  started: null,
  finished: null,
  complete: null,
  ended: inOrder<NonNullable<Report['ended']>>({ reason: null, message: null }),
  scores: inOrder<Report['scores']>({
    overall: score,
    categories: inOrder<Report['scores']['categories']>({
      security: score,
      cost: score,
      resilience: score,
      hygiene: score,
    }),
    services: { each: score },
  }),
  coverage: null,
  summary: tally,
  fixFirst: [fixFirst],
  rules: [ruleInfo],
  findings: [finding],
  gaps: [gap],
  detectors: survey,
  ledger,
  overview,
  plan: inOrder<Report['plan']>({ calls: null, byService: 'byName', usd: null }),
  hints: null,
  notices: null,
  exceptions: [
    inOrder<ExceptionReport>({
      rules: null,
      resources: null,
      regions: null,
      reason: null,
      owner: null,
      expires: null,
      ticket: null,
      state: null,
      findings: null,
    }),
  ],
  changes: inOrder<Changes>({
    since: inOrder<Changes['since']>({ account: null, started: null, toolVersion: null, from: null }),
    changes: [
      inOrder<Changes['changes'][number]>({
        kind: null,
        cause: null,
        differs: null,
        message: null,
        before: standing,
        after: standing,
      }),
    ],
    stale: [inOrder<Changes['stale'][number]>({ rule: null, resource: null, region: null })],
  }),
  gate: inOrder<Gate>({
    passed: null,
    reasons: [inOrder<Gate['reasons'][number]>({ condition: null, message: null, advice: null, findings: [standing] })],
    held: null,
  }),
  trend: inOrder<Trend>({
    points: [
      inOrder<TrendPoint>({
        started: null,
        toolVersion: null,
        rules: null,
        complete: null,
        overall: level,
        categories: { each: level },
        open: inOrder<TrendPoint['open']>({ critical: null, high: null, medium: null, low: null, info: null }),
        excepted: null,
        waste: null,
      }),
    ],
    firstSeen: 'byName',
    step: inOrder<TrendStep>({
      since: null,
      opened: [inOrder<OpenedFinding>({ ...trendFinding, newRule: null })],
      again: [inOrder<TrendFinding>(trendFinding)],
      closed: [inOrder<ClosedFinding>({ ...trendFinding, how: null })],
    }),
  }),
};

type Data = Record<string, unknown>;

/** The same data with its keys in the given order; absent keys stay absent. */
function arrange(data: unknown, order: Order): unknown {
  if (order === 'present') return data ?? null;
  if (order === null || typeof data !== 'object' || data === null) return data;
  if (Array.isArray(order)) return (data as unknown[]).map(one => arrange(one, order[0]));
  const from = data as Data;
  if (order === 'byName' || 'each' in order) {
    const inner = order === 'byName' ? null : order.each;
    return Object.fromEntries(
      Object.keys(from)
        .sort(compareText)
        .map(key => [key, arrange(from[key], inner)]),
    );
  }
  const { keys } = order as { keys: readonly (readonly [string, Order])[] };
  const arranged: Data = {};
  for (const [key, inner] of keys) {
    const value = from[key];
    if (value !== undefined || inner === 'present') arranged[key] = arrange(value, inner);
  }
  return arranged;
}

const indented = (data: unknown, indent: string) =>
  escapeJson(JSON.stringify(data, null, 2)).replaceAll('\n', `\n${indent}`);

/** Elements a chunk: large enough to write quickly, small enough never to become one string. */
const elementsOfChunk = 200;

function* renderList(elements: readonly unknown[], order: Order, indent: string): Iterable<string> {
  if (elements.length === 0) return yield '[]';
  const deeper = `${indent}  `;
  yield `[\n${deeper}`;
  for (let start = 0; start < elements.length; start += elementsOfChunk) {
    const part = elements.slice(start, start + elementsOfChunk).map(one => indented(arrange(one, order), deeper));
    yield (start > 0 ? `,\n${deeper}` : '') + part.join(`,\n${deeper}`);
  }
  yield `\n${indent}]`;
}

/** An object key by key: a list in it may be as long as that of the findings. */
function* renderKeys(data: Data, keys: readonly (readonly [string, Order])[], indent: string): Iterable<string> {
  const deeper = `${indent}  `;
  let opening = `{\n${deeper}`;
  for (const [key, order] of keys) {
    const value = data[key];
    if (value === undefined && order !== 'present') continue;
    yield `${opening}${JSON.stringify(key)}: `;
    yield* renderValue(value, order, deeper);
    opening = `,\n${deeper}`;
  }
  yield opening.startsWith('{') ? '{}' : `\n${indent}}`;
}

function* renderValue(value: unknown, order: Order, indent: string): Iterable<string> {
  if (Array.isArray(order) && Array.isArray(value)) yield* renderList(value, order[0] as Order, indent);
  else if (isKeyed(order) && typeof value === 'object' && value !== null)
    yield* renderKeys(value as Data, order.keys, indent);
  else yield indented(arrange(value, order), indent);
}

const isKeyed = (order: Order): order is Order & { keys: readonly (readonly [string, Order])[] } =>
  typeof order === 'object' && order !== null && 'keys' in order;

/**
 * The report as JSON in chunks: two spaces, keys in the order of the types, a line break at the end. Characters that hide
 * or command are escaped, so that it can be printed; parsed, it is the report, value for value.
 */
export function* renderJson(report: Report): Iterable<string> {
  yield* renderKeys(report as unknown as Data, Object.entries(reportOrder), '');
  yield '\n';
}
