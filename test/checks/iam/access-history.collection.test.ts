import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessHistory } from '../../../src/checks/iam/access-history.js';
import { plausible } from '../../server/plausible.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const day = new Date('2026-11-10T08:00:00Z');
const arn = (name: string) => `arn:aws:iam::123456789012:${name}`;
const user = (UserName: string) => ({
  UserName,
  UserId: `AIDA${UserName}`,
  Arn: arn(`user/${UserName}`),
  Path: '/',
  CreateDate: day,
});
const role = (RoleName: string, Path = '/', LastUsedDate: Date | undefined = day) => ({
  RoleName,
  RoleId: `AROA${RoleName}`,
  Arn: arn(`role${Path}${RoleName}`),
  Path,
  CreateDate: day,
  AssumeRolePolicyDocument: '{}',
  RoleLastUsed: LastUsedDate ? { LastUsedDate, Region: 'eu-north-1' } : {},
});

describe('who tried which service', () => {
  let stub: Stub;
  let asked: string[];
  beforeAll(async () => {
    stub = await startStub();
  });
  afterAll(() => stub.stop());
  beforeEach(() => {
    asked = [];
    stub.clear();
    stub.onAll(plausible);
    stub.onAll({
      'sts:GetCallerIdentity': () => ({ Account: '123456789012', Arn: arn('user/a'), UserId: 'A' }),
      'ec2:DescribeRegions': () => ({ Regions: [{ RegionName: 'eu-north-1' }] }),
      'iam:ListAccountAliases': () => ({ AccountAliases: [], IsTruncated: false }),
      'iam:GetAccountAuthorizationDetails': ({ Filter }: { Filter: string[] }) =>
        Filter[0] === 'User'
          ? { UserDetailList: [user('ada')], IsTruncated: false }
          : {
              RoleDetailList: [
                role('deploy'),
                { ...role('unused'), RoleLastUsed: {} },
                role('retired', '/', new Date('2026-07-01T08:00:00Z')),
                role('AWSServiceRoleForConfig', '/aws-service-role/config.amazonaws.com/'),
              ],
              IsTruncated: false,
            },
    });
    stub.on('iam:GenerateServiceLastAccessedDetails', ({ Arn }: { Arn: string }) => {
      asked.push(Arn);
      return { JobId: '8f1f6f2e-5d0c-4b6d-9a70-3c1d2e4f5a6b' };
    });
  });
  const now = new Date('2026-11-22T09:00:00Z');
  const collect = () => collectOne(accessHistory, { port: stub.port, details: ['lastAccessed'], now });

  it('asks for users and for roles that were used in the last hundred days, and for none that AWS keeps for itself', async () => {
    stub.on('iam:GetServiceLastAccessedDetails', () => ({
      JobStatus: 'COMPLETED',
      JobCreationDate: day,
      JobCompletionDate: day,
      ServicesLastAccessed: [
        {
          ServiceName: 'Amazon DynamoDB',
          ServiceNamespace: 'dynamodb',
          LastAuthenticated: day,
          LastAuthenticatedRegion: 'eu-north-1',
        },
        { ServiceName: 'AWS CloudShell', ServiceNamespace: 'cloudshell' },
      ],
      IsTruncated: false,
    }));
    const { rows, gaps } = await collect();
    expect(gaps).toEqual([]);
    expect(rows.map(({ item }) => item['Name'])).toEqual(['ada', 'deploy', 'unused', 'retired']);
    expect(asked.sort()).toEqual([arn('role/deploy'), arn('user/ada')]);
    expect(rows[0]?.details['lastAccessed']).toEqual({
      ok: true,
      value: [
        {
          ServiceNamespace: 'dynamodb',
          LastAuthenticated: '2026-11-10T08:00:00.000Z',
          LastAuthenticatedRegion: 'eu-north-1',
        },
        { ServiceNamespace: 'cloudshell', LastAuthenticated: null, LastAuthenticatedRegion: null },
      ],
    });
    expect(rows[2]?.details['lastAccessed']).toEqual({ ok: true, value: [] });
    expect(rows[3]?.details['lastAccessed']).toEqual({ ok: true, value: [] });
  });

  it('keeps a refusal for a gap', async () => {
    stub.on('iam:GenerateServiceLastAccessedDetails', () => {
      throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
    });
    const { rows } = await collect();
    expect(rows[0]?.details['lastAccessed']).toMatchObject({ ok: false, gap: { reason: 'denied', resource: 'ada' } });
    stub.on('iam:GetAccountAuthorizationDetails', () => {
      throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
    });
    expect(await collect()).toMatchObject({ rows: [], gaps: [{ reason: 'denied' }] });
  });
});
