import { saw } from '../../core/check.js';
import { system } from '../../core/system.js';
import { historyDays } from '../cloudtrail/event-history.js';
import { cloudShellEvents } from './events.js';

const noList = 'AWS has no list of its environments';

export const cloudShellSystem = system({
  id: 'cloudshell',
  title: 'CloudShell',
  scope: 'regional',
  // It costs nothing, so that no rule on cost of its own brings it in.
  withRulesOf: ['account'],
  namespaces: ['cloudshell'],
  needs: { events: cloudShellEvents.with() },
  inventory: () => undefined,
  use(region, tables) {
    const here = tables.events.in(region);
    const latest = [...here.seen()].sort((a, b) => ((a.EventTime ?? '') < (b.EventTime ?? '') ? 1 : -1))[0];
    if (!latest) here.demandFullSight();
    const last = latest?.EventTime?.slice(0, 10) ?? null;
    const evidence = [saw('cloudtrail:LookupEvents', 'EventTime', latest?.EventTime ?? null)];
    if (latest) {
      const by = latest.Username ? ` by ${latest.Username}` : '';
      const message = `last used on ${last}${by} (${latest.EventName} in the event history); ${noList}`;
      return { grade: 'strong', message, last, window: historyDays, evidence };
    }
    const message = `no shell was opened in ${historyDays} days, says the event history; ${noList}`;
    return { grade: 'none', message, last, window: historyDays, evidence };
  },
});
