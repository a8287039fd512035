import { appendFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { constants, gunzip, gzip, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { InputError } from './input.js';
import type { Gap } from './types.js';
import type { About, CollectionFacts, FactSource, RunReport, StoredRow } from './world.js';

/**
 * Facts on disk. While an audit runs they stream into `<file>.partial/`, one file a collection; at the
 * end they become one file of gzip members (so `zcat` reads it): a member a collection, a footer that
 * says where each begins, and a last member of fixed length that says where the footer begins.
 */

const inflate = promisify(gunzip);
const deflate = promisify(gzip);
const formatVersion = 1;
const batchBytes = 256 * 1024;

/** One line of a collection: an item, a place that could not be seen, or the end of one region's listing. */
export type FactLine =
  | { kind: 'row'; region: string; item: StoredRow['item']; details: StoredRow['details'] }
  | { kind: 'gap'; region: string; gap: Gap }
  | { kind: 'done'; region: string };

const gapSchema = z.object({
  reason: z.string(),
  api: z.string(),
  actions: z.array(z.string()),
  region: z.string(),
  resource: z.string().optional(),
  message: z.string(),
  cause: z.string().optional(),
});
const outcomeSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), gap: gapSchema }),
]);
const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('row'),
    region: z.string(),
    item: z.record(z.string(), z.unknown()),
    details: z.record(z.string(), outcomeSchema),
  }),
  z.object({ kind: z.literal('gap'), region: z.string(), gap: gapSchema }),
  z.object({ kind: z.literal('done'), region: z.string() }),
]);
const aboutSchema = z.object({
  account: z.object({
    id: z.string(),
    alias: z.string().optional(),
    partition: z.string(),
    arn: z.string().optional(),
  }),
  regions: z.array(z.string()),
  started: z.iso.datetime(),
});
const footerSchema = z.object({
  stocktake: z.literal('snapshot'),
  version: z.number(),
  about: aboutSchema,
  run: z.object({
    finished: z.iso.datetime(),
    regions: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['audited', 'not-enabled', 'denied-by-organization', 'unreachable']),
        message: z.string().optional(),
      }),
    ),
    calls: z.record(z.string(), z.number()),
    gaps: z.array(gapSchema),
    ended: z
      .object({ reason: z.enum(['deadline', 'interrupted', 'expired-credentials']), message: z.string() })
      .optional(),
  }),
  index: z.record(z.string(), z.object({ at: z.number(), bytes: z.number(), line: z.number() })),
});
type Footer = z.infer<typeof footerSchema>;

/** Facts of a run in progress. */
export class Spool {
  readonly #waiting = new Map<string, string[]>();
  readonly #sizes = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #failure: unknown;

  private constructor(
    readonly directory: string,
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
    if (this.#failure) throw this.#failure;
  }

  #flushAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const id of [...this.#waiting.keys()]) this.#flushOne(id);
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
        this.#failure ??= error;
      });
  }

  /** The facts of one collection so far. */
  async load(collectionId: string): Promise<CollectionFacts | undefined> {
    await this.flush();
    const lines = await readSpool(this.directory, collectionId);
    return lines && factsOf(lines, this.about.regions);
  }

  /** Makes one file of it, atomically, and removes the directory. */
  async finish(file: string, about: About, run: RunReport): Promise<void> {
    await this.flush();
    const partial = `${file}.${process.pid}.tmp`;
    const out = await open(partial, 'w');
    try {
      await writeSnapshot(out, about, run, await spooledIds(this.directory), async id => {
        const lines = await readSpool(this.directory, id);
        return lines ? factsOf(lines, about.regions) : { rows: [], gaps: [] };
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
}

/** Reads what an earlier run left; undefined when there is nothing. */
export async function readPartial(directory: string): Promise<Partial | undefined> {
  let text: string;
  try {
    text = await readFile(path.join(directory, 'about.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
  return { about: parsed.data.about as About, rules: parsed.data.rules, lines };
}

/** Facts of the audited regions, in an order that does not depend on who answered first. */
function factsOf(lines: readonly FactLine[], regions: readonly string[]): CollectionFacts {
  const counts = (region: string) => region === 'global' || regions.includes(region);
  const rows = new Map<string, StoredRow>();
  const gaps = new Map<string, Gap>();
  for (const line of lines) {
    if (!counts(line.region)) continue;
    if (line.kind === 'row') {
      const { region, item, details } = line;
      rows.set(`${region}\n${JSON.stringify(item)}`, { region, item, details });
    } else if (line.kind === 'gap' && (line.gap.region === 'global' || counts(line.gap.region))) {
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
  const footer: Footer = { stocktake: 'snapshot', version: formatVersion, about, run, index } as Footer;
  await put(`${JSON.stringify(footer)}\n`);
  await out.write(pointerTo(footerAt));
}

/** The last member: stored, not compressed, so that its length is always the same. */
const pointerTo = (offset: number): Buffer =>
  gzipSync(`{"footer":${String(offset).padStart(15, ' ')}}\n`, { level: 0 });
const pointerBytes = pointerTo(0).length;

/** A finished snapshot, read one collection at a time. */
export class Snapshot implements FactSource {
  private constructor(
    readonly file: string,
    readonly about: About,
    readonly run: RunReport,
    readonly index: Footer['index'],
  ) {}

  /** Opens a snapshot; an InputError when the file is not one, was cut short, or is of another version. */
  static async open(file: string): Promise<Snapshot> {
    const footer = footerSchema.safeParse(await readFooter(file));
    if (!footer.success) {
      const issue = footer.error.issues[0];
      throw new InputError(`is not a valid snapshot: ${issue?.message ?? ''}`, {
        file,
        field: (issue?.path ?? []).map(String).join('.'),
      });
    }
    const { about, run, index } = footer.data;
    return new Snapshot(file, about as About, run as RunReport, index);
  }

  async load(collectionId: string): Promise<CollectionFacts | undefined> {
    const place = Object.hasOwn(this.index, collectionId) ? this.index[collectionId] : undefined;
    if (!place) return undefined;
    const text = await readMember(this.file, place.at, place.bytes).catch(() => {
      throw new InputError(`the facts of ${collectionId} are damaged`, { file: this.file, line: place.line });
    });
    const rows: StoredRow[] = [];
    const gaps: Gap[] = [];
    for (const [offset, line] of text.split('\n').entries()) {
      if (line === '') continue;
      const parsed = lineSchema.safeParse(parseJson(line));
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new InputError(`is not a fact of ${collectionId}: ${issue?.message ?? ''}`, {
          file: this.file,
          line: place.line + offset,
          field: (issue?.path ?? []).map(String).join('.'),
        });
      }
      if (parsed.data.kind === 'row') {
        const { region, item, details } = parsed.data;
        rows.push({ region, item, details: details as StoredRow['details'] });
      } else if (parsed.data.kind === 'gap') gaps.push(parsed.data.gap as Gap);
    }
    return { rows, gaps };
  }
}

async function readFooter(file: string): Promise<unknown> {
  const bytes = await fileSize(file);
  const head = await readBytes(file, 0, Math.min(2, bytes));
  if (head[0] !== 0x1f || head[1] !== 0x8b) throw new InputError('is not a stocktake snapshot', { file });
  const cut = new InputError(
    'was cut short; finish it with "stocktake audit --resume" if its .partial folder is still there',
    { file },
  );
  if (bytes < pointerBytes) throw cut;
  const start = bytes - pointerBytes;
  const pointer = parseJson(await readMember(file, start, pointerBytes).catch(() => '')) as { footer?: unknown };
  const at = pointer?.footer;
  if (typeof at !== 'number' || !Number.isInteger(at) || at < 0 || at >= start) throw cut;
  const text = await readMember(file, at, start - at).catch(() => {
    throw cut;
  });
  const footer = parseJson(text) as { version?: unknown } | undefined;
  if (typeof footer?.version === 'number' && footer.version !== formatVersion) {
    throw new InputError(
      `is of snapshot version ${footer.version}; this stocktake reads version ${formatVersion}`,
      { file },
    );
  }
  return footer;
}

const readMember = async (file: string, at: number, bytes: number): Promise<string> =>
  (await inflate(await readBytes(file, at, bytes))).toString('utf8');

async function fileSize(file: string): Promise<number> {
  const handle = await openInput(file);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new InputError('is not a file', { file });
    return stat.size;
  } finally {
    await handle.close();
  }
}

async function readBytes(file: string, at: number, bytes: number): Promise<Buffer> {
  const handle = await openInput(file);
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function openInput(file: string): Promise<Awaited<ReturnType<typeof open>>> {
  try {
    return await open(file, 'r');
  } catch (error) {
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { file });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
