import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { Bucket } from './buckets.js';
import { coversAll, enabledRules, readLifecycle } from './lifecycle.js';
import { at } from './places.js';

/** How many uploads are kept, and of how many of them the parts are counted. */
const uploadsKept = 200;
const uploadsMeasured = 20;
const pagesOfParts = 10;

/** Uploads that were begun and neither completed nor aborted, the oldest first; of the first page AWS gives, 1,000. */
export interface Uploads {
  Uploads: {
    Initiated: string | null;
    /** Null where the parts were not counted. */
    Bytes: number | null;
  }[];
  Count: number;
  Truncated: boolean;
}

/** Null where a lifecycle rule aborts what is left over, so that nobody has to look. */
export async function readUploads(bucket: Bucket, aws: Aws): Promise<Uploads | null> {
  const rules = enabledRules(await readLifecycle(bucket, aws));
  if (rules.some(rule => rule.AbortIncompleteMultipartUpload && coversAll(rule))) return null;
  const { ListMultipartUploadsCommand, S3Client } = await import('./sdk.js');
  const page = await at(bucket, aws)
    .client(S3Client)
    .send(new ListMultipartUploadsCommand({ Bucket: bucket.Name, MaxUploads: 1000 }));
  const found = (page.Uploads ?? [])
    .map(one => ({ ...one, Initiated: isoOf(one.Initiated) }))
    .sort((a, b) => ((a.Initiated ?? '') < (b.Initiated ?? '') ? -1 : 1));
  const bytes = await Promise.all(
    found.slice(0, uploadsMeasured).map(({ Key, UploadId }) => bytesOf({ Key, UploadId }, bucket, aws)),
  );
  return {
    Uploads: found.slice(0, uploadsKept).map(({ Initiated }, index) => ({ Initiated, Bytes: bytes[index] ?? null })),
    Count: found.length,
    Truncated: page.IsTruncated ?? false,
  };
}

/** What the parts of one upload hold, or null where there are too many, or it has just ended. */
async function bytesOf(
  { Key, UploadId }: { Key: string | undefined; UploadId: string | undefined },
  bucket: Bucket,
  aws: Aws,
): Promise<number | null> {
  const { paginateListParts, S3Client } = await import('./sdk.js');
  const client = at(bucket, aws).client(S3Client);
  let bytes = 0;
  let pages = 0;
  try {
    for await (const page of paginateListParts({ client }, { Bucket: bucket.Name, Key, UploadId })) {
      for (const { Size = 0 } of page.Parts ?? []) bytes += Size;
      pages += 1;
      // The last page has a marker, too.
      if (!page.IsTruncated) return bytes;
      if (pages === pagesOfParts) return null;
    }
    return bytes;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchUpload') return null;
    throw error;
  }
}
