/** Says in one sentence why a document cannot be a policy; the only error this folder throws. */
export class PolicyError extends Error {
  override name = 'PolicyError';
}

/** Throws the PolicyError with this sentence. */
export function refuse(sentence: string): never {
  throw new PolicyError(sentence);
}

/** Names the JSON kind of a value for an error sentence. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
