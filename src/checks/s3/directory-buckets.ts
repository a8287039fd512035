import { check, fail, pass, saw } from '../../core/check.js';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import { enabledRules, type LifecycleRule, ruleOf } from './lifecycle.js';

const sdk = () => import('../s3express/sdk.js');

/** A directory bucket (S3 Express One Zone), which lies in one zone. */
export interface DirectoryBucket {
  Name: string;
  CreationDate: string | null;
}

const lifecycleCall = call('s3express:GetBucketLifecycleConfiguration', 's3express:GetLifecycleConfiguration');

export const directoryBuckets = collection<DirectoryBucket, { lifecycle: LifecycleRule[] | null }>({
  id: 's3.directoryBuckets',
  noun: 'S3 directory buckets',
  calls: [call('s3express:ListDirectoryBuckets', 's3express:ListAllMyDirectoryBuckets')],
  list: aws => listUnlessNowhere(aws),
  resource: ({ Name }) => ({ id: Name, type: 'AWS::S3Express::DirectoryBucket' }),
  details: {
    lifecycle: detail({
      calls: [lifecycleCall],
      async get({ Name }, aws) {
        const { GetBucketLifecycleConfigurationCommand, S3ExpressClient } = await sdk();
        const answer = await orNull(['NoSuchLifecycleConfiguration'], () =>
          aws.client(S3ExpressClient).send(new GetBucketLifecycleConfigurationCommand({ Bucket: Name })),
        );
        return answer && (answer.Rules ?? []).map(ruleOf);
      },
    }),
  },
});

// Many regions have no S3 Express: its host has no address there, which is an answer. A name server that does not
// answer gives another error.
const listUnlessNowhere = (aws: Aws): Promise<DirectoryBucket[]> =>
  list(aws).catch((error: unknown) => {
    if (error instanceof Error && (error as { code?: string }).code === 'ENOTFOUND') return [];
    throw error;
  });

async function list(aws: Aws): Promise<DirectoryBucket[]> {
  const { paginateListDirectoryBuckets, S3ExpressClient } = await sdk();
  const found: DirectoryBucket[] = [];
  for await (const page of paginateListDirectoryBuckets({ client: aws.client(S3ExpressClient) }, {})) {
    for (const { Name = '', CreationDate } of page.Buckets ?? []) {
      found.push({ Name, CreationDate: isoOf(CreationDate) });
    }
  }
  return found;
}

export const directoryBucketLifecycle = check({
  id: 's3-directory-bucket-lifecycle-configured',
  title: 'Directory buckets have lifecycle rules',
  why: 'Storage in a directory bucket costs several times that of an ordinary one, and is meant for what is needed for a short time.',
  fix: {
    command:
      'aws s3api put-bucket-lifecycle-configuration --bucket {Name} --lifecycle-configuration \'{"Rules":[{"ID":"expire","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":7},"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":1}}]}\' --region {region}',
    note: 'Choose the days yourself: expired objects are gone for good, as a directory bucket keeps no versions.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'never', order: 5 },
  fields: ['s3express:GetBucketLifecycleConfiguration.Rules'],
  on: directoryBuckets.with('lifecycle'),
  test({ lifecycle }) {
    const rules = lifecycle?.map(({ ID, Status }) => ({ ID, Status })) ?? null;
    const seen = saw('s3express:GetBucketLifecycleConfiguration', 'Rules', rules, 'an enabled rule');
    const count = enabledRules(lifecycle).length;
    if (count > 0) return pass(count === 1 ? 'has a lifecycle rule' : `has ${count} lifecycle rules`, seen);
    return fail(lifecycle ? 'none of its lifecycle rules is enabled' : 'has no lifecycle rule', seen);
  },
});
