import { check, fail, pass, saw } from '../../core/check.js';
import { type Aws, call, collection, detail } from '../../core/collection.js';
import { daysBetween, isoOf } from '../../core/facts.js';

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
    aliases: detail<Key, string[]>({ calls: ['kms:ListAliases'], otherwise: [], all: (_keys, aws) => listAliases(aws) }),
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

/** A key that its owner can change and that can be used now; AWS's own keys and keys at rest are out of scope. */
export const isEnabledCustomerKey = (key: Pick<Key, 'KeyManager' | 'KeyState'>): boolean =>
  key.KeyManager === 'CUSTOMER' && key.KeyState === 'Enabled';

export const rotation = check({
  id: 'kms-key-rotation-enabled',
  title: 'Customer keys rotate their material',
  why: 'An old key that leaks opens everything it ever sealed. Rotation limits how much one leak can open.',
  fix: {
    command: 'aws kms enable-key-rotation --key-id {KeyId} --region {region}',
    note: 'No downtime. Old ciphertext stays readable; the first two rotations raise the monthly price of the key.',
  },
  fields: ['kms:GetKeyRotationStatus.KeyRotationEnabled'],
  on: keys.with('rotation'),
  scope: 'not an enabled symmetric customer key whose material KMS can rotate here',
  applies: key =>
    isEnabledCustomerKey(key) &&
    key.KeySpec === 'SYMMETRIC_DEFAULT' &&
    key.Origin === 'AWS_KMS' &&
    key.MultiRegionKeyType !== 'REPLICA',
  test(key) {
    const { KeyRotationEnabled, RotationPeriodInDays } = key.rotation;
    const seen = saw('kms:GetKeyRotationStatus', 'KeyRotationEnabled', KeyRotationEnabled, true);
    if (!KeyRotationEnabled) return fail('automatic rotation is off', seen);
    return pass(RotationPeriodInDays ? `rotates every ${RotationPeriodInDays} days` : 'rotates automatically', seen);
  },
});

const doomed = ['PendingDeletion', 'PendingReplicaDeletion'];

export const notPendingDeletion = check({
  id: 'kms-key-not-pending-deletion',
  title: 'No customer key is scheduled for deletion',
  why: 'When a key is deleted, everything it sealed is lost for ever: databases, disks, backups. Nobody can undo it.',
  fix: {
    command: 'aws kms cancel-key-deletion --key-id {KeyId} --region {region}',
    note: 'The key is disabled afterwards: `aws kms enable-key` makes it usable again. Leave it if the deletion is intended.',
  },
  fields: ['kms:DescribeKey.KeyState', 'kms:DescribeKey.DeletionDate'],
  on: keys.with(),
  scope: 'managed by AWS, or disabled',
  applies: key => key.KeyManager === 'CUSTOMER' && key.KeyState !== 'Disabled',
  test(key, _also, { now }) {
    const state = saw('kms:DescribeKey', 'KeyState', key.KeyState, 'not scheduled for deletion');
    if (!doomed.includes(key.KeyState)) return pass(`is ${key.KeyState}, not scheduled for deletion`, state);
    const date = saw('kms:DescribeKey', 'DeletionDate', key.DeletionDate);
    if (key.KeyState === 'PendingReplicaDeletion') return fail('will be deleted as soon as its last replica is gone', state, date);
    if (key.DeletionDate === null) return fail('is scheduled for deletion', state, date);
    const left = Math.max(0, -daysBetween(key.DeletionDate, now));
    return fail(`will be deleted in ${left} ${left === 1 ? 'day' : 'days'} (${key.DeletionDate.slice(0, 10)})`, state, date);
  },
});

export const singleRegion = check({
  id: 'kms-key-single-region',
  title: 'Customer keys stay in one Region unless replication is needed',
  why: 'A multi-Region key can be copied to other Regions, where the copy has a policy of its own to watch over.',
  fix: {
    byHand:
      'A key cannot be turned into a single-Region key. Create a new one and encrypt its data again, or name {KeyId} in allowed_key_ids if the replication is wanted.',
    note: 'Global tables and disaster recovery have good reasons for multi-Region keys.',
  },
  fields: ['kms:DescribeKey.MultiRegion'],
  on: keys.with(),
  params: { allowed_key_ids: [] as string[] },
  scope: 'managed by AWS, or not enabled',
  applies: isEnabledCustomerKey,
  test(key, _also, { params }) {
    const seen = saw('kms:DescribeKey', 'MultiRegion', key.MultiRegion, false);
    if (!key.MultiRegion) return pass('is a single-Region key', seen);
    if (isNamed(key, params.allowed_key_ids)) return pass('is a multi-Region key, as allowed_key_ids permits', seen);
    return fail(`is a multi-Region key${key.MultiRegionKeyType ? ` (${key.MultiRegionKeyType.toLowerCase()})` : ''}`, seen);
  },
});

/** Whether a list of key ids or ARNs, as people write it into parameters, names this key. */
export const isNamed = (key: Pick<Key, 'KeyId' | 'Arn'>, names: readonly string[]): boolean =>
  names.includes(key.KeyId) || names.includes(key.Arn);
