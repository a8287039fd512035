import { shop } from '../../test/proofs/shop.js';
import { type Handler, StubError } from '../../test/server/stub.js';
import { billAnswers } from './bill.js';
import { iamAnswers } from './iam.js';
import { regionalAnswers } from './regional.js';
import { accountId, regions, type Size } from './size.js';
import { storageAnswers } from './storage.js';

/**
 * What every service answers for the management account of an organization. The services that are not made to a size
 * are those of the shop of the proofs, which answers for every operation of every rule.
 */
export const answersOf = (size: Size): Record<string, Handler> => ({
  ...shop,
  ...billAnswers,
  ...iamAnswers(size),
  ...regionalAnswers(size),
  ...storageAnswers(size),
  'sts:GetCallerIdentity': () => ({
    Account: accountId,
    Arn: `arn:aws:iam::${accountId}:user/auditor`,
    UserId: 'AIDAEXAMPLE',
  }),
  'ec2:DescribeRegions': () => ({
    Regions: regions.map(RegionName => ({ RegionName, OptInStatus: 'opt-in-not-required' })),
  }),
  'account:GetAlternateContact': () => {
    throw new StubError('ResourceNotFoundException', 'No contact of this type is registered.', 404);
  },
});
