import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readBill } from './aws/bill-file.js';
import { Session, sessionCalls } from './aws/session.js';
import type { SessionOptions } from './aws/session-options.js';
import { allChecks, allDetectors, allSystems } from './checks/index.js';
import { holdAgainst, type Yardstick } from './core/against.js';
import { collect, type Earlier, type Unit } from './core/collect.js';
import type { ExportedBill } from './core/collection.js';
import { checkSameAccount } from './core/diff.js';
import { evaluate } from './core/evaluate.js';
import { applyExceptions } from './core/exceptions.js';
import { Frameworks } from './core/frameworks.js';
import { checkPolicy } from './core/gate-policy.js';
import { InputError } from './core/input.js';
import type { Detector } from './core/detector.js';
import { type Demand, demandsOf, type Part, type PlannedCall, plannedCalls } from './core/plan.js';
import { actionsOfPlan } from './core/policy-document.js';
import { makeReport } from './core/report.js';
import { type Rule, type RuleBook, readRules } from './core/rules.js';
import type { GatePolicy } from './core/rules-file.js';
import { type Selection, select } from './core/select.js';
import { Snapshot } from './core/snapshot.js';
import { type Effort, nextTo, type Partial, readPartial, Spool } from './core/snapshot-spool.js';
import { sayOff, type Standings, standingsOf } from './core/standings.js';
import type { System } from './core/system.js';
import type { Call, RegionReport, Report } from './core/types.js';
import type { About, StoredRow } from './core/world.js';
import { calendarPart } from './ledger/calendar.js';
import { billOf, ledgerOf, ledgerPart } from './ledger/ledger.js';
import { pricingBy } from './ledger/overview/money.js';
import { overviewPart } from './ledger/overview/needs.js';
import { overviewOf } from './ledger/overview/overview.js';
import { type PriceBook, readPrices } from './ledger/prices.js';
import { bundledRules, frameworkTexts, pricesText } from './package-files.js';
import { version } from './version.js';

/** The reader's own `rules.yaml`. */
export interface Config {
  file: string;
  text: string;
}

/** What every command that chooses rules takes. */
export interface RuleOptions extends Selection {
  config?: Config | undefined;
}

/** What a report is held against, beside its rules. */
export interface Against {
  /** An earlier run: the report gets `changes`. */
  since?: Standings | undefined;
  /** The report gets `gate`: by the policy of `rules.yaml`, or by one in its place. */
  gate?: 'rules.yaml' | GatePolicy | undefined;
}

/** What an audit tells while it runs. */
export interface Progress {
  /** One listing of one collection in one region has begun or ended; `total` of them are planned. */
  unit(unit: Unit, state: 'started' | 'done', total: number): void;
  call(total: number): void;
  account(account: About['account'], regions: readonly RegionReport[], rules: number): void;
}

/** The part of an AbortSignal that an audit listens to. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What an audit takes. */
export interface AuditOptions extends RuleOptions, Against, Omit<SessionOptions, 'bill'> {
  /** The bill in place of Cost Explorer: a file of a Data Export (CSV, gzip or Parquet), or what was read from one. */
  bill?: string | ExportedBill | undefined;
  /** File that keeps the facts. Without it they live in a temporary folder until the report is made. */
  snapshot?: string | undefined;
  /** Goes on with the audit that was killed while it wrote `snapshot`. */
  resume?: boolean | undefined;
  /** Seconds until asking ends and the report is made of what was seen; default 3600. */
  maxDuration?: number | undefined;
  /**
   * At `maxDuration` the audit makes no report of what was seen so far: it leaves its facts beside `snapshot`, for `resume`,
   * and rejects with `AuditUnfinished`.
   */
  leaveUnfinished?: boolean | undefined;
  /** Ends asking, as `maxDuration` does. */
  signal?: StopSignal | undefined;
  progress?: Progress | undefined;
}

/** An audit reached its time before it was done, and left its facts for another one to go on with. */
export class AuditUnfinished extends Error {
  override readonly name = 'AuditUnfinished';
  /** `partial` is the folder that holds the facts so far. */
  constructor(readonly partial: string) {
    super('the audit reached its time before it was done');
  }
}

/** What an audit would ask. */
export interface Plan {
  rules: Rule[];
  /** AWS's own detectors that are asked beside. */
  detectors: Detector[];
  /** Services that the ledger asks about. */
  systems: System[];
  demands: Demand[];
  /** The calls that every audit makes to find account and regions. */
  base: readonly Call[];
  calls: PlannedCall[];
  /** IAM actions, sorted. */
  actions: string[];
}

/** Reads the rules: the bundled ones, and the reader's own over them. */
export const ruleBook = (config?: Config): RuleBook =>
  readRules(bundledRules(), config, allChecks, {
    services: declarableServices,
    today: new Date().toISOString().slice(0, 10),
  });

/** Ids of the services that `rules.yaml` may declare. */
export const declarableServices = (): Iterable<string> => priceBook().services.keys();

let prices: PriceBook | undefined;
/** The bundled `prices.yaml`, read once. */
function priceBook(): PriceBook {
  prices ??= readPrices(pricesText());
  return prices;
}

/** What an audit with these options would ask, without asking anything. */
export const plan = (options: RuleOptions = {}): Plan => planOf(ruleBook(options.config), options);

function planOf(book: RuleBook, options: RuleOptions): Plan {
  const rules = select(book.rules, options);
  const detectors = detectorsFor(rules, options);
  const systems = systemsFor(rules, options);
  const dated = systems !== undefined && options.services === undefined ? [calendarPart] : [];
  const parts = [
    ...detectors,
    ...partsOfLedger(systems),
    ...dated,
    ...(wantsOverview(rules, options) ? [overviewPart()] : []),
  ];
  const demands = demandsOf(rules, parts);
  const calls = plannedCalls(demands, rules, parts);
  return {
    rules,
    detectors,
    systems: systems ?? [],
    demands,
    base: sessionCalls,
    calls,
    actions: actionsOfPlan(calls, sessionCalls),
  };
}

/** A detector comes with the rules of its service; who names single rules wants their calls and no others. */
function detectorsFor(rules: readonly Rule[], selection: Selection): Detector[] {
  if (selection.rules !== undefined) return [];
  return allDetectors.filter(({ id }) => rules.some(rule => rule.service === id));
}

/**
 * The services of the ledger: it comes with the cost rules, and asks about the services whose rules were chosen, or about
 * all where none were named. Undefined: no ledger.
 */
function systemsFor(rules: readonly Rule[], selection: Selection): System[] | undefined {
  if (selection.rules !== undefined || !rules.some(rule => rule.category === 'cost')) return undefined;
  const chosen = allSystems.filter(
    ({ service, system }) =>
      selection.services === undefined ||
      rules.some(rule => rule.service === service || system.withRulesOf?.includes(rule.service)),
  );
  return chosen.map(({ system }) => system);
}

/** The overview comes with the rules on functions. */
const wantsOverview = (rules: readonly Rule[], selection: Selection): boolean =>
  selection.rules === undefined && rules.some(({ service }) => service === 'lambda');

const partsOfLedger = (systems: readonly System[] | undefined): Part[] =>
  systems ? [ledgerPart(systems), ...systems] : [];

/**
 * Audits an account: asks AWS, keeps the facts, judges them. Rejects with an InputError when the caller
 * has to change something; whatever AWS refuses is in the report.
 */
export async function audit(options: AuditOptions = {}): Promise<Report> {
  const book = ruleBook(options.config);
  const { demands, rules } = planOf(book, options);
  const yardstick = yardstickOf(book, options);
  const keep = options.snapshot;
  if (options.resume && keep === undefined) throw new InputError('name the snapshot to resume', { field: '--resume' });
  if (options.leaveUnfinished && keep === undefined) throw new InputError('an audit that is left needs a snapshot');
  if (keep !== undefined) await refuseFolder(keep);
  const scratch = keep === undefined ? await mkdtemp(path.join(tmpdir(), 'stocktake-')) : undefined;
  const file = keep ?? path.join(scratch ?? '', 'facts.snapshot');
  try {
    await gather(file, rules, demands, options);
    return holdAgainst(await report(await Snapshot.open(file), book, options), yardstick);
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
}

/** Told before anything is asked: at the end the facts would have nowhere to go. */
async function refuseFolder(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new InputError('is a folder; a snapshot needs a file', { file });
}

/** The report that these facts give, with today's rules. */
export async function replay(snapshotFile: string, options: RuleOptions & Against = {}): Promise<Report> {
  const book = ruleBook(options.config);
  const yardstick = yardstickOf(book, options);
  return holdAgainst(await report(await Snapshot.open(snapshotFile), book, options), yardstick);
}

/** A report that was made before, held against an earlier run and a gate of today; what a gate of then said is left out. */
export function judgeAgain(made: Report, options: Pick<RuleOptions, 'config'> & Against): Report {
  const { changes: _changes, gate: _gate, ...report } = made;
  return holdAgainst(report, yardstickOf(ruleBook(options.config), options));
}

/** Checked before anything is asked. */
function yardstickOf(book: RuleBook, { since, gate }: Against): Yardstick {
  const policy = gate === 'rules.yaml' ? book.gate : gate;
  if (policy) checkPolicy(policy);
  return { since, policy };
}

/** How things stood in saved facts, judged with today's rules: what a comparison needs, and no page. */
export async function standingsOfSnapshot(snapshotFile: string, options: RuleOptions = {}): Promise<Standings> {
  const snapshot = await Snapshot.open(snapshotFile);
  const { rules: known, exceptions, off } = ruleBook(options.config);
  const rules = select(known, options);
  const { about, run } = snapshot;
  const { findings } = await evaluate(rules, snapshot);
  applyExceptions(findings, exceptions, about);
  return standingsOf(
    {
      account: about.account,
      started: about.started,
      tool: { name: 'stocktake', version },
      regions: run.regions,
      hints: sayOff(off),
      rules: rules.map(({ check: { id, title }, severity, category, service, params }) => {
        return { id, title, severity, category, service, params };
      }),
      findings,
    },
    snapshotFile,
  );
}

async function report(snapshot: Snapshot, book: RuleBook, selection: Selection): Promise<Report> {
  const { rules: known, scoring, off } = book;
  const rules = select(known, selection);
  const detectors = detectorsFor(rules, selection);
  const systems = systemsFor(rules, selection);
  return makeReport(snapshot, {
    rules,
    detectors,
    ...(systems
      ? {
          reckon: (facts, findings) =>
            ledgerOf(facts, findings, { systems, declared: book.declared, prices: priceBook() }),
        }
      : {}),
    ...(wantsOverview(rules, selection)
      ? {
          describe: async (facts, findings) => {
            const prices = priceBook();
            const now = new Date(facts.about.started);
            // Without a ledger nobody asked for money.
            const price = systems ? pricingBy((await billOf(facts, prices, now)).bill, prices) : undefined;
            return overviewOf(facts, { findings, words: book.words, price });
          },
        }
      : {}),
    scoring,
    exceptions: book.exceptions,
    frameworks: new Frameworks(frameworkTexts()),
    toolVersion: version,
    hints: sayOff(off),
  });
}

async function gather(
  file: string,
  rules: readonly Rule[],
  demands: readonly Demand[],
  options: AuditOptions,
): Promise<void> {
  const partialDirectory = `${file}.partial`;
  const before = options.resume ? await readPartial(partialDirectory) : undefined;
  if (options.resume && !before) throw new InputError('there is no audit to resume here', { file: partialDirectory });
  const session = await prepareSession(options, before);
  const disarm = armStops(session, options);
  try {
    await session.identify();
    if (options.since) checkSameAccount(options.since.run, session.identity.id, 'the credentials');
    const ids = rules.map(rule => rule.check.id);
    const about: About = {
      account: accountOf(session),
      regions: session.openRegions,
      started: session.started.toISOString(),
    };
    if (before) checkSame(before, about, ids, partialDirectory);
    const spool = await openSpool(before ? nextTo(partialDirectory) : partialDirectory, about, ids);
    const earlier = before && keepEarlier(before, spool);
    if (before) await spool.moveTo(partialDirectory);
    allowPlanned(session, demands);
    options.progress?.account(about.account, session.regions, rules.length);
    await collect(demands, session, spool, { earlier, onUnit: unitTeller(demands, session, options) });
    if (options.leaveUnfinished && session.door.stopped?.reason === 'deadline') {
      await spool.leave(effortOf(session, before));
      throw new AuditUnfinished(partialDirectory);
    }
    await finish(spool, file, about, effortOf(session, before), session);
  } finally {
    disarm();
    session.close();
  }
}

function unitTeller(demands: readonly Demand[], session: Session, { progress }: AuditOptions) {
  const total = demands.reduce(
    (sum, { collection }) => sum + (collection.scope === 'global' ? 1 : session.openRegions.length),
    0,
  );
  return (unit: Unit, state: 'started' | 'done') => progress?.unit(unit, state, total);
}

/** What this run has asked and spent, and what the runs before it did whose facts it goes on with. */
function effortOf({ door }: Session, before: Partial | undefined): Effort {
  return {
    calls: addUp(before?.effort?.calls ?? {}, door.calls),
    spent: addUp(before?.effort?.spent ?? {}, door.purse.spent),
  };
}

function addUp(some: Readonly<Record<string, number>>, more: Readonly<Record<string, number>>): Record<string, number> {
  const names = [...new Set([...Object.keys(some), ...Object.keys(more)])].sort();
  return Object.fromEntries(names.map(name => [name, (some[name] ?? 0) + (more[name] ?? 0)]));
}

async function finish(spool: Spool, file: string, about: About, effort: Effort, session: Session): Promise<void> {
  const regions = regionsAfter(session);
  const audited = regions.filter(region => region.state === 'audited' || region.state === 'unreachable');
  const { stopped } = session.door;
  await spool.finish(
    file,
    { ...about, regions: audited.map(region => region.name) },
    {
      finished: new Date().toISOString(),
      regions,
      ...effort,
      gaps: session.gaps,
      ...(stopped ? { ended: { reason: stopped.reason, message: stopped.message } } : {}),
    },
  );
}

async function prepareSession({ bill, ...options }: AuditOptions, before: Partial | undefined): Promise<Session> {
  let calls = 0;
  const read = typeof bill === 'string' ? await readBill(bill) : bill;
  return Session.prepare({
    ...options,
    ...(read ? { bill: read } : {}),
    ...(before ? { now: new Date(before.about.started) } : {}),
    onCall: () => {
      calls += 1;
      options.progress?.call(calls);
    },
  });
}

function accountOf(session: Session): About['account'] {
  const { id, arn, partition, alias } = session.identity;
  return { id, arn, partition, ...(alias === undefined ? {} : { alias }) };
}

/** Facts of two accounts, or of two selections, must never mix. */
function checkSame(before: Partial, about: About, ids: readonly string[], file: string): void {
  if (before.about.account.id !== about.account.id) {
    throw new InputError(
      `this run is of account ${before.about.account.id}, the credentials are of ${about.account.id}`,
      {
        file,
      },
    );
  }
  if (before.about.regions.join() !== about.regions.join()) {
    throw new InputError(`this run is of the regions ${before.about.regions.join(', ')}; resume it with the same`, {
      file,
    });
  }
  if (before.rules.join() !== ids.join()) {
    throw new InputError('this run was started with other rules; resume it with the same selection', { file });
  }
}

async function openSpool(directory: string, about: About, rules: readonly string[]): Promise<Spool> {
  try {
    return await Spool.open(directory, about, rules);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new InputError(`cannot be written (${code})`, { file: directory });
  }
}

/** Puts what is done into the new spool, and hands out rows of what is not, to be completed. */
function keepEarlier(before: Partial, spool: Spool): Earlier {
  const done = new Set<string>();
  const rows = new Map<string, StoredRow[]>();
  for (const [id, lines] of before.lines) {
    for (const line of lines) if (line.kind === 'done') done.add(`${id} ${line.region}`);
    for (const line of lines) {
      const unit = `${id} ${line.region}`;
      if (line.kind === 'row') {
        const { region, item, details } = line;
        const group = rows.get(unit);
        if (group) group.push({ region, item, details });
        else rows.set(unit, [{ region, item, details }]);
      }
      if (done.has(unit)) spool.add(id, line);
    }
  }
  return {
    isDone: (id, region) => done.has(`${id} ${region}`),
    rowsOf: (id, region) => rows.get(`${id} ${region}`) ?? [],
  };
}

function allowPlanned(session: Session, demands: readonly Demand[]): void {
  for (const { collection, details } of demands) {
    session.door.allow(collection.calls);
    for (const name of details.keys()) session.door.allow(collection.details[name]?.calls ?? []);
  }
}

/** Node ends a longer timer at once. */
const longestTimer = 2 ** 31 - 1;

/** Deadline and interruption end the asking; what was seen so far is reported. */
function armStops(session: Session, options: AuditOptions): () => void {
  const seconds = options.maxDuration ?? 3600;
  const timer = setTimeout(
    () => session.door.stop('deadline', `the audit was to end after ${seconds} seconds (--max-duration)`),
    Math.min(seconds * 1000, longestTimer),
  );
  const interrupt = () => session.door.stop('interrupted', 'the audit was interrupted');
  options.signal?.addEventListener('abort', interrupt, { once: true });
  if (options.signal?.aborted) interrupt();
  return () => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', interrupt);
  };
}

/** A region that the organization closes, or that never answered, is a state of the region. */
function regionsAfter(session: Session): RegionReport[] {
  const open = session.openRegions;
  const closed = open.filter(region => session.door.closure(region));
  return session.regions.map(region => {
    if (region.state !== 'audited') return region;
    if (closed.includes(region.name) && closed.length < open.length) {
      return {
        name: region.name,
        state: 'denied-by-organization',
        message: 'a policy of the organization denies every service that was asked in this region',
      };
    }
    if (session.door.isUnreachable(region.name)) {
      return { name: region.name, state: 'unreachable', message: 'no service in this region could be reached' };
    }
    return region;
  });
}
