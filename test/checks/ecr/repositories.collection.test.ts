import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { repositories } from '../../../src/checks/ecr/repositories.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('the collection of ECR repositories', () => {
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
  const collected = () => collectOne(repositories, { port: stub.port });
  const arn = (name: string) => `arn:aws:ecr:eu-north-1:123456789012:repository/${name}`;

  it('brings nothing from an empty registry, and named fields of a real one', async () => {
    expect(await collected()).toMatchObject({ rows: [], gaps: [] });
    const client = (await clients(server.port, 'eu-north-1'))(ECRClient);
    await client.send(new CreateRepositoryCommand({ repositoryName: 'lodge/web' }));
    expect((await collected()).rows.map(row => row.item)).toEqual([
      { repositoryName: 'lodge/web', repositoryArn: arn('lodge/web') },
    ]);
  });

  it('reads every page', async () => {
    const list = ['a', 'b', 'c'].map(repositoryName => ({ repositoryName, repositoryArn: arn(repositoryName) }));
    stub.on('ecr:DescribeRepositories', pages({ repositories: list }, { size: 2, takes: 'nextToken' }));
    const { rows, calls } = await collected();
    expect(rows.map(row => row.item)).toEqual(list);
    expect(calls).toEqual({ 'ecr:DescribeRepositories': 2 });
  });

  it('says what was denied', async () => {
    stub.on('ecr:DescribeRepositories', () => {
      throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
    });
    expect(await collected()).toMatchObject({
      rows: [],
      gaps: [{ reason: 'denied', actions: ['ecr:DescribeRepositories'] }],
    });
  });
});
