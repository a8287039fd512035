import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  type KeySpec,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { administrators, newerPolicy, openPolicy, partnerPolicy, uploadsPolicy, vaultPolicy } from './key-policies.js';
import { now, policy, type Region, type Seeder } from './place.js';
import { databaseUrl } from './secrets.js';

interface Key {
  alias: string;
  region: Region;
  made: number;
  Description: string;
  tags?: Record<string, string>;
  policy: string;
  rotates?: boolean;
  spec?: KeySpec;
  multiRegion?: boolean;
  deletedIn?: number;
  disabled?: boolean;
}

const keys: Key[] = [
  {
    alias: 'alias/invoices',
    region: 'eu-north-1',
    made: 812,
    Description: 'Invoices and receipts',
    tags: { team: 'payments' },
    policy: policy(administrators),
  },
  {
    alias: 'alias/uploads',
    region: 'eu-north-1',
    made: 655,
    Description: 'Pictures that hosts upload',
    tags: { team: 'listings' },
    policy: uploadsPolicy,
    rotates: true,
  },
  {
    alias: 'alias/partner-feed',
    region: 'eu-north-1',
    made: 260,
    Description: 'Nightly feed to partners',
    tags: { team: 'bookings' },
    policy: partnerPolicy,
    rotates: true,
  },
  {
    alias: 'alias/guest-documents',
    region: 'eu-north-1',
    made: 233,
    Description: 'Passports and rental agreements',
    tags: { team: 'guest-support', data: 'personal' },
    policy: openPolicy,
    rotates: true,
  },
  {
    alias: 'alias/sessions-old',
    region: 'eu-north-1',
    made: 1200,
    Description: `Before the move to Aurora DSQL; was ${databaseUrl}`,
    policy: policy(administrators),
    deletedIn: 12,
  },
  {
    alias: 'alias/webhook-signing',
    region: 'eu-north-1',
    made: 30,
    Description: 'Signs calls to partners',
    tags: { team: 'payments' },
    policy: newerPolicy,
    spec: 'HMAC_256',
  },
  {
    alias: 'alias/card-vault',
    region: 'eu-north-1',
    made: 90,
    Description: 'Card numbers, for the enclave only',
    tags: { team: 'payments', runs: 'nitro-enclave' },
    policy: vaultPolicy,
    rotates: true,
  },
  {
    alias: 'alias/edge-config',
    region: 'us-east-1',
    made: 402,
    Description: 'Configuration of the edge functions',
    tags: { team: 'platform' },
    policy: policy(administrators),
    rotates: true,
    multiRegion: true,
  },
  {
    alias: 'alias/table-exports',
    region: 'us-east-1',
    made: 420,
    Description: 'Exports of the tables before the move',
    tags: { team: 'platform' },
    policy: policy(administrators),
    disabled: true,
  },
];

const idsByAlias = new Map<string, string>();

/** The id that the server gave to a key. */
export function keyIdOf(alias: string): string {
  const id = idsByAlias.get(alias);
  if (!id) throw new Error(`no key ${alias} was made`);
  return id;
}

/** Creates the keys, and one that AWS manages. */
export async function seedKeys(seeder: Seeder): Promise<void> {
  for (const key of keys) await seedKey(key, seeder);
  // Whoever names it first makes AWS create it.
  await seeder.made(820);
  const KeyId = 'alias/aws/s3';
  const { KeyMetadata } = await seeder.at('eu-north-1')(KMSClient).send(new DescribeKeyCommand({ KeyId }));
  idsByAlias.set(KeyId, KeyMetadata?.KeyId ?? '');
}

async function seedKey(key: Key, seeder: Seeder): Promise<void> {
  const kms = seeder.at(key.region)(KMSClient);
  await seeder.made(key.made);
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Description: key.Description,
      Policy: key.policy,
      KeySpec: key.spec ?? 'SYMMETRIC_DEFAULT',
      KeyUsage: key.spec ? 'GENERATE_VERIFY_MAC' : 'ENCRYPT_DECRYPT',
      MultiRegion: key.multiRegion ?? false,
      Tags: Object.entries(key.tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    }),
  );
  const KeyId = KeyMetadata?.KeyId ?? '';
  idsByAlias.set(key.alias, KeyId);
  await kms.send(new CreateAliasCommand({ AliasName: key.alias, TargetKeyId: KeyId }));
  if (key.rotates) await kms.send(new EnableKeyRotationCommand({ KeyId }));
  if (key.disabled) await kms.send(new DisableKeyCommand({ KeyId }));
  if (key.deletedIn === undefined) return;
  // Deletion was asked for so long ago that this many days of the thirty are left.
  await seeder.made(30 - key.deletedIn);
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 30 }));
}

/** When, before the audit, an enclave last used the card vault. */
export const vaultCalls = [2, 5, 26].map(hours => new Date(now.getTime() - hours * 3_600_000));
