import {
  accountId,
  administration,
  attestedBy,
  attestedCall,
  changesRow,
  debugMeasurements,
  disabledBy,
  enclaveRow,
  history,
  key,
  keyArn,
  noReferences,
  pcr,
  policyOf,
  rootAccess,
  usage,
} from '../checks/kms/rows.js';
import { bucketRow, gb, storageRows } from '../checks/s3/rows.js';
import { secretRow } from '../checks/secretsmanager/rows.js';
import { gap, row, type World, world } from '../support/world.js';

const open = { Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
const throughService = {
  ...open,
  Condition: { StringEquals: { 'kms:ViaService': 's3.eu-north-1.amazonaws.com', 'kms:CallerAccount': accountId } },
};
const denyUnattested = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'kms:*',
  Resource: '*',
  Condition: { Null: { 'kms:RecipientAttestation:ImageSha384': 'true' } },
};
const rotates = (KeyRotationEnabled: boolean) => ({
  KeyRotationEnabled,
  RotationPeriodInDays: KeyRotationEnabled ? 365 : null,
});
const plain = { aliases: ['alias/app'], tags: { team: 'shop' }, policy: policyOf(administration, rootAccess) };

/** Keys of a small shop: good and bad ones, in two regions. */
const shop = world({
  'kms.keys': [
    row(key('good'), { ...plain, rotation: rotates(true) }),
    row(key('stale'), { ...plain, rotation: rotates(false), policy: policyOf(throughService) }),
    row(key('open'), { ...plain, rotation: gap('kms:GetKeyRotationStatus'), policy: policyOf(open) }),
    row(key('doomed', { KeyState: 'PendingDeletion', DeletionDate: '2026-11-29T00:00:00.000Z' }), plain),
    row(key('copied', { MultiRegion: true, MultiRegionKeyType: 'PRIMARY' }), { ...plain, rotation: rotates(true) }),
    row(key('imported', { Origin: 'EXTERNAL', Arn: keyArn('imported', 'us-east-1') }), plain, 'us-east-1'),
    row(key('aws', { KeyManager: 'AWS' }), {}, 'us-east-1'),
  ],
  'kms.attestedCalls': [history([attestedCall('good'), attestedCall('stale')]), history([], null, 'us-east-1')],
});

/** Keys of enclaves. */
const vault = world({
  'kms.keys': [
    enclaveRow('sealed', policyOf(administration, attestedBy({ PCR0: pcr('aa'), PCR8: pcr('bb') }))),
    enclaveRow('loose', policyOf(administration, attestedBy({ PCR0: pcr('ab') }))),
    enclaveRow('denied', policyOf(rootAccess, denyUnattested)),
    enclaveRow('bare', policyOf(rootAccess)),
    enclaveRow('unread', gap('kms:GetKeyPolicy'), { aliases: [] }),
    row(key('by-tag'), { ...plain, aliases: [], tags: { 'prowler:enclave-key': 'true' } }),
  ],
  'kms.attestedCalls': [
    history([
      attestedCall('sealed'),
      attestedCall('loose', { Measurements: { PCR0: pcr('ff') } }),
      attestedCall('bare', { Measurements: debugMeasurements }),
    ]),
    history([], null, 'us-east-1'),
  ],
});

/** A history that was cut, and one that was refused. */
const cut = world({
  'kms.keys': {
    rows: [
      enclaveRow('sealed', policyOf(administration, attestedBy({ PCR0: pcr('aa') }))),
      enclaveRow('debugged', policyOf(rootAccess)),
      row(key('plain'), plain),
      row(key('far', { Arn: keyArn('far', 'us-east-1') }), plain, 'us-east-1'),
    ],
    gaps: [gap('kms:DescribeKey', { resource: 'hidden' })],
  },
  'kms.attestedCalls': [
    history(
      [attestedCall('sealed'), attestedCall('debugged', { Measurements: debugMeasurements })],
      '2026-11-21T00:00:00.000Z',
    ),
    row({ RegionName: 'us-east-1' }, { lookup: gap('cloudtrail:LookupEvents', { region: 'us-east-1' }) }, 'us-east-1'),
  ],
});

const refused = world({ 'kms.keys': { gaps: [gap('kms:ListKeys')] }, 'kms.attestedCalls': [] });

const idle = { ...plain, lastUsage: usage('2026-02-01'), grants: [], rotations: 1 };
const off = { KeyState: 'Disabled', CreationDate: '2026-01-10T00:00:00.000Z' };

/** Keys that are used, idle, kept for what they sealed, and off. */
const cost = world({
  ...noReferences,
  'kms.keys': [
    row(key('busy'), { ...idle, lastUsage: usage('2026-11-20') }),
    row(key('idle'), { ...idle, aliases: [] }),
    row(key('granted'), { ...idle, aliases: [], grants: ['rds.eu-north-1.amazonaws.com'] }),
    row(key('untold'), { ...idle, lastUsage: usage(null, '2026-03-01T00:00:00.000Z') }),
    row(key('sealing'), { ...idle, aliases: ['alias/sealing'] }),
    row(key('off', off), idle),
    row(key('just-off', off), idle),
    row(key('far-off', { ...off, Arn: keyArn('far-off', 'us-east-1') }), idle, 'us-east-1'),
  ],
  'kms.stateChanges': [changesRow([disabledBy('just-off', '2026-11-15')]), changesRow([], true, 'us-east-1')],
  's3.buckets': [bucketRow('b')],
  's3.storage': storageRows('b', gb),
  'secretsmanager.secrets': [secretRow('db', { KmsKeyId: 'alias/sealing' })],
});

export const worlds: World[] = [shop, vault, cut, refused, cost];
