import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { lastActiveDay, lastDays, peakOf, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { computePrice, gigabyteSecondsAMonth } from './compute.js';
import { provisioned } from './provisioned.js';

/** How far back the metrics reach. */
const longest = 90;

const coldStarts = 'Calls that no warm environment takes begin with a cold start again.';
/** What is warm now. */
const asBefore =
  'aws lambda put-provisioned-concurrency-config --function-name {FunctionName} --qualifier {Qualifier} --provisioned-concurrent-executions {AllocatedProvisionedConcurrentExecutions} --region {region}';
const lowerTo = (needed: number) => ({
  command: `aws lambda put-provisioned-concurrency-config --function-name {FunctionName} --qualifier {Qualifier} --provisioned-concurrent-executions ${needed} --region {region}`,
  undo: asBefore,
  note: coldStarts,
});

export const provisionedUsed = check({
  id: 'lambda-provisioned-concurrency-used',
  title: 'Provisioned concurrency is used',
  why: 'Execution environments that are kept warm cost money every second, whether or not anybody calls the function.',
  fix: {
    command:
      'aws lambda delete-provisioned-concurrency-config --function-name {FunctionName} --qualifier {Qualifier} --region {region}',
    undo: asBefore,
    note: coldStarts,
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 4 },
  fields: [
    'lambda:ListProvisionedConcurrencyConfigs.AllocatedProvisionedConcurrentExecutions',
    'lambda:ListProvisionedConcurrencyConfigs.LastModified',
    'application-autoscaling:DescribeScheduledActions.ScheduledActionName',
    'cloudwatch:GetMetricData.ProvisionedConcurrencyUtilization',
    'cloudwatch:GetMetricData.Invocations',
  ],
  on: provisioned.with('use', 'configuration', 'scheduledActions'),
  params: { min_util: 0.3, window_days: 14 },
  scope: 'nothing is kept warm',
  applies: one => one.AllocatedProvisionedConcurrentExecutions > 0,
  test(one, _also, { params, now }) {
    const days = Math.min(params.window_days, longest);
    if (one.scheduledActions.length > 0) {
      const names = one.scheduledActions.join(', ');
      return notApplicable(
        `Application Auto Scaling sets it on a schedule: ${names}`,
        saw('application-autoscaling:DescribeScheduledActions', 'ScheduledActionName', names),
      );
    }
    const allocated = one.AllocatedProvisionedConcurrentExecutions;
    const peak = peakOf(lastDays(one.use.ProvisionedConcurrencyUtilization, days));
    const seen = [
      saw(
        'cloudwatch:GetMetricData',
        'ProvisionedConcurrencyUtilization',
        { maximum: peak, days },
        {
          maximum: `>= ${params.min_util}`,
        },
      ),
      saw('lambda:ListProvisionedConcurrencyConfigs', 'AllocatedProvisionedConcurrentExecutions', allocated),
    ];
    const share = `at most ${Math.round(peak * 100)} percent of ${allocated} warm environments were in use in ${days} days`;
    if (peak >= params.min_util) return pass(share.replace('at most', 'up to'), ...seen);
    const changed = saw('lambda:ListProvisionedConcurrencyConfigs', 'LastModified', one.LastModified);
    const young = tooYoung(one.LastModified, days, now, changed);
    if (young) return young;
    const needed = Math.ceil(peak * allocated);
    const { Architectures, MemorySize } = one.configuration;
    const units = gigabyteSecondsAMonth((allocated - needed) * MemorySize);
    const calls = totalOf(lastDays(one.use.Invocations, days));
    const called = saw('cloudwatch:GetMetricData', 'Invocations', { sum: calls, days });
    return {
      ...fail(calls === 0 ? `${share}, and nobody called it` : share, ...seen, called),
      ...(needed > 0 ? { fix: lowerTo(needed) } : {}),
      saving: saves({ price: computePrice('Lambda-Provisioned-Concurrency', Architectures), units }),
      ...(calls === 0
        ? { disuse: { grade: 'strong', window: days, last: lastActiveDay(one.use.Invocations), evidence: [called] } }
        : {}),
    };
  },
});
