import { CloudWatchLogsClient, CreateLogGroupCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { metricFilters } from '../../../src/checks/logs/metric-filters.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('logs.metricFilters', () => {
  let server: Moto;
  let stub: Stub;

  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => stub.clear());
  afterAll(() => stub.stop());

  test('the filters of the audited regions, and none where there is none', async () => {
    const client = (await clients(server.port, 'eu-north-1'))(CloudWatchLogsClient);
    await client.send(new CreateLogGroupCommand({ logGroupName: 'cloudtrail' }));
    await client.send(
      new PutMetricFilterCommand({
        logGroupName: 'cloudtrail',
        filterName: 'root',
        filterPattern: '{ $.userIdentity.type = "Root" }',
        metricTransformations: [{ metricName: 'Root', metricNamespace: 'CIS', metricValue: '1' }],
      }),
    );
    const { rows, gaps, calls } = await collectOne(metricFilters, {
      port: stub.port,
      regions: ['eu-north-1', 'us-east-1'],
    });
    expect(gaps).toEqual([]);
    expect(calls).toEqual({ 'logs:DescribeMetricFilters': 2 });
    expect(rows).toEqual([
      {
        region: 'eu-north-1',
        details: {},
        item: {
          filterName: 'root',
          filterPattern: '{ $.userIdentity.type = "Root" }',
          logGroupName: 'cloudtrail',
          metricTransformations: [{ metricName: 'Root', metricNamespace: 'CIS', metricValue: '1', dimensions: {} }],
          applyOnTransformedLogs: false,
          fieldSelectionCriteria: null,
          emitSystemFieldDimensions: [],
        },
      },
    ]);
  });

  test('every page, with everything that splits or narrows the metric', async () => {
    const filter = (filterName: string) => ({
      filterName,
      logGroupName: 'cloudtrail',
      metricTransformations: [
        { metricName: 'a', metricNamespace: 'b', metricValue: '1', dimensions: { Event: '$.eventName' } },
      ],
      applyOnTransformedLogs: true,
      fieldSelectionCriteria: '@aws.region = "us-east-1"',
      emitSystemFieldDimensions: ['@aws.region'],
    });
    const all = [filter('one'), filter('two'), filter('three')];
    stub.on('logs:DescribeMetricFilters', pages({ metricFilters: all }, { size: 2, takes: 'nextToken' }));
    const { rows } = await collectOne(metricFilters, { port: stub.port });
    expect(rows.map(row => row.item)).toEqual(all.map(one => ({ ...one, filterPattern: '' })));
  });

  test('denied', async () => {
    stub.on('logs:DescribeMetricFilters', () => {
      throw new StubError('AccessDeniedException', 'no');
    });
    const { gaps } = await collectOne(metricFilters, { port: stub.port });
    expect(gaps).toMatchObject([{ reason: 'denied', actions: ['logs:DescribeMetricFilters'], region: 'eu-north-1' }]);
  });
});
