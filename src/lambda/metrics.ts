import { type Category, type Report, type Score, severities } from '../core/types.js';
import { isOpen } from '../core/types.js';

/** One value for CloudWatch, as its API takes it. */
export interface Datum {
  MetricName: string;
  Value: number;
  Unit: 'None' | 'Count' | 'Percent' | 'Seconds';
  Dimensions: { Name: string; Value: string }[];
}

const datum = (
  MetricName: string,
  Value: number,
  Unit: Datum['Unit'] = 'Count',
  dimensions: Readonly<Record<string, string>> = {},
): Datum => ({
  MetricName,
  Value,
  Unit,
  Dimensions: Object.entries(dimensions).map(([name, value]) => ({ Name: name, Value: value })),
});

/** What is told of a run whose report was written. Values that are not known are left out, never zero. */
export function metricsOf(report: Report): Datum[] {
  const fresh = (report.changes?.changes ?? []).filter(({ kind, cause }) => kind === 'new' && cause === 'account');
  const open = report.findings.filter(isOpen);
  return [
    datum('ReportWritten', 1),
    datum('Complete', report.complete ? 1 : 0),
    datum('NewCritical', fresh.filter(({ after }) => after?.severity === 'critical').length),
    ...scoreMetrics(report.scores.overall, {}),
    ...Object.entries(report.scores.categories).flatMap(([category, score]) =>
      scoreMetrics(score, { Category: category as Category }),
    ),
    ...severities.map(severity =>
      datum('OpenFindings', open.filter(one => one.severity === severity).length, 'Count', { Severity: severity }),
    ),
    ...(report.ledger?.bill ? [datum('WasteUSD', report.ledger.savings.usd, 'None')] : []),
    datum('Duration', (Date.parse(report.finished) - Date.parse(report.started)) / 1000, 'Seconds'),
    datum('Calls', report.plan.calls),
  ];
}

/** What is told of a run that left no report. */
export const metricsOfFailure = (): Datum[] => [datum('Complete', 0)];

const scoreMetrics = ({ value, coverage }: Score, dimensions: Readonly<Record<string, string>>): Datum[] => [
  ...(value === null ? [] : [datum('Score', value, 'None', dimensions)]),
  ...(coverage === null ? [] : [datum('Coverage', coverage * 100, 'Percent', dimensions)]),
];
