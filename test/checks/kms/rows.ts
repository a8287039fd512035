import type { AttestedCall, Lookup } from '../../../src/checks/kms/attested-calls.js';
import type { Key } from '../../../src/checks/kms/keys.js';
import type { LastUsage } from '../../../src/checks/kms/last-usage.js';
import type { StateChanges } from '../../../src/checks/kms/state-changes.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const accountId = '111122223333';
export const keyArn = (id: string, region = 'eu-north-1') => `arn:aws:kms:${region}:${accountId}:key/${id}`;

/** An enabled symmetric customer key. */
export const key = (KeyId: string, more: Partial<Key> = {}): Key => ({
  KeyId,
  Arn: keyArn(KeyId),
  Description: '',
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
  Origin: 'AWS_KMS',
  MultiRegion: false,
  MultiRegionKeyType: null,
  CreationDate: '2025-01-01T00:00:00.000Z',
  DeletionDate: null,
  ...more,
});

export const policyOf = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

export const administration = {
  Sid: 'Administration',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:role/key-admin` },
  Action: ['kms:Describe*', 'kms:Get*', 'kms:Put*', 'kms:List*'],
  Resource: '*',
};

export const rootAccess = {
  Sid: 'Root',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: 'kms:*',
  Resource: '*',
};

/** 48 bytes of one hex digit pair, as hex. */
export const pcr = (pair: string): string => pair.repeat(48);
export const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

export const decryptBy = (Condition?: object, more: object = {}) => ({
  Sid: 'Enclave',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:role/enclave-host` },
  Action: 'kms:Decrypt',
  Resource: '*',
  ...(Condition ? { Condition } : {}),
  ...more,
});

export const attestedBy = (conditions: Record<string, string | string[]>, more: object = {}) =>
  decryptBy(
    {
      StringEqualsIgnoreCase: Object.fromEntries(
        Object.entries(conditions).map(([name, value]) => [`kms:RecipientAttestation:${name}`, value]),
      ),
    },
    more,
  );

/** A key that a name, a tag or its policy marks as one for enclaves. */
export const enclaveRow = (KeyId: string, policy: unknown, more: Record<string, unknown> = {}): StoredRow =>
  row(key(KeyId), { aliases: ['alias/enclave-vault'], tags: {}, policy, ...more });

export const attestedCall = (KeyId: string, more: Partial<AttestedCall> = {}): AttestedCall => ({
  EventName: 'Decrypt',
  KeyArn: keyArn(KeyId),
  ModuleId: 'i-0123456789abcdef0-enc0123456789abcdef',
  Measurements: { PCR0: base64Of(pcr('aa')), PCR1: pcr('bb'), PCR2: pcr('cc') },
  Count: 3,
  Latest: '2026-11-20T10:00:00.000Z',
  ...more,
});

export const debugMeasurements = { PCR0: pcr('00'), PCR1: pcr('00'), PCR2: base64Of(pcr('00')), PCR4: pcr('dd') };

/** One region's event history. */
export const history = (Calls: AttestedCall[], cut: string | null = null, region = 'eu-north-1'): StoredRow => {
  const lookup: Lookup = {
    Calls,
    Looked: [
      { EventName: 'Decrypt', Events: 1000, Truncated: cut !== null, Oldest: cut ?? '2026-09-01T00:00:00.000Z' },
    ],
  };
  return row({ RegionName: region }, { lookup }, region);
};

/** The last use of a key; tracked since the day of its making where not said otherwise. */
export const usage = (
  day: string | null,
  TrackingStartDate: string | null = '2026-01-10T00:00:00.000Z',
): LastUsage => ({
  KeyLastUsage: day === null ? null : { Operation: 'Decrypt', Timestamp: `${day}T08:00:00.000Z` },
  TrackingStartDate,
  KeyCreationDate: '2026-01-10T00:00:00.000Z',
});

export const disabledBy = (id: string, day: string, EventName = 'DisableKey'): StateChanges['Disabled'][0] => ({
  KeyArn: keyArn(id),
  EventName,
  EventTime: `${day}T08:00:00.000Z`,
});

/** What event history tells of keys that came to be disabled. */
export const changesRow = (
  Disabled: StateChanges['Disabled'] | object,
  Truncated = false,
  region = 'eu-north-1',
): StoredRow =>
  row({ RegionName: region }, { history: Array.isArray(Disabled) ? { Disabled, Truncated } : Disabled }, region);

/** Nothing that could be encrypted with a key. */
export const noReferences = {
  's3.buckets': [],
  's3.storage': [],
  'secretsmanager.secrets': [],
  'ssm.parameters': [],
  'cloudtrail.trails': [],
};
