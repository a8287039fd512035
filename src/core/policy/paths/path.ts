/** One published way to gain more permissions than one was given. */
export interface EscalationPath {
  /** Stable name: service and method. */
  readonly id: string;
  /** Everything one must be allowed to do; a pattern means every published action that it covers. */
  readonly actions: readonly string[];
  /** What the holder does with it. */
  readonly how: string;
  /** What must already exist in the account. */
  readonly needs?: string;
  /** The service principals the role is handed to, where iam:PassRole is part of it. */
  readonly passedTo?: readonly string[];
}

interface More {
  readonly needs?: string;
  readonly passedTo?: string;
}

/** Writes one path down: `actions` are separated by spaces, `passedTo` names services without `.amazonaws.com`. */
export function path(id: string, actions: string, how: string, { needs, passedTo }: More = {}): EscalationPath {
  return {
    id,
    actions: actions.split(' '),
    how,
    ...(needs === undefined ? {} : { needs }),
    ...(passedTo === undefined ? {} : { passedTo: passedTo.split(' ').map(service => `${service}.amazonaws.com`) }),
  };
}
