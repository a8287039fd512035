import { Aws, CfnCondition, type CfnResource, Fn, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Choice } from './values.js';

/** One of two values, now or when the stack is made. */
export function either<Value>(choice: Choice, yes: Value, no: Value): Value {
  if (typeof choice === 'boolean') return choice ? yes : no;
  return Token.asAny(Fn.conditionIf(choice.logicalId, yes, no)) as unknown as Value;
}

/** The text of `either`. */
export const eitherText = (choice: Choice, yes: string, no: string): string =>
  typeof choice === 'boolean' ? (choice ? yes : no) : Fn.conditionIf(choice.logicalId, yes, no).toString();

/** A value, or nothing. */
export const ifOnly = <Value>(choice: Choice, value: Value): Value | undefined =>
  typeof choice === 'boolean'
    ? choice
      ? value
      : undefined
    : (Token.asAny(Fn.conditionIf(choice.logicalId, value, Aws.NO_VALUE)) as unknown as Value);

/** The other way round. */
export const not = (scope: Construct, id: string, choice: Choice): Choice =>
  typeof choice === 'boolean' ? !choice : new CfnCondition(scope, id, { expression: Fn.conditionNot(choice) });

/** A resource that is made when it is wanted. */
export function makeIf<Resource extends CfnResource>(choice: Choice, make: () => Resource): Resource | undefined {
  if (choice === false) return undefined;
  const resource = make();
  if (choice !== true) resource.cfnOptions.condition = choice;
  return resource;
}
