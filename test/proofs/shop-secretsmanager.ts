import type { At, Handler } from '../server/stub.js';

const home = 'eu-north-1';
const ARN = `arn:aws:secretsmanager:${home}:123456789012:secret:shop/db-AbCdEf`;

/** One secret with a replica; nobody reads either. */
export const secretsmanager: Record<string, Handler> = {
  'secretsmanager:ListSecrets': (_input, { region }: At) => ({
    SecretList:
      region === home
        ? [{ ARN, Name: 'shop/db', CreatedDate: new Date('2025-03-01T08:00:00Z'), PrimaryRegion: home, Tags: [] }]
        : [],
  }),
  'secretsmanager:DescribeSecret': () => ({
    ARN,
    Name: 'shop/db',
    ReplicationStatus: [{ Region: 'us-east-1', Status: 'InSync' }],
  }),
};
