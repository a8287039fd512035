import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { alarms } from '../../../src/checks/cloudwatch/alarms.js';
import { metricPoints } from '../../server/metric-points.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('cloudwatch.alarms', () => {
  let server: Moto;
  let stub: Stub;

  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());
  const collected = () => collectOne(alarms, { port: stub.port });

  test('none, then one', async () => {
    expect(await collected()).toMatchObject({ rows: [], gaps: [] });
    const client = (await clients(server.port))(CloudWatchClient);
    const topic = 'arn:aws:sns:eu-north-1:123456789012:security';
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName: 'root',
        Namespace: 'CIS',
        MetricName: 'Root',
        ActionsEnabled: false,
        AlarmActions: [topic],
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        EvaluationPeriods: 1,
        Period: 300,
        Statistic: 'Sum',
        Threshold: 1,
        Dimensions: [{ Name: 'Region', Value: 'eu-north-1' }],
      }),
    );
    const { rows } = await collected();
    expect(rows.map(row => row.item)).toEqual([
      {
        AlarmName: 'root',
        AlarmArn: 'arn:aws:cloudwatch:eu-north-1:123456789012:alarm:root',
        AlarmType: 'MetricAlarm',
        ActionsEnabled: false,
        AlarmActions: [topic],
        OKActions: [],
        InsufficientDataActions: [],
        StateValue: 'OK',
        Namespace: 'CIS',
        MetricName: 'Root',
        Dimensions: { Region: 'eu-north-1' },
        Metrics: [],
        AlarmRule: null,
        ActionsSuppressor: null,
        StateTransitionedTimestamp: null,
        TreatMissingData: null,
        Period: 300,
        ThresholdMetricId: null,
      },
    ]);
  });

  test('asks for the data of alarms that wait for it, and of no others', async () => {
    const alarm = { Namespace: 'AWS/SQS', MetricName: 'Sent', Dimensions: [{ Name: 'QueueName', Value: 'old' }] };
    const StateTransitionedTimestamp = new Date('2026-03-01T08:00:00Z');
    const waits = { ...alarm, StateValue: 'INSUFFICIENT_DATA', StateTransitionedTimestamp, TreatMissingData: 'ignore' };
    const CompositeAlarms = [{ AlarmName: 'all', AlarmRule: 'ALARM(x)', ActionsSuppressor: 'quiet' }];
    stub.on('cloudwatch:DescribeAlarms', () => ({
      MetricAlarms: [
        { ...waits, AlarmName: 'waits', Period: 10, ThresholdMetricId: 'ad1' },
        { ...alarm, StateValue: 'OK' },
      ],
      CompositeAlarms,
    }));
    const asked: string[] = [];
    const points = metricPoints({ 'Sent old SampleCount': 3 });
    stub.on('cloudwatch:GetMetricData', (input: never, at) => {
      asked.push(JSON.stringify(input));
      return points(input, at);
    });
    const { rows } = await collectOne(alarms, { port: stub.port, details: ['data'] });
    expect(rows.map(row => row.item)).toMatchObject([
      {
        StateTransitionedTimestamp: '2026-03-01T08:00:00.000Z',
        TreatMissingData: 'ignore',
        Period: 10,
        ThresholdMetricId: 'ad1',
      },
      { StateTransitionedTimestamp: null },
      { ActionsSuppressor: 'quiet' },
    ]);
    expect(asked).toHaveLength(1);
    expect(rows.map(row => row.details['data'])).toEqual([
      { ok: true, value: { m0: expect.objectContaining({ Values: Array.from({ length: 91 }, () => 3) }) as object } },
      { ok: true, value: {} },
      { ok: true, value: {} },
    ]);
  });

  test('both kinds of alarms, on every page', async () => {
    const inputs: object[] = [];
    const Metric = { Namespace: 'CIS', MetricName: 'Root', Dimensions: [] };
    const MetricAlarms = [
      { AlarmName: 'plain', Namespace: 'CIS', MetricName: 'Root', StateReason: 'secret' },
      {
        AlarmName: 'math',
        Metrics: [
          { Id: 'e1', Expression: 'm1 * 2' },
          { Id: 'm1', AccountId: '1', MetricStat: { Metric, Period: 60, Stat: 'Sum' } },
        ],
      },
    ];
    const CompositeAlarms = [{ AlarmName: 'both', AlarmRule: 'ALARM(plain) OR ALARM(math)', AlarmActions: ['arn:x'] }];
    const answer = pages({ MetricAlarms, CompositeAlarms }, { size: 2 });
    stub.on('cloudwatch:DescribeAlarms', (input: Record<string, string>, at) => {
      inputs.push(input);
      return answer(input, at);
    });
    const { rows } = await collected();
    expect(inputs).toHaveLength(2);
    expect(inputs[0]).toMatchObject({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
    expect(rows.map(row => row.item)).toMatchObject([
      { AlarmName: 'plain', AlarmType: 'MetricAlarm', ActionsEnabled: true, Metrics: [] },
      {
        AlarmName: 'math',
        Namespace: null,
        MetricName: null,
        Metrics: [
          { Id: 'e1', Expression: 'm1 * 2', AccountId: null, MetricStat: null },
          {
            Id: 'm1',
            Expression: null,
            AccountId: '1',
            MetricStat: { Metric: { Namespace: 'CIS', MetricName: 'Root', Dimensions: {} } },
          },
        ],
      },
      {
        AlarmName: 'both',
        AlarmType: 'CompositeAlarm',
        AlarmRule: 'ALARM(plain) OR ALARM(math)',
        AlarmActions: ['arn:x'],
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  test('denied', async () => {
    stub.on('cloudwatch:DescribeAlarms', () => {
      throw new StubError('AccessDenied', 'no', 403);
    });
    expect((await collected()).gaps).toMatchObject([{ reason: 'denied', actions: ['cloudwatch:DescribeAlarms'] }]);
  });
});
