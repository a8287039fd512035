import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appClients } from '../../../src/checks/cognito/clients.js';
import type { TokenRequests } from '../../../src/checks/cognito/token-requests.js';
import { pages } from '../../server/pages.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

/** A token request as CloudTrail writes it, so many hours before noon. */
const event = (hours: number, client_id?: string | string[]) => ({
  EventName: 'Token_POST',
  EventTime: new Date(Date.parse('2026-11-20T12:00:00Z') - hours * 3_600_000),
  CloudTrailEvent: JSON.stringify({
    eventSource: 'cognito-idp.amazonaws.com',
    sourceIPAddress: '192.0.2.1',
    additionalEventData: {
      responseParameters: { status: 200 },
      requestParameters: { grant_type: ['client_credentials'], ...(client_id ? { client_id } : {}) },
    },
  }),
});

describe('what the event history tells of the clients of a pool', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub();
  });
  beforeEach(() => {
    stub.clear();
    stub.onAll({
      'sts:GetCallerIdentity': () => ({
        Account: '123456789012',
        Arn: 'arn:aws:iam::123456789012:user/a',
        UserId: 'A',
      }),
      'ec2:DescribeRegions': () => ({ Regions: [{ RegionName: 'eu-north-1' }] }),
      'iam:ListAccountAliases': () => ({ AccountAliases: [], IsTruncated: false }),
      'cognito-idp:ListUserPools': () => ({ UserPools: [{ Id: 'p' }] }),
      'cognito-idp:ListUserPoolClients': () => ({ UserPoolClients: [{ ClientId: 'a' }, { ClientId: 'b' }] }),
      'cognito-idp:DescribeUserPoolClient': ({ ClientId }: { ClientId: string }) => ({ UserPoolClient: { ClientId } }),
    });
  });
  afterAll(() => stub.stop());
  const heard = async (Events: object[]) => {
    stub.on('cloudtrail:LookupEvents', pages({ Events }, { size: 50, takes: 'NextToken' }));
    const { rows, calls } = await collectOne(appClients, { port: stub.port, details: ['tokens'] });
    const told = rows.map(({ details }) => (details['tokens'] as { value: TokenRequests }).value);
    return { told, calls };
  };

  it('is read once for all of them, newest first', async () => {
    const { told, calls } = await heard([event(0, ['a']), event(5, 'a')]);
    expect(told).toEqual([
      { Count: 2, Latest: '2026-11-20T12:00:00.000Z', Unnamed: 0, Since: null },
      { Count: 0, Latest: null, Unnamed: 0, Since: null },
    ]);
    expect(calls['cloudtrail:LookupEvents']).toBe(1);
  });

  it('counts requests that name nobody for everybody', async () => {
    const { told } = await heard([event(0, ['a']), event(1)]);
    expect(told.map(one => one.Unnamed)).toEqual([1, 1]);
  });

  it('is cut after a thousand events, and says how far it was read', async () => {
    const { told, calls } = await heard(Array.from({ length: 1001 }, (_none, at) => event(at, ['c'])));
    expect(told[0]).toEqual({ Count: 0, Latest: null, Unnamed: 0, Since: event(999).EventTime.toISOString() });
    expect(calls['cloudtrail:LookupEvents']).toBe(20);
  }, 30_000);

  it('may be denied', async () => {
    stub.on('cloudtrail:LookupEvents', () => {
      throw new StubError('AccessDeniedException', 'User: x is not authorized to perform: cloudtrail:LookupEvents');
    });
    const { rows } = await collectOne(appClients, { port: stub.port, details: ['tokens'] });
    expect(rows[0]?.details['tokens']).toMatchObject({ ok: false, gap: { actions: ['cloudtrail:LookupEvents'] } });
  });
});
