import { type Category, type Finding, isNews, isOpen, type Report, type Score, severities } from '../core/types.js';

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
  const open = report.findings.filter(isOpen);
  return [
    datum('ReportWritten', 1),
    datum('Complete', report.complete ? 1 : 0),
    datum('NewCritical', newCriticals(report, open)),
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

/**
 * Critical findings that are news. Where there is no run to compare with, all of them are.
 */
function newCriticals({ changes }: Report, open: readonly Finding[]): number {
  if (!changes) return open.filter(({ severity }) => severity === 'critical').length;
  return changes.changes.filter(change => isNews(change) && change.after?.severity === 'critical').length;
}

/** What is told of a run that left no report. */
export const metricsOfFailure = (): Datum[] => [datum('Complete', 0)];

const scoreMetrics = ({ value, coverage }: Score, dimensions: Readonly<Record<string, string>>): Datum[] => [
  ...(value === null ? [] : [datum('Score', value, 'None', dimensions)]),
  ...(coverage === null ? [] : [datum('Coverage', coverage * 100, 'Percent', dimensions)]),
];
