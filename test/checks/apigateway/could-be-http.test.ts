import { describe, expect, it } from 'vitest';
import { couldBeHttp } from '../../../src/checks/apigateway/could-be-http.js';
import type { RestApi } from '../../../src/checks/apigateway/rest-apis.js';
import type { Stage } from '../../../src/checks/apigateway/stages.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { apiRow, everyDay, method, stageRow } from './rows.js';

const busy = { Count: everyDay(1_000_000) };
const judged = async (rows: StoredRow[], stages: StoredRow[] = [stageRow('a')]) =>
  judge(couldBeHttp, world({ 'apigateway.restApis': rows, 'apigateway.stages': stages }));
const one = async (more: Partial<RestApi>, details: Record<string, unknown> = {}, stage: Partial<Stage> = {}) =>
  (await judged([apiRow('a', more, { requests: busy, ...details })], [stageRow('a', stage)]))[0];

describe('a REST API', () => {
  it('that is busy and only passes requests on could be an HTTP API', async () => {
    const preflight = method({ type: 'MOCK' }, { httpMethod: 'OPTIONS' });
    const linked = method({ type: 'HTTP_PROXY', connectionType: 'VPC_LINK', connectionId: 'l' });
    const found = await one({}, { methods: [method(), preflight, linked, method(null)] });
    expect(found).toMatchObject({
      verdict: 'FAIL',
      saving: {
        releases: [
          { price: 'apigateway/ApiGatewayRequest', units: 31_000_000 },
          { price: 'apigateway/ApiGatewayHttpRequest', units: -31_000_000 },
        ],
        estimated: true,
      },
      cleanUp: { does: 'decide' },
    });
  });

  it('with few requests passes, whatever it uses', async () => {
    const found = await one({}, { requests: { Count: everyDay(100_000) }, methods: gap('apigateway:GetResources') });
    expect(found?.verdict).toBe('PASS');
  });

  it.each([
    ['a resource policy', { policy: '{}' }, {}, {}],
    ['API keys', {}, { methods: [method({}, { apiKeyRequired: true })] }, {}],
    ['request validation', {}, { methods: [method({}, { requestValidatorId: 'v' })] }, {}],
    ['a call of an AWS service', {}, { methods: [method({ type: 'AWS' })] }, {}],
    ['changed requests', {}, { methods: [method({ type: 'HTTP' })] }, {}],
    ['answers of its own', {}, { methods: [method({ type: 'MOCK' })] }, {}],
    ['streamed responses', {}, { methods: [method({ responseTransferMode: 'STREAM' })] }, {}],
    ['a cache', {}, {}, { cacheClusterEnabled: true }],
    ['a client certificate', {}, {}, { clientCertificateId: 'c' }],
  ] as const)('with %s passes', async (_what, more, details, stage) => {
    const found = await one(more, details, stage);
    expect(found).toMatchObject({
      verdict: 'PASS',
      message: expect.stringContaining('which HTTP APIs cannot') as string,
    });
  });

  it('is out of scope when it is private or has a web ACL', async () => {
    expect((await one({ endpointTypes: ['PRIVATE'] }))?.verdict).toBe('NOT_APPLICABLE');
    const guarded = await one({}, {}, { webAclArn: 'arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/a/1' });
    expect(guarded).toMatchObject({ verdict: 'NOT_APPLICABLE', message: expect.stringContaining('web ACL') as string });
  });

  it('cannot be told from another of the same name', async () => {
    const twins = ['a', 'b'].map(id => apiRow(id, { name: 'orders' }, { requests: busy }));
    expect((await judged(twins)).map(found => found.verdict)).toEqual(['NOT_AVAILABLE', 'NOT_AVAILABLE']);
    // In another region the name is another line.
    const far = apiRow('b', { name: 'orders' }, { requests: { Count: everyDay(0) } }, 'us-east-1');
    const apart = await judged([apiRow('a', { name: 'orders' }, { requests: busy }), far]);
    expect(apart.map(found => found.verdict)).toEqual(['FAIL', 'PASS']);
  });

  it('waits for its metrics, its methods and its stages', async () => {
    expect((await one({}, { requests: gap('cloudwatch:GetMetricData') }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await one({}, { methods: gap('apigateway:GetResources') }))?.verdict).toBe('NOT_AVAILABLE');
    const seen = world({
      'apigateway.restApis': [apiRow('a', {}, { requests: busy })],
      'apigateway.stages': { gaps: [gap('apigateway:GetStages', { resource: 'a' })] },
    });
    expect((await judge(couldBeHttp, seen))[0]?.verdict).toBe('NOT_AVAILABLE');
  });
});
