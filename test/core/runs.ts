import fc from 'fast-check';
import { type Standings, standingsOf } from '../../src/core/standings.js';
import type { Finding, RegionReport, Report, RuleInfo, Score, Severity, VerdictName } from '../../src/core/types.js';

/** Reports as small as a comparison needs them. */

const tally = { PASS: 0, FAIL: 0, NOT_APPLICABLE: 0, NOT_AVAILABLE: 0, ERROR: 0, EXCEPTED: 0 };
const counts = { passed: 1, failed: 0, undecided: 0, notApplicable: 0, excepted: 0 };

/** A score with this value and coverage. */
export const scored = (value: number | null, coverage: number | null = 1): Score => ({
  value,
  coverage,
  rules: {
    ...counts,
    ...(coverage === null ? { passed: 0, failed: 0 } : {}),
    undecided: value === null && coverage !== null ? 1 : 0,
  },
  findings: tally,
});

export const ruleOf = (id: string, severity: Severity = 'high', more: Partial<RuleInfo> = {}): RuleInfo => ({
  id,
  title: `${id} holds`,
  why: '',
  severity,
  category: 'security',
  service: id.split('-')[0] ?? id,
  tier: 1,
  params: {},
  fields: [],
  actions: [],
  frameworks: {},
  ...more,
});

export const acceptance = { reason: 'known', owner: 'platform', expires: '2027-01-31' };

export interface Said {
  rule: string;
  id: string;
  verdict: VerdictName;
  region?: string;
  arn?: string;
  /** What could not be listed has the noun of its kind for a type. */
  type?: string;
  message?: string;
  exception?: boolean;
  expired?: boolean;
}

/** A report of an account in one region, `eu-north-1`, that saw everything. */
export function reportOf(rules: readonly RuleInfo[], said: readonly Said[], more: Partial<Report> = {}): Report {
  const findings = said.map((one): Finding => {
    const { severity, category, service } = rules.find(({ id }) => id === one.rule) ?? ruleOf(one.rule);
    return {
      rule: one.rule,
      verdict: one.verdict,
      severity,
      category,
      service,
      resource: {
        id: one.id,
        ...(one.arn ? { arn: one.arn } : {}),
        region: one.region ?? 'eu-north-1',
        type: one.type ?? 'AWS::Test::Thing',
      },
      message: one.message ?? `${one.id} is ${one.verdict}`,
      evidence: [],
      ...(one.exception ? { exception: acceptance } : {}),
      ...(one.expired ? { expired: { ...acceptance, expires: '2026-10-31' } } : {}),
      ...(one.verdict === 'FAIL' ? { fix: { command: `mend ${one.id}` } } : {}),
    };
  });
  return {
    version: 1,
    tool: { name: 'stocktake', version: '1.0.0' },
    account: { id: '123456789012', partition: 'aws' },
    regions: [{ name: 'eu-north-1', state: 'audited' }],
    started: '2026-11-22T09:00:00.000Z',
    finished: '2026-11-22T09:01:00.000Z',
    complete: true,
    scores: { overall: scored(80), categories: { security: scored(75) }, services: {} },
    coverage: 1,
    summary: { ...tally, FAIL: findings.filter(({ verdict }) => verdict === 'FAIL').length },
    fixFirst: [],
    rules: [...rules],
    findings,
    gaps: [],
    plan: { calls: 0, byService: {}, usd: 0 },
    hints: [],
    ...more,
  };
}

const states = ['PASS', 'FAIL', 'FAIL', 'NOT_APPLICABLE', 'NOT_AVAILABLE', 'ERROR'] as const;
const idArb = fc.constantFrom('a', 'b', 'a/one', 'a/two', '*');
const saidArb: fc.Arbitrary<Said> = fc.record(
  {
    rule: fc.constantFrom('r-one', 'r-two', 'r-three'),
    id: idArb,
    verdict: fc.constantFrom(...states),
    region: fc.constantFrom('eu-north-1', 'us-east-1', 'global'),
    arn: fc.constantFrom('arn:aws:x:::a', 'arn:aws:x:::b'),
    message: fc.constantFrom('3 days old', '4 days old', 'open to all', ''),
    exception: fc.boolean(),
  },
  { requiredKeys: ['rule', 'id', 'verdict', 'region'] },
);
const ruleArb = fc.record({
  severity: fc.constantFrom('critical', 'high', 'low' as const),
  params: fc.constantFrom({}, { days: 30 }, { days: 90 }),
});
const regionArb = fc.constantFrom<RegionReport['state'][]>('audited', 'audited', 'not-enabled', 'unreachable');

/** Any run of one account: rules that are missing, changed or turned off, gaps, exceptions, parts, equal findings. */
export const runArb: fc.Arbitrary<Report> = fc
  .record({
    version: fc.constantFrom('1.0.0', '1.0.0', '1.0.0', '2.0.0'),
    rules: fc.record({ 'r-one': ruleArb, 'r-two': ruleArb, 'r-three': ruleArb }, { requiredKeys: ['r-one'] }),
    off: fc.boolean(),
    regions: fc.record({ 'eu-north-1': regionArb, 'us-east-1': regionArb }, { requiredKeys: ['eu-north-1'] }),
    said: fc.array(saidArb, { maxLength: 14 }),
  })
  .map(({ version, rules, off, regions, said }) => {
    const known = Object.entries(rules).map(([id, more]) => ruleOf(id, more?.severity, { params: more?.params ?? {} }));
    const findings = said
      .filter(({ rule }) => Object.hasOwn(rules, rule))
      .map(({ exception, ...one }) => ({ ...one, exception: exception === true && one.verdict === 'FAIL' }));
    return reportOf(known, findings, {
      tool: { name: 'stocktake', version },
      regions: Object.entries(regions).map(([name, state]) => ({ name, state: state ?? 'audited' })),
      hints: off ? ['Turned off in rules.yaml: r-two, r-three.'] : [],
    });
  });

export const standings = (report: Report, from = 'a file'): Standings => standingsOf(report, from);
