import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FolderStore } from '../../src/aws/folder-store.js';
import { S3Store, storeCalls, storeReads } from '../../src/aws/s3-store.js';
import type { Store } from '../../src/aws/store.js';
import { Writers } from '../../src/aws/writers.js';
import { describeWithMoto, moto } from '../server/moto.js';
import { clients, CREDENTIALS } from '../server/redirect.js';

const region = 'eu-north-1';
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', CREDENTIALS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', CREDENTIALS.secretAccessKey);
});
afterEach(() => void vi.unstubAllEnvs());

const open = (port: number, calls = storeCalls) =>
  Writers.open(calls, { region, endpointUrl: `http://127.0.0.1:${port}`, retryDelay: () => 1 });

/** What every store promises. */
function keepsFiles(make: () => Promise<Store>): void {
  it('keeps files by key, and lists them in order', async () => {
    const store = await make();
    expect(await store.get('a/one.txt')).toBeUndefined();
    expect(await store.list('')).toEqual([]);
    await store.put('b.txt', 'b', 'text/plain');
    await store.put('a/two words.txt', Buffer.from([0, 255]), 'text/plain');
    await store.put('a/one.txt', 'first', 'text/plain');
    await store.put('a/one.txt', 'second', 'text/plain');
    expect((await store.get('a/one.txt'))?.toString()).toBe('second');
    expect(await store.get('a/two words.txt')).toEqual(Buffer.from([0, 255]));
    expect(await store.list('')).toEqual(['a/one.txt', 'a/two words.txt', 'b.txt']);
    expect(await store.list('a/')).toEqual(['a/one.txt', 'a/two words.txt']);
    await store.delete('a/one.txt');
    await store.delete('a/one.txt');
    expect(await store.list('a/')).toEqual(['a/two words.txt']);
  });
}

describe('a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'store-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  keepsFiles(async () => new FolderStore(path.join(folder, 'new')));

  it('says in one sentence what it cannot write', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const store = new FolderStore(path.join(folder, 'file'));
    await expect(store.put('x', '')).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/file\/x: cannot be written \((ENOTDIR|EEXIST)\)$/) as string,
    });
  });
});

describeWithMoto('a bucket', () => {
  let port: number;
  const opened: Writers[] = [];
  beforeAll(async () => {
    const server = await moto();
    await server.reset();
    port = server.port;
    const aws = await clients(port, region);
    for (const Bucket of ['plain', 'prefixed']) {
      const CreateBucketConfiguration = { LocationConstraint: region } as const;
      await aws(S3Client).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    }
  });
  afterAll(() => opened.forEach(writers => writers.close()));
  const store = async (bucket: string, prefix?: string) => {
    const writers = await open(port);
    opened.push(writers);
    return new S3Store(writers, { bucket, prefix, owner: '123456789012' });
  };
  describe('without a prefix', () => keepsFiles(() => store('plain')));
  describe('with a prefix', () => keepsFiles(() => store('prefixed', '/team/audits/')));

  it('that is not there is told so', async () => {
    await expect((await store('missing')).get('x')).rejects.toThrow('s3://missing/x: there is no bucket "missing"');
  });

  it('may be written by no call that was not named', async () => {
    const writers = await open(port, storeReads);
    opened.push(writers);
    await expect(new S3Store(writers, { bucket: 'plain' }).put('x', '', 'text/plain')).rejects.toThrow(/s3:PutObject/);
    await expect(writers.client(KMSClient).send(new CreateKeyCommand({}))).rejects.toThrow(/kms:CreateKey/);
  });
});

describe('a bucket of many files', () => {
  it('is listed to its end', async () => {
    const page = (keys: string[], more: string) =>
      `<ListBucketResult>${keys.map(key => `<Contents><Key>${key}</Key></Contents>`).join('')}${more}</ListBucketResult>`;
    const asked: (string | null)[] = [];
    const server = createServer((request, response) => {
      const token = new URL(request.url ?? '', 'http://x').searchParams.get('continuation-token');
      asked.push(token);
      const more = '<IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken>';
      response.end(token === null ? page(['b', 'c'], more) : page(['a', 'd'], ''));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const writers = await open((server.address() as AddressInfo).port);
    expect(await new S3Store(writers, { bucket: 'b' }).list('')).toEqual(['a', 'b', 'c', 'd']);
    expect(asked).toEqual([null, 'next']);
    writers.close();
    server.close();
  });
});

describe('a bucket that S3 refuses', () => {
  let server: Server;
  let port: number;
  /** Whether S3 answers a request that names an owner, and one that does not. */
  let answers: { named: boolean; unnamed: boolean };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const named = request.headers['x-amz-expected-bucket-owner'] !== undefined;
      const isList = request.url?.includes('list-type=2');
      if (isList && (named ? answers.named : answers.unnamed)) {
        response.end('<ListBucketResult><Name>b</Name></ListBucketResult>');
        return;
      }
      response.statusCode = 403;
      response.end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => void server.close());

  it.each([
    ['is in another account', { named: false, unnamed: true }, /the bucket "b" is not in account 123456789012;/],
    ['may not be written', { named: true, unnamed: true }, /s3:PutObject is refused: Access Denied/],
    ['may not even be listed', { named: false, unnamed: false }, /s3:PutObject is refused: Access Denied/],
  ])('since it %s is told so', async (_name, given, message) => {
    answers = given;
    const writers = await open(port);
    const put = new S3Store(writers, { bucket: 'b', prefix: 'p', owner: '123456789012' }).put('x', '', 'text/plain');
    await expect(put).rejects.toMatchObject({ name: 'InputError', message: expect.stringMatching(message) as string });
    await expect(put).rejects.toThrow(/^s3:\/\/b\/p\/x: /);
    writers.close();
  });
});
