import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { replay } from '../src/audit.js';
import { emptyHistory, renderHistory } from '../src/core/history.js';
import { withRun } from '../src/core/trend.js';
import { type Finding, findingKey, isOpen, type Report, type Score } from '../src/core/types.js';
import { packagePath, packageText } from '../src/package-files.js';

/**
 * Invents the eleven weekly runs before the one of the sample account, so that its report has a trend: three in five of
 * today's failures were there from the start, others came since, some of what passes today failed until it was mended, and
 * three weeks ago the role lost a permission.
 */
const weeks = 11;
const week = 7 * 86_400_000;
const waste = [168, 168, 181, 181, 203, 259, 259, 262, 248, 248, 239];

const today = await replay(packagePath('demo/sample.snapshot'), {
  config: { file: 'demo/rules.yaml', text: packageText('demo/rules.yaml') },
});
let history = emptyHistory(today.account.id);
for (let ago = weeks; ago > 0; ago -= 1) history = withRun(history, runBefore(ago)).history;
writeFileSync(new URL('../demo/history.json', import.meta.url), renderHistory(history));

/** 0 to 1, the same for the same finding. */
function chanceOf(finding: Finding): number {
  return createHash('sha256').update(findingKey(finding)).digest().readUInt32BE() / 2 ** 32;
}

function runBefore(ago: number): Report {
  const before = (score: Score, points: number): Score => ({
    ...score,
    value: score.value === null ? null : Math.max(0, score.value - points),
    coverage: score.coverage === null ? null : Math.min(1, score.coverage + (ago > 3 ? 0.02 : 0)),
  });
  const { overall, categories, services } = today.scores;
  const steps = Math.max(0, ago - 1);
  const { security, cost, resilience, hygiene } = categories;
  return {
    ...today,
    started: new Date(Date.parse(today.started) - ago * week).toISOString(),
    complete: ago > 3,
    findings: today.findings.map(finding => asItWas(finding, ago)),
    scores: {
      overall: before(overall, steps * 0.9 + (ago > 5 ? 2 : 0)),
      categories: {
        ...(security ? { security: before(security, steps * 1.6) } : {}),
        ...(cost ? { cost: before(cost, ago > 6 ? -9 : (ago - 1) * 0.4) } : {}),
        ...(resilience ? { resilience: before(resilience, 0) } : {}),
        ...(hygiene ? { hygiene: before(hygiene, ago > 4 ? 25 : 0) } : {}),
      },
      services,
    },
    ...(today.ledger
      ? { ledger: { ...today.ledger, savings: { ...today.ledger.savings, usd: waste[weeks - ago] ?? 0 } } }
      : {}),
  };
}

function asItWas(finding: Finding, ago: number): Finding {
  const chance = chanceOf(finding);
  if (isOpen(finding) && chance > 0.6 && ago > Math.floor((1 - chance) * 2.5 * weeks))
    return { ...finding, verdict: 'PASS' };
  if (finding.verdict === 'PASS' && chance < 0.12 && ago > Math.floor(chance * 8 * weeks))
    return { ...finding, verdict: 'FAIL' };
  return finding;
}
