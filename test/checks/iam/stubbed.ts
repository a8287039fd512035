import type { Handler } from '../../server/stub.js';
import { accountId } from './rows.js';

/** What a session asks before anything else. */
export const signIn: Record<string, Handler> = {
  'sts:GetCallerIdentity': () => ({
    Account: accountId,
    Arn: `arn:aws:iam::${accountId}:user/auditor`,
    UserId: 'AIDAX',
  }),
  'ec2:DescribeRegions': () => ({
    Regions: [
      { RegionName: 'eu-north-1', Endpoint: 'ec2.eu-north-1.amazonaws.com', OptInStatus: 'opt-in-not-required' },
    ],
  }),
  'iam:ListAccountAliases': () => ({ AccountAliases: [], IsTruncated: false }),
};
