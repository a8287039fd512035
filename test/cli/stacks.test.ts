import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../src/cli/deploy/account.js';
import { findStack, putStack } from '../../src/cli/deploy/stacks.js';

/** A CloudFormation that has one stack, and writes down what it is asked. */
function accountWith(Description: string): { target: Target; asked: string[] } {
  const asked: string[] = [];
  const send = async (command: object) => {
    asked.push(command.constructor.name);
    return { Stacks: [{ StackStatus: 'CREATE_COMPLETE', Description, Outputs: [] }] };
  };
  return { target: { writers: { client: () => ({ send }) } } as unknown as Target, asked };
}

describe('a stack', () => {
  it('of somebody else is neither changed nor taken for ours', async () => {
    const { target, asked } = accountWith('VPC of production');
    const refused = 'there is a stack prod already, and it is not of stocktake; name another with --stack-name';
    await expect(putStack(target, 'prod', { TemplateBody: '{}' }, {})).rejects.toThrow(refused);
    await expect(findStack(target, 'prod')).rejects.toThrow(refused);
    expect(asked).toEqual(['DescribeStacksCommand', 'DescribeStacksCommand']);
  });

  it('of ours says so in its template', async () => {
    const { Description } = JSON.parse(readFileSync('infra/stocktake.template.json', 'utf8')) as {
      Description: string;
    };
    expect(await findStack(accountWith(Description).target, 'Stocktake')).toMatchObject({ status: 'CREATE_COMPLETE' });
  });
});
