import { accessHistory } from '../checks/iam/access-history.js';
import type { Gap } from '../core/types.js';
import { Unavailable } from '../core/unavailable.js';
import { type FactSource, LoadedCollection, notCollected } from '../core/world.js';

/** The last time that anybody tried a service. */
export interface Access {
  /** ISO 8601. */
  at: string;
  who: string;
}

interface Principal {
  Arn: string;
  Name: string;
  Kind: string;
  lastAccessed: {
    ServiceNamespace: string;
    LastAuthenticated: string | null;
    LastAuthenticatedRegion: string | null;
  }[];
}

/** Who tried which service last, as IAM remembers; the audit itself is left out, as it looks at everything. */
export class AccessMemory {
  readonly #last = new Map<string, Access>();

  private constructor(
    principals: readonly Principal[],
    /** Why not all of it could be read. */
    readonly gap: Gap | undefined,
  ) {
    for (const { Kind, Name, lastAccessed } of principals) {
      for (const { ServiceNamespace, LastAuthenticated: at, LastAuthenticatedRegion: region } of lastAccessed) {
        if (at === null) continue;
        const access = { at, who: `${Kind.toLowerCase()} ${Name}` };
        this.#note(`${ServiceNamespace} *`, access);
        this.#note(`${ServiceNamespace} ${region ?? '*'}`, access);
      }
    }
  }

  /** Reads the facts. */
  static async of(facts: FactSource): Promise<AccessMemory> {
    const known = await facts.load(accessHistory.id);
    if (!known) return new AccessMemory([], notCollected(accessHistory));
    const { table } = new LoadedCollection(accessHistory, known, facts.about.regions);
    const read: Principal[] = [];
    let gap: Gap | undefined;
    const others = (table.seen() as unknown as Principal[]).filter(
      ({ Arn }) => !isCaller(Arn, facts.about.account.arn),
    );
    for (const one of others) {
      try {
        const { Arn, Kind, Name, lastAccessed } = one;
        read.push({ Arn, Kind, Name, lastAccessed });
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        gap ??= error.gap;
      }
    }
    return new AccessMemory(read, gap ?? known.gaps[0]);
  }

  /** The last time that anybody tried one of these namespaces, in a region or (`*`) anywhere. */
  last(namespaces: readonly string[], region: string): Access | undefined {
    const found = namespaces.flatMap(one => this.#last.get(`${one} ${region === 'global' ? '*' : region}`) ?? []);
    return found.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.who < b.who ? -1 : 1))[0];
  }

  #note(key: string, access: Access): void {
    const before = this.#last.get(key);
    if (!before || before.at < access.at || (before.at === access.at && access.who < before.who))
      this.#last.set(key, access);
  }
}

/** The audit signs in as a user, or as a session of a role. */
function isCaller(arn: string, caller = ''): boolean {
  if (arn === caller) return true;
  const role = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(caller);
  return role !== null && arn.includes(`::${role[1]}:role/`) && arn.endsWith(`/${role[2]}`);
}
