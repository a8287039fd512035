import type { At, Handler } from '../../test/server/stub.js';
import { keyIdOf } from './keys.js';
import { account, daysAgo, iamArn } from './place.js';

const date = (days: number): Date => new Date(daysAgo(days));
const analyzer = (name: string, type: string, made: number) => ({
  arn: `arn:aws:access-analyzer:eu-north-1:${account}:analyzer/${name}`,
  name,
  type,
  status: 'ACTIVE',
  createdAt: date(made),
});

/** An analyzer of what can be reached from outside, and one of unused access that nobody has looked at since it was made. */
export const analyzers: Record<string, Handler> = {
  'access-analyzer:ListAnalyzers': (_input, { region }: At) => ({
    analyzers:
      region === 'eu-north-1'
        ? [analyzer('lodge-external', 'ACCOUNT', 500), analyzer('lodge-unused', 'ACCOUNT_UNUSED_ACCESS', 320)]
        : [],
  }),
  'access-analyzer:ListFindingsV2': ({ analyzerArn, filter }: Asked) => {
    if (!filter['status']?.eq.includes('ACTIVE')) return { findings: [] };
    if (analyzerArn.endsWith('unused')) return { findings: unused() };
    return {
      findings: filter['isPublic']
        ? open()
        : [...open(), finding('2a7b', 'AWS::IAM::Role', iamArn('role/partner-analytics'))],
    };
  },
};

interface Asked {
  analyzerArn: string;
  filter: Record<string, { eq: string[] }>;
}

const open = () => [
  finding('1f0c', 'AWS::KMS::Key', `arn:aws:kms:eu-north-1:${account}:key/${keyIdOf('alias/guest-documents')}`),
];

const unused = () =>
  ['guest-export', 'partner-analytics', 'search-indexer'].map((name, place) => ({
    ...finding(`3c${place}d`, 'AWS::IAM::Role', iamArn(`role/${name}`)),
    findingType: 'UnusedIAMRole',
  }));

const finding = (id: string, resourceType: string, resource: string) => ({
  id: `${id}4c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d`,
  findingType: 'ExternalAccess',
  resource,
  resourceType,
  resourceOwnerAccount: account,
  status: 'ACTIVE',
  analyzedAt: date(0),
  createdAt: date(200),
  updatedAt: date(0),
});
