import type { Acceptance, Change, Changes, Finding, Gate, Report, Standing, Trend } from '../../src/core/types.js';
import { countVerdicts, sample, withNames } from './sample.js';

const accepted = (name: string): Acceptance => ({ reason: name, owner: name, expires: '2026-12-31', ticket: name });
const past = (name: string): Acceptance => ({ reason: name, owner: name, expires: '2026-11-01' });

/** A finding as another run knows it. */
export const standingOf = ({ resource, ...one }: Finding, title: string): Standing => ({
  rule: one.rule,
  title,
  severity: one.severity,
  category: one.category,
  service: one.service,
  verdict: one.verdict,
  excepted: one.exception !== undefined,
  resource: {
    id: resource.id,
    region: resource.region,
    type: resource.type,
    ...(resource.arn !== undefined && { arn: resource.arn }),
    ...(resource.name !== undefined && { name: resource.name }),
  },
  message: one.message,
});

/** The report as a gate leaves it: exceptions, changes, a verdict and a trend, with the names wherever a text may be hostile. */
export function gated(report: Report, names: readonly string[]): Report {
  const [name = 'platform'] = names;
  const titles = new Map(report.rules.map(one => [one.id, one.title]));
  const standing = (one: Finding) => standingOf(one, titles.get(one.rule) ?? one.rule);
  let failed = -1;
  const findings = report.findings.map((one): Finding => {
    if (one.verdict !== 'FAIL') return one;
    failed += 1;
    const owner = names[failed % names.length] ?? name;
    // Every fifth failure is accepted, and every fifth was.
    if (failed % 5 === 1) return { ...one, exception: accepted(owner) };
    return failed % 5 === 3 ? { ...one, expired: past(owner) } : one;
  });
  const open = findings.filter(one => one.verdict === 'FAIL' && !one.exception);
  const excepted = findings.filter(one => one.exception).length;
  const tally = countVerdicts(findings);
  return {
    ...report,
    findings,
    summary: { ...tally, FAIL: tally.FAIL - excepted, EXCEPTED: excepted },
    notices: [`The rules could not be read: ${name}; the last good ones were used.`],
    exceptions: [
      { ...accepted(name), rules: [...names], resources: [...names], state: 'active', findings: excepted },
      { ...past(name), rules: ['iam-*'], resources: [...names], state: 'expired', findings: 1 },
      { ...past(name), rules: ['iam-*'], resources: [...names], state: 'unmatched', findings: 0 },
    ],
    changes: changesOf(open.map(standing), names),
    gate: gateOf(open.map(standing), names),
    trend: trendOf(report),
  };
}

function changesOf(open: readonly Standing[], names: readonly string[]): Changes {
  const [name = ''] = names;
  const fresh = open.map((after, at): Change[] => {
    if (at % 3 === 2) return [];
    const cause = (['account', 'account', 'rules', 'sight'] as const)[at % 4] ?? 'account';
    return [{ kind: at % 3 === 0 ? 'new' : 'changed', cause, message: `It did not fail before: ${name}.`, after }];
  });
  const over = names.flatMap((one): Change[] => {
    const before: Standing = { ...open[0]!, resource: { id: one, region: 'eu-north-1', type: 'AWS::S3::Bucket' } };
    return [
      { kind: 'fixed', cause: 'account', message: `It was mended: ${one}.`, before },
      { kind: 'gone', cause: 'account', message: 'Its resource is there no more.', before },
      { kind: 'fixed', cause: 'sight', message: 'It could not be seen this time.', before },
    ];
  });
  return {
    since: { account: '123456789012', started: '2026-11-15T09:00:00.000Z', toolVersion: '0.0.0', from: name },
    changes: [...fresh.flat(), ...over],
    stale: names.map(one => ({ rule: one, resource: one, region: one })),
  };
}

const gateOf = (open: readonly Standing[], names: readonly string[]): Gate => ({
  passed: false,
  reasons: names.map(name => ({
    condition: 'new',
    message: `${open.length} findings are new: ${name}.`,
    advice: `Mend them, or accept them: ${name}.`,
    findings: [...open],
  })),
  held: names.map(name => `Nothing critical is open: ${name}.`),
});

const trendOf = ({ scores, started }: Report): Trend => ({
  points: [
    {
      started: '2026-11-15T09:00:00.000Z',
      toolVersion: '0.0.0',
      rules: 12,
      complete: true,
      overall: { value: 48.4, coverage: 0.8 },
      categories: { security: { value: 50, coverage: 0.8 }, hygiene: { value: null, coverage: 0 } },
      open: { critical: 1, high: 2, medium: 3, low: 4, info: 0 },
      excepted: 0,
      waste: 31,
    },
    {
      started,
      toolVersion: '0.0.0',
      rules: 12,
      complete: false,
      overall: scores.overall,
      categories: { ...scores.categories },
      open: { critical: 1, high: 2, medium: 3, low: 4, info: 0 },
      excepted: 1,
      waste: 31,
    },
  ],
  firstSeen: {},
});

/** The sample as a gate leaves it. */
export const gatedSample: Report = gated(sample, ['platform team']);

/** The sample as a gate leaves it, with the names wherever AWS, an owner or an attacker may choose. */
export const gatedWithNames = (names: readonly string[]): Report => gated(withNames(names), names);
