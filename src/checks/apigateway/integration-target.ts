/** The Lambda function (with its version or alias) that an integration or authorizer URI calls; null where it calls none. */
export const functionOf = (uri: string | undefined): string | null =>
  /arn:[^:]+:lambda:[^:]*:[^:]*:function:[^/]+/.exec(uri ?? '')?.[0] ?? null;

/** A URI without its query, where keys of other services' APIs may stand. */
export const withoutQuery = (uri: string | undefined): string | null => uri?.replace(/\?.*$/s, '') ?? null;
