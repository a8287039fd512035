import * as z from 'zod';
import { detectorStates } from './detector.js';
import { calendarKinds, declaredStates, ledgerFlags, ledgerStates, provenances } from './ledger.js';
import { groupKinds, microserviceFields, triggerKinds, triggerStates } from './overview.js';
import { grades } from './saving.js';
import { opinionOutcomes } from './second-opinion.js';
import {
  categories,
  changeCauses,
  changeKinds,
  closings,
  denialCauses,
  gapReasons,
  ruleChanges,
  severities,
  verdicts,
} from './types.js';

const gapReason = z.enum(gapReasons);
const denialCause = z.enum(denialCauses);
const severity = z.enum(severities);
const category = z.enum(categories);
const count = z.int().min(0);
const strings = z.array(z.string());
const time = z.iso.datetime().describe('ISO 8601, UTC.');

const resource = z
  .strictObject({
    id: z.string(),
    arn: z.string().exactOptional(),
    name: z.string().exactOptional().describe('What people call it, where that is not the id.'),
    region: z.string(),
    type: z.string().describe("CloudFormation's type name where it has one."),
    uniqueId: z.string().exactOptional().describe("AWS's own id where people use another one."),
    changed: z.string().exactOptional().describe('When it was last changed, as far as AWS tells.'),
    tags: z.record(z.string(), z.string()).exactOptional(),
  })
  .meta({ id: 'Resource' });

const fix = z
  .strictObject({
    command: z.string().exactOptional().describe("A shell command with this resource's ids, quoted for a POSIX shell."),
    byHand: z.string().exactOptional(),
    note: z.string().exactOptional().describe('What to know before doing it.'),
    undo: z.string().exactOptional().describe('A shell command that takes the command back.'),
    missing: strings
      .exactOptional()
      .describe('What the command still lacks: words to replace, files to be written first.'),
  })
  .meta({ id: 'Fix' });

const gap = z
  .strictObject({
    reason: gapReason,
    api: z.string().describe('`<IAM prefix>:<Operation>`; empty where no API is involved.'),
    actions: strings.describe('IAM actions that the operation needs.'),
    region: z.string(),
    resource: z.string().exactOptional(),
    message: z.string(),
    cause: denialCause.exactOptional(),
  })
  .meta({ id: 'Gap' });

const evidence = z
  .strictObject({
    api: z.string(),
    field: z.string().describe("AWS's own field name or path."),
    value: z.unknown(),
    expected: z.unknown().exactOptional(),
  })
  .meta({ id: 'Evidence' });

const cleanUp = z
  .strictObject({
    does: z.enum(['delete', 'change', 'decide']),
    risk: z.enum(['none', 'low', 'medium', 'high']),
    undo: z.enum(['at once', 'from a backup', 'never']),
    order: z.number().describe('Order of deletion, lower first.'),
  })
  .meta({ id: 'CleanUp' });

const disuse = z
  .strictObject({
    grade: z.enum(grades),
    window: z.number().describe('Days that were looked at.'),
    last: z.string().nullable().describe('The last day of use.'),
    evidence: z.array(evidence),
  })
  .meta({ id: 'Disuse' });

const saving = z
  .strictObject({
    releases: z.array(
      z.strictObject({
        price: z.string().describe('`<service>/<usage type without region>`'),
        units: z.number().describe('Units a month.'),
        region: z.string().exactOptional(),
      }),
    ),
    told: z.strictObject({ usd: z.number(), by: z.string() }).exactOptional(),
    estimated: z.boolean().exactOptional(),
  })
  .meta({ id: 'Saving' });

const usdOrNull = z.number().nullable();

const money = z
  .strictObject({
    usd: usdOrNull.describe('USD a month of this finding alone; null where a price is missing.'),
    joint: usdOrNull.describe('Its share when all findings are cleaned up.'),
    estimated: z.boolean(),
    lines: z.array(
      z.strictObject({
        price: z.string(),
        units: z.number(),
        usd: usdOrNull,
        unit: z.string().exactOptional().describe('What is counted: GB-month, request.'),
        provenance: z.enum(provenances),
        confidence: z.enum(['high', 'medium', 'low']).exactOptional(),
        billed: z.number().exactOptional(),
        note: z.string().exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Money' });

const acceptanceFields = {
  reason: z.string(),
  owner: z.string(),
  expires: z.iso.date().describe('The last day on which it holds, UTC.'),
  ticket: z.string().exactOptional(),
};
const acceptance = z.strictObject(acceptanceFields).meta({ id: 'Acceptance' });

const finding = z
  .strictObject({
    rule: z.string(),
    verdict: z.enum(verdicts),
    severity,
    category,
    service: z.string(),
    resource,
    message: z.string().describe('What was seen.'),
    evidence: z.array(evidence),
    gap: gap.exactOptional().describe('Where we could not look; the verdict is then NOT_AVAILABLE.'),
    exception: acceptance.exactOptional().describe('Accepts this failure, which is then not open.'),
    expired: acceptance.exactOptional().describe('Accepted this failure until a day that is past.'),
    fix: fix.exactOptional(),
    cleanUp: cleanUp.exactOptional(),
    disuse: disuse.exactOptional(),
    saving: saving.exactOptional(),
    money: money.exactOptional(),
  })
  .meta({ id: 'Finding' });

const standing = z
  .strictObject({
    rule: z.string(),
    title: z.string(),
    severity,
    category,
    service: z.string(),
    verdict: z.enum(verdicts),
    excepted: z.boolean(),
    resource: resource.pick({ id: true, arn: true, name: true, region: true, type: true }),
    message: z.string(),
  })
  .meta({ id: 'Standing' });

const levels = z.strictObject({ value: z.number().nullable(), coverage: z.number().nullable() });
const trendFinding = {
  rule: z.string(),
  severity,
  region: z.string(),
  resource: z.string().describe('Its id.'),
  arn: z.string().exactOptional(),
  name: z.string(),
};

const rule = z
  .strictObject({
    id: z.string(),
    title: z.string().describe('What is true when the rule holds.'),
    why: z.string(),
    severity,
    category,
    service: z.string(),
    tier: z.int(),
    params: z.record(z.string(), z.unknown()),
    fields: strings.describe('`api.field` of what decides.'),
    actions: strings.describe('IAM actions that its facts need.'),
    frameworks: z.record(z.string(), strings).describe('Framework id to control ids.'),
  })
  .meta({ id: 'Rule' });

const tally = z
  .strictObject({
    PASS: count,
    FAIL: count.describe('Open failures.'),
    NOT_APPLICABLE: count,
    NOT_AVAILABLE: count,
    ERROR: count,
    EXCEPTED: count.describe('Failures that an exception of rules.yaml accepts.'),
  })
  .meta({ id: 'Tally' });

const share = z.number().min(0).max(1).nullable();

const score = z
  .strictObject({
    value: z.number().min(0).max(100).nullable().describe('null: not scored.'),
    coverage: share.describe('Share of what applies that could be decided, by weight; null when nothing applies.'),
    rules: z.strictObject({ passed: count, failed: count, undecided: count, notApplicable: count, excepted: count }),
    findings: tally,
  })
  .meta({ id: 'Score' });

const region = z.strictObject({
  name: z.string(),
  state: z.enum(['audited', 'not-enabled', 'denied-by-organization', 'unreachable']),
  message: z.string().exactOptional(),
});

const gapReport = z
  .strictObject({
    action: z.string().describe('The IAM action that would let us look; empty where no permission helps.'),
    api: z.string(),
    regions: strings,
    reason: gapReason,
    cause: denialCause.exactOptional(),
    message: z.string(),
    rules: strings.describe('Rules with a finding that waits for it.'),
    findings: count.describe('Number of findings that wait for it.'),
    resources: strings,
  })
  .meta({ id: 'GapReport' });

const fixFirst = z
  .strictObject({
    rule: z.string(),
    severity,
    title: z.string(),
    resources: z.array(resource).describe('Resources that fail the rule, at most ten of them named.'),
    count,
    message: z.string(),
    why: z.string(),
    gain: z
      .strictObject({ category, points: z.number(), overall: z.number() })
      .describe('Points that the score of its category, and the overall one, gain.'),
    expired: acceptance.exactOptional().describe('The first of them was accepted until a day that is past.'),
    fix: fix.exactOptional(),
  })
  .meta({ id: 'FixFirst' });

const detected = z.strictObject({ id: z.string(), type: z.string() });
const moment = z.string().nullable().describe('ISO 8601; null where AWS gave none.');
const detectorId = z.string().describe('The service whose detector it is.');

const survey = z
  .strictObject({
    matrix: z.array(
      z.strictObject({
        detector: detectorId,
        title: z.string(),
        region: z.string(),
        state: z.enum(detectorStates).describe('partial: on, but something it needs to be of use is missing.'),
        message: z.string(),
        evidence: z.array(evidence),
        organization: z
          .strictObject({ role: z.enum(['administrator', 'member']), message: z.string() })
          .exactOptional(),
        gap: gap.exactOptional(),
      }),
    ),
    sources: z.array(
      z.strictObject({
        detector: detectorId,
        title: z.string(),
        region: z.string(),
        read: count,
        leftOut: count
          .nullable()
          .describe('Findings beyond --max-detector-findings; null: some, AWS does not say how many.'),
      }),
    ),
    resources: z.array(
      z.strictObject({
        resource: detected,
        account: z.string(),
        region: z.string(),
        worst: severity,
        oldest: moment,
        ages: z
          .strictObject({ day: count, week: count, month: count, older: count, unknown: count })
          .describe('How many findings are at most a day, a week, a month old, or older.'),
        findings: z.array(
          z.strictObject({
            detector: detectorId,
            id: z.string(),
            type: z.string(),
            title: z.string(),
            severity,
            created: moment,
            updated: moment,
          }),
        ),
      }),
    ),
    opinions: z.array(
      z.strictObject({
        detector: detectorId,
        title: z.string(),
        control: z.string(),
        region: z.string(),
        outcome: z.enum(opinionOutcomes),
        resource: z.strictObject({ id: z.string(), type: z.string(), name: z.string().exactOptional() }),
        theirs: z
          .strictObject({ verdict: z.enum(['PASS', 'FAIL']), at: moment, evidence: z.array(evidence).exactOptional() })
          .exactOptional(),
        ours: z.array(
          z.strictObject({
            rule: z.string(),
            verdict: z.enum(verdicts),
            message: z.string(),
            evidence: z.array(evidence).exactOptional(),
          }),
        ),
        note: z.string().exactOptional(),
      }),
    ),
    usage: z.array(
      z.strictObject({
        detector: detectorId,
        region: z.string(),
        what: z.string(),
        amount: z.number(),
        currency: z.string(),
        period: z.string(),
        watches: z.string().exactOptional(),
      }),
    ),
    protections: z.array(
      z.strictObject({
        region: z.string(),
        name: z.string(),
        arn: z.string(),
        scope: z.enum(['REGIONAL', 'CLOUDFRONT']),
        rules: count,
        protects: strings.describe('ARNs.'),
      }),
    ),
  })
  .describe("What AWS's own detectors say. Outside every score.")
  .meta({ id: 'Survey' });

const ledger = z
  .strictObject({
    currency: z.string().nullable().describe('Of the bill; only USD is reckoned with.'),
    months: z.array(z.strictObject({ month: z.string(), usd: z.number(), complete: z.boolean() })),
    bill: z
      .strictObject({
        month: z.string(),
        source: z.enum(['cost-explorer', 'export']),
        usage: z.number().describe('Before credits: attributed plus unattributed.'),
        attributed: z.number(),
        unattributed: z.number(),
        credits: usdOrNull,
        refunds: usdOrNull,
        tax: usdOrNull,
        support: usdOrNull,
        other: usdOrNull,
        total: usdOrNull,
      })
      .nullable(),
    unattributed: z.array(
      z.strictObject({ service: z.string(), usageType: z.string(), region: z.string(), usd: z.number() }),
    ),
    rows: z.array(
      z.strictObject({
        service: z.string(),
        title: z.string(),
        region: z.string().describe('`*`: the service as a whole.'),
        state: z.enum(ledgerStates),
        flags: z.array(z.enum(ledgerFlags)),
        answer: z.enum(['in-use', 'idle', 'never-seen', 'cannot-tell']),
        sentence: z.string(),
        declared: z.strictObject({
          state: z.enum(declaredStates).nullable(),
          by: strings,
          since: z.string().exactOptional(),
          until: z.string().exactOptional(),
          replacedBy: z.string().exactOptional(),
          purpose: z.string().exactOptional(),
          owner: z.string().exactOptional(),
          note: z.string().exactOptional(),
          budget: z.number().exactOptional(),
        }),
        observed: z.strictObject({
          grade: z.enum([...grades, 'none']),
          message: z.string(),
          last: z.string().nullable(),
          window: z.number().nullable(),
          evidence: z.array(evidence),
          inventory: z
            .strictObject({ count, noun: z.string(), names: strings, newest: z.string().nullable() })
            .exactOptional(),
          gap: gap.exactOptional(),
        }),
        paid: z.strictObject({
          usd: usdOrNull,
          months: z.array(z.number()),
          credits: z.number(),
          lines: z.array(
            z.strictObject({ usageType: z.string(), usd: z.number(), quantity: z.number(), unit: z.string() }),
          ),
        }),
      }),
    ),
    savings: z.strictObject({ usd: z.number(), unknown: count }),
    calendar: z.array(
      z.strictObject({
        date: z.string(),
        days: z.number(),
        kind: z.enum(calendarKinds),
        what: z.string(),
        resource,
        message: z.string(),
      }),
    ),
  })
  .describe('Declared, observed, paid.')
  .meta({ id: 'Ledger' });

const words = z.strictObject({
  purpose: z.string().exactOptional(),
  owner: z.string().exactOptional(),
  note: z.string().exactOptional(),
});

const microservice = z
  .strictObject({
    name: z.string(),
    arn: z.string(),
    region: z.string(),
    group: z.string().describe('Id of its group.'),
    description: z.string(),
    words: words.describe('What rules.yaml says of it, word for word.'),
    triggers: z.array(
      z.strictObject({
        kind: z.enum(triggerKinds),
        name: z.string(),
        what: z.string(),
        state: z
          .enum(triggerStates)
          .describe(
            'allowed: it may call, whether it does was not looked at; stale: it may call, and was seen not to.',
          ),
        auth: z.string().exactOptional(),
      }),
    ),
    role: z.string(),
    access: z
      .strictObject({
        everything: z.boolean(),
        places: z.array(
          z.strictObject({
            service: z.string(),
            kind: z.string(),
            name: z.string(),
            read: z.boolean(),
            write: z.boolean(),
            conditional: z.boolean(),
          }),
        ),
      })
      .nullable()
      .describe('What its role lets it do; null where that could not be seen.'),
    environment: strings.describe('Names of environment variables, never values.'),
    runtime: z.strictObject({ name: z.string().nullable(), ends: z.string().nullable(), ended: z.boolean() }),
    memory: z.number(),
    architectures: strings,
    timeout: z.number(),
    use: z
      .strictObject({ calls: z.number(), errors: z.number(), last: z.string().nullable() })
      .nullable()
      .describe('Of 30 days; last: the last day of a call within 90.'),
    money: z.strictObject({ usd: z.number(), provenance: z.enum(provenances) }).nullable(),
    logs: z.strictObject({
      group: z.string(),
      found: z
        .strictObject({ exists: z.boolean(), retention: z.number().nullable(), bytes: z.number() })
        .exactOptional()
        .describe('retention in days; null: for ever.'),
    }),
    alarms: z.array(z.strictObject({ name: z.string(), metric: z.string(), state: z.string() })),
    findings: z.array(z.strictObject({ rule: z.string(), severity })),
    unseen: z
      .array(
        z.strictObject({ field: z.enum(microserviceFields), what: z.string(), actions: strings, message: z.string() }),
      )
      .describe('What could not be seen, by field.'),
  })
  .meta({ id: 'Microservice' });

const overview = z
  .strictObject({
    groups: z.array(z.strictObject({ id: z.string(), kind: z.enum(groupKinds), name: z.string() })),
    microservices: z.array(microservice),
    lost: z
      .array(z.strictObject({ name: z.string(), words }))
      .describe('What rules.yaml says of microservices that were not found.'),
    notLookedAt: strings,
    unlisted: z.array(z.strictObject({ region: z.string(), actions: strings, message: z.string() })),
  })
  .describe('The functions of the account and how they hang together.')
  .meta({ id: 'Overview' });

/** The shape of `report.json`, of which `schema/report.schema.json` is generated. */
export const reportSchema = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  tool: z.strictObject({ name: z.literal('stocktake'), version: z.string() }),
  account: z.strictObject({
    id: z.string(),
    alias: z.string().exactOptional(),
    partition: z.string(),
    arn: z.string().exactOptional().describe('Who asked.'),
  }),
  regions: z.array(region),
  started: time,
  finished: time,
  complete: z.boolean().describe('false when anything could not be seen or judged.'),
  ended: z
    .strictObject({ reason: z.enum(['deadline', 'interrupted', 'expired-credentials']), message: z.string() })
    .exactOptional()
    .describe('Present when the audit was ended before its time.'),
  scores: z.strictObject({
    overall: score,
    categories: z.partialRecord(category, score),
    services: z.record(z.string(), score),
  }),
  coverage: share,
  summary: tally,
  fixFirst: z.array(fixFirst),
  rules: z.array(rule),
  findings: z.array(finding),
  gaps: z.array(gapReport),
  detectors: survey.exactOptional(),
  ledger: ledger.exactOptional(),
  overview: overview.exactOptional(),
  plan: z.strictObject({ calls: count, byService: z.record(z.string(), count), usd: z.number().min(0) }),
  hints: strings,
  notices: strings.exactOptional().describe('What a reader must know before anything else.'),
  exceptions: z
    .array(
      z.strictObject({
        rules: strings,
        resources: strings,
        regions: strings.exactOptional().describe('Absent where it holds in every region.'),
        ...acceptanceFields,
        state: z.enum(['active', 'expired', 'unmatched']),
        findings: count,
      }),
    )
    .exactOptional(),
  changes: z
    .strictObject({
      since: z.strictObject({ account: z.string(), started: time, toolVersion: z.string(), from: z.string() }),
      changes: z.array(
        z.strictObject({
          kind: z.enum(changeKinds),
          cause: z.enum(changeCauses),
          differs: z
            .enum(ruleChanges)
            .exactOptional()
            .describe('Of cause rules: severity and tool are that and nothing else.'),
          message: z.string(),
          before: standing.exactOptional(),
          after: standing.exactOptional(),
        }),
      ),
      stale: z.array(z.strictObject({ rule: z.string(), resource: z.string(), region: z.string() })),
    })
    .exactOptional()
    .describe('All differences to an earlier run.'),
  gate: z
    .strictObject({
      passed: z.boolean(),
      reasons: z.array(
        z.strictObject({
          condition: z.string(),
          message: z.string(),
          advice: z.string(),
          findings: z.array(standing),
        }),
      ),
      held: strings,
    })
    .exactOptional(),
  trend: z
    .strictObject({
      points: z.array(
        z.strictObject({
          started: time,
          toolVersion: z.string(),
          rules: count.describe('How many rules were judged.'),
          complete: z.boolean(),
          overall: levels,
          categories: z.partialRecord(category, levels),
          open: z.record(severity, count),
          excepted: count,
          waste: z.number().nullable().describe('USD a month that is paid for nothing.'),
        }),
      ),
      firstSeen: z.record(z.string(), time).describe('When each open finding was first seen open.'),
      step: z
        .strictObject({
          since: time,
          opened: z.array(z.strictObject({ ...trendFinding, newRule: z.boolean() })),
          again: z.array(z.strictObject(trendFinding)),
          closed: z.array(z.strictObject({ ...trendFinding, how: z.enum(closings) })),
        })
        .exactOptional()
        .describe('What differs from the run before, as far as the history tells.'),
    })
    .exactOptional(),
});
