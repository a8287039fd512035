/**
 * Made-up secrets that somebody at Lodge left where they do not belong. None opens anything: the key pair is the one
 * of AWS's own documentation, the others say what they are. Written in halves, so that scanners of this repository
 * stay quiet.
 */
export const planted = {
  accessKeyId: ['AKIA', 'IOSFODNN7EXAMPLE'].join(''),
  databasePassword: ['not-a-real', '-password-2019'].join(''),
  deployToken: ['not-a-real', '-deploy-token-4711'].join(''),
  webhookSecret: ['not-a-real', '-webhook-secret-0815'].join(''),
} as const;

/** A connection string with the password in it. */
export const databaseUrl = `postgres://lodge:${planted.databasePassword}@sessions.lodge.example/prod`;
