import { CloudWatchClient, PutDashboardCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { alarmListeners } from '../../../src/checks/cloudwatch/alarm-listeners.js';
import { canaries, customMetrics } from '../../../src/checks/cloudwatch/custom-metrics.js';
import { dashboards } from '../../../src/checks/cloudwatch/dashboards.js';
import { metricStreams } from '../../../src/checks/cloudwatch/metric-streams.js';
import { metricPoints } from '../../server/metric-points.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const denied = () => {
  throw new StubError('AccessDenied', 'no', 403);
};

describeWithMoto('collections of CloudWatch', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());
  const at = (...details: string[]) => ({ port: stub.port, details });
  const itemsOf = async (of: Parameters<typeof collectOne>[0]) =>
    (await collectOne(of, at())).rows.map(row => row.item);

  test('metrics: none, then the ones of a real server by name', async () => {
    expect(await itemsOf(customMetrics)).toEqual([]);
    const client = (await clients(server.port))(CloudWatchClient);
    const MetricData = ['a', 'b'].map(Value => ({
      MetricName: 'Latency',
      Value: 1,
      Dimensions: [{ Name: 'Route', Value }],
    }));
    await client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    expect(await itemsOf(customMetrics)).toEqual([
      { Namespace: 'Shop', MetricName: 'Latency', Series: 2, Dimensions: ['Route'] },
    ]);
  });

  test('metrics: every page, once for custom metrics and canaries', async () => {
    const synthetics = (...names: string[]) => ({
      Namespace: 'CloudWatchSynthetics',
      MetricName: 'SuccessPercent',
      Dimensions: names.map(Name => ({ Name, Value: `${Name}-1` })),
    });
    const Metrics = [
      { Namespace: 'AWS/SQS', MetricName: 'Sent', Dimensions: [] },
      { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Route', Value: '/a' }] },
      { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Zone', Value: 'b' }] },
      synthetics('CanaryName'),
      synthetics('CanaryName', 'StepName'),
    ];
    const asked: object[] = [];
    const answer = pages({ Metrics }, { size: 2 });
    stub.on('cloudwatch:ListMetrics', (input: Record<string, string>, place) => {
      asked.push(input);
      return answer(input, place);
    });
    const { collections, calls } = await collectNeeds([customMetrics.with(), canaries.with()], { port: stub.port });
    expect(calls).toEqual({ 'cloudwatch:ListMetrics': 3 });
    expect(asked[0]).toMatchObject({ RecentlyActive: 'PT3H' });
    expect(collections['cloudwatch.canaries']?.rows.map(row => row.item)).toEqual([{ CanaryName: 'CanaryName-1' }]);
    expect(collections['cloudwatch.customMetrics']?.rows.map(row => row.item)).toEqual([
      { Namespace: 'Shop', MetricName: 'Latency', Series: 2, Dimensions: ['Route', 'Zone'] },
      expect.objectContaining({ Namespace: 'CloudWatchSynthetics', Series: 2 }),
    ]);
  });

  test('metrics: a list that is too long is read in part, and says so', async () => {
    let page = 0;
    stub.on('cloudwatch:ListMetrics', () => ({
      Metrics: [{ Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Id', Value: `${page++}` }] }],
      NextToken: 'more',
    }));
    const { rows, gaps, calls } = await collectOne(customMetrics, at());
    expect(calls).toEqual({ 'cloudwatch:ListMetrics': 40 });
    expect(rows.map(row => row.item)).toMatchObject([{ Series: 40 }]);
    expect(gaps).toMatchObject([{ reason: 'truncated', region: 'eu-north-1' }]);
  });

  test('canaries: their runs', async () => {
    const Dimensions = [{ Name: 'CanaryName', Value: 'home' }];
    stub.on('cloudwatch:ListMetrics', () => ({
      Metrics: [{ Namespace: 'CloudWatchSynthetics', MetricName: 'SuccessPercent', Dimensions }],
    }));
    stub.on(
      'cloudwatch:GetMetricData',
      metricPoints({ 'SuccessPercent home Maximum': 100, 'SuccessPercent home SampleCount': 288 }),
    );
    const { rows } = await collectOne(canaries, at('runs'));
    expect(rows[0]?.details['runs']).toMatchObject({
      ok: true,
      value: {
        Best: { Values: Array.from({ length: 15 }, () => 100) },
        Runs: { Values: Array.from({ length: 15 }, () => 288) },
      },
    });
  });

  test('dashboards: none, then what the widgets of one name', async () => {
    expect(await itemsOf(dashboards)).toEqual([]);
    const widgets = [
      { type: 'text', properties: { markdown: 'the password is x' } },
      {
        type: 'metric',
        properties: {
          metrics: [['AWS/SQS', 'Sent', 'QueueName', 'q', { stat: 'Sum' }], [{ expression: 'SEARCH(x)' }], 'odd'],
          annotations: { alarms: ['arn:annotated'] },
        },
      },
      { type: 'alarm', properties: { alarms: ['arn:shown'] } },
      { type: 'log', properties: { query: 'SOURCE "x"' } },
      'odd',
    ];
    const client = (await clients(server.port, 'us-east-1'))(CloudWatchClient);
    await client.send(new PutDashboardCommand({ DashboardName: 'main', DashboardBody: JSON.stringify({ widgets }) }));
    const { rows } = await collectOne(dashboards, at('content'));
    expect(rows).toMatchObject([{ region: 'global', item: { DashboardName: 'main' } }]);
    expect(rows[0]?.details['content']).toEqual({
      ok: true,
      value: {
        Names: ['AWS/SQS', 'Sent', 'QueueName', 'q'],
        Expressions: ['SEARCH(x)'],
        AlarmArns: ['arn:annotated', 'arn:shown'],
      },
    });
  });

  test('dashboards: every page; one that is gone names nothing', async () => {
    const DashboardEntries = ['a', 'b', 'c'].map(DashboardName => ({
      DashboardName,
      DashboardArn: `arn:${DashboardName}`,
    }));
    stub.on('cloudwatch:ListDashboards', pages({ DashboardEntries }, { size: 2 }));
    stub.on('cloudwatch:GetDashboard', () => {
      throw new StubError('ResourceNotFound', 'gone', 404);
    });
    const { rows } = await collectOne(dashboards, at('content'));
    expect(rows).toHaveLength(3);
    expect(rows[0]?.details['content']).toEqual({ ok: true, value: { Names: [], Expressions: [], AlarmArns: [] } });
  });

  test('listeners: the event rules that hear of alarms, and health checks that follow one', async () => {
    const rule = (Name: string, pattern: object | undefined, State = 'ENABLED') => ({
      Name,
      State,
      ...(pattern ? { EventPattern: JSON.stringify(pattern) } : { ScheduleExpression: 'rate(1 day)' }),
    });
    const Rules = [
      rule('alarms', { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] }),
      rule('off', { source: ['aws.cloudwatch'] }, 'DISABLED'),
      rule('all', { account: ['123456789012'] }),
      rule('any of AWS', { source: [{ prefix: 'aws.' }] }),
      rule('dashboards', { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Dashboard Change'] }),
      rule('others', { source: ['aws.ec2'] }),
      rule('nightly', undefined),
    ];
    stub.on('events:ListRules', pages({ Rules }, { size: 3 }));
    const check = (Id: string, more: object) => ({
      Id,
      CallerReference: Id,
      HealthCheckVersion: 1,
      HealthCheckConfig: { Type: 'HTTPS', ...more },
    });
    const follows = { AlarmIdentifier: { Region: 'eu-north-1', Name: 'x' } };
    const asked: string[] = [];
    stub.on('route53:ListHealthChecks', (_input, { region }) => {
      asked.push(region);
      return { HealthChecks: [check('h-1', follows), check('h-2', {})], Marker: '', IsTruncated: false, MaxItems: 100 };
    });
    const options = { port: stub.port, regions: ['eu-north-1', 'us-east-1'], details: ['eventRules', 'healthChecks'] };
    const { rows } = await collectOne(alarmListeners, options);
    expect(rows).toHaveLength(2);
    // Health checks belong to no region: once for all.
    expect(asked).toHaveLength(1);
    expect(rows[0]?.details).toEqual({
      eventRules: { ok: true, value: ['alarms', 'all', 'any of AWS'] },
      healthChecks: { ok: true, value: [{ HealthCheckId: 'h-1', AlarmRegion: 'eu-north-1', AlarmName: 'x' }] },
    });
  });

  test('listeners: none on a real server', async () => {
    const { rows } = await collectOne(alarmListeners, at('eventRules', 'healthChecks'));
    expect(rows[0]?.details).toEqual({ eventRules: { ok: true, value: [] }, healthChecks: { ok: true, value: [] } });
  });

  test('metric streams: none, then every page with their use', async () => {
    stub.on('cloudwatch:ListMetricStreams', () => ({ Entries: [] }));
    expect(await itemsOf(metricStreams)).toEqual([]);
    const entry = (Name: string) => ({
      Name,
      Arn: `arn:${Name}`,
      FirehoseArn: `arn:aws:firehose:eu-north-1:123456789012:deliverystream/to-${Name}`,
      State: 'running',
      OutputFormat: 'json',
      CreationDate: new Date('2026-01-01T00:00:00Z'),
    });
    stub.on('cloudwatch:ListMetricStreams', pages({ Entries: [entry('a'), entry('b')] }, { size: 1 }));
    stub.on('cloudwatch:GetMetricData', metricPoints({ 'MetricUpdate a': 7, 'IncomingRecords to-a': 5 }));
    const { rows } = await collectOne(metricStreams, at('use'));
    expect(rows[0]?.item).toEqual({
      ...entry('a'),
      DeliveryStreamName: 'to-a',
      CreationDate: '2026-01-01T00:00:00.000Z',
    });
    const week = (value: number | null) => ({ Values: Array.from({ length: 8 }, () => value) });
    expect(rows.map(row => row.details['use'])).toMatchObject([
      { value: { MetricUpdate: week(7), IncomingRecords: week(5), DeliveryToHttpEndpoint: week(null) } },
      { value: { MetricUpdate: week(null), IncomingRecords: week(null) } },
    ]);
  });

  test('denied', async () => {
    for (const operation of ['ListMetrics', 'ListDashboards', 'ListMetricStreams'])
      stub.on(`cloudwatch:${operation}`, denied);
    stub.on('events:ListRules', denied);
    stub.on('route53:ListHealthChecks', denied);
    for (const one of [customMetrics, canaries]) {
      expect((await collectOne(one, at())).gaps).toMatchObject([
        { reason: 'denied', actions: ['cloudwatch:ListMetrics'] },
      ]);
    }
    expect((await collectOne(dashboards, at())).gaps).toMatchObject([{ actions: ['cloudwatch:ListDashboards'] }]);
    expect((await collectOne(metricStreams, at())).gaps).toMatchObject([{ actions: ['cloudwatch:ListMetricStreams'] }]);
    const { rows } = await collectOne(alarmListeners, at('eventRules', 'healthChecks'));
    expect(rows[0]?.details).toMatchObject({
      eventRules: { ok: false, gap: { reason: 'denied', actions: ['events:ListRules'] } },
      healthChecks: { ok: false, gap: { reason: 'denied', actions: ['route53:ListHealthChecks'] } },
    });
  });
});
