import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodes } from '../../../src/checks/ssm/nodes.js';
import { parameters } from '../../../src/checks/ssm/parameters.js';
import { settings } from '../../../src/checks/ssm/settings.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';
import { metricsAnswer } from '../s3/answers.js';

describeWithMoto('Systems Manager', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
  });
  afterAll(() => stub.stop());
  const refuse = (operation: string) =>
    stub.on(operation, () => {
      throw new StubError('AccessDeniedException', 'User: a is not authorized to perform: x');
    });

  test('parameters: none, then all pages of them, without their values', async () => {
    expect(await collectOne(parameters, { port: stub.port })).toMatchObject({ rows: [], gaps: [] });
    const ssm = (await clients(server.port, 'eu-north-1'))(SSMClient);
    for (let at = 0; at < 52; at++) {
      await ssm.send(new PutParameterCommand({ Name: `/p/${at}`, Value: 'hunter2-of-all', Type: 'String' }));
    }
    const { rows, calls } = await collectOne(parameters, { port: stub.port });
    expect(rows).toHaveLength(52);
    expect(calls['ssm:DescribeParameters']).toBeGreaterThan(1);
    expect(rows[0]?.item).toEqual({
      Name: '/p/0',
      ARN: null,
      Type: 'String',
      Tier: expect.any(String),
      DataType: 'text',
      KeyId: null,
      Version: 1,
      LastModifiedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });

  test('servers: every page of those outside EC2', async () => {
    const inputs: Record<string, unknown>[] = [];
    const InstanceInformationList = ['mi-1', 'mi-2'].map(InstanceId => ({ InstanceId, PingStatus: 'Online' }));
    const page = pages({ InstanceInformationList }, { size: 1 });
    stub.on('ssm:DescribeInstanceInformation', (input: Record<string, string>, at) => {
      inputs.push(input);
      return page(input, at);
    });
    const { rows } = await collectOne(nodes, { port: stub.port });
    expect(rows.map(({ item }) => item)).toEqual(
      ['mi-1', 'mi-2'].map(InstanceId => ({
        InstanceId,
        Name: null,
        PingStatus: 'Online',
        LastPingDateTime: null,
        RegistrationDate: null,
      })),
    );
    expect(inputs[0]?.['Filters']).toEqual([{ Key: 'ResourceType', Values: ['ManagedInstance'] }]);
    stub.on('ssm:DescribeInstanceInformation', () => ({ InstanceInformationList: [] }));
    expect(await collectOne(nodes, { port: stub.port })).toMatchObject({ rows: [], gaps: [] });
  });

  const setting = async (name: string) => {
    const { rows, calls } = await collectOne(settings, { port: stub.port, details: [name] });
    const outcome = rows[0]?.details[name];
    return { calls, value: outcome?.ok ? outcome.value : outcome?.gap };
  };

  test('the tier, and a region that knows none', async () => {
    stub.on('ssm:GetServiceSetting', ({ SettingId }: { SettingId: string }) => ({
      ServiceSetting: { SettingId, SettingValue: 'advanced', Status: 'Customized', LastModifiedUser: 'ada' },
    }));
    expect((await setting('activationTier')).value).toEqual({ SettingValue: 'advanced', Status: 'Customized' });
    stub.on('ssm:GetServiceSetting', () => {
      throw new StubError('ServiceSettingNotFound', 'not found');
    });
    expect((await setting('activationTier')).value).toBeNull();
  });

  test('sessions: of each server outside EC2 the newest, ten pages at most', async () => {
    const session = (Target: string, day: string) => ({ Target, StartDate: new Date(`2026-11-${day}T00:00:00Z`) });
    stub.on('ssm:DescribeSessions', ({ State }: { State: string }) => ({
      Sessions: State === 'Active' ? [session('mi-1', '20'), session('i-1', '20')] : [session('mi-1', '11')],
    }));
    expect((await setting('sessions')).value).toEqual({
      Sessions: [{ Target: 'mi-1', StartDate: '2026-11-20T00:00:00.000Z' }],
      Truncated: false,
    });
    stub.on('ssm:DescribeSessions', ({ State }: { State: string }) =>
      State === 'Active' ? { Sessions: [] } : { Sessions: [session('i-1', '20')], NextToken: 'more' },
    );
    const { value, calls } = await setting('sessions');
    expect(value).toEqual({ Sessions: [], Truncated: true });
    expect(calls).toEqual({ 'ssm:DescribeSessions': 11 });
  });

  test('reads of parameters are counted by CloudWatch', async () => {
    stub.on(
      'cloudwatch:GetMetricData',
      metricsAnswer((_name, { Resource }) => (Resource === 'GetParameter' ? 4 : 0)),
    );
    expect((await setting('use')).value).toMatchObject({ GetParameter: { Values: expect.arrayContaining([4]) } });
  });

  test('denied', async () => {
    for (const operation of [
      'DescribeParameters',
      'DescribeInstanceInformation',
      'GetServiceSetting',
      'DescribeSessions',
    ])
      refuse(`ssm:${operation}`);
    const gapsOf = async (of: Parameters<typeof collectOne>[0]) => (await collectOne(of, { port: stub.port })).gaps;
    expect(await gapsOf(parameters)).toMatchObject([{ reason: 'denied', actions: ['ssm:DescribeParameters'] }]);
    expect(await gapsOf(nodes)).toMatchObject([{ reason: 'denied', actions: ['ssm:DescribeInstanceInformation'] }]);
    expect((await setting('activationTier')).value).toMatchObject({
      reason: 'denied',
      actions: ['ssm:GetServiceSetting'],
    });
    expect((await setting('sessions')).value).toMatchObject({ reason: 'denied', actions: ['ssm:DescribeSessions'] });
  });
});
