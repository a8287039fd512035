import { type Aws, collection } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { Unavailable } from '../../core/unavailable.js';
import type { WatchedMetric } from './alarms.js';

const sdk = () => import('./sdk.js');

/** All series of one name: each combination of dimension values is a metric of its own on the bill. */
export interface CustomMetric {
  Namespace: string;
  MetricName: string;
  /** How many of them had data in the last three hours. */
  Series: number;
  /** Names of their dimensions. */
  Dimensions: string[];
}

/** Metrics that the account's own programs publish and that had data in the last three hours. */
export const customMetrics = collection<CustomMetric>({
  id: 'cloudwatch.customMetrics',
  noun: 'custom metrics',
  none: 'no custom metric had data in the last three hours',
  calls: ['cloudwatch:ListMetrics'],
  async list(aws) {
    const found = new Map<string, CustomMetric>();
    for (const { Dimensions, MetricName, Namespace } of await recentMetrics(aws)) {
      if (Namespace.startsWith('AWS/')) continue;
      const key = JSON.stringify([Namespace, MetricName]);
      const one = found.get(key) ?? { Namespace, MetricName, Series: 0, Dimensions: [] };
      const names = new Set([...one.Dimensions, ...Object.keys(Dimensions)]);
      found.set(key, { ...one, Series: one.Series + 1, Dimensions: [...names].sort() });
    }
    return [...found.values()];
  },
  resource: ({ MetricName, Namespace }) => ({ id: `${Namespace}/${MetricName}`, type: 'AWS::CloudWatch::Metric' }),
});

/** A canary of CloudWatch Synthetics, known by the metric that each of its runs leaves. */
export interface Canary {
  CanaryName: string;
}

interface CanaryDetails {
  runs: { Best: MetricSeries; Runs: MetricSeries };
}

/** The canaries that ran in the last three hours: the ones that cost something. */
export const canaries = collection<Canary, CanaryDetails>({
  id: 'cloudwatch.canaries',
  noun: 'canaries',
  none: 'no canary ran in the last three hours',
  calls: ['cloudwatch:ListMetrics'],
  async list(aws) {
    const names = (await recentMetrics(aws)).flatMap(({ Dimensions, MetricName, Namespace }) =>
      Namespace === synthetics && MetricName === successPercent && Object.keys(Dimensions).length === 1
        ? [Dimensions['CanaryName'] ?? '']
        : [],
    );
    return [...new Set(names)].filter(name => name !== '').map(CanaryName => ({ CanaryName }));
  },
  resource: ({ CanaryName }) => ({ id: CanaryName, type: 'AWS::Synthetics::Canary' }),
  details: {
    runs: {
      metrics({ CanaryName }) {
        const metric = { Namespace: synthetics, MetricName: successPercent, Dimensions: { CanaryName }, Days: 14 };
        return { Best: { ...metric, Statistic: 'Maximum' }, Runs: { ...metric, Statistic: 'SampleCount' } };
      },
    },
  },
});

const synthetics = 'CloudWatchSynthetics';
const successPercent = 'SuccessPercent';
/** AWS lists all metrics or those of one namespace, 500 a page; accounts with more are looked at in part. */
const pagesAtMost = 40;

/** The metrics of a region that had data in the last three hours, asked once however many collections want them. */
async function recentMetrics(aws: Aws): Promise<WatchedMetric[]> {
  const { found, isCut } = await aws.once('cloudwatch:ListMetrics recently active', () => askForMetrics(aws));
  if (isCut) {
    const message = `only the first ${found.length} metrics of ${aws.region} were read`;
    const gap = {
      reason: 'truncated' as const,
      api: 'cloudwatch:ListMetrics',
      actions: [],
      region: aws.region,
      message,
    };
    aws.missed({ id: 'further metrics', region: aws.region }, new Unavailable(gap));
  }
  return found;
}

async function askForMetrics(aws: Aws): Promise<{ found: WatchedMetric[]; isCut: boolean }> {
  const { CloudWatchClient, paginateListMetrics } = await sdk();
  const found: WatchedMetric[] = [];
  let pages = 0;
  for await (const page of paginateListMetrics({ client: aws.client(CloudWatchClient) }, { RecentlyActive: 'PT3H' })) {
    for (const { Dimensions = [], MetricName = '', Namespace = '' } of page.Metrics ?? []) {
      const pairs = Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]);
      found.push({ Namespace, MetricName, Dimensions: Object.fromEntries(pairs) as Record<string, string> });
    }
    pages += 1;
    if (pages === pagesAtMost && page.NextToken !== undefined) return { found, isCut: true };
  }
  return { found, isCut: false };
}
