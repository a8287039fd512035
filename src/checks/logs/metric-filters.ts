import { collection } from '../../core/collection.js';

const sdk = () => import('./sdk.js');

/** A metric filter, as DescribeMetricFilters tells. */
export interface MetricFilter {
  filterName: string;
  /** `''` counts every event. */
  filterPattern: string;
  logGroupName: string;
  metricTransformations: MetricTransformation[];
  /** Applied to what a log transformer made of the event, not to the event as it came. */
  applyOnTransformedLogs: boolean;
  /** Which accounts and regions of a centralised log group are looked at; null for all. */
  fieldSelectionCriteria: string | null;
  /** System fields that become dimensions of the metric. */
  emitSystemFieldDimensions: string[];
}

/** The metric that a filter counts into; with dimensions there is no count over all of them. */
export interface MetricTransformation {
  metricName: string;
  metricNamespace: string;
  metricValue: string;
  dimensions: Record<string, string>;
}

/** Every metric filter of every log group of a region. */
export const metricFilters = collection<MetricFilter>({
  id: 'logs.metricFilters',
  noun: 'metric filters',
  calls: ['logs:DescribeMetricFilters'],
  async list(aws) {
    const { CloudWatchLogsClient, paginateDescribeMetricFilters } = await sdk();
    const found: MetricFilter[] = [];
    const client = aws.client(CloudWatchLogsClient);
    for await (const page of paginateDescribeMetricFilters({ client, pageSize: 50 }, {})) {
      for (const filter of page.metricFilters ?? []) {
        found.push({
          filterName: filter.filterName ?? '',
          filterPattern: filter.filterPattern ?? '',
          logGroupName: filter.logGroupName ?? '',
          metricTransformations: (filter.metricTransformations ?? []).map(one => ({
            metricName: one.metricName ?? '',
            metricNamespace: one.metricNamespace ?? '',
            metricValue: one.metricValue ?? '',
            dimensions: { ...one.dimensions },
          })),
          applyOnTransformedLogs: filter.applyOnTransformedLogs ?? false,
          fieldSelectionCriteria: filter.fieldSelectionCriteria || null,
          emitSystemFieldDimensions: [...(filter.emitSystemFieldDimensions ?? [])],
        });
      }
    }
    return found;
  },
  resource: filter => ({
    id: `${filter.logGroupName}/${filter.filterName}`,
    name: filter.filterName,
    type: 'AWS::Logs::MetricFilter',
  }),
});
