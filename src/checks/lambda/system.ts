import { saw } from '../../core/check.js';
import { noneWas, someWere } from '../../core/counts.js';
import { lastActiveDay, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { functions, type LambdaFunction } from './functions.js';

const days = 90;

/** What this tool itself is deployed as would make every account look busy. */
const isOurs = ({ FunctionName }: LambdaFunction): boolean => FunctionName.startsWith('stocktake');

export const lambdaSystem = system({
  id: 'lambda',
  title: 'Lambda',
  scope: 'regional',
  namespaces: ['lambda'],
  needs: { functions: functions.with('use') },
  inventory(region, tables) {
    const newest = [...tables.functions.in(region).all()].sort((a, b) => (a.LastModified < b.LastModified ? 1 : -1));
    return {
      count: newest.length,
      noun: 'functions',
      names: newest.slice(0, 10).map(one => one.FunctionName),
      newest: newest[0]?.LastModified ?? null,
    };
  },
  use(region, tables) {
    const here = tables.functions.in(region).where(one => !isOurs(one));
    const called = here.where(one => totalOf(one.use.Invocations) > 0);
    const busy = called.seen();
    const last =
      busy
        .map(one => lastActiveDay(one.use.Invocations) ?? '')
        .sort()
        .at(-1) ?? null;
    if (busy.length > 0) {
      return {
        grade: 'strong',
        message: `${someWere(busy.length, here.seen().length, 'function')} called in the last ${days} days, last on ${last}`,
        last,
        window: days,
        evidence: [saw('cloudwatch:GetMetricData', 'Invocations', { functions: busy.length, days })],
      };
    }
    called.demandFullSight();
    const count = here.all().length;
    return {
      grade: 'none',
      message: count === 0 ? 'there are no functions' : `${noneWas(count, 'function')} called in the last ${days} days`,
      last: null,
      window: days,
      evidence: [saw('cloudwatch:GetMetricData', 'Invocations', { functions: 0, of: count, days })],
    };
  },
});
