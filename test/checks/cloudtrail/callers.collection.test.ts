import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, callers } from '../../../src/checks/cloudtrail/callers.js';
import type { Aws } from '../../../src/core/collection.js';
import { clientConfig } from '../../server/redirect.js';
import { type At, DEFAULT_ACCOUNT, type Stub, StubError, startStub } from '../../server/stub.js';

const now = new Date('2026-11-22T09:00:00.000Z');
const user = (name: string) => `arn:aws:iam::${DEFAULT_ACCOUNT}:user/${name}`;

/** An event as LookupEvents tells it, `minutes` before the audit. */
const event = (EventName: string, minutes: number, userIdentity: object = { type: 'IAMUser', arn: user('eve') }) => ({
  EventId: `${EventName}-${minutes}`,
  EventName,
  EventTime: new Date(now.getTime() - minutes * 60_000),
  CloudTrailEvent: JSON.stringify({ userIdentity, requestParameters: { password: 'hunter2' } }),
});

describe('cloudtrail.callers', () => {
  let stub: Stub;
  let missed: { id: string; region?: string; error: unknown }[];

  beforeAll(async () => {
    stub = await startStub();
  });
  beforeEach(() => {
    stub.clear();
    missed = [];
  });
  afterAll(() => stub.stop());

  // Straight to the server: the session's pace of two requests a second would make a hundred pages last a minute.
  const at = (region: string): Aws => ({
    region,
    regions: ['eu-north-1'],
    account: DEFAULT_ACCOUNT,
    partition: 'aws',
    maxDetectorFindings: 5000,
    globalRegion: 'us-east-1',
    kept: (_name, ask) => ask(),
    now,
    client: type => new type(clientConfig(stub.port, region) as never),
    in: at,
    once: (_name, ask) => ask(),
    pause: () => Promise.resolve(),
    missed: (resource, error) => missed.push({ ...resource, error }),
  });
  const collected = async (): Promise<readonly Caller[]> => callers.list(at('us-east-1')) as Promise<readonly Caller[]>;
  const answer = (handler: (input: Record<string, unknown>, at: At) => object) =>
    stub.on('cloudtrail:LookupEvents', handler);

  test('the latest call of each name, across pages and regions, of each principal', async () => {
    answer(({ NextToken }, { region }) => {
      if (region === 'us-east-1')
        return { Events: [event('ListUsers', 5), event('ListRoles', 9, { type: 'IAMUser', arn: user('auditor') })] };
      if (!NextToken) return { Events: [event('ListRoles', 10), event('ListUsers', 20)], NextToken: 'more' };
      return {
        Events: [event('ListRoles', 30), event('Decrypt', 31, { type: 'AWSService', invokedBy: 's3.amazonaws.com' })],
      };
    });
    const found = [...(await collected())].sort((a, b) => (a.Arn < b.Arn ? -1 : 1));
    expect(found).toEqual([
      {
        Arn: user('auditor'),
        Type: 'IAMUser',
        EventNames: { ListRoles: '2026-11-22T08:51:00.000Z' },
        UnreadBefore: {},
      },
      {
        Arn: user('eve'),
        Type: 'IAMUser',
        EventNames: { ListRoles: '2026-11-22T08:50:00.000Z', ListUsers: '2026-11-22T08:55:00.000Z' },
        UnreadBefore: {},
      },
    ]);
    expect(missed).toEqual([]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('asks for the last 24 hours, unfiltered, fifty at a time', async () => {
    const inputs: Record<string, unknown>[] = [];
    answer(input => {
      inputs.push(input);
      return { Events: [] };
    });
    expect(await collected()).toEqual([]);
    expect(inputs).toHaveLength(2);
    expect(inputs[0]).toEqual({
      StartTime: now.getTime() / 1000 - 86_400,
      EndTime: now.getTime() / 1000,
      MaxResults: 50,
    });
  });

  test('a region that refuses is missed, the others stand', async () => {
    answer((_input, { region }) => {
      if (region === 'us-east-1') throw new StubError('AccessDeniedException', 'no');
      return { Events: [event('ListUsers', 5)] };
    });
    expect(await collected()).toHaveLength(1);
    expect(missed).toMatchObject([{ id: 'us-east-1', region: 'us-east-1', error: { name: 'AccessDeniedException' } }]);
  });

  test('after a hundred pages the rest is left, and every caller says so', async () => {
    let pages = 0;
    answer((_input, { region }) => {
      if (region === 'us-east-1') return { Events: [event('ListUsers', 1, { type: 'Root', arn: user('root') })] };
      pages += 1;
      return { Events: [event('ListRoles', pages)], NextToken: `page-${pages}` };
    });
    const found = await collected();
    expect(pages).toBe(100);
    const UnreadBefore = { 'eu-north-1': '2026-11-22T07:20:00.000Z' };
    expect(found).toMatchObject([
      { Arn: user('eve'), UnreadBefore },
      { Arn: user('root'), UnreadBefore },
    ]);
  });

  test('a hundred pages without a caller are not nobody', async () => {
    answer((_input, { region }) =>
      region === 'us-east-1'
        ? { Events: [] }
        : { Events: [event('Decrypt', 3, { type: 'AWSService' })], NextToken: 'more' },
    );
    expect(await collected()).toEqual([]);
    expect(missed).toMatchObject([{ id: 'eu-north-1', region: 'eu-north-1' }]);
  });
});
