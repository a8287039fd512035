import { access, constants, mkdir, stat } from 'node:fs/promises';
import { InputError } from '../core/input.js';
import { FolderStore } from './folder-store.js';
import { S3Store, storeCalls } from './s3-store.js';
import type { Store } from './store.js';
import { type WriterOptions, Writers } from './writers.js';

/** How to reach a place. */
interface PlaceOptions extends WriterOptions {
  /** What to do where the bucket belongs to another account: the end of a sentence. */
  otherwise?: string | undefined;
  /** The account that a bucket must belong to; without it, that of the credentials. */
  owner?: string | undefined;
}

/** A store that may hold connections open. */
export interface OpenedStore {
  store: Store;
  close(): void;
}

/**
 * Opens a folder, which is made where there is none, or `s3://bucket/prefix`, of which nothing is asked yet but whose the
 * credentials are; an InputError where that cannot be.
 */
export async function openStore(place: string, options: PlaceOptions = {}): Promise<OpenedStore> {
  const at = bucketPlace(place);
  if (at === undefined) {
    await prepareFolder(place);
    return { store: new FolderStore(place), close: () => undefined };
  }
  const writers = await Writers.open(storeCalls, options);
  try {
    const owner = options.owner ?? (await writers.account());
    return {
      store: new S3Store(writers, { ...at, owner, otherwise: options.otherwise }),
      close: () => writers.close(),
    };
  } catch (error) {
    writers.close();
    throw error;
  }
}

/** Whether a place is meant to be in a bucket, and not a folder. */
export const isBucket = (place: string | undefined): boolean => /^s3:/i.test(place ?? '');

/** Bucket and prefix of `s3://bucket/prefix`; undefined where the text names a folder. */
function bucketPlace(place: string): { bucket: string; prefix: string } | undefined {
  if (!isBucket(place)) return undefined;
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(place) ?? [];
  if (bucket === undefined) throw new InputError(`"${place}" names no bucket; write s3://bucket/prefix`);
  return { bucket, prefix };
}

async function prepareFolder(folder: string): Promise<void> {
  if (folder.trim() === '') throw new InputError('names no folder');
  try {
    const there = await stat(folder).catch(() => undefined);
    if (there && !there.isDirectory()) throw new InputError('is a file, and a folder is needed', { file: folder });
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`cannot be written (${code})`, { file: folder });
  }
}
