import type { State } from './side.js';
import { type Standings, paramsText } from './standings.js';
import type { Change } from './types.js';

interface Runs {
  before: Standings;
  after: Standings;
  /** What the run without the finding says of it. */
  state: State;
}

/** One sentence that says what differs and, where it is not the account, what else. */
export function sayChange(change: Omit<Change, 'message'>, runs: Runs): string {
  if (change.differs === 'rule' || change.differs === 'severity') return sayRule(change, runs);
  if (change.differs === 'exception')
    return change.kind === 'new' ? 'The exception that accepted it has ended.' : 'An exception accepts it now.';
  if (change.cause === 'sight') return saySight(change, runs);
  if (change.differs === 'tool') {
    const [was, is] = [runs.before.run.toolVersion, runs.after.run.toolVersion];
    return `${sayFact(change, runs)} stocktake ${was} judged before and ${is} now, which may be why.`;
  }
  return sayFact(change, runs);
}

function sayFact({ kind, before }: Omit<Change, 'message'>, { before: earlier, after, state }: Runs): string {
  if (kind === 'changed') return `It said before: ${before?.message ?? ''}.`.replace(/\.\.$/, '.');
  if (kind === 'gone') return 'Its resource is there no more.';
  if (kind === 'fixed') return after.kind === 'baseline' ? 'It is not in the baseline.' : 'It was mended.';
  if (earlier.kind === 'baseline') return 'It is not in the baseline.';
  return state === 'absent' ? 'Its resource was not there before.' : 'It did not fail before.';
}

function sayRule({ before, after }: Omit<Change, 'message'>, runs: Runs): string {
  const rule = (after ?? before)?.rule ?? '';
  const [was, is] = [runs.before.rules.get(rule), runs.after.rules.get(rule)];
  if (!was) return sayWithout(rule, runs.before, 'was');
  if (!is) return sayWithout(rule, runs.after, 'is');
  const differences = [
    ...(was.severity === is.severity ? [] : [`severity ${was.severity}, now ${is.severity}`]),
    ...[...new Set([...Object.keys(was.params), ...Object.keys(is.params)])].sort().flatMap(name => {
      const [one, other] = [paramsText(was.params[name]), paramsText(is.params[name])];
      return one === other ? [] : [`${name} ${one}, now ${other}`];
    }),
  ];
  return `Its rule changed: ${differences.join('; ')}.`;
}

function sayWithout(rule: string, { off, run }: Standings, verb: 'was' | 'is'): string {
  if (off.includes(rule)) return `Its rule ${verb} turned off ${verb === 'was' ? 'before' : 'now'}.`;
  return `Its rule ${verb} not among those that stocktake ${run.toolVersion} judged ${verb === 'was' ? 'before' : 'now'}.`;
}

function saySight({ kind, before, after }: Omit<Change, 'message'>, runs: Runs): string {
  const blind = kind === 'new' ? runs.before : runs.after;
  const when = kind === 'new' ? 'before' : 'this time';
  const { rule = '', resource } = (kind === 'new' ? after : before) ?? {};
  if (!blind.rules.has(rule)) return `Its rule was not chosen ${when}.`;
  const region = resource?.region ?? 'global';
  const state = blind.regions.get(region);
  if (region !== 'global' && state !== 'audited') return `Region ${region} was not audited ${when}.`;
  return `It could not be seen ${when}.`;
}
