import {
  accountId,
  administration,
  attestedBy,
  attestedCall,
  debugMeasurements,
  enclaveRow,
  history,
  key,
  keyArn,
  pcr,
  policyOf,
  rootAccess,
} from '../checks/kms/rows.js';
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

export const worlds: World[] = [shop, vault, cut, refused];
