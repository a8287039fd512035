import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { stacks } from '../../../src/checks/cloudformation/stacks.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const summary = (StackName: string, more: object = {}) => ({
  StackName,
  StackId: `arn:aws:cloudformation:eu-north-1:123456789012:stack/${StackName}/1`,
  StackStatus: 'CREATE_COMPLETE',
  CreationTime: new Date('2026-01-01T00:00:00Z'),
  ...more,
});
const resource = (LogicalResourceId: string) => ({
  LogicalResourceId,
  PhysicalResourceId: LogicalResourceId.toLowerCase(),
  ResourceType: 'AWS::DynamoDB::Table',
  ResourceStatus: 'CREATE_COMPLETE',
  LastUpdatedTimestamp: new Date('2026-01-01T00:00:00Z'),
});

describeWithMoto('the collection of CloudFormation stacks', () => {
  let server: Moto;
  let stub: Stub;
  let client: CloudFormationClient;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
    client = (await clients(server.port))(CloudFormationClient);
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
  });
  afterAll(() => stub.stop());
  const details = ['resources'];
  const collect = (more = {}) => collectOne(stacks, { port: stub.port, details, ...more });

  it('brings nothing from a region without stacks', async () => {
    expect(await collect()).toMatchObject({ rows: [], gaps: [] });
  });

  it('tells what a stack made, and leaves out what is deleted', async () => {
    const TemplateBody = JSON.stringify({ Resources: { Alarms: { Type: 'AWS::SNS::Topic' } } });
    await client.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
    await client.send(new CreateStackCommand({ StackName: 'old', TemplateBody }));
    await client.send(new DeleteStackCommand({ StackName: 'old' }));
    const { rows } = await collect();
    expect(rows.map(({ item, details: { resources } }) => [item['StackName'], item['StackStatus'], resources])).toEqual(
      [
        [
          'shop',
          'CREATE_COMPLETE',
          {
            ok: true,
            value: [
              {
                LogicalResourceId: 'Alarms',
                PhysicalResourceId: expect.stringContaining('sns'),
                ResourceType: 'AWS::SNS::Topic',
                ResourceStatus: 'CREATE_COMPLETE',
              },
            ],
          },
        ],
      ],
    );
  });

  it('reads every page of both', async () => {
    const many = Array.from({ length: 5 }, (_, at) =>
      summary(`stack-${at}`, at === 0 ? { ParentId: 'arn:parent' } : {}),
    );
    stub.on('cloudformation:ListStacks', pages({ StackSummaries: many }, { size: 2 }));
    stub.on(
      'cloudformation:ListStackResources',
      pages({ StackResourceSummaries: ['A', 'B', 'C'].map(resource) }, { size: 2 }),
    );
    const { rows, calls } = await collect();
    expect(calls).toMatchObject({ 'cloudformation:ListStacks': 3, 'cloudformation:ListStackResources': 10 });
    expect(rows[0]?.item).toEqual({
      StackName: 'stack-0',
      StackId: summary('stack-0').StackId,
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: '2026-01-01T00:00:00.000Z',
      LastUpdatedTime: null,
      ParentId: 'arn:parent',
    });
    const found = rows[4]?.details['resources'];
    expect(found?.ok && (found.value as object[]).length).toBe(3);
  });

  it('keeps a refusal for a gap, of the list and of one stack', async () => {
    stub.on('cloudformation:ListStacks', () => ({ StackSummaries: [summary('a')] }));
    const refuse = () => {
      throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
    };
    stub.on('cloudformation:ListStackResources', refuse);
    const { rows } = await collect();
    expect(rows[0]?.details['resources']).toMatchObject({ ok: false, gap: { reason: 'denied', resource: 'a' } });
    stub.on('cloudformation:ListStacks', refuse);
    expect(await collect()).toMatchObject({ rows: [], gaps: [{ reason: 'denied' }] });
  });
});
