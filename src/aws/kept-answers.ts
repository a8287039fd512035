import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../core/input.js';

const oneDay = 86_400_000;

/** Answers that cost money, kept in a folder for a day: the next run reads them there. */
export class KeptAnswers {
  constructor(private readonly directory: string) {}

  /** The kept answer of this name, if it is at most a day old at `now`; else what `ask` brings, which is kept. */
  async get<Value>(name: string, now: Date, ask: () => Promise<Value>): Promise<Value> {
    const file = path.join(this.directory, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
    const kept = await this.#read(file, name, now);
    if (kept !== undefined) return kept.answer as Value;
    const answer = await ask();
    await this.#write(file, { name, asked: now.toISOString(), answer });
    return answer;
  }

  async #read(file: string, name: string, now: Date): Promise<{ answer: unknown } | undefined> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw cannot('read', file, error);
    }
    const kept = parse(text);
    const age = now.getTime() - Date.parse(String(kept?.['asked']));
    // What is damaged, of another question or old is asked again: nothing is lost by it.
    if (kept?.['name'] !== name || !(age >= 0 && age < oneDay)) return undefined;
    return { answer: kept['answer'] };
  }

  async #write(file: string, kept: object): Promise<void> {
    const partial = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.directory, { recursive: true });
      await writeFile(partial, JSON.stringify(kept), { mode: 0o600 });
      await rename(partial, file);
    } catch (error) {
      throw cannot('written', file, error);
    }
  }

  /** An InputError when the folder is none. Told before anything is asked. */
  async check(): Promise<void> {
    const there = await stat(this.directory).catch(() => undefined);
    if (there && !there.isDirectory())
      throw new InputError('is not a folder', { field: '--ce-cache', file: this.directory });
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function cannot(verb: string, file: string, error: unknown): InputError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  return new InputError(`cannot be ${verb} (${code})`, { field: '--ce-cache', file });
}
