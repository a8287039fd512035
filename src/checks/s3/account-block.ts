import { call, collection } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import { blockOf, type PublicAccessBlock } from './buckets.js';

/** The public access block of the account, which guards every bucket beside the bucket's own. */
export interface AccountBlock {
  AccountId: string;
  /** Null for an account without one. */
  PublicAccessBlockConfiguration: PublicAccessBlock | null;
}

/** One row: the account's block. */
export const accountBlocks = collection<AccountBlock>({
  id: 's3.accountBlocks',
  scope: 'global',
  noun: 'S3 account settings',
  calls: [call('s3control:GetPublicAccessBlock', 's3:GetAccountPublicAccessBlock')],
  async list(aws) {
    const { GetPublicAccessBlockCommand, S3ControlClient } = await import('../s3control/sdk.js');
    const answer = await orNull(['NoSuchPublicAccessBlockConfiguration'], () =>
      aws.client(S3ControlClient).send(new GetPublicAccessBlockCommand({ AccountId: aws.account })),
    );
    const block = answer && blockOf(answer.PublicAccessBlockConfiguration);
    return [{ AccountId: aws.account, PublicAccessBlockConfiguration: block }];
  },
  resource: ({ AccountId }) => ({ id: AccountId, type: 'AWS::::Account' }),
});
