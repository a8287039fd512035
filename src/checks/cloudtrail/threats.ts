import { check, fail, pass, saw } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import { type Caller, callers, collectedMinutes } from './callers.js';
import { enumerationCalls, modelAbuseCalls, privilegeEscalationCalls } from './threat-calls.js';

export const noEnumerationDetected = threatRule({
  id: 'cloudtrail-no-enumeration-detected',
  title: 'No principal has searched the account the way intruders do',
  why: 'Whoever steals a key first asks what the account holds: dozens of different list and describe calls in a short time.',
  pattern: 'enumeration',
  calls: enumerationCalls,
  threshold: 0.3,
});

export const noLlmJackingDetected = threatRule({
  id: 'cloudtrail-no-llm-jacking-detected',
  title: 'No principal shows the calls of stolen-key abuse of AI models',
  why: 'Stolen keys are sold to run AI models at the expense of the account; the bill can reach thousands of dollars a day.',
  pattern: 'model abuse',
  calls: modelAbuseCalls,
  threshold: 0.4,
});

export const noPrivilegeEscalationDetected = threatRule({
  id: 'cloudtrail-no-privilege-escalation-detected',
  title: 'No principal has tried many of the ways to gain more rights',
  why: 'An intruder with few rights tries one known trick after another to become administrator.',
  pattern: 'privilege escalation',
  calls: privilegeEscalationCalls,
  threshold: 0.2,
});

interface Threat {
  id: string;
  title: string;
  why: string;
  /** What people call this mix of calls. */
  pattern: string;
  calls: readonly string[];
  threshold: number;
}

function threatRule({ id, title, why, pattern, calls, threshold }: Threat) {
  return check({
    id,
    title,
    why,
    fix: {
      byHand:
        'Find out whether the owner of {Arn} made these calls (CloudTrail console, Event history). If not, disable its keys and revoke its sessions.',
      note: 'Deployment pipelines and audit tools make such calls, too: accept those with an exception.',
    },
    fields: ['cloudtrail:LookupEvents.EventName'],
    on: callers.with(),
    also: { everyone: callers.with() },
    params: { threshold, window_minutes: collectedMinutes },
    test(caller, { everyone }, { params, now, caller: auditor }) {
      const since = now.getTime() - params.window_minutes * 60_000;
      const called = calls.filter(name => isCalledSince(caller, name, since));
      const share = Math.round((100 * called.length) / calls.length);
      const seen = saw('cloudtrail:LookupEvents', 'EventName', called, `at most ${params.threshold} of the list`);
      const message = `${called.length} of the ${calls.length} calls that are typical of ${pattern} (${share} %) in ${spoken(params.window_minutes)}`;
      const self = caller.Arn === auditor ? ' (this principal runs the audit, whose own calls are counted)' : '';
      if (called.length / calls.length > params.threshold) return fail(message + self, seen);
      demandWindow(caller, since, params.window_minutes);
      everyone.demandFullSight();
      return pass(message + self, seen);
    },
  });
}

const spoken = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`);

function isCalledSince({ EventNames }: Caller, name: string, since: number): boolean {
  const at = Object.hasOwn(EventNames, name) ? EventNames[name] : undefined;
  return at !== undefined && Date.parse(at) >= since;
}

/** Few calls mean nothing while part of the window was not read. */
function demandWindow({ UnreadBefore }: Caller, since: number, minutes: number): void {
  if (minutes > collectedMinutes) {
    const message = `window_minutes is ${minutes}, but events of the last ${collectedMinutes} minutes were collected`;
    cannotTell('not-collected', 'cloudtrail:LookupEvents', message);
  }
  const cut = Object.entries(UnreadBefore).find(([, before]) => Date.parse(before) >= since);
  if (!cut) return;
  const [region, before] = cut;
  cannotTell(
    'truncated',
    'cloudtrail:LookupEvents',
    `${region} has more events than are read: none before ${before} was`,
  );
}
