import type { Finding, Report, RuleInfo, VerdictName } from '../../src/core/types.js';
import { countVerdicts, sample, scoreFor } from './sample.js';

const verdicts: VerdictName[] = [
  'FAIL',
  'FAIL',
  'FAIL',
  'FAIL',
  'FAIL',
  'FAIL',
  'FAIL',
  'PASS',
  'NOT_AVAILABLE',
  'NOT_APPLICABLE',
];

/** A report of so many findings under 60 rules, seven in ten of them failed: the heaviest page an account can give. */
export function largeReport(count: number): Report {
  const rules = Array.from(
    { length: 60 },
    (_, at): RuleInfo => ({ ...sample.rules[at % sample.rules.length]!, id: `kms-rule-${at}` }),
  );
  const findings = Array.from({ length: count }, (_, at) => findingOf(at, rules[at % rules.length]!));
  const score = scoreFor([], 50, 0.9);
  return {
    ...sample,
    rules,
    findings,
    summary: countVerdicts(findings),
    scores: { overall: score, categories: { security: score }, services: { kms: score } },
  };
}

function findingOf(at: number, { id, severity, category, service }: RuleInfo): Finding {
  const key = `4f1c0d9e-6f6f-4c0e-9d1e-${String(at).padStart(12, '0')}`;
  const region = at % 2 === 0 ? 'eu-north-1' : 'us-east-1';
  const verdict = verdicts[Math.floor(at / 60) % verdicts.length] ?? 'FAIL';
  return {
    rule: id,
    verdict,
    severity,
    category,
    service,
    resource: {
      id: key,
      name: `alias/key-number-${at}`,
      region,
      type: 'AWS::KMS::Key',
      arn: `arn:aws:kms:${region}:123456789012:key/${key}`,
    },
    message: 'automatic rotation is off',
    evidence: [{ api: 'kms:GetKeyRotationStatus', field: 'KeyRotationEnabled', value: false, expected: true }],
    ...(verdict === 'FAIL' && {
      fix: { command: `aws kms enable-key-rotation --key-id ${key} --region ${region}`, note: 'No downtime.' },
    }),
  };
}
