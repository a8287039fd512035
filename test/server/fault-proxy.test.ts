import { Agent } from 'node:https';
import { AccessAnalyzerClient, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetBucketAclCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ConfiguredRetryStrategy } from '@smithy/util-retry';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from './certificate.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';
import { clientConfig, ToServer } from './redirect.js';
import { type Stub, startStub } from './stub.js';

const KEYS = { Keys: [{ KeyId: 'k1' }, { KeyId: 'k2' }] };

let stub: Stub;
let proxy: FaultProxy;
beforeAll(async () => {
  stub = await startStub();
  stub.onAll({
    'access-analyzer:ListAnalyzers': () => ({ analyzers: [] }),
    'cloudwatch:DescribeAlarms': () => ({ MetricAlarms: [] }),
    'ec2:DescribeInstances': () => ({ Reservations: [] }),
    'iam:GetAccountSummary': () => ({ SummaryMap: { Users: 3 } }),
    'kms:ListAliases': () => ({ Aliases: [] }),
    'kms:ListKeys': () => KEYS,
    's3:GetBucketAcl': () => ({ Grants: [] }),
    's3:ListBuckets': () => ({ Buckets: [] }),
    'sts:GetCallerIdentity': () => ({ Account: '123456789012' }),
  });
  proxy = await startFaultProxy(stub.port);
});
afterEach(() => proxy.clear());
afterAll(async () => {
  await proxy.stop();
  await stub.stop();
});

// Retries of a millisecond, so that five attempts cost no time.
function config(attempts = 1, options = {}) {
  const quick = { retryStrategy: new ConfiguredRetryStrategy(attempts, () => 1) };
  return { ...clientConfig(proxy.port), ...quick, requestHandler: new ToServer(proxy.port, options) };
}

const oneOfEach: Array<[string, () => Promise<unknown>]> = [
  ['access-analyzer:ListAnalyzers', () => new AccessAnalyzerClient(config()).send(new ListAnalyzersCommand({}))],
  ['cloudwatch:DescribeAlarms', () => new CloudWatchClient(config()).send(new DescribeAlarmsCommand({}))],
  ['ec2:DescribeInstances', () => new EC2Client(config()).send(new DescribeInstancesCommand({}))],
  ['iam:GetAccountSummary', () => new IAMClient(config()).send(new GetAccountSummaryCommand({}))],
  ['kms:ListKeys', () => new KMSClient(config()).send(new ListKeysCommand({}))],
  ['s3:GetBucketAcl', () => new S3Client(config()).send(new GetBucketAclCommand({ Bucket: 'bucket' }))],
  ['s3:ListBuckets', () => new S3Client(config()).send(new ListBucketsCommand({}))],
  ['sts:GetCallerIdentity', () => new STSClient(config()).send(new GetCallerIdentityCommand({}))],
];

describe.each(oneOfEach)('%s', (operation, call) => {
  it('passes through unharmed and is logged', async () => {
    await call();
    const service = operation.split(':')[0];
    const region = service === 'iam' ? 'us-east-1' : 'eu-north-1';
    const url = expect.stringMatching(/amazonaws\.com\/(analyzer)?$/);
    expect(proxy.calls).toEqual([{ service, region, operation, url, status: 200 }]);
  });

  it.each(['AccessDenied', 'ThrottlingException', 'ExpiredToken'])('fails with %s by name', async error => {
    proxy.add({ on: operation, fault: { error } });
    await expect(call()).rejects.toMatchObject({ name: error });
  });

  it('fails as told with a status', async () => {
    proxy.add({ on: operation, fault: { error: 'InternalFailure', status: 500 } });
    await expect(call()).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  });

  it('fails on an HTML page, a reset and a cut body', async () => {
    for (const fault of ['html', 'reset', 'truncate'] as const) {
      proxy.clear();
      proxy.add({ fault });
      await expect(call()).rejects.toThrow();
      expect(proxy.calls.map(each => each.status)).toEqual([fault === 'html' ? 503 : fault]);
    }
  });
});

describe('what the SDK does about it', () => {
  const kms = (attempts?: number, options?: object) => new KMSClient(config(attempts, options));

  it('names the missing action in a denial, and does not retry it', async () => {
    proxy.add({ fault: { error: 'AccessDeniedException' } });
    await expect(kms(5).send(new ListKeysCommand({}))).rejects.toThrow('not authorized to perform: kms:ListKeys');
    expect(proxy.calls).toHaveLength(1);
  });

  it('retries a reset, a cut body and a throttle until the rule is used up', async () => {
    proxy.add(
      { fault: 'reset', times: 1 },
      { fault: 'truncate', times: 1 },
      { fault: { error: 'ThrottlingException' }, times: 2 },
    );
    const { Keys, $metadata } = await kms(5).send(new ListKeysCommand({}));
    expect(Keys).toEqual(KEYS.Keys);
    expect($metadata.attempts).toBe(5);
    expect(proxy.calls.map(call => call.status)).toEqual(['reset', 'truncate', 400, 400, 200]);
  });

  it('keeps the virtual host of a bucket over retries', async () => {
    proxy.add({ fault: 'reset', times: 2 });
    await new S3Client(config(3)).send(new GetBucketAclCommand({ Bucket: 'bucket' }));
    expect(proxy.calls.map(call => call.operation)).toEqual(Array(3).fill('s3:GetBucketAcl'));
  });

  it('gives up on a server that never answers', async () => {
    proxy.add({ on: 'kms:ListKeys', fault: 'hang' });
    const impatient = kms(1, { requestTimeout: 50, throwOnRequestTimeout: true });
    await expect(impatient.send(new ListKeysCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(proxy.calls.map(call => call.status)).toEqual(['hang']);
  });

  it('waits for a late answer, and a late error', async () => {
    proxy.add({ fault: { latency: 150 } }, { on: 'kms:ListAliases', fault: { error: 'NotFoundException' } });
    const impatient = kms(1, { requestTimeout: 20, throwOnRequestTimeout: true });
    await expect(impatient.send(new ListKeysCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await kms().send(new ListKeysCommand({}))).Keys).toHaveLength(2);
    await expect(kms().send(new ListAliasesCommand({}))).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('over TLS, on both sides', () => {
  it('passes calls on, fails them as told and logs them', async () => {
    const certificate = await makeCertificate(['eu-north-1']);
    const back = await startFaultProxy(stub.port, { certificate });
    const front = await startFaultProxy({ port: back.port, ca: certificate.cert }, { certificate });
    const requestHandler = new NodeHttpHandler({ httpsAgent: new Agent({ ca: certificate.cert }) });
    const endpoint = `https://localhost:${front.port}`;
    const client = new KMSClient({ ...config(4), endpoint, requestHandler });
    front.add({ fault: 'reset', times: 1 }, { fault: 'truncate', times: 1 });
    expect((await client.send(new ListKeysCommand({}))).Keys).toEqual(KEYS.Keys);
    expect(front.calls.map(call => call.status)).toEqual(['reset', 'truncate', 200]);
    expect(back.calls.map(call => call.operation)).toEqual(['kms:ListKeys', 'kms:ListKeys']);
    client.destroy();
    await front.stop();
    await back.stop();
  });

  it('keeps what the server refused', async () => {
    const own = await startFaultProxy(stub.port);
    const client = new KMSClient(clientConfig(own.port));
    await expect(client.send(new DescribeKeyCommand({ KeyId: 'x' }))).rejects.toThrow();
    expect(own.calls[0]?.refusal).toContain('no answer is registered for kms:DescribeKey');
    await own.stop();
  });
});

describe('rules', () => {
  const list = () => new KMSClient(config()).send(new ListKeysCommand({}));

  it('hit a service or a predicate and nothing else', async () => {
    proxy.add({ on: 'sts:*', fault: 'reset' }, { on: call => call.region === 'us-east-1', fault: 'reset' });
    await list();
    await expect(new STSClient(config()).send(new GetCallerIdentityCommand({}))).rejects.toThrow();
    const elsewhere = new KMSClient({ ...config(), region: 'us-east-1' });
    await expect(elsewhere.send(new ListKeysCommand({}))).rejects.toThrow();
  });

  it('answer with a body of one’s own', async () => {
    proxy.add({ on: 'kms:ListKeys', fault: { body: '{"Keys":[{"KeyId":"made up"}]}' } });
    expect((await list()).Keys).toEqual([{ KeyId: 'made up' }]);
  });

  it('with a chance strike the same calls at the same seed, and others at another', async () => {
    const strike = async (seed: number): Promise<string> => {
      const own = await startFaultProxy(stub.port, { seed });
      own.add({ probability: 0.3, fault: { error: 'ThrottlingException' } });
      const client = new KMSClient(clientConfig(own.port));
      let struck = '';
      for (let call = 0; call < 60; call += 1) {
        struck += await client.send(new ListKeysCommand({})).then(
          () => '.',
          (error: Error) => (error.name === 'ThrottlingException' ? 'x' : '?'),
        );
      }
      await own.stop();
      return struck;
    };
    const first = await strike(1);
    expect(await strike(1)).toBe(first);
    expect(await strike(2)).not.toBe(first);
    expect(first).toMatch(/^[.x]{60}$/);
    const share = first.split('x').length - 1;
    expect(share).toBeGreaterThan(6);
    expect(share).toBeLessThan(32);
  });
});
