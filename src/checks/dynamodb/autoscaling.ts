import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { scalableTargets } from './scalable-targets.js';
import { isProvisioned, sawUse, useFields, useOf } from './table-use.js';
import { tables } from './tables.js';
import { reach } from './window.js';

const targets = scalableTargets.with('policies');

const targetsApi = 'application-autoscaling:DescribeScalableTargets';

export const tableAutoscaled = check({
  id: 'dynamodb-provisioned-table-autoscaled',
  title: 'Provisioned tables scale reads and writes by themselves',
  why: 'A fixed capacity has to be sized for the busiest hour, and is paid for all the others. Scaling follows the load, and also lets go of it at night.',
  fix: {
    byHand:
      'Turn on auto scaling for reads and writes in the console (table, additional settings, read/write capacity), or go on demand.',
    note: 'What it saves is counted with dynamodb-provisioned-capacity-fits-demand. Each scaled table brings up to eight alarms, which are paid too. Where reserved capacity covers the table, scaling saves nothing.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 1 },
  fields: [
    'dynamodb:DescribeTable.ProvisionedThroughput',
    `${targetsApi}.ScalableTargets`,
    'application-autoscaling:DescribeScalingPolicies.ScalingPolicies',
    ...useFields,
  ],
  on: tables.with('use', 'indexUse'),
  also: { targets },
  params: { window_days: 30 },
  scope: 'the table is on demand, has one unit of each, or is about to be deleted',
  applies: table =>
    isProvisioned(table) &&
    table.TableStatus !== 'DELETING' &&
    Math.max(table.ProvisionedThroughput.ReadCapacityUnits, table.ProvisionedThroughput.WriteCapacityUnits) > 1,
  test(table, also, { params }) {
    const own = also.targets.in(table.region).at('ResourceId', `table/${table.TableName}`);
    const missing = kinds.flatMap(kind => lackOf(own, kind));
    if (missing.length === 0) return pass('reads and writes scale', saw(targetsApi, 'ScalableTargets', 'both'));
    const window = reach(params.window_days);
    const use = useOf(table, window);
    if (use.busiest === 0) return notApplicable(`not used for ${window} days at all`, ...sawUse(use));
    return fail(missing.join('; '), saw(targetsApi, 'ScalableTargets', missing, 'reads and writes'));
  },
});

const kinds = ['Read', 'Write'] as const;

/** What keeps reads or writes from scaling. */
function lackOf(own: Table<RowOf<typeof targets>>, kind: (typeof kinds)[number]): string[] {
  const what = kind === 'Read' ? 'reads' : 'writes';
  const target = own.first(one => one.ScalableDimension === `dynamodb:table:${kind}CapacityUnits`);
  if (!target) return [`${what} do not scale`];
  if (target.policies.length === 0) return [`${what} have a scalable target, but no policy that moves it`];
  return target.DynamicScalingInSuspended ? [`${what} grow, but scaling in is suspended`] : [];
}
