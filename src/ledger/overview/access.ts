import type { Access, AccessPlace, Unseen } from '../../core/overview.js';
import { PolicyError, type Reach, reachOf } from '../../core/policy/index.js';
import type { RowOf } from '../../core/collection.js';
import type { Gap } from '../../core/types.js';
import type { baseNeeds, OverviewTables } from './needs.js';
import { nameArn } from './resource-names.js';
import { type Blind, unseenOf } from './unseen.js';

export type RoleRow = RowOf<(typeof baseNeeds)['roles']>;

/** What one role may do, and what of its policies could not be read. */
export interface RoleAccess {
  access: Access | null;
  unseen: Unseen[];
}

/** Documents of a role's policies, as far as they could be read. */
export interface RoleDocuments {
  documents: string[];
  boundary: string | undefined;
  unseen: Unseen[];
}

const field = 'may read and write';
/** So many whole services are a list that nobody reads. */
const mostServices = 25;

/** The roles of the account and what their policies let them do; each role is read once. */
export class Roles {
  readonly #known = new Map<string, RoleAccess>();
  readonly #inline = new Map<string, string>();
  readonly #managed = new Map<string, string>();

  constructor(
    private readonly tables: Pick<OverviewTables, 'roles' | 'policies' | 'awsPolicies'>,
    private readonly blind: Blind,
    private readonly now: Date,
  ) {
    for (const { Kind, EntityType, EntityName, PolicyName, Arn, PolicyDocument } of tables.policies.seen()) {
      if (Kind === 'managed') this.#managed.set(Arn, PolicyDocument);
      else if (EntityType === 'Role') this.#inline.set(`${EntityName}/${PolicyName}`, PolicyDocument);
    }
    for (const { Arn, PolicyDocument } of tables.awsPolicies.seen()) this.#managed.set(Arn, PolicyDocument);
  }

  /** What a function with this role may do. */
  accessOf(arn: string): RoleAccess {
    const known = this.#known.get(arn) ?? this.#read(arn);
    this.#known.set(arn, known);
    return known;
  }

  /** Every role that was seen. */
  seen(): readonly RoleRow[] {
    return this.tables.roles.seen();
  }

  #read(arn: string): RoleAccess {
    const unseen: Unseen[] = [];
    const hide = (gap: Gap): void => void unseen.push(unseenOf(field, 'what its role may do', gap));
    const found = this.blind.look(() => ({ role: this.tables.roles.at('Arn', arn).first() }), 'global', hide);
    if (!found) return { access: null, unseen };
    if (!found.role) return { access: null, unseen: [sayUnseen('what it may do', `there is no role ${arn}`)] };
    const { boundary, documents, unseen: unread } = this.documentsOf(found.role);
    try {
      const reach = reachOf(documents, { now: this.now, ...(boundary === undefined ? {} : { boundary }) });
      return { access: accessFrom(reach), unseen: unread };
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      return { access: null, unseen: [...unread, sayUnseen('what its role may do', error.message)] };
    }
  }

  /** The documents that decide about a role. */
  documentsOf(role: RoleRow): RoleDocuments {
    const unseen: Unseen[] = [];
    const documents: string[] = [];
    for (const name of role.PolicyNames) {
      const document = this.#inline.get(`${role.RoleName}/${name}`);
      if (document !== undefined) documents.push(document);
      else unseen.push(this.#missing('policies', `more, by its inline policy ${name}`));
    }
    for (const { PolicyArn, PolicyName } of role.AttachedManagedPolicies) {
      const document = this.#managed.get(PolicyArn);
      if (document !== undefined) documents.push(document);
      else unseen.push(this.#missing(tableOf(PolicyArn), `more, by the policy ${PolicyName}`));
    }
    const limit = role.PermissionsBoundaryArn;
    const boundary = limit === null ? undefined : this.#managed.get(limit);
    if (limit !== null && boundary === undefined)
      unseen.push(this.#missing(tableOf(limit), `less, by its boundary ${limit.split('/').at(-1)}`));
    return { documents, boundary, unseen };
  }

  #missing(table: 'policies' | 'awsPolicies', what: string): Unseen {
    let found = sayUnseen(what, 'its document is not among the policies of the account');
    this.blind.look(
      () => this.tables[table].demandFullSight(),
      'global',
      gap => {
        found = unseenOf(field, what, gap);
      },
    );
    return found;
  }
}

const tableOf = (policyArn: string): 'policies' | 'awsPolicies' =>
  policyArn.includes(':iam::aws:') ? 'awsPolicies' : 'policies';

const sayUnseen = (what: string, message: string): Unseen => ({ field, what, actions: [], message });

function accessFrom(reach: 'everything' | Reach[]): Access {
  if (reach === 'everything') return { everything: true, places: [] };
  const places = new Map<string, AccessPlace>();
  for (const one of reach) {
    const place = placeOf(one);
    const key = `${place.service} ${place.kind} ${place.name}`;
    const before = places.get(key);
    places.set(key, before ? united(before, place) : place);
  }
  return { everything: false, places: inShort([...places.values()]).sort(inOrder) };
}

function placeOf({ service, resource, read, write, conditional }: Reach): AccessPlace {
  const named = nameArn(resource);
  // Some services bear another name in ARNs than in actions; what people look for is the one of the ARN.
  const where = named && named.service !== '' && !/[*?]/.test(named.service) ? named.service : service;
  const shown = named ?? { kind: '', name: resource };
  return { service: where, kind: shown.kind, name: shown.name, read, write, conditional };
}

const united = (a: AccessPlace, b: AccessPlace): AccessPlace => ({
  ...a,
  read: a.read || b.read,
  write: a.write || b.write,
  conditional: a.conditional && b.conditional,
});

/** Leaves out what a whole service holds already, and counts whole services where they are many. */
function inShort(places: readonly AccessPlace[]): AccessPlace[] {
  const whole = new Map(places.filter(({ name }) => name === '*').map(one => [one.service, one]));
  const covered = (one: AccessPlace): boolean => {
    const all = whole.get(one.service);
    return all !== undefined && all !== one && (all.read || !one.read) && (all.write || !one.write) && !all.conditional;
  };
  const left = places.filter(one => !covered(one));
  const services = left.filter(({ name }) => name === '*');
  if (services.length <= mostServices) return left;
  const rest = left.filter(({ name }) => name !== '*');
  const counted = ([read, write]: readonly [boolean, boolean]): AccessPlace[] => {
    const alike = services.filter(one => one.read === read && one.write === write);
    const name = `${alike.length} services`;
    return alike.length === 0 ? [] : [{ service: '*', kind: '', name, read, write, conditional: false }];
  };
  return [
    ...rest,
    ...(
      [
        [true, true],
        [true, false],
        [false, true],
      ] as const
    ).flatMap(counted),
  ];
}

const inOrder = (a: AccessPlace, b: AccessPlace): number =>
  compare(a.service, b.service) || compare(a.kind, b.kind) || compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
