import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { functionsIn, stateMachines } from '../../../src/checks/stepfunctions/state-machines.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { plausible } from '../../server/plausible.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const machine = (name: string) => ({
  name,
  stateMachineArn: `arn:aws:states:eu-north-1:123456789012:stateMachine:${name}`,
  type: 'STANDARD',
  creationDate: new Date('2026-01-01T00:00:00Z'),
});
const functionArn = (name: string) => `arn:aws:lambda:eu-north-1:123456789012:function:${name}`;

describeWithMoto('the collection of state machines', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
    stub.onAll(plausible);
  });
  afterAll(() => stub.stop());
  const ask = (details: string[] = []) => collectOne(stateMachines, { port: stub.port, details });

  it('brings nothing from a region without any', async () => {
    expect(await ask(['functionArns'])).toMatchObject({ rows: [], gaps: [] });
  });

  it('reads every page, and of definitions nothing but the functions', async () => {
    stub.on(
      'states:ListStateMachines',
      pages({ stateMachines: ['a', 'b'].map(machine) }, { size: 1, takes: 'nextToken' }),
    );
    stub.on('states:DescribeStateMachine', ({ stateMachineArn }: { stateMachineArn: string }) => ({
      ...machine(stateMachineArn.slice(-1)),
      roleArn: 'arn:aws:iam::123456789012:role/x',
      definition: JSON.stringify({
        States: {
          One: { Resource: functionArn('book'), Parameters: { password: 'correct-horse' } },
          Two: {
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: { FunctionName: `${functionArn('mail')}:live` },
          },
          Again: { Resource: functionArn('book') },
        },
      }),
    }));
    const { rows, calls } = await ask(['functionArns']);
    expect(rows.map(({ item }) => item['name'])).toEqual(['a', 'b']);
    expect(rows[0]?.details['functionArns']).toEqual({ ok: true, value: [functionArn('book'), functionArn('mail')] });
    expect(JSON.stringify(rows)).not.toContain('correct-horse');
    expect(calls).toEqual({ 'states:ListStateMachines': 2, 'states:DescribeStateMachine': 2 });
  });

  it('says what was denied', async () => {
    const denied = () => {
      throw new StubError('AccessDeniedException', 'User is not authorized to perform this');
    };
    stub.on('states:ListStateMachines', () => ({ stateMachines: [machine('a')] }));
    stub.on('states:DescribeStateMachine', denied);
    expect((await ask(['functionArns'])).rows[0]?.details['functionArns']).toMatchObject({ ok: false });
    stub.on('states:ListStateMachines', denied);
    expect((await ask()).gaps).toMatchObject([{ reason: 'denied', api: 'states:ListStateMachines' }]);
  });
});

it('finds functions in any text, and none where there are none', () => {
  expect(functionsIn('')).toEqual([]);
  expect(functionsIn('not JSON arn:aws-cn:lambda:cn-north-1:123456789012:function:x:7"')).toEqual([
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:x',
  ]);
});
