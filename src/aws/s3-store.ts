import { InputError } from '../core/input.js';
import type { Call } from '../core/types.js';
import { reasonOf } from './errors.js';
import type { Store } from './store.js';
import type { Writers } from './writers.js';

/** The calls of a store in a bucket that is only read. */
export const storeReads: readonly Call[] = [
  { id: 's3:GetObject', actions: ['s3:GetObject'] },
  { id: 's3:ListObjectsV2', actions: ['s3:ListBucket'] },
];

/** The calls of a store in a bucket. */
export const storeCalls: readonly Call[] = [
  ...storeReads,
  { id: 's3:PutObject', actions: ['s3:PutObject'] },
  { id: 's3:DeleteObject', actions: ['s3:DeleteObject'] },
];

/** Where in a bucket. */
export interface BucketPlace {
  bucket: string;
  /** Before every key; without a slash at its end. */
  prefix?: string | undefined;
  /** The account that the bucket must belong to; without it any does. */
  owner?: string | undefined;
  /** What to do where it does not: the end of a sentence. */
  otherwise?: string | undefined;
}

const sdk = () => import('./sdk/s3.js');

/** Files in a bucket. What S3 refuses becomes an InputError that says what was refused and where. */
export class S3Store implements Store {
  readonly place: string;
  readonly #start: string;

  constructor(
    private readonly writers: Writers,
    private readonly at: BucketPlace,
  ) {
    const prefix = (at.prefix ?? '').replace(/^\/+|\/+$/g, '');
    this.#start = prefix === '' ? '' : `${prefix}/`;
    this.place = `s3://${at.bucket}${prefix === '' ? '' : `/${prefix}`}`;
  }

  async get(key: string): Promise<Buffer | undefined> {
    const { GetObjectCommand } = await sdk();
    try {
      const { Body } = await (await this.#client()).send(new GetObjectCommand(this.#where(key)));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw await this.#explain(error, 's3:GetObject', key);
    }
  }

  async put(key: string, body: Uint8Array | string, contentType: string): Promise<void> {
    const { PutObjectCommand } = await sdk();
    const what = { ...this.#where(key), Body: body, ContentType: contentType };
    await this.#try('s3:PutObject', key, async () => (await this.#client()).send(new PutObjectCommand(what)));
  }

  async delete(key: string): Promise<void> {
    const { DeleteObjectCommand } = await sdk();
    const where = this.#where(key);
    await this.#try('s3:DeleteObject', key, async () => (await this.#client()).send(new DeleteObjectCommand(where)));
  }

  async list(prefix: string): Promise<string[]> {
    const { ListObjectsV2Command } = await sdk();
    const { Key, ...where } = this.#where(prefix);
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page: { Contents?: { Key?: string }[]; NextContinuationToken?: string } = await this.#try(
        's3:ListBucket',
        prefix,
        async () =>
          (await this.#client()).send(
            new ListObjectsV2Command({ ...where, Prefix: Key, ...(token ? { ContinuationToken: token } : {}) }),
          ) as Promise<{ Contents?: { Key?: string }[]; NextContinuationToken?: string }>,
      );
      keys.push(...(page.Contents ?? []).flatMap(one => one.Key?.slice(this.#start.length) ?? []));
      token = page.NextContinuationToken;
    } while (token);
    return keys.sort();
  }

  async #client() {
    return this.writers.client((await sdk()).S3Client);
  }

  #where(key: string) {
    const { bucket, owner } = this.at;
    return {
      Bucket: bucket,
      Key: `${this.#start}${key}`,
      ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
    };
  }

  async #try<Value>(action: string, key: string, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      throw await this.#explain(error, action, key);
    }
  }

  /** One sentence on what S3 refuses; other errors stay what they are. */
  async #explain(error: unknown, action: string, key: string): Promise<unknown> {
    const { bucket, owner, otherwise = 'reports go only to a bucket of the account itself' } = this.at;
    const file = `${this.place}${key === '' ? '' : `/${key}`}`;
    const { name, message } = error as Error;
    if (name === 'NoSuchBucket') return new InputError(`there is no bucket "${bucket}"`, { file });
    if (reasonOf(error) !== 'denied') return error;
    if (owner !== undefined && (await this.#isForeign())) {
      return new InputError(`the bucket "${bucket}" is not in account ${owner}; ${otherwise}`, { file });
    }
    return new InputError(`${action} is refused: ${message.replace(/\s+/g, ' ').trim()}`, { file });
  }

  /** S3 says the same of a bucket in another account and of a missing permission; without naming the owner it tells. */
  async #isForeign(): Promise<boolean> {
    return !(await this.#answers(this.at.owner)) && this.#answers(undefined);
  }

  async #answers(owner: string | undefined): Promise<boolean> {
    const { ListObjectsV2Command } = await sdk();
    const named = owner === undefined ? {} : { ExpectedBucketOwner: owner };
    const command = new ListObjectsV2Command({ Bucket: this.at.bucket, Prefix: this.#start, MaxKeys: 1, ...named });
    return (await this.#client()).send(command).then(
      () => true,
      () => false,
    );
  }
}
