import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InputError } from './input.js';
import {
  type Footer,
  footerSchema,
  formatVersion,
  inflate,
  lineSchema,
  type MemberPlace,
  parseJson,
} from './snapshot-format.js';
import { pointerBytes } from './snapshot-spool.js';
import type { Gap } from './types.js';
import type { About, CollectionFacts, FactLine, FactSource, RunReport, StoredRow } from './world.js';

/** A finished snapshot, read one collection at a time. */
export class Snapshot implements FactSource {
  private constructor(
    readonly file: string,
    readonly about: About,
    readonly run: RunReport,
    readonly index: Readonly<Record<string, MemberPlace>>,
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
    const { about, run, index } = footer.data as Footer;
    return new Snapshot(file, about, run, index);
  }

  async load(collectionId: string): Promise<CollectionFacts | undefined> {
    const place = Object.hasOwn(this.index, collectionId) ? this.index[collectionId] : undefined;
    if (!place) return undefined;
    const rows: StoredRow[] = [];
    const gaps: Gap[] = [];
    let number = place.line;
    for await (const lines of linesOf(this.file, collectionId, place)) {
      for (const line of lines) {
        const fact = factOf(line, collectionId, { file: this.file, line: number });
        if (fact?.kind === 'row') rows.push({ region: fact.region, item: fact.item, details: fact.details });
        else if (fact?.kind === 'gap') gaps.push(fact.gap);
        number += 1;
      }
    }
    return { rows, gaps };
  }
}

function factOf(text: string, collectionId: string, at: { file: string; line: number }): FactLine | undefined {
  if (text === '') return undefined;
  const parsed = lineSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data as FactLine;
  const issue = parsed.error.issues[0];
  throw new InputError(`is not a fact of ${collectionId}: ${issue?.message ?? ''}`, {
    ...at,
    field: (issue?.path ?? []).map(String).join('.'),
  });
}

/** The lines of one member, some at a time: the text of a large collection never lies in memory as a whole. */
async function* linesOf(
  file: string,
  collectionId: string,
  { at, bytes, line }: MemberPlace,
): AsyncGenerator<string[]> {
  let rest = '';
  try {
    const text = createGunzip().setEncoding('utf8');
    // Whoever reads the text gets an error of either; this only closes both.
    pipeline(createReadStream(file, { start: at, end: at + bytes - 1 }), text, () => undefined);
    for await (const chunk of text) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
  } catch {
    throw new InputError(`the facts of ${collectionId} are damaged`, { file, line });
  }
  yield [rest];
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
    throw new InputError(`is of snapshot version ${footer.version}; this stocktake reads version ${formatVersion}`, {
      file,
    });
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
