import type { PlannedCall } from './plan.js';
import type { Call } from './types.js';

/** IAM's limit for a managed policy, in characters without white space. */
const managedPolicyLimit = 6144;

/** An IAM policy that allows reading, and nothing else. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: '*' }[];
}

/** The IAM actions of a plan, sorted; `base` are the calls that every audit makes. */
export function actionsOfPlan(planned: readonly PlannedCall[], base: readonly Call[]): string[] {
  const calls = [...base, ...planned.map(({ call }) => call)];
  return [...new Set(calls.flatMap(call => call.actions))].sort();
}

/** IAM's limit for all inline policies of one role, in characters without white space. */
export const inlineRolePolicyLimit = 10_240;

/** One policy that allows these actions, and whether it fits a managed policy or only the inline policy of a role. */
export function policyFor(actions: readonly string[]): { policy: PolicyDocument; size: number; fits: boolean } {
  const policy = documentOf([...actions], 0);
  const size = sizeOf(policy);
  return { policy, size, fits: size <= managedPolicyLimit };
}

/** The least policies that allow these actions: one, or as many as IAM's size limit asks for. */
export function policiesFor(actions: readonly string[]): PolicyDocument[] {
  const policies: PolicyDocument[] = [];
  let chunk: string[] = [];
  for (const action of actions) {
    if (sizeOf(documentOf([...chunk, action], policies.length)) > managedPolicyLimit) {
      policies.push(documentOf(chunk, policies.length));
      chunk = [];
    }
    chunk.push(action);
  }
  if (chunk.length > 0) policies.push(documentOf(chunk, policies.length));
  return policies;
}

const documentOf = (actions: string[], index: number): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: index === 0 ? 'StocktakeReads' : `StocktakeReads${index + 1}`,
      Effect: 'Allow',
      Action: actions,
      Resource: '*',
    },
  ],
});

const sizeOf = (policy: PolicyDocument): number => JSON.stringify(policy).length;

/** A CloudFormation template with these policies as managed policies, as JSON. */
export function cloudFormationFor(policies: readonly PolicyDocument[]): object {
  const resources = policies.map((policy, index): [string, object] => [
    `StocktakeReads${index === 0 ? '' : index + 1}`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Description: 'What a stocktake audit reads', PolicyDocument: policy },
    },
  ]);
  const outputs = resources.map(([name]) => [`${name}Arn`, { Value: { Ref: name } }]);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The least permissions for a stocktake audit; attach them to the role that runs it',
    Resources: Object.fromEntries(resources),
    Outputs: Object.fromEntries(outputs),
  };
}
