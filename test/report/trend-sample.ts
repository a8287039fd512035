import { emptyHistory } from '../../src/core/history.js';
import { withRun } from '../../src/core/trend.js';
import { type Category, findingKey, type Finding, isOpen, type Report, type Score } from '../../src/core/types.js';
import { findings, sample, withMoney } from './sample.js';

const week = 7 * 86_400_000;
const runs = 12;

/** The money sample, as the last of twelve weekly runs in which things were found, mended, lost from sight and found again. */
export function withTrend(last: Report = withMoney(['bookings-legacy', 'sessions'])): Report {
  let history = emptyHistory(last.account.id);
  for (let ago = runs - 1; ago > 0; ago -= 1) history = withRun(history, earlier(last, ago)).history;
  return { ...last, trend: withRun(history, last).trend };
}

/** The first run of a history. */
export const withFirstRun = (): Report => ({
  ...sample,
  trend: withRun(emptyHistory(sample.account.id), sample).trend,
});

/** An earlier run of the same account: fewer of today's findings the longer ago, and some that were mended since. */
function earlier(last: Report, ago: number): Report {
  const open = last.findings.filter(isOpen);
  const young = new Set(open.filter((_one, at) => at % 5 < 2 && ago > (at * 3) % 9).map(findingKey));
  const unseen = ago === 4 || ago === 5;
  const kept = last.findings.flatMap((one, at): Finding[] => {
    if (young.has(findingKey(one)) && isOpen(one)) return [{ ...one, verdict: 'PASS', message: 'held then' }];
    if (unseen && one.service === 'kms' && isOpen(one))
      return [{ ...one, verdict: 'NOT_AVAILABLE', message: 'no answer' }];
    if (one.verdict === 'PASS' && at % 2 === 0 && ago > at % 8)
      return [{ ...one, verdict: 'FAIL', message: 'was wrong then' }];
    return [one];
  });
  const drop = (ago / runs) * 34;
  const shift = ({ value, coverage, ...rest }: Score, by: number): Score => ({
    ...rest,
    value: value === null ? null : Math.max(0, value - by),
    coverage: coverage === null ? null : Math.max(0, coverage - (unseen ? 0.3 : 0)),
  });
  const { overall, categories, services } = last.scores;
  const wobble = ((ago * 7) % 5) - 2;
  return {
    ...last,
    started: new Date(Date.parse(last.started) - ago * week).toISOString(),
    tool: { ...last.tool, version: ago > 7 ? '0.0.0-before' : last.tool.version },
    rules: ago > 7 ? last.rules.slice(0, -1) : last.rules,
    complete: !unseen && ago < 10,
    findings: kept,
    scores: {
      overall: shift(overall, drop * 0.7 + wobble),
      categories: Object.fromEntries(
        Object.entries(categories).map(([category, score], at) => [
          category as Category,
          shift(score, drop * (1 - at / 3) - wobble),
        ]),
      ),
      services,
    },
    ...(last.ledger && {
      ledger: {
        ...last.ledger,
        savings: {
          ...last.ledger.savings,
          usd: Math.round(last.ledger.savings.usd * (1 + ((ago * 5) % 7) / 6) * 100) / 100,
        },
      },
    }),
  };
}

/** The sample with everything that a comparison, a gate and a rules file that could not be read leave on a page. */
export function withChanges(names: readonly string[] = ['bookings', 'mallory']): Report {
  const standings = findings
    .filter(isOpen)
    .slice(0, 6)
    .map((one, at) => ({
      rule: one.rule,
      title: sample.rules.find(({ id }) => id === one.rule)?.title ?? one.rule,
      severity: one.severity,
      category: one.category,
      service: one.service,
      verdict: one.verdict,
      excepted: false,
      resource: { ...one.resource, name: names[at % names.length] ?? '' },
      message: one.message,
    }));
  const [one, two, three, four, five, six] = standings;
  return {
    ...sample,
    notices: names.map(name => `The rules.yaml in ${name} does not parse: the last good one was used.`),
    gate: {
      passed: false,
      reasons: [
        {
          condition: 'new',
          message: 'two findings are new since the baseline',
          advice: `mend them, or except them in rules.yaml (${names[0]})`,
          findings: standings,
        },
        {
          condition: 'minCoverage',
          message: 'coverage is 77 %, and the limit is 90 %',
          advice: 'Allow what is missing.',
          findings: [],
        },
      ],
      held: ['No waste above $100.00 a month.'],
    },
    changes: {
      since: {
        account: sample.account.id,
        started: '2026-11-15T09:00:00.000Z',
        toolVersion: '0.0.0-before',
        from: names[0] ?? '',
      },
      changes: [
        { kind: 'new', cause: 'account', message: 'It did not fail before.', after: one! },
        { kind: 'new', cause: 'account', message: 'Its resource was not there before.', after: two! },
        { kind: 'fixed', cause: 'account', message: 'It was mended.', before: three! },
        { kind: 'gone', cause: 'account', message: `Its resource ${names[1]} is there no more.`, before: four! },
        {
          kind: 'changed',
          cause: 'rules',
          message: 'Its rule changed: severity low, now high.',
          before: five!,
          after: five!,
        },
        { kind: 'new', cause: 'sight', message: 'It could not be seen before.', after: six! },
      ],
      stale: names.map(name => ({ rule: 'iam-user-mfa', resource: name, region: 'global' })),
    },
  };
}
