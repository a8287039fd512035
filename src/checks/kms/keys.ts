import { check, fail, pass, saw } from '../../core/check.js';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import {
  countRotations,
  type LastUsage,
  lastUsageCall,
  listGrantees,
  readLastUsage,
  unlessUsedToday,
} from './last-usage.js';

const sdk = () => import('./sdk.js');

/** A KMS key, as DescribeKey tells. */
export interface Key {
  KeyId: string;
  Arn: string;
  Description: string;
  KeyManager: string;
  KeyState: string;
  KeySpec: string;
  KeyUsage: string;
  Origin: string;
  MultiRegion: boolean;
  MultiRegionKeyType: string | null;
  CreationDate: string | null;
  DeletionDate: string | null;
}

interface Details {
  aliases: string[];
  rotation: { KeyRotationEnabled: boolean; RotationPeriodInDays: number | null };
  policy: string;
  tags: Record<string, string>;
  lastUsage: LastUsage;
  /** Who holds grants on it; null where the key was used today, for then nobody asks. */
  grants: string[] | null;
  /** How many rotations are behind it; null where the key was used today, for then nobody asks. */
  rotations: number | null;
}

export const keys = collection<Key, Details>({
  id: 'kms.keys',
  noun: 'KMS keys',
  calls: ['kms:ListKeys', call('kms:DescribeKey', 'kms:DescribeKey', { each: true })],
  async list(aws) {
    const { KMSClient, paginateListKeys } = await sdk();
    const described: Promise<Key | undefined>[] = [];
    for await (const page of paginateListKeys({ client: aws.client(KMSClient) }, {})) {
      for (const { KeyId = '' } of page.Keys ?? []) described.push(describe(KeyId, aws));
    }
    return (await Promise.all(described)).filter(key => key !== undefined);
  },
  resource: (key, { aliases, tags }) => ({
    id: key.KeyId,
    arn: key.Arn,
    ...(aliases?.[0] ? { name: aliases[0] } : {}),
    type: 'AWS::KMS::Key',
    ...(tags ? { tags } : {}),
  }),
  labels: ['aliases'],
  details: {
    aliases: detail<Key, string[]>({
      calls: ['kms:ListAliases'],
      otherwise: [],
      all: (_keys, aws) => listAliases(aws),
    }),
    rotation: detail({
      calls: ['kms:GetKeyRotationStatus'],
      async get(key, aws) {
        const { GetKeyRotationStatusCommand, KMSClient } = await sdk();
        const answer = await aws.client(KMSClient).send(new GetKeyRotationStatusCommand({ KeyId: key.KeyId }));
        return {
          KeyRotationEnabled: answer.KeyRotationEnabled ?? false,
          RotationPeriodInDays: answer.RotationPeriodInDays ?? null,
        };
      },
    }),
    policy: detail({
      calls: ['kms:GetKeyPolicy'],
      async get(key, aws) {
        const { GetKeyPolicyCommand, KMSClient } = await sdk();
        const answer = await aws
          .client(KMSClient)
          .send(new GetKeyPolicyCommand({ KeyId: key.KeyId, PolicyName: 'default' }));
        return answer.Policy ?? '';
      },
    }),
    tags: detail({
      calls: ['kms:ListResourceTags'],
      async get(key, aws) {
        const { KMSClient, paginateListResourceTags } = await sdk();
        const tags: Record<string, string> = {};
        for await (const page of paginateListResourceTags({ client: aws.client(KMSClient) }, { KeyId: key.KeyId })) {
          for (const { TagKey = '', TagValue = '' } of page.Tags ?? []) tags[TagKey] = TagValue;
        }
        return tags;
      },
    }),
    lastUsage: detail({
      calls: [lastUsageCall],
      when: key => key.KeyManager === 'CUSTOMER',
      otherwise: { KeyLastUsage: null, TrackingStartDate: null, KeyCreationDate: null },
      get: readLastUsage,
    }),
    grants: detail({ calls: [lastUsageCall, 'kms:ListGrants'], get: unlessUsedToday(listGrantees) }),
    rotations: detail({
      calls: [lastUsageCall, 'kms:ListKeyRotations'],
      when: canRotate,
      otherwise: 0,
      get: unlessUsedToday(countRotations),
    }),
  },
});

/** One denied key (a key policy may deny DescribeKey) must not hide the others. */
async function describe(id: string, aws: Aws): Promise<Key | undefined> {
  const { DescribeKeyCommand, KMSClient } = await sdk();
  try {
    const { KeyMetadata: key } = await aws.client(KMSClient).send(new DescribeKeyCommand({ KeyId: id }));
    return {
      KeyId: id,
      Arn: key?.Arn ?? '',
      Description: key?.Description ?? '',
      KeyManager: key?.KeyManager ?? '',
      KeyState: key?.KeyState ?? '',
      KeySpec: key?.KeySpec ?? '',
      KeyUsage: key?.KeyUsage ?? '',
      Origin: key?.Origin ?? '',
      MultiRegion: key?.MultiRegion ?? false,
      MultiRegionKeyType: key?.MultiRegionConfiguration?.MultiRegionKeyType ?? null,
      CreationDate: isoOf(key?.CreationDate),
      DeletionDate: isoOf(key?.DeletionDate),
    };
  } catch (error) {
    aws.missed({ id }, error);
    return undefined;
  }
}

async function listAliases(aws: Aws): Promise<Map<string, string[]>> {
  const { KMSClient, paginateListAliases } = await sdk();
  const found = new Map<string, string[]>();
  for await (const page of paginateListAliases({ client: aws.client(KMSClient) }, {})) {
    for (const { AliasName, TargetKeyId } of page.Aliases ?? []) {
      if (AliasName && TargetKeyId) found.set(TargetKeyId, [...(found.get(TargetKeyId) ?? []), AliasName].sort());
    }
  }
  return found;
}

/** Whether KMS makes the material of the key, and can make new one. */
function canRotate(key: Pick<Key, 'KeySpec' | 'Origin'>): boolean {
  return key.KeySpec === 'SYMMETRIC_DEFAULT' && key.Origin === 'AWS_KMS';
}

/** A key that its owner can change and that can be used now; AWS's own keys and keys at rest are out of scope. */
export const isEnabledCustomerKey = (key: Pick<Key, 'KeyManager' | 'KeyState'>): boolean =>
  key.KeyManager === 'CUSTOMER' && key.KeyState === 'Enabled';

/** Whether a list of key ids or ARNs, as people write it into parameters, names this key. */
export const isNamed = (key: Pick<Key, 'KeyId' | 'Arn'>, names: readonly string[]): boolean =>
  names.includes(key.KeyId) || names.includes(key.Arn);

export const rotation = check({
  id: 'kms-key-rotation-enabled',
  title: 'Customer keys rotate their material',
  why: 'An old key that leaks opens everything it ever sealed. Rotation limits how much one leak can open.',
  fix: {
    command: 'aws kms enable-key-rotation --key-id {KeyId} --region {region}',
    undo: 'aws kms disable-key-rotation --key-id {KeyId} --region {region}',
    note: 'No downtime. Old ciphertext stays readable; the first two rotations raise the monthly price of the key.',
  },
  fields: ['kms:GetKeyRotationStatus.KeyRotationEnabled'],
  on: keys.with('rotation'),
  scope: 'not an enabled symmetric customer key whose material KMS can rotate here',
  applies: key => isEnabledCustomerKey(key) && canRotate(key) && key.MultiRegionKeyType !== 'REPLICA',
  test(key) {
    const { KeyRotationEnabled, RotationPeriodInDays } = key.rotation;
    const seen = saw('kms:GetKeyRotationStatus', 'KeyRotationEnabled', KeyRotationEnabled, true);
    if (!KeyRotationEnabled) return fail('automatic rotation is off', seen);
    return pass(RotationPeriodInDays ? `rotates every ${RotationPeriodInDays} days` : 'rotates automatically', seen);
  },
});
