import { createHash } from 'node:crypto';
import { account, iamArn, policy } from './place.js';

/** The measurement of the image that Lodge built for its card vault (PCR0), made up. */
export const vaultImage = createHash('sha384').update('lodge card-vault 1.4.0').digest('hex');

/** The statement without which nobody could change a key any more. */
export const administrators = {
  Sid: 'Administrators',
  Effect: 'Allow',
  Principal: { AWS: iamArn('root') },
  Action: 'kms:*',
  Resource: '*',
};
const user = (Sid: string, role: string, ...Action: string[]) => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS: iamArn(`role/${role}`) },
  Action,
  Resource: '*',
});

/** The policy of the card vault: the enclave only, except for the first statement. */
export const vaultPolicy = policy(
  administrators,
  {
    ...user('OnlyTheVault', 'payments-webhook', 'kms:Decrypt', 'kms:GenerateDataKey'),
    Condition: { StringEqualsIgnoreCase: { 'kms:RecipientAttestation:ImageSha384': vaultImage } },
  },
  {
    Sid: 'NobodyElse',
    Effect: 'Deny',
    Principal: '*',
    Action: ['kms:Decrypt', 'kms:DeriveSharedSecret', 'kms:GenerateDataKey*', 'kms:GenerateRandom'],
    Resource: '*',
    Condition: { Null: { 'kms:RecipientAttestation:ImageSha384': 'true' } },
  },
);

/** Written by hand, by people who did not want anyone to look: the auditor may read the policy, not the rotation. */
export const partnerPolicy = policy(administrators, user('Feed', 'bookings-api', 'kms:Encrypt', 'kms:Decrypt'), {
  Sid: 'NoPrying',
  Effect: 'Deny',
  Principal: '*',
  Action: 'kms:GetKeyRotationStatus',
  Resource: '*',
  Condition: { ArnNotLike: { 'aws:PrincipalArn': iamArn('role/break-glass') } },
});

/** A policy that lets in everybody. */
export const openPolicy = policy(administrators, {
  Sid: 'PartnersMayOpen',
  Effect: 'Allow',
  Principal: '*',
  Action: ['kms:Decrypt', 'kms:DescribeKey'],
  Resource: '*',
});

/** Open by its principal, closed by its condition. */
export const uploadsPolicy = policy(administrators, {
  Sid: 'ThroughS3',
  Effect: 'Allow',
  Principal: '*',
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: '*',
  Condition: {
    StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': 's3.eu-north-1.amazonaws.com' },
  },
});

/**
 * No such operator exists today. It stands for whatever AWS adds to the language after this version was made:
 * the rules then say that they could not judge, and call nothing good.
 */
export const newerPolicy = policy(administrators, {
  ...user('Sign', 'payments-webhook', 'kms:GenerateMac', 'kms:VerifyMac'),
  Condition: { TimeOfDayBetween: { 'aws:CurrentTime': ['06:00Z', '22:00Z'] } },
});
