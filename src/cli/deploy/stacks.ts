import { setTimeout as wait } from 'node:timers/promises';
import { InputError } from '../../core/input.js';
import type { Target } from './account.js';

/** What is known of a stack. */
export interface StackFacts {
  status: string;
  outputs: Record<string, string>;
}

const sdk = () => import('../../aws/sdk/cloudformation.js');
/** CloudFormation takes this many bytes in a request; a larger template has to lie in a bucket. */
export const mostTemplateBytes = 51_200;

/** A template, as it is given to CloudFormation. */
export type TemplateSource = { TemplateBody: string } | { TemplateURL: string };

/** What every template of ours says that it is. */
const stackDescription = 'Audits this AWS account on a schedule (stocktake)';

/** Undefined where there is no such stack; an InputError where it is somebody else's. */
export async function findStack({ writers }: Target, StackName: string): Promise<StackFacts | undefined> {
  const { CloudFormationClient, DescribeStacksCommand } = await sdk();
  try {
    const { Stacks } = await writers.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName }));
    const [stack] = Stacks ?? [];
    if (!stack || stack.StackStatus === 'DELETE_COMPLETE') return undefined;
    if (stack.Description !== stackDescription) {
      throw new InputError(
        `there is a stack ${StackName} already, and it is not of stocktake; name another with --stack-name`,
      );
    }
    const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
    return { status: stack.StackStatus ?? '', outputs: Object.fromEntries(outputs) as Record<string, string> };
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Makes or changes a stack and waits for its end; false when there was nothing to change. An InputError when it fails. */
export async function putStack(
  target: Target,
  StackName: string,
  template: TemplateSource,
  parameters: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { CloudFormationClient, CreateStackCommand, UpdateStackCommand } = await sdk();
  const client = target.writers.client(CloudFormationClient);
  const there = await findStack(target, StackName);
  if (there?.status === 'ROLLBACK_COMPLETE' || there?.status === 'DELETE_FAILED') {
    throw new InputError(`the stack ${StackName} is in state ${there.status}; run "stocktake remove" first`);
  }
  const input = {
    StackName,
    ...template,
    Capabilities: ['CAPABILITY_IAM' as const],
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  };
  const since = new Date();
  try {
    await (there ? client.send(new UpdateStackCommand(input)) : client.send(new CreateStackCommand(input)));
  } catch (error) {
    if (/no updates are to be performed/i.test((error as Error).message)) return false;
    throw error;
  }
  await settle(target, StackName, since);
  return true;
}

/** Deletes a stack and waits until it is gone. */
export async function deleteStack(target: Target, StackName: string): Promise<void> {
  const { CloudFormationClient, DeleteStackCommand } = await sdk();
  const since = new Date();
  await target.writers.client(CloudFormationClient).send(new DeleteStackCommand({ StackName }));
  await settle(target, StackName, since);
}

async function settle(target: Target, name: string, since: Date): Promise<void> {
  for (let pause = 500; ; pause = Math.min(pause * 1.5, 5000)) {
    const stack = await findStack(target, name);
    if (!stack) return;
    if (/FAILED|ROLLBACK_COMPLETE/.test(stack.status)) {
      throw new InputError(`the stack ${name} ended as ${stack.status}: ${await reasonsOf(target, name, since)}`);
    }
    if (!stack.status.endsWith('_IN_PROGRESS')) return;
    await wait(pause);
  }
}

/** What went wrong first, in CloudFormation's words. */
async function reasonsOf({ writers }: Target, StackName: string, since: Date): Promise<string> {
  const { CloudFormationClient, DescribeStackEventsCommand } = await sdk();
  const { StackEvents } = await writers
    .client(CloudFormationClient)
    .send(new DescribeStackEventsCommand({ StackName }));
  const failed = (StackEvents ?? []).filter(
    ({ ResourceStatus, Timestamp }) => ResourceStatus?.endsWith('FAILED') && (Timestamp ?? since) >= since,
  );
  const told = failed
    .reverse()
    .map(one => `${one.LogicalResourceId}: ${one.ResourceStatusReason ?? 'no reason given'}`);
  return told.slice(0, 3).join('; ') || 'CloudFormation gave no reason';
}
