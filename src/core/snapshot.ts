import { open } from 'node:fs/promises';
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
import type { About, CollectionFacts, FactSource, RunReport, StoredRow } from './world.js';

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
