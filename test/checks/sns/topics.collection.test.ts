import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rootUsage } from '../../../src/checks/cloudwatch/metric-filters.js';
import { isConfirmed, type Subscription, topics } from '../../../src/checks/sns/topics.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

describeWithMoto('sns.topics', () => {
  let server: Moto;
  let stub: Stub;

  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
    const client = (await clients(server.port))(SNSClient);
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'security' }));
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'somebody@example.com' }));
    await client.send(new CreateTopicCommand({ Name: 'silent' }));
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());
  const collected = () => collectOne(topics, { port: stub.port, details: ['subscriptions'] });

  test('topics and who is subscribed, without their addresses', async () => {
    const { rows, gaps, calls } = await collected();
    expect(gaps).toEqual([]);
    expect(rows.map(row => row.item)).toEqual([
      { TopicArn: 'arn:aws:sns:eu-north-1:123456789012:security' },
      { TopicArn: 'arn:aws:sns:eu-north-1:123456789012:silent' },
    ]);
    const [heard, silent] = rows.map(row => row.details['subscriptions']);
    expect(heard).toMatchObject({ ok: true, value: [{ Protocol: 'email', Owner: '123456789012' }] });
    expect(silent).toEqual({ ok: true, value: [] });
    expect(JSON.stringify(rows)).not.toContain('example.com');
    expect(calls).toEqual({ 'sns:ListTopics': 1, 'sns:ListSubscriptionsByTopic': 2 });
  });

  test('every page of both lists; a subscription counts once it has an ARN', async () => {
    const Topics = ['a', 'b', 'c'].map(name => ({ TopicArn: `arn:aws:sns:eu-north-1:123456789012:${name}` }));
    stub.on('sns:ListTopics', pages({ Topics }, { size: 2 }));
    const Subscriptions = ['PendingConfirmation', 'Deleted', `${Topics[0]?.TopicArn}:1234`].map(SubscriptionArn => ({
      SubscriptionArn,
      Protocol: 'email',
      Owner: '123456789012',
    }));
    stub.on('sns:ListSubscriptionsByTopic', pages({ Subscriptions }, { size: 2 }));
    const { rows } = await collected();
    expect(rows).toHaveLength(3);
    for (const { details } of rows) {
      const told = details['subscriptions'] as { value: Subscription[] };
      expect(told.value).toEqual(Subscriptions);
      expect(told.value.map(isConfirmed)).toEqual([false, false, true]);
    }
  });

  test('denied lists and denied topics', async () => {
    stub.on('sns:ListSubscriptionsByTopic', () => {
      throw new StubError('AuthorizationError', 'no', 403);
    });
    const { rows } = await collected();
    expect(rows[0]?.details['subscriptions']).toMatchObject({
      ok: false,
      gap: { reason: 'denied', resource: 'security' },
    });
    stub.on('sns:ListTopics', () => {
      throw new StubError('AuthorizationError', 'no', 403);
    });
    expect((await collected()).gaps).toMatchObject([{ reason: 'denied', actions: ['sns:ListTopics'] }]);
  });

  test('for the metric filter rules, topics that no alarm names are not asked', async () => {
    const TopicArn = 'arn:aws:sns:eu-north-1:123456789012:security';
    stub.on('cloudwatch:DescribeAlarms', () => ({ MetricAlarms: [{ AlarmName: 'root', AlarmActions: [TopicArn] }] }));
    const needs = Object.values(rootUsage.also).filter(need => need.collection.id === 'sns.topics');
    const { calls } = await collectNeeds(needs, { port: stub.port });
    expect(calls).toEqual({ 'cloudwatch:DescribeAlarms': 1, 'sns:ListTopics': 1, 'sns:ListSubscriptionsByTopic': 1 });
  });
});
