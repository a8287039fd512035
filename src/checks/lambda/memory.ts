import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { askPerson } from '../../core/unavailable.js';
import { perMonth, runningTime } from './compute.js';
import { functions } from './functions.js';

/** What Compute Optimizer looks at, and how many calls it needs in that time. */
const lookback = 14;
const enough = 50;

const api = 'compute-optimizer:GetLambdaFunctionRecommendations';

export const memoryFits = check({
  id: 'lambda-memory-rightsized',
  title: 'Functions have the memory that they need',
  why: 'A call is billed by its time and by the memory of its function. Memory that is never touched is paid for at every call.',
  fix: {
    byHand:
      'Set less memory with "aws lambda update-function-configuration --memory-size", and look at the duration afterwards.',
    note: 'Less memory also means a smaller share of a processor: try it with AWS Lambda Power Tuning before changing a function that people wait for.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    `${api}.finding`,
    `${api}.findingReasonCodes`,
    `${api}.memorySizeRecommendationOptions`,
    'lambda:ListFunctions.MemorySize',
    'cloudwatch:GetMetricData.Invocations',
  ],
  on: functions.with('use', 'recommendation'),
  test(one, _also, { now }) {
    const calls = totalOf(lastDays(one.use.Invocations, lookback));
    const called = saw(
      'cloudwatch:GetMetricData',
      'Invocations',
      { sum: calls, days: lookback },
      { sum: `>= ${enough}` },
    );
    if (calls < enough) return notApplicable(`${calls} calls in ${lookback} days are too few to tell`, called);
    const { Enrolled, Finding } = one.recommendation;
    if (!Enrolled) {
      askPerson(
        'Compute Optimizer, which measures what memory functions use, is off in this account; it is free: "aws compute-optimizer update-enrollment-status --status Active"',
      );
    }
    if (!Finding) {
      return notApplicable(
        'Compute Optimizer has no advice for it: it looks at functions of up to 1,792 MB with at least 50 calls in 14 days',
        saw(api, 'finding', null),
      );
    }
    const seen = [
      saw(api, 'finding', Finding.finding, 'Optimized'),
      saw(api, 'findingReasonCodes', Finding.findingReasonCodes),
      saw('lambda:ListFunctions', 'MemorySize', one.MemorySize),
    ];
    const over = Finding.findingReasonCodes.includes('MemoryOverprovisioned');
    if (!over) return pass(`${one.MemorySize} MB are not too many (${Finding.finding})`, ...seen);
    if (Finding.currentMemorySize !== one.MemorySize) {
      return notApplicable(
        `Compute Optimizer looked at it while it had ${Finding.currentMemorySize} MB; it has ${one.MemorySize} MB now`,
        ...seen,
      );
    }
    const wanted = Finding.recommendedMemorySize;
    const spare = Math.max(0, one.MemorySize - (wanted ?? one.MemorySize));
    const milliseconds = perMonth(lastDays(one.use.Duration, 30), now);
    return {
      ...fail(
        `${one.MemorySize} MB are too many${wanted === null ? '' : `; ${wanted} MB would do if it runs as long as now`}`,
        ...seen,
        saw(api, 'memorySizeRecommendationOptions', wanted),
      ),
      ...(spare > 0
        ? { saving: { releases: [runningTime(milliseconds, spare, one.Architectures)], estimated: true } }
        : {}),
    };
  },
});
