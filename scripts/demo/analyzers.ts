import type { At, Handler } from '../../test/server/stub.js';
import { keyIdOf } from './keys.js';
import { account, daysAgo, iamArn } from './place.js';

const date = (days: number): Date => new Date(daysAgo(days));
const analyzerArn = `arn:aws:access-analyzer:eu-north-1:${account}:analyzer/lodge-external`;

/** One analyzer in one region, with what it found. */
export const analyzers: Record<string, Handler> = {
  'access-analyzer:ListAnalyzers': (_input, { region }: At) => ({
    analyzers:
      region === 'eu-north-1'
        ? [{ arn: analyzerArn, name: 'lodge-external', type: 'ACCOUNT', status: 'ACTIVE', createdAt: date(500) }]
        : [],
  }),
  'access-analyzer:ListFindingsV2': ({ filter }: { filter?: Record<string, object> }) => {
    const key = `arn:aws:kms:eu-north-1:${account}:key/${keyIdOf('alias/guest-documents')}`;
    const open = [finding('1f0c', 'AWS::KMS::Key', key)];
    if (filter?.['isPublic']) return { findings: open };
    return { findings: [...open, finding('2a7b', 'AWS::IAM::Role', iamArn('role/partner-analytics'))] };
  },
};

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
