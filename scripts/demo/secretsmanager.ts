import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

interface Made {
  region: string;
  made: number;
  /** Days since it was last read; absent where nobody ever did. */
  read?: number;
  rotated?: number;
  tags?: Record<string, string>;
}

/** Lodge's secrets by name; the database before Aurora DSQL has left one behind. */
const secrets: Record<string, Made> = {
  'lodge/payments': { region: 'eu-north-1', made: 655, read: 0 },
  'lodge/mail': { region: 'eu-north-1', made: 402, read: 1, rotated: 22 },
  'lodge/sessions-database': { region: 'eu-north-1', made: 790, read: 238 },
  'lodge/partner-sandbox': { region: 'eu-north-1', made: 300 },
  'lodge/maps': { region: 'eu-north-1', made: 9 },
  'lodge/root-of-everything': { region: 'eu-north-1', made: 700, tags: { purpose: 'break-glass' } },
  'lodge/edge-signing': { region: 'us-east-1', made: 402, read: 2 },
};
const date = (days: number): Date => new Date(daysAgo(days));

/** The secrets of the sample account; values are never asked for. */
export const secretsmanager: Record<string, Handler> = {
  'secretsmanager:ListSecrets': (_input, { region }: At) => ({
    SecretList: Object.entries(secrets)
      .filter(([, one]) => one.region === region)
      .map(([Name, { made, read, rotated, tags }]) => ({
        ARN: `arn:aws:secretsmanager:${region}:${account}:secret:${Name}-L0dge1`,
        Name,
        CreatedDate: date(made),
        LastChangedDate: date(rotated ?? made),
        RotationEnabled: rotated !== undefined,
        ...(rotated === undefined ? {} : { LastRotatedDate: date(rotated) }),
        ...(read === undefined ? {} : { LastAccessedDate: new Date(`${daysAgo(read).slice(0, 10)}T00:00:00Z`) }),
        Tags: Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      })),
  }),
};
