import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { formatNumber } from '../../core/counts.js';
import { peakOf, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { withoutToday } from '../logs/amounts.js';
import { canaries } from './custom-metrics.js';

const window = 14;

export const canaryWanted = check({
  id: 'cloudwatch-canary-wanted',
  title: 'Canaries succeed now and then',
  why: 'A canary that fails at every run for weeks watches something that is gone, or is broken itself. Each run is paid for, and its function and logs with it.',
  fix: {
    command: 'aws synthetics stop-canary --name {CanaryName} --region {region}',
    undo: 'aws synthetics start-canary --name {CanaryName} --region {region}',
    note: 'It can be started again. Deleting it leaves its function, layer and log group behind.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: ['cloudwatch:GetMetricData.SuccessPercent', 'cloudwatch:ListMetrics.Metrics'],
  on: canaries.with('runs'),
  test({ runs }) {
    const best = saw('cloudwatch:GetMetricData', 'SuccessPercent', peakOf(runs.Best), 'above 0');
    const count = totalOf(runs.Runs);
    if (peakOf(runs.Best) > 0) return pass(`${count} runs in ${window} days, at best ${peakOf(runs.Best)}%`, best);
    // Nothing tells how old a canary is but its first run.
    const first = runs.Runs.Values.findIndex(value => (value ?? 0) > 0);
    const days = first < 0 ? 0 : runs.Runs.Values.length - 1 - first;
    if (days < window) return notApplicable(`too young to judge (it ran on ${days} of ${window} days)`);
    return {
      ...fail(`all its ${formatNumber(count)} runs of ${window} days failed`, best),
      saving: saves({ price: 'cloudwatch/CW:Canary-runs', units: (totalOf(withoutToday(runs.Runs)) / window) * 30 }),
      disuse: { grade: 'medium', window, last: null, evidence: [best] },
    };
  },
});
