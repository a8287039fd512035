/** A place that keeps files by key: a folder, or a prefix of a bucket. */
export interface Store {
  /** As the reader wrote it: a folder, or `s3://bucket/prefix`. */
  readonly place: string;
  /** Undefined where there is none. */
  get(key: string): Promise<Buffer | undefined>;
  /** Whole or not at all. */
  put(key: string, body: Uint8Array | string, contentType: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix`, sorted. */
  list(prefix: string): Promise<string[]>;
}
