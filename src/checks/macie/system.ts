import { saw } from '../../core/check.js';
import { system, type Use } from '../../core/system.js';
import { isEnabled, sessions } from './sessions.js';

/** `automated object monitoring` of AUTOMATED_OBJECT_MONITORING. */
const sayWork = (type: string): string => type.toLowerCase().replaceAll('_', ' ');

/** Macie, as the ledger sees it: in use while it is enabled and not paused. */
export const macieSystem = system({
  id: 'macie',
  title: 'Macie',
  scope: 'regional',
  guard: true,
  namespaces: ['macie2'],
  needs: { sessions: sessions.with('usage') },
  inventory(region, tables) {
    const on = tables.sessions.in(region).all().filter(isEnabled);
    return {
      count: on.length,
      noun: 'enabled sessions',
      names: on.map(one => `Macie of ${one.accountId}`),
      newest: on[0]?.createdAt ?? null,
    };
  },
  use(region, tables): Use {
    const here = tables.sessions.in(region);
    const session = here.first();
    const status = saw('macie2:GetMacieSession', 'status', session?.status ?? null, 'ENABLED');
    const nothing = { last: null, window: null, evidence: [status] };
    if (!session) return { ...nothing, grade: 'none', message: 'Macie is not enabled' };
    if (!isEnabled(session)) return { ...nothing, grade: 'none', message: `Macie is ${session.status}` };
    // What it costs only makes the picture sharper.
    const [busy] = here.where(one => one.usage.some(line => Number(line.estimatedCost) > 0)).seen();
    if (!busy)
      return { ...nothing, grade: 'medium', message: 'Macie is on; no work of it was seen in the last 30 days' };
    const work = busy.usage.filter(line => Number(line.estimatedCost) > 0).map(line => line.type);
    return {
      grade: 'strong',
      message: `Macie is on; in the last 30 days it worked at ${work.map(sayWork).join(', ')}`,
      last: null,
      window: 30,
      evidence: [status, saw('macie2:GetUsageTotals', 'usageTotals', work)],
    };
  },
});
