import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { collection, detail } from '../../core/collection.js';
import { daysBetween, isoOf, tagsOf } from '../../core/facts.js';
import type { Evidence } from '../../core/types.js';
import { askPerson } from '../../core/unavailable.js';

const sdk = () => import('./sdk.js');

/** A secret, as ListSecrets tells; never its value. AWS tells the last access by the day. */
export interface Secret {
  ARN: string;
  Name: string;
  Description: string;
  KmsKeyId: string | null;
  /** The AWS service that made the secret and alone can delete it. */
  OwningService: string | null;
  /** The region of the secret that this one is a replica of, or that has replicas. */
  PrimaryRegion: string | null;
  RotationEnabled: boolean;
  RotationLambdaARN: string | null;
  CreatedDate: string | null;
  LastChangedDate: string | null;
  LastRotatedDate: string | null;
  LastAccessedDate: string | null;
  DeletedDate: string | null;
  Tags: Record<string, string>;
}

/** A copy of a secret in another region, which has an access date of its own. */
export interface Replica {
  Region: string;
  Status: string;
  LastAccessedDate: string | null;
}

export const secrets = collection<Secret, { replicas: Replica[] }>({
  id: 'secretsmanager.secrets',
  noun: 'secrets',
  calls: ['secretsmanager:ListSecrets'],
  async list(aws) {
    const { paginateListSecrets, SecretsManagerClient } = await sdk();
    const found: Secret[] = [];
    const client = aws.client(SecretsManagerClient);
    for await (const page of paginateListSecrets({ client, pageSize: 100 }, { IncludePlannedDeletion: true })) {
      for (const secret of page.SecretList ?? []) {
        found.push({
          ARN: secret.ARN ?? '',
          Name: secret.Name ?? '',
          Description: secret.Description ?? '',
          KmsKeyId: secret.KmsKeyId ?? null,
          OwningService: secret.OwningService ?? null,
          PrimaryRegion: secret.PrimaryRegion ?? null,
          RotationEnabled: secret.RotationEnabled ?? false,
          RotationLambdaARN: secret.RotationLambdaARN ?? null,
          CreatedDate: isoOf(secret.CreatedDate),
          LastChangedDate: isoOf(secret.LastChangedDate),
          LastRotatedDate: isoOf(secret.LastRotatedDate),
          LastAccessedDate: isoOf(secret.LastAccessedDate),
          DeletedDate: isoOf(secret.DeletedDate),
          Tags: tagsOf(secret.Tags),
        });
      }
    }
    return found;
  },
  resource: ({ ARN, Name, Tags }) => ({
    id: ARN,
    arn: ARN,
    name: Name,
    type: 'AWS::SecretsManager::Secret',
    tags: Tags,
  }),
  details: {
    replicas: detail({
      calls: ['secretsmanager:DescribeSecret'],
      when: ({ PrimaryRegion }) => PrimaryRegion !== null,
      otherwise: [],
      async get({ ARN }, aws) {
        const { DescribeSecretCommand, SecretsManagerClient } = await sdk();
        const answer = await aws.client(SecretsManagerClient).send(new DescribeSecretCommand({ SecretId: ARN }));
        return (answer.ReplicationStatus ?? []).map(one => ({
          Region: one.Region ?? '',
          Status: one.Status ?? '',
          LastAccessedDate: isoOf(one.LastAccessedDate),
        }));
      },
    }),
  },
});

/** The region in `arn:aws:secretsmanager:REGION:...`. */
const regionOf = ({ ARN }: Secret): string => ARN.split(':')[3] ?? '';

/** A copy of a secret of another region. */
export const isReplica = (secret: Secret): boolean =>
  secret.PrimaryRegion !== null && secret.PrimaryRegion !== regionOf(secret);

/** AWS's own services read theirs, and owners mark what is for emergencies. */
const isOutOfScope = (secret: Secret): boolean =>
  secret.DeletedDate !== null ||
  secret.OwningService !== null ||
  isReplica(secret) ||
  Object.entries(secret.Tags).some(tag => tag.some(text => /break[-_ ]?glass/i.test(text)));

const dayOf = (date: string): string => date.slice(0, 10);

/** Rotation reads the secret, and may run past midnight; whether anybody else read it on these days is not told. */
export const onlyRotationMayHaveRead = ({ LastAccessedDate, LastRotatedDate }: Secret): boolean =>
  LastAccessedDate !== null &&
  LastRotatedDate !== null &&
  Math.abs(Date.parse(dayOf(LastAccessedDate)) - Date.parse(dayOf(LastRotatedDate))) <= 86_400_000;

export const secretInUse = check({
  id: 'secretsmanager-secret-in-use',
  title: 'Secrets are read by something',
  why: 'Each secret is billed by the month, read or not. One that nobody reads is often a working password for something that was forgotten.',
  fix: {
    command: 'aws secretsmanager delete-secret --secret-id {ARN} --recovery-window-in-days 30 --region {region}',
    undo: 'aws secretsmanager restore-secret --secret-id {ARN} --region {region}',
    note: 'First revoke what the secret opens. Billing ends at once; "aws secretsmanager restore-secret" brings it back within 30 days. Replicas have to be removed before ("remove-regions-from-replication").',
  },
  cleanUp: { does: 'delete', risk: 'medium', undo: 'at once', order: 8 },
  fields: [
    'secretsmanager:ListSecrets.LastAccessedDate',
    'secretsmanager:ListSecrets.CreatedDate',
    'secretsmanager:ListSecrets.LastRotatedDate',
    'secretsmanager:DescribeSecret.ReplicationStatus',
  ],
  on: secrets.with('replicas'),
  params: { window_days: 90 },
  scope: 'scheduled for deletion, managed by an AWS service, a replica (told with its primary), or tagged break-glass',
  applies: secret => !isOutOfScope(secret),
  test(secret, _also, { params: { window_days }, now }) {
    const { LastAccessedDate: last, LastRotatedDate, CreatedDate } = secret;
    const recent = (date: string | null): date is string => date !== null && daysBetween(date, now) <= window_days;
    const accessed = saw('secretsmanager:ListSecrets', 'LastAccessedDate', last, `within ${window_days} days`);
    const byRotation = onlyRotationMayHaveRead(secret);
    if (recent(last) && !byRotation) return pass(`was read on ${dayOf(last)}`, accessed);
    const copies = saw('secretsmanager:DescribeSecret', 'ReplicationStatus', secret.replicas);
    const copy = secret.replicas.find(replica => recent(replica.LastAccessedDate));
    if (copy) return pass(`its replica in ${copy.Region} was read on ${dayOf(copy.LastAccessedDate ?? '')}`, copies);
    const age = CreatedDate === null ? window_days : daysBetween(CreatedDate, now);
    const made = saw('secretsmanager:ListSecrets', 'CreatedDate', CreatedDate);
    if (age < window_days) return notApplicable(`too young to judge (${age} of ${window_days} days)`, made);
    if (recent(last)) {
      askPerson(
        `was last read on ${dayOf(last)}, by its own rotation at least (${dayOf(LastRotatedDate ?? '')}): whether anything else reads it is not told`,
      );
    }
    return unused(secret, secret.replicas, window_days, [
      accessed,
      made,
      ...(secret.replicas.length > 0 ? [copies] : []),
    ]);
  },
});

function unused(
  { LastAccessedDate: last, CreatedDate }: Secret,
  replicas: readonly Replica[],
  window: number,
  evidence: Evidence[],
) {
  const days = [last, ...replicas.map(replica => replica.LastAccessedDate)].filter(date => date !== null).map(dayOf);
  const latest = days.sort().at(-1) ?? null;
  const price = 'secretsmanager/AWSSecretsManager-Secrets';
  const since = CreatedDate === null ? '' : ` since it was made on ${dayOf(CreatedDate)}`;
  return {
    ...fail(latest === null ? `was never read${since}` : `was last read on ${latest}`, ...evidence),
    saving: { releases: [{ price, units: 1 }, ...replicas.map(({ Region }) => ({ price, units: 1, region: Region }))] },
    disuse: { grade: 'strong' as const, window, last: latest, evidence },
  };
}
