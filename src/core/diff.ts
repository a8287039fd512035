import { sayChange } from './change-words.js';
import { InputError } from './input.js';
import { exactKey, Side, type State } from './side.js';
import { comparePlaces, compareText, paramsText, type Standings } from './standings.js';
import {
  type Change,
  changeCauses,
  changeKinds,
  type ChangeKind,
  type Changes,
  type RuleChange,
  type RunRef,
  severities,
  type Standing,
} from './types.js';

/**
 * All differences between the open findings of two runs of one account; an InputError when they are of two. Exact: what
 * was open, plus `new`, less `fixed` and `gone`, is what is open; and `diff(b, a)` says the reverse, with the same causes.
 */
export function diff(before: Standings, after: Standings): Changes {
  checkSameAccount(before.run, after.run.account, after.run.from);
  const comparison = new Comparison(before, after);
  const changes = comparison.changes().sort(compareChanges);
  return { since: before.run, changes, stale: before.kind === 'baseline' ? staleOf(changes) : [] };
}

/** An InputError where an earlier run is not of this account, of which `what` is. */
export function checkSameAccount({ account, from }: RunRef, id: string, what: string): void {
  if (account === id) return;
  throw new InputError(`is of account ${account}, but ${what} ${what.endsWith('s') ? 'are' : 'is'} of account ${id}`, {
    file: from,
  });
}

class Comparison {
  readonly #before: Side;
  readonly #after: Side;
  readonly #ruleChanges = new Map<string, RuleChange | 'unchosen' | undefined>();

  constructor(before: Standings, after: Standings) {
    this.#before = new Side(before);
    this.#after = new Side(after);
  }

  changes(): Change[] {
    const keys = new Set<string>();
    for (const side of [this.#before, this.#after]) {
      for (const [key, group] of side.groups) if (group.open.length > 0) keys.add(key);
    }
    return [...keys].flatMap(key => this.#changesOf(key));
  }

  /** Findings that say the same are a pair; what is left is paired as it comes, and the rest is more or less than before. */
  #changesOf(key: string): Change[] {
    const told = this.#before.of.kind === 'report' && this.#after.of.kind === 'report';
    const { pairs, before, after } = pairUp(this.#before.openOf(key), this.#after.openOf(key), told);
    const common = Math.min(before.length, after.length);
    const moved = before.slice(0, common).flatMap((one, at): [Standing, Standing][] => {
      const other = after[at];
      return other ? [[one, other]] : [];
    });
    return [
      ...pairs.filter(([one, other]) => one.severity !== other.severity).map(pair => this.#changed(...pair)),
      ...moved.map(pair => this.#changed(...pair)),
      ...after.slice(common).map(one => this.#appeared(one)),
      ...before.slice(common).map(one => this.#ended(one)),
    ];
  }

  #changed(before: Standing, after: Standing): Change {
    return this.#change('changed', after.rule, 'fine', { before, after });
  }

  #appeared(after: Standing): Change {
    const before = this.#before.saidOf(after);
    return this.#change('new', after.rule, this.#before.stateOf(after), { ...(before ? { before } : {}), after });
  }

  #ended(before: Standing): Change {
    const after = this.#after.saidOf(before);
    const state = this.#after.stateOf(before);
    const kind = state === 'fine' || state === 'excepted' ? 'fixed' : 'gone';
    return this.#change(kind, before.rule, state, { before, ...(after ? { after } : {}) });
  }

  /** Whatever may come from other rules is never told as a change of the account. */
  #change(kind: ChangeKind, rule: string, state: State, sides: Pick<Change, 'before' | 'after'>): Change {
    const changed = this.#ruleChange(rule);
    const [before, after] = [this.#before.of, this.#after.of];
    const of = (cause: Change['cause'], differs?: RuleChange): Change => {
      const change = { kind, cause, ...(differs ? { differs } : {}), ...sides };
      return { ...change, message: sayChange(change, { before, after, state }) };
    };
    if (changed === 'rule' || changed === 'severity') return of('rules', changed);
    if (state === 'excepted') return of('rules', 'exception');
    if (changed === 'unchosen' || state === 'unseen' || state === 'unjudged') return of('sight');
    return changed === 'tool' ? of('rules', 'tool') : of('account');
  }

  #ruleChange(rule: string): RuleChange | 'unchosen' | undefined {
    if (!this.#ruleChanges.has(rule)) this.#ruleChanges.set(rule, ruleChangeOf(rule, this.#before.of, this.#after.of));
    return this.#ruleChanges.get(rule);
  }
}

/** `unchosen`: both runs knew the rule, and one was told to leave it out. */
function ruleChangeOf(rule: string, before: Standings, after: Standings): RuleChange | 'unchosen' | undefined {
  const [was, is] = [before.rules.get(rule), after.rules.get(rule)];
  const sameTool = before.run.toolVersion === after.run.toolVersion;
  if (was && is) {
    if (paramsText(was.params) !== paramsText(is.params)) return 'rule';
    return was.severity !== is.severity ? 'severity' : sameTool ? undefined : 'tool';
  }
  const without = was ? after : before;
  return sameTool && !without.off.includes(rule) ? 'unchosen' : 'rule';
}

interface Paired {
  pairs: [Standing, Standing][];
  before: Standing[];
  after: Standing[];
}

function pairUp(before: readonly Standing[], after: readonly Standing[], told: boolean): Paired {
  const left = new Map<string, Standing[]>();
  const wordsOf = ({ message }: Standing): string => (told ? withoutAmounts(message) : '');
  const byMessage = (a: Standing, b: Standing): number => compareText(a.message, b.message);
  for (const one of [...after].sort(byMessage)) left.set(wordsOf(one), [...(left.get(wordsOf(one)) ?? []), one]);
  const pairs: [Standing, Standing][] = [];
  const alone: Standing[] = [];
  for (const one of [...before].sort(byMessage)) {
    const other = left.get(wordsOf(one))?.shift();
    if (other) pairs.push([one, other]);
    else alone.push(one);
  }
  return { pairs, before: alone, after: [...left.values()].flat().sort(byMessage) };
}

/**
 * A message without what moves by itself: days that pass, traffic, sizes. Numbers that name something stay: parts of
 * words, ids of nine digits and more, ports.
 */
const withoutAmounts = (message: string): string =>
  message
    .replace(/\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?/g, '#')
    .replace(/(?<![\w./:-]|\bports? )\d{1,8}(,\d{3})*(\.\d+)?(?![\w./:-]*[\w/:-])/g, '#');

const identity = ({ before, after }: Change): Standing | undefined => after ?? before;

function compareChanges(a: Change, b: Change): number {
  const [one, other] = [identity(a), identity(b)];
  return (
    changeCauses.indexOf(a.cause) - changeCauses.indexOf(b.cause) ||
    changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) ||
    (one && other
      ? severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
        compareText(one.rule, other.rule) ||
        comparePlaces(one.resource, other.resource) ||
        compareText(one.message, other.message)
      : 0)
  );
}

/** What may leave a baseline. What could not be seen may still be there, and an exception may end. */
function staleOf(changes: readonly Change[]): Changes['stale'] {
  const entries = new Map<string, Changes['stale'][number]>();
  for (const { kind, cause, differs, before } of changes) {
    if (!before || kind === 'new' || kind === 'changed' || cause === 'sight' || differs === 'exception') continue;
    const { id, name, region } = before.resource;
    entries.set(exactKey(before), { rule: before.rule, resource: name ?? id, region });
  }
  return [...entries.values()].sort(
    (a, b) => compareText(a.rule, b.rule) || compareText(a.region, b.region) || compareText(a.resource, b.resource),
  );
}
