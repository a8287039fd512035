import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../core/input.js';
import type { Store } from './store.js';

/** Files in a folder of this machine, which is made with the first file. */
export class FolderStore implements Store {
  constructor(readonly place: string) {}

  async get(key: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#file(key));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw this.#explain(error, key, 'read');
    }
  }

  async put(key: string, body: Uint8Array | string): Promise<void> {
    const file = this.#file(key);
    const partial = `${file}.${process.pid}.tmp`;
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(partial, body);
      await rename(partial, file);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw this.#explain(error, key, 'written');
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.#file(key), { force: true });
  }

  async list(prefix: string): Promise<string[]> {
    const entries = await readdir(this.place, { recursive: true, withFileTypes: true }).catch(error => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw this.#explain(error, prefix, 'read');
    });
    return entries
      .filter(entry => entry.isFile())
      .map(entry => path.relative(this.place, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      .filter(key => key.startsWith(prefix))
      .sort();
  }

  #file(key: string): string {
    return path.join(this.place, ...key.split('/'));
  }

  #explain(error: unknown, key: string, what: 'read' | 'written'): unknown {
    const { code } = error as NodeJS.ErrnoException;
    return code === undefined ? error : new InputError(`cannot be ${what} (${code})`, { file: this.#file(key) });
  }
}
