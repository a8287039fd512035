import type { Handler } from '../../test/server/stub.js';
import { keyIdOf } from './keys.js';
import { account, daysAgo } from './place.js';

interface OfKey {
  KeyId: string;
}
/** Days before the audit on which a key was last used; the others were never. */
const lastUsed: Record<string, [days: number, operation: string]> = {
  'alias/invoices': [1, 'GenerateDataKey'],
  'alias/uploads': [0, 'Decrypt'],
  'alias/guest-documents': [3, 'Decrypt'],
  'alias/webhook-signing': [0, 'GenerateMac'],
  'alias/card-vault': [0, 'Decrypt'],
  'alias/sessions-old': [240, 'Decrypt'],
  'alias/table-exports': [301, 'Decrypt'],
  'alias/partner-feed': [171, 'Decrypt'],
};
/** KMS keeps track of the last use of a key since this many days. */
const trackedFor = 320;
const found = (KeyId: string) => Object.entries(lastUsed).find(([alias]) => keyIdOf(alias) === KeyId)?.[1];

/** How Lodge's keys are used: the feed to partners ended in June, and its key stayed. */
export const keyUse: Record<string, Handler> = {
  'kms:GetKeyLastUsage': ({ KeyId }: OfKey) => {
    const [days, Operation] = found(KeyId) ?? [];
    return {
      KeyId,
      KeyLastUsage: days === undefined ? {} : { Operation, Timestamp: new Date(daysAgo(days, 6)) },
      TrackingStartDate: new Date(daysAgo(trackedFor)),
      KeyCreationDate: new Date(daysAgo(trackedFor + 80)),
    };
  },
  // DynamoDB and its like hold a grant as long as something is encrypted with the key.
  'kms:ListGrants': ({ KeyId }: OfKey) => ({
    Truncated: false,
    Grants:
      KeyId === keyIdOf('alias/uploads')
        ? [{ KeyId, GrantId: 'g-1', GranteePrincipal: `arn:aws:iam::${account}:role/photo-resize` }]
        : [],
  }),
  'kms:ListKeyRotations': ({ KeyId }: OfKey) => ({
    Truncated: false,
    Rotations:
      KeyId === keyIdOf('alias/uploads')
        ? [{ KeyId, RotationDate: new Date(daysAgo(290)), RotationType: 'AUTOMATIC' }]
        : [],
  }),
};
