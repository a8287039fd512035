import { check, fail, pass, saw } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import { detectors } from './detectors.js';
import type { GuardDutyFinding } from './findings.js';

const api = 'guardduty:GetFindings';

export const noHighSeverityFindings = check({
  id: 'guardduty-no-high-severity-findings',
  title: 'GuardDuty has no open findings of high severity',
  why: 'Such a finding says that something was probably taken over: keys, a server, a bucket. Each hour that it waits is an hour for the intruder.',
  fix: {
    command:
      'aws guardduty list-findings --detector-id {DetectorId} --finding-criteria \'{"Criterion":{"service.archived":{"Equals":["false"]}}}\' --sort-criteria AttributeName=severity,OrderBy=DESC --region {region}',
    note: 'Look into each, mend what it shows, and archive it then ("aws guardduty archive-findings"). Sample findings are archived the same way.',
  },
  fields: ['guardduty:GetFindings.Findings.Severity'],
  on: detectors.with('findings'),
  params: { min_severity: 7 },
  test(detector, _tables, { params, account }) {
    const { Findings, Truncated } = detector.findings;
    const { min_severity: least } = params;
    const grave = Findings.filter(one => one.Severity !== null && one.Severity >= least);
    const seen = saw(api, 'Findings[].Severity', { [`${least} or more`]: grave.length }, { [`${least} or more`]: 0 });
    // Gravest first: what was left unread is no graver than the last that was read.
    const last = Findings.at(-1)?.Severity ?? 10;
    const more = Truncated && last >= least;
    if (grave.length > 0) {
      const shown = grave.slice(0, 3).map(one => sayFinding(one, account));
      const rest = grave.length > shown.length ? ' …' : '';
      const count = `${more ? 'at least ' : ''}${grave.length}`;
      return fail(`${count} open with severity ${least} or more: ${shown.join(', ')}${rest}`, seen);
    }
    if (more) cannotTell('truncated', 'guardduty:ListFindings', 'the list of findings was cut before the first one');
    if (Findings.some(one => one.Severity === null))
      cannotTell('unexpected-answer', api, 'AWS does not tell the severity of some findings');
    return pass(
      `none of ${Findings.length}${Truncated ? ' and more' : ''} open findings has severity ${least} or more`,
      seen,
    );
  },
});

function sayFinding({ Type, Resource, Severity, AccountId, Sample }: GuardDutyFinding, account: string): string {
  const notes = [
    `${Severity}`,
    ...(Sample ? ['sample'] : []),
    ...(AccountId && AccountId !== account ? [`account ${AccountId}`] : []),
  ];
  return `${[Type, Resource.Id].filter(Boolean).join(' ')} (${notes.join(', ')})`;
}
