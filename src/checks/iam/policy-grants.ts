import {
  adminGrants,
  decryptOnAllKeysGrants,
  fullServiceGrants,
  marketplaceSubscribeGrants,
  permissiveAssumeRoleGrants,
  serviceWildcardGrants,
} from '../../core/policy/index.js';
import { judgeGrants } from './granted.js';
import { attached, fieldOf, inline, managed, policyRule, unattached, written } from './policy-rules.js';
import type { WrittenPolicy } from './policies.js';

type Grants = ReturnType<typeof adminGrants>;

/** Judges a policy by grants that it must not make. */
const without =
  (grants: (document: string, options: { now: Date }) => Grants, what: string) =>
  (policy: WrittenPolicy, { now }: { now: Date }) =>
    judgeGrants(fieldOf(policy), grants(policy.PolicyDocument, { now }), {
      broken: `grants ${what}`,
      fine: `does not grant ${what}`,
    });

const narrow =
  'Write down the actions and resources that are needed (the console shows what was used last); test before making it the default.';

const admin = without(adminGrants, 'every action on every resource');
const adminWhy = 'Whoever carries such a policy may read, change and delete all there is, and hide the traces.';

export const customerAttachedNoAdmin = policyRule(
  'iam-policy-customer-attached-no-admin',
  attached,
  { title: 'No attached customer managed policy grants everything', why: adminWhy, note: narrow },
  admin,
);

export const customerUnattachedNoAdmin = policyRule(
  'iam-policy-customer-unattached-no-admin',
  unattached,
  {
    title: 'No customer managed policy out of use grants everything',
    why: 'A policy that grants everything lies ready for whoever may attach policies; nobody would miss it.',
    note: 'Better still, delete it: aws iam delete-policy, after its versions other than the default.',
  },
  admin,
);

export const inlineNoAdmin = policyRule(
  'iam-policy-inline-no-admin',
  inline,
  { title: 'No inline policy grants everything', why: adminWhy, note: narrow },
  admin,
);

const cloudTrail = without(
  (document, options) => fullServiceGrants(document, 'cloudtrail', options),
  'all CloudTrail actions on all resources',
);
const cloudTrailWhy = 'Whoever may do everything with CloudTrail can switch off the record of what they do.';

export const customerNoFullCloudTrail = policyRule(
  'iam-policy-customer-no-full-cloudtrail',
  attached,
  { title: 'No customer managed policy grants all of CloudTrail', why: cloudTrailWhy, note: narrow },
  cloudTrail,
);

export const inlineNoFullCloudTrail = policyRule(
  'iam-policy-inline-no-full-cloudtrail',
  inline,
  { title: 'No inline policy grants all of CloudTrail', why: cloudTrailWhy, note: narrow },
  cloudTrail,
);

const kms = without((document, options) => fullServiceGrants(document, 'kms', options), 'all KMS actions on all keys');
const kmsWhy = 'Whoever may do everything with keys can read what they protect, and destroy it by deleting them.';

export const customerNoFullKms = policyRule(
  'iam-policy-customer-no-full-kms',
  attached,
  { title: 'No customer managed policy grants all of KMS', why: kmsWhy, note: narrow },
  kms,
);

export const inlineNoFullKms = policyRule(
  'iam-policy-inline-no-full-kms',
  inline,
  { title: 'No inline policy grants all of KMS', why: kmsWhy, note: narrow },
  kms,
);

const subscribe = without(marketplaceSubscribeGrants, 'aws-marketplace:Subscribe on every product');
const subscribeWhy =
  'A subscription in the Marketplace costs money from the first minute, and brings in software that nobody checked.';

export const customerNoMarketplaceSubscribe = policyRule(
  'iam-policy-customer-no-marketplace-subscribe-wildcard',
  attached,
  {
    title: 'No customer managed policy lets its owner subscribe to any Marketplace product',
    why: subscribeWhy,
    note: narrow,
  },
  subscribe,
);

export const inlineNoMarketplaceSubscribe = policyRule(
  'iam-policy-inline-no-marketplace-subscribe-wildcard',
  inline,
  { title: 'No inline policy lets its owner subscribe to any Marketplace product', why: subscribeWhy, note: narrow },
  subscribe,
);

const decrypt = without(decryptOnAllKeysGrants, 'decryption with every KMS key');
const decryptWhy =
  'Encryption keeps out only those who may not use the key. Whoever may use all keys reads everything.';

export const customerNoDecryptOnAllKeys = policyRule(
  'iam-policy-customer-no-kms-decrypt-on-all-keys',
  managed,
  { title: 'No customer managed policy allows decryption with every key', why: decryptWhy, note: narrow },
  decrypt,
);

export const inlineNoDecryptOnAllKeys = policyRule(
  'iam-policy-inline-no-kms-decrypt-on-all-keys',
  inline,
  { title: 'No inline policy allows decryption with every key', why: decryptWhy, note: narrow },
  decrypt,
);

export const customerNoPermissiveAssumeRole = policyRule(
  'iam-policy-customer-no-permissive-assume-role',
  attached,
  {
    title: 'No customer managed policy allows assuming roles by wildcard',
    why: 'Whoever may assume any role that trusts the account has the rights of the mightiest of them.',
    note: 'Name the roles that are needed; a wildcard also covers roles that are made later.',
  },
  without(permissiveAssumeRoleGrants, 'sts:AssumeRole on roles by wildcard'),
);

export const noServiceWildcard = policyRule(
  'iam-policy-no-service-wildcard',
  written,
  {
    title: "No policy of the account's own allows all actions of a service",
    why: 'A wildcard grants what nobody thought of, and every action that AWS adds to the service later.',
    note: narrow,
  },
  (policy, { now, params }) =>
    judgeGrants(
      fieldOf(policy),
      serviceWildcardGrants(policy.PolicyDocument, { now, onlyOnAllResources: params.only_on_all_resources }),
      { broken: 'allows all actions of a service', fine: 'names the actions of each service' },
    ),
  { only_on_all_resources: true },
);
