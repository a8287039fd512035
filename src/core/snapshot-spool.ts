import { appendFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { InputError } from './input.js';
import { aboutSchema, deflate, type Footer, formatVersion, inflate, lineSchema, parseJson } from './snapshot-format.js';
import type { Gap } from './types.js';
import type { About, CollectionFacts, FactLine, RunReport, StoredRow } from './world.js';

/**
 * Facts of a running audit on disk: they stream into `<file>.partial/`, one file a collection. At the end
 * they become one file of gzip members (so `zcat` reads it): a member a collection, a footer that says
 * where each begins, and a last member of fixed length that says where the footer begins.
 */

const batchBytes = 256 * 1024;

/** What a run has asked and spent, by operation. */
export type Effort = Pick<RunReport, 'calls' | 'spent'>;
const effortSchema = z.object({ calls: z.record(z.string(), z.number()), spent: z.record(z.string(), z.number()) });

/** Facts of a run in progress. */
export class Spool {
  readonly #waiting = new Map<string, string[]>();
  readonly #sizes = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;

  private constructor(
    private directory: string,
    readonly about: About,
  ) {}

  /** Begins a run in `directory`, in place of what is there; `rules` are noted for whoever resumes it. */
  static async open(directory: string, about: About, rules: readonly string[]): Promise<Spool> {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const note = JSON.stringify({ version: formatVersion, about, rules });
    await writeFile(path.join(directory, 'about.json'), `${note}\n`);
    return new Spool(directory, about);
  }

  /** Takes the place of the run that was in `directory`, which is whole until then. */
  async moveTo(directory: string): Promise<void> {
    await this.flush();
    await rm(directory, { recursive: true, force: true });
    await rename(this.directory, directory);
    this.directory = directory;
  }

  /** Adds a line; it is on disk within a second or so. */
  add(collectionId: string, line: FactLine): void {
    const lines = this.#waiting.get(collectionId) ?? [];
    this.#waiting.set(collectionId, lines);
    const text = `${JSON.stringify(line)}\n`;
    lines.push(text);
    const size = (this.#sizes.get(collectionId) ?? 0) + text.length;
    this.#sizes.set(collectionId, size);
    if (size > batchBytes) this.#flushOne(collectionId);
    else this.#timer ??= setTimeout(() => this.#flushAll(), 1000).unref();
  }

  /** Resolves when all lines are on disk; rejects when one could not be written. */
  async flush(): Promise<void> {
    this.#flushAll();
    await this.#writing;
    if (this.#failure) throw unwritable(this.#failure, this.directory);
  }

  #flushAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const id of this.#waiting.keys()) this.#flushOne(id);
  }

  /** Each batch is a gzip member of its own, so that a killed run loses at most the last one. */
  #flushOne(collectionId: string): void {
    const lines = this.#waiting.get(collectionId);
    this.#waiting.delete(collectionId);
    this.#sizes.delete(collectionId);
    if (!lines?.length) return;
    const file = spoolFile(this.directory, collectionId);
    this.#writing = this.#writing
      .then(async () => appendFile(file, await deflate(lines.join(''))))
      .catch(error => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      });
  }

  /** The facts of one collection so far. */
  async load(collectionId: string): Promise<CollectionFacts | undefined> {
    await this.flush();
    const lines = await readSpool(this.directory, collectionId);
    return lines && factsOf(lines, this.about.regions, this.about.regions);
  }

  /** Ends writing and leaves what there is, for whoever resumes the run. */
  async leave(effort: Effort): Promise<void> {
    await writeFile(path.join(this.directory, 'effort.json'), `${JSON.stringify(effort)}\n`);
    await this.flush();
  }

  /** Makes one file of it, atomically, and removes the directory. */
  async finish(file: string, about: About, run: RunReport): Promise<void> {
    await this.flush();
    const partial = `${this.directory}.finished`;
    const out = await open(partial, 'w');
    try {
      await writeSnapshot(out, about, run, await spooledIds(this.directory), async id => {
        const lines = await readSpool(this.directory, id);
        return lines ? factsOf(lines, about.regions, this.about.regions) : { rows: [], gaps: [] };
      });
      await out.sync();
    } finally {
      await out.close();
    }
    await rename(partial, file);
    await this.discard();
  }

  /** Removes what was spooled. */
  async discard(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A full disk, say, in one sentence; what was written before stays, for `--resume`. */
function unwritable(error: NodeJS.ErrnoException, file: string): Error {
  return error.code === undefined ? error : new InputError(`cannot be written (${error.code})`, { file });
}

const spoolFile = (directory: string, collectionId: string): string => path.join(directory, `${collectionId}.jsonl.gz`);

async function spooledIds(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.flatMap(name => (name.endsWith('.jsonl.gz') ? [name.slice(0, -'.jsonl.gz'.length)] : [])).sort();
}

/** The lines of a spooled collection; of a batch that was cut short, the whole lines before the cut. */
async function readSpool(directory: string, collectionId: string): Promise<FactLine[] | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(spoolFile(directory, collectionId));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const text = (await inflate(bytes, { finishFlush: constants.Z_SYNC_FLUSH })).toString('utf8');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter(line => line !== '').map(line => lineSchema.parse(JSON.parse(line)) as FactLine);
}

/** What an earlier run left in a directory. */
export interface Partial {
  about: About;
  rules: string[];
  /** By collection. */
  lines: Map<string, FactLine[]>;
  /** Known of a run that was left, not of one that was killed. */
  effort?: Effort;
}

/** Where a resumed run gathers what it keeps, until it takes the place of the old one. */
export const nextTo = (directory: string): string => `${directory}.next`;

/** Reads what an earlier run left; undefined when there is nothing. */
export async function readPartial(directory: string): Promise<Partial | undefined> {
  return (await readRun(directory)) ?? readRun(nextTo(directory));
}

async function readRun(directory: string): Promise<Partial | undefined> {
  const text = await textOf(path.join(directory, 'about.json'));
  if (text === undefined) return undefined;
  const parsed = z
    .object({ version: z.number(), about: aboutSchema, rules: z.array(z.string()) })
    .safeParse(parseJson(text));
  if (!parsed.success || parsed.data.version !== formatVersion) {
    throw new InputError('is not a run that this version of stocktake can resume', { file: directory });
  }
  const lines = new Map<string, FactLine[]>();
  for (const id of await spooledIds(directory)) {
    try {
      lines.set(id, (await readSpool(directory, id)) ?? []);
    } catch {
      throw new InputError(`the facts of ${id} are damaged; remove this file to ask for them again`, {
        file: spoolFile(directory, id),
      });
    }
  }
  const effort = effortSchema.safeParse(parseJson((await textOf(path.join(directory, 'effort.json'))) ?? ''));
  return {
    about: parsed.data.about as About,
    rules: parsed.data.rules,
    lines,
    ...(effort.success ? { effort: effort.data } : {}),
  };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Facts of the audited regions, in an order that does not depend on who answered first. `asked`: the regions that the run
 * began with; what a global listing missed in one of them that turned out to be closed is no gap, but what it missed in a
 * region beyond them (the one that records global services) is.
 */
function factsOf(lines: readonly FactLine[], regions: readonly string[], asked: readonly string[]): CollectionFacts {
  const counts = (region: string) => region === 'global' || regions.includes(region);
  const isClosed = (region: string) => asked.includes(region) && !counts(region);
  const rows = new Map<string, StoredRow>();
  const gaps = new Map<string, Gap>();
  for (const line of lines) {
    if (!counts(line.region)) continue;
    if (line.kind === 'row') {
      const { region, item, details } = line;
      rows.set(`${region}\n${JSON.stringify(item)}`, { region, item, details });
    } else if (line.kind === 'gap' && !isClosed(line.gap.region)) {
      gaps.set(JSON.stringify(line.gap), line.gap);
    }
  }
  return { rows: sorted(rows), gaps: sorted(gaps) };
}

function sorted<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}

interface Sink {
  write(bytes: Buffer): Promise<unknown>;
}

async function writeSnapshot(
  out: Sink,
  about: About,
  run: RunReport,
  ids: readonly string[],
  load: (id: string) => Promise<CollectionFacts>,
): Promise<void> {
  let at = 0;
  let line = 1;
  const index: Footer['index'] = {};
  const put = async (text: string): Promise<number> => {
    const bytes = await deflate(text);
    await out.write(bytes);
    at += bytes.length;
    return bytes.length;
  };
  for (const id of ids) {
    const facts = await load(id);
    const start = at;
    const lines = [
      ...facts.rows.map(row => JSON.stringify({ kind: 'row', ...row })),
      ...facts.gaps.map(gap => JSON.stringify({ kind: 'gap', region: gap.region, gap })),
    ];
    const bytes = await put(lines.map(one => `${one}\n`).join(''));
    index[id] = { at: start, bytes, line };
    line += lines.length;
  }
  const footerAt = at;
  const footer: Footer = { stocktake: 'snapshot', version: formatVersion, about, run, index };
  await put(`${JSON.stringify(footer)}\n`);
  await out.write(pointerTo(footerAt));
}

/** The last member: stored, not compressed, so that its length is always the same. */
const pointerTo = (offset: number): Buffer =>
  gzipSync(`{"footer":${String(offset).padStart(15, ' ')}}\n`, { level: 0 });
/** Length of the last member. */
export const pointerBytes = pointerTo(0).length;
