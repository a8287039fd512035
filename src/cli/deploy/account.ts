import { Writers, type WriterOptions } from '../../aws/writers.js';
import type { Call } from '../../core/types.js';

const call = (id: string, ...actions: string[]): Call => ({ id, actions: actions.length > 0 ? actions : [id] });

/** Everything that `stocktake deploy` and `stocktake remove` may ask and change with its own hands. */
const calls: readonly Call[] = [
  ...['CreateStack', 'UpdateStack', 'DeleteStack', 'DescribeStacks', 'DescribeStackEvents'].map(name =>
    call(`cloudformation:${name}`),
  ),
  ...['CreateBucket', 'DeleteBucket', 'PutObject', 'DeleteObject'].map(name => call(`s3:${name}`)),
  call('s3:HeadBucket', 's3:ListBucket'),
  call('s3:ListObjectVersions', 's3:ListBucketVersions', 's3:DeleteObjectVersion'),
];

/** An account that a stack goes to. */
export interface Target {
  writers: Writers;
  account: string;
  region: string;
}

/** Finds out which account and region the credentials are for; an InputError where they do not work. */
export async function openTarget(options: WriterOptions): Promise<Target> {
  const writers = await Writers.open(calls, options);
  try {
    return { writers, account: await writers.account(), region: writers.region };
  } catch (error) {
    writers.close();
    throw error;
  }
}
