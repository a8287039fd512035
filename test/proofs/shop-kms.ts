import type { Handler } from '../server/stub.js';

const made = new Date('2025-03-01T08:00:00Z');
const recent = new Date('2026-11-22T08:30:00Z');

/** How the keys of the shop are used: the one that is stale, not any more. */
export const keyUse: Record<string, Handler> = {
  'kms:GetKeyLastUsage': ({ KeyId }: { KeyId: string }) => ({
    KeyId,
    KeyLastUsage: {
      Operation: 'Decrypt',
      Timestamp: ['key-stale', 'key-off'].includes(KeyId) ? new Date('2026-03-01T08:00:00Z') : recent,
    },
    TrackingStartDate: made,
    KeyCreationDate: made,
  }),
  'kms:ListGrants': () => ({ Grants: [], Truncated: false }),
  'kms:ListKeyRotations': ({ KeyId }: { KeyId: string }) => ({
    Rotations: KeyId === 'key-orders' ? [{ KeyId, RotationDate: made, RotationType: 'AUTOMATIC' }] : [],
    Truncated: false,
  }),
};
