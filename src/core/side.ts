import { isBlind, type Standings } from './standings.js';
import type { ResourceRef, Standing } from './types.js';

/** What a run says of a finding that it does not have open. `unjudged`: its rule was not among those that judged. */
export type State = 'excepted' | 'fine' | 'absent' | 'unseen' | 'unjudged';

/** Findings of the same rule about the same thing. */
interface Group {
  open: Standing[];
  excepted: boolean;
  unseen: boolean;
  some: Standing;
}

/** One of two runs, ready to be asked about single findings. */
export class Side {
  /** By rule, region, ARN and id: parts of one resource (two keys of a user) share an ARN and are told apart. */
  readonly groups = new Map<string, Group>();
  readonly #wholes = new Map<string, Group>();
  readonly #resources = new Set<string>();
  readonly #blind = new Set<string>();
  /** Rules on something global, of which one region gave no answer: what was not listed may be in that region. */
  readonly #blindInPart = new Set<string>();
  /** Rules and places of which a listing was not complete: no list tells what is not there any more. */
  readonly #listedInPart = new Set<string>();

  constructor(readonly of: Standings) {
    for (const standing of of.entries) {
      const { rule, resource } = standing;
      const { id, arn, region, type } = resource;
      addTo(this.groups, exactKey(standing), standing);
      addTo(this.#wholes, [rule, region, arn ?? id].join('\n'), standing);
      this.#resources.add([region, id].join('\n'));
      if (arn !== undefined) this.#resources.add([region, arn].join('\n'));
      // What could not be seen has no ARN as a rule: it is told by its id, or `*` for all of them.
      if (isBlind(standing.verdict)) this.#blind.add([rule, region, id === '?' ? '*' : id].join('\n'));
      if (isBlind(standing.verdict) && id === region) this.#blindInPart.add(rule);
      if (isBlind(standing.verdict) && !isTyped(type)) this.#listedInPart.add([rule, region].join('\n'));
    }
  }

  openOf(key: string): readonly Standing[] {
    return this.groups.get(key)?.open ?? [];
  }

  /** What this run says of a finding that the other one has open, or has more of. */
  stateOf(standing: Identity): State {
    const { rule, resource } = standing;
    if (!this.of.rules.has(rule)) return 'unjudged';
    const exact = this.groups.get(exactKey(standing));
    if (exact?.excepted && !exact.unseen) return 'excepted';
    const whole = this.#wholes.get([rule, resource.region, resource.arn ?? resource.id].join('\n'));
    const known = exact ?? whole;
    if (known?.unseen || this.#isBlind(standing)) return 'unseen';
    if (known) return 'fine';
    // A baseline does not name what was fine.
    return this.of.kind === 'baseline' || this.#holds(standing) ? 'fine' : 'absent';
  }

  /** The finding that a state was read from, if there is one. */
  saidOf(standing: Standing): Standing | undefined {
    const { rule, resource } = standing;
    const whole = [rule, resource.region, resource.arn ?? resource.id].join('\n');
    return (this.groups.get(exactKey(standing)) ?? this.#wholes.get(whole))?.some;
  }

  #isBlind(about: Identity): boolean {
    const { rule, resource } = about;
    const { id, arn, region } = resource;
    // What is in a region that is turned off is still there, and still paid for.
    if (region !== 'global' && this.of.regions.get(region) !== 'audited') return true;
    if (region === 'global' && this.#blindInPart.has(rule)) return true;
    const names = ['*', ...wholesOf(id), ...(arn === undefined ? [] : [arn])];
    const places = [...new Set([region, 'global', '*'])];
    if (places.some(place => names.some(name => this.#blind.has([rule, place, name].join('\n'))))) return true;
    return !this.#holds(about) && places.some(place => this.#listedInPart.has([rule, place].join('\n')));
  }

  #holds({ resource: { id, arn, region } }: Identity): boolean {
    const names = [...wholesOf(id), ...(arn === undefined ? [] : [arn])];
    return names.some(name => this.#resources.has([region, name].join('\n')));
  }
}

/** What a finding is about: all that a side needs to be asked. */
export interface Identity {
  rule: string;
  resource: Pick<ResourceRef, 'id' | 'arn' | 'region'>;
}

/** Whether a resource was listed: what stands for an answer that is missing has the noun of its kind for a type. */
const isTyped = (type: string): boolean => type.includes('::');

/** What tells findings of one run apart, as far as anything does. */
export const exactKey = ({ rule, resource: { region, id, arn } }: Identity): string =>
  [rule, region, arn ?? id, id].join('\n');

/** The id, and those of what it may be a part of: `a/b`, `a`. */
function wholesOf(id: string): string[] {
  const ids = [id];
  for (let at = id.lastIndexOf('/'); at > 0; at = id.lastIndexOf('/', at - 1)) ids.push(id.slice(0, at));
  return ids;
}

function addTo(groups: Map<string, Group>, key: string, standing: Standing): void {
  const group = groups.get(key) ?? { open: [], excepted: false, unseen: false, some: standing };
  groups.set(key, group);
  if (standing.excepted) group.excepted = true;
  else if (standing.verdict === 'FAIL') group.open.push(standing);
  else if (isBlind(standing.verdict)) group.unseen = true;
  // Of several, the one that is not fine says more.
  if (standing.excepted || isBlind(standing.verdict)) group.some = standing;
}
