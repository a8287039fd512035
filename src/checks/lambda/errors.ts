import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { perMonth, runningTime } from './compute.js';
import { functions } from './functions.js';

const longest = 90;
/** Fewer calls than these tell nothing of a rate. */
const enough = 20;

export const errorsRare = check({
  id: 'lambda-errors-not-paid-for',
  title: 'Few calls of functions fail',
  why: 'A call that fails is billed like one that works, and is often tried again, which is billed again.',
  fix: {
    command: 'aws logs tail /aws/lambda/{FunctionName} --filter-pattern ERROR --since 1d --region {region}',
    note: 'Mend what fails. Until then "aws lambda put-function-event-invoke-config --maximum-retry-attempts 0" ends the retries of asynchronous calls.',
  },
  cleanUp: { does: 'decide', risk: 'none', undo: 'at once', order: 5 },
  fields: ['cloudwatch:GetMetricData.Errors', 'cloudwatch:GetMetricData.Invocations'],
  on: functions.with('use'),
  params: { max_rate: 0.1, window_days: 7 },
  test(one, _also, { params, now }) {
    const days = Math.min(params.window_days, longest);
    const calls = totalOf(lastDays(one.use.Invocations, days));
    const failed = lastDays(one.use.Errors, days);
    const errors = totalOf(failed);
    const seen = [
      saw('cloudwatch:GetMetricData', 'Errors', { sum: errors, days }, { share: `<= ${params.max_rate}` }),
      saw('cloudwatch:GetMetricData', 'Invocations', { sum: calls, days }),
    ];
    if (calls < enough) return notApplicable(`${calls} calls in ${days} days are too few to tell`, ...seen);
    const said = `${errors} of ${calls} calls failed in ${days} days`;
    if (errors / calls <= params.max_rate) return pass(said, ...seen);
    const average = totalOf(lastDays(one.use.Duration, days)) / calls;
    const errorsAMonth = perMonth(failed, now);
    return {
      ...fail(`${said} (the saving takes a failed call to run as long as any other)`, ...seen),
      saving: {
        releases: [
          runningTime(errorsAMonth * average, one.MemorySize, one.Architectures),
          { price: 'lambda/Request', units: errorsAMonth },
        ],
        estimated: true,
      },
    };
  },
});
