import { shop } from '../../test/proofs/shop.js';
import { pages } from '../../test/server/pages.js';
import { plausible } from '../../test/server/plausible.js';
import { type Handler, StubError } from '../../test/server/stub.js';
import { iamAnswers } from './iam.js';
import { regionalAnswers } from './regional.js';
import { accountId, copyMark, daysAgo, regions, type Size, times } from './size.js';

const management = '444455556666';
const organization = 'o-example1234';

const notForMembers = () => {
  throw new StubError('AccessDeniedException', "You don't have permissions to access this resource.");
};

const bucketsOf = (size: Size) => [
  { Name: 'example-trail-logs', BucketRegion: regions[0], CreationDate: daysAgo(400) },
  ...times(size.buckets, at => ({
    Name: `shop-${copyMark}-${at}`,
    BucketRegion: regions[at % regions.length],
    CreationDate: daysAgo(300),
  })),
];

const s3Answers = (size: Size): Record<string, Handler> => ({
  's3:ListBuckets': pages({ Buckets: bucketsOf(size) }, { size: 1000, takes: 'ContinuationToken' }),
  's3:GetBucketAcl': () => ({ Owner: { ID: 'owner' }, Grants: [] }),
  's3:GetBucketPolicyStatus': () => ({ PolicyStatus: { IsPublic: false } }),
  's3:GetPublicAccessBlock': () => ({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    },
  }),
  's3control:GetPublicAccessBlock': () => {
    throw new StubError('NoSuchPublicAccessBlockConfiguration', 'The configuration was not found.', 404);
  },
  's3:GetBucketLogging': () => ({}),
  's3:GetBucketVersioning': () => ({ Status: 'Enabled', MFADelete: 'Disabled' }),
});

/** The detectors of the shop of the proofs: what they say is small beside the rest. */
const detectorServices = ['config', 'ecr', 'guardduty', 'inspector2', 'macie2', 'securityhub', 'wafv2', 'cloudfront'];
const detectorAnswers = Object.fromEntries(
  Object.entries(shop).filter(([operation]) => detectorServices.includes(operation.split(':')[0] ?? '')),
);

/** What every service answers for a member account of an organization with all features. */
export const answersOf = (size: Size): Record<string, Handler> => ({
  ...plausible,
  ...detectorAnswers,
  ...iamAnswers(size),
  ...regionalAnswers(size),
  ...s3Answers(size),
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
  'organizations:DescribeOrganization': () => ({
    Organization: {
      Id: organization,
      Arn: `arn:aws:organizations::${management}:organization/${organization}`,
      FeatureSet: 'ALL',
      MasterAccountId: management,
      MasterAccountArn: `arn:aws:organizations::${management}:account/${organization}/${management}`,
    },
  }),
  'organizations:ListRoots': notForMembers,
  'organizations:ListDelegatedAdministrators': notForMembers,
  'organizations:ListAWSServiceAccessForOrganization': notForMembers,
});
