import { check, fail, pass, saw } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { daysBetween, isoOf } from '../../core/facts.js';
import { gigabyte, saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { tables } from './tables.js';

/** A backup that somebody made of a table; those of AWS Backup are not listed here. */
export interface Backup {
  BackupArn: string;
  BackupName: string;
  BackupStatus: string;
  BackupCreationDateTime: string | null;
  BackupSizeBytes: number;
  TableName: string;
  TableArn: string;
}

export const backups = collection<Backup>({
  id: 'dynamodb.backups',
  noun: 'backups of DynamoDB tables',
  calls: ['dynamodb:ListBackups'],
  async list(aws) {
    const { DynamoDBClient, ListBackupsCommand } = await import('./sdk.js');
    const found: Backup[] = [];
    let ExclusiveStartBackupArn: string | undefined;
    do {
      const page = await aws.client(DynamoDBClient).send(
        new ListBackupsCommand({
          BackupType: 'USER',
          ...(ExclusiveStartBackupArn === undefined ? {} : { ExclusiveStartBackupArn }),
        }),
      );
      for (const backup of page.BackupSummaries ?? []) {
        found.push({
          BackupArn: backup.BackupArn ?? '',
          BackupName: backup.BackupName ?? '',
          BackupStatus: backup.BackupStatus ?? '',
          BackupCreationDateTime: isoOf(backup.BackupCreationDateTime),
          BackupSizeBytes: backup.BackupSizeBytes ?? 0,
          TableName: backup.TableName ?? '',
          TableArn: backup.TableArn ?? '',
        });
      }
      ExclusiveStartBackupArn = page.LastEvaluatedBackupArn;
    } while (ExclusiveStartBackupArn !== undefined);
    return found;
  },
  resource: backup => ({
    id: backup.BackupArn,
    arn: backup.BackupArn,
    name: backup.BackupName,
    type: 'AWS::DynamoDB::Backup',
  }),
});

const listed = 'dynamodb:ListBackups';

export const backupsNotOrphaned = check({
  id: 'dynamodb-backups-not-orphaned',
  title: 'Backups belong to a table that is there, and are not old',
  why: 'A backup made by hand never ends by itself: it is paid month after month, long after everybody has forgotten what it was for.',
  fix: {
    command: 'aws dynamodb delete-backup --backup-arn {BackupArn} --region {region}',
    note: 'There is no way back. Restore it, or export the restored table to S3, if anything in it may be wanted or has to be kept by law.',
  },
  cleanUp: { does: 'decide', risk: 'high', undo: 'never', order: 7 },
  fields: [
    `${listed}.BackupSummaries.BackupCreationDateTime`,
    `${listed}.BackupSummaries.TableArn`,
    'dynamodb:ListTables.TableNames',
  ],
  on: backups.with(),
  also: { tables: tables.with() },
  params: { max_age_days: 90 },
  scope: 'the backup is being made or deleted',
  applies: backup => backup.BackupStatus === 'AVAILABLE',
  test(backup, also, { params, now }) {
    const made = backup.BackupCreationDateTime;
    if (made === null) cannotTell('unexpected-answer', listed, 'ListBackups told no BackupCreationDateTime');
    const age = daysBetween(made, now);
    const seen = saw(listed, 'BackupSummaries.BackupCreationDateTime', made, `at most ${params.max_age_days} days old`);
    const saving = saves({ price: 'dynamodb/TimedBackupStorage-ByteHrs', units: backup.BackupSizeBytes / gigabyte });
    if (age > params.max_age_days) return { ...fail(`a backup of ${backup.TableName}, ${age} days old`, seen), saving };
    const there = also.tables.in(backup.region).at('TableArn', backup.TableArn).some();
    if (there) return pass(`${age} days old, and table ${backup.TableName} is there`, seen);
    const gone = saw('dynamodb:ListTables', 'TableNames', null, backup.TableName);
    return { ...fail(`table ${backup.TableName} is gone; this backup is what is left of it`, seen, gone), saving };
  },
});
