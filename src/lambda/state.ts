import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Store } from '../aws/store.js';
import { version } from '../version.js';
import { log, messageOf } from './log.js';

const noteKey = 'state/note.json';
/** An unfinished run that is older than this is begun anew: its facts would describe another day. */
const oldest = 6 * 3600_000;

const noteSchema = z.object({
  tool: z.string(),
  folder: z.string().regex(/^state\/[\w.-]+\/$/),
  started: z.iso.datetime(),
  attempts: z.int().min(0),
});
type Note = z.infer<typeof noteSchema>;

/**
 * Keeps the facts of an unfinished run in the store, so that another invocation can go on with it: the files of the
 * partial folder, and a note that says which run they are of.
 */
export class RunState {
  readonly #sent = new Map<string, string>();
  #note: Note | undefined;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Store,
    private readonly partial: string,
    private readonly now: () => Date,
  ) {}

  /** Invocations that have gone on with this run, this one among them. */
  get attempts(): number {
    return this.#note?.attempts ?? 0;
  }

  /** Brings an unfinished run that is not too old into the partial folder; false where there is none. */
  async restore(): Promise<boolean> {
    await rm(this.partial, { recursive: true, force: true });
    const note = await this.#read();
    if (!note) return false;
    const names = (await this.store.list(note.folder)).map(key => key.slice(note.folder.length));
    await mkdir(this.partial, { recursive: true });
    for (const name of names.filter(one => /^[\w.-]+$/.test(one))) {
      const bytes = await this.store.get(`${note.folder}${name}`);
      if (!bytes) continue;
      await writeFile(path.join(this.partial, name), bytes);
      this.#sent.set(name, (await markOf(path.join(this.partial, name))) ?? '');
    }
    this.#note = { ...note, attempts: note.attempts + 1 };
    await this.#writeNote();
    return true;
  }

  /** From now on changed files are sent every so many milliseconds; what fails is tried again the next time. */
  watch(milliseconds: number): void {
    this.#timer = setInterval(() => {
      this.save().catch(error => log('warn', 'state-not-saved', { message: messageOf(error) }));
    }, milliseconds);
    this.#timer.unref();
  }

  /** Sends what has changed; rejects when the store refuses it. */
  save(): Promise<void> {
    const turn = this.#work.then(() => this.#save());
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  /** Ends watching and waits for what is being sent. */
  async rest(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
  }

  /** Forgets the run, here and in the store. */
  async discard(): Promise<void> {
    await this.rest();
    this.#note = undefined;
    this.#sent.clear();
    await rm(this.partial, { recursive: true, force: true });
    const keys = await this.store.list('state/');
    // The note goes first: files without one belong to no run.
    for (const key of keys.sort((a, b) => Number(b === noteKey) - Number(a === noteKey))) await this.store.delete(key);
  }

  async #read(): Promise<Note | undefined> {
    const text = (await this.store.get(noteKey))?.toString('utf8');
    if (text === undefined) return undefined;
    const note = noteOf(text);
    const age = this.now().getTime() - new Date(note?.started ?? 0).getTime();
    if (note && note.tool === version && age <= oldest) return note;
    log('info', 'state-discarded', { reason: note?.tool === version ? 'too old' : 'of another version' });
    await this.discard();
    return undefined;
  }

  async #save(): Promise<void> {
    const about = await readFile(path.join(this.partial, 'about.json'), 'utf8').catch(() => undefined);
    if (about === undefined) return;
    if (!this.#note) await this.#begin(about);
    for (const name of (await readdir(this.partial)).sort()) await this.#send(name);
  }

  async #begin(about: string): Promise<void> {
    const { started } = (JSON.parse(about) as { about: { started: string } }).about;
    this.#note = { tool: version, folder: `state/${started.replace(/[:.]/g, '')}/`, started, attempts: 0 };
    await this.#writeNote();
  }

  async #send(name: string): Promise<void> {
    const file = path.join(this.partial, name);
    const mark = await markOf(file);
    if (mark === undefined || this.#sent.get(name) === mark) return;
    await this.store.put(`${this.#note?.folder ?? ''}${name}`, await readFile(file), 'application/octet-stream');
    this.#sent.set(name, mark);
  }

  #writeNote(): Promise<void> {
    return this.store.put(noteKey, `${JSON.stringify(this.#note)}\n`, 'application/json');
  }
}

/** Tells two contents of a file apart; undefined where there is none. */
async function markOf(file: string): Promise<string | undefined> {
  const seen = await stat(file).catch(() => undefined);
  return seen?.isFile() ? `${seen.size} ${seen.mtimeMs}` : undefined;
}

function noteOf(text: string): Note | undefined {
  try {
    return noteSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
