/** One statement of a function's policy: who may do what with it. */
export interface InvokePermission {
  Sid: string;
  Effect: string;
  /** `s3.amazonaws.com`, an ARN, an account id, or `*`. */
  Principals: string[];
  Actions: string[];
  /** What the caller must be: the bucket, rule or API that a condition names. */
  SourceArns: string[];
  SourceAccounts: string[];
}

type Json = Record<string, unknown>;

/** The statements of a function's policy, in its order. */
export function permissionsIn(policy: string): InvokePermission[] {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Json | Json[] };
  return [Statement].flat().map(statement => ({
    Sid: textsIn(statement['Sid'])[0] ?? '',
    Effect: textsIn(statement['Effect'])[0] ?? '',
    Principals: textsIn(statement['Principal']),
    Actions: textsIn(statement['Action']),
    SourceArns: conditionOn('aws:sourcearn', statement),
    SourceAccounts: conditionOn('aws:sourceaccount', statement),
  }));
}

/** Every text in a value of a policy, whether it is one, a list or a record of them. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** Keys of conditions have no case. */
function conditionOn(key: string, { Condition }: Json): string[] {
  const operators = Object.values((Condition ?? {}) as Record<string, Json>);
  const named = operators.flatMap(one => Object.entries(one).filter(([name]) => name.toLowerCase() === key));
  return named.flatMap(([, value]) => textsIn(value));
}
