/**
 * Identifier of an AWS managed rule -> the rules of ours that ask the same; several where AWS asks for all of them at
 * once. By AWS's documentation of each managed rule. Left out on purpose are those that ask more, less or what a
 * parameter says: IAM_POLICY_IN_USE, IAM_POLICY_BLACKLISTED_CHECK, IAM_CUSTOMER_POLICY_BLOCKED_KMS_ACTIONS,
 * IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS (whatever the resource), IAM_USER_MFA_ENABLED (users without password,
 * too), SECURITYHUB_ENABLED (no standard needed), CLOUDTRAIL_S3_DATAEVENTS_ENABLED (reads or writes).
 */
export const peerRules: Readonly<Record<string, readonly string[]>> = {
  ACCESS_KEYS_ROTATED: ['iam-user-access-key-rotated'],
  ACCOUNT_PART_OF_ORGANIZATIONS: ['organizations-account-in-organization'],
  CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED: ['cloudtrail-trail-delivers-to-cloudwatch-logs'],
  CLOUD_TRAIL_ENABLED: ['cloudtrail-region-trail-logging'],
  CLOUD_TRAIL_ENCRYPTION_ENABLED: ['cloudtrail-trail-kms-encrypted'],
  CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED: ['cloudtrail-trail-log-validation-enabled'],
  CLOUDTRAIL_ALL_READ_S3_DATA_EVENT_CHECK: ['cloudtrail-s3-object-read-events-logged'],
  CLOUDTRAIL_ALL_WRITE_S3_DATA_EVENT_CHECK: ['cloudtrail-s3-object-write-events-logged'],
  CMK_BACKING_KEY_ROTATION_ENABLED: ['kms-key-rotation-enabled'],
  IAM_EXTERNAL_ACCESS_ANALYZER_ENABLED: ['access-analyzer-analyzer-active'],
  IAM_PASSWORD_POLICY: [
    'iam-password-policy-expires-passwords',
    'iam-password-policy-min-length',
    'iam-password-policy-requires-lowercase',
    'iam-password-policy-requires-number',
    'iam-password-policy-requires-symbol',
    'iam-password-policy-requires-uppercase',
    'iam-password-policy-reuse-prevented',
  ],
  IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS: [
    'iam-policy-customer-attached-no-admin',
    'iam-policy-customer-unattached-no-admin',
  ],
  IAM_ROOT_ACCESS_KEY_CHECK: ['iam-root-access-keys-absent'],
  IAM_SERVER_CERTIFICATE_EXPIRATION_CHECK: ['iam-server-certificate-not-expired'],
  IAM_USER_NO_POLICIES_CHECK: ['iam-user-policies-through-groups-only'],
  IAM_USER_UNUSED_CREDENTIALS_CHECK: ['iam-user-access-key-used-recently', 'iam-user-console-password-used-recently'],
  KMS_CMK_NOT_SCHEDULED_FOR_DELETION: ['kms-key-not-pending-deletion'],
  KMS_KEY_POLICY_NO_PUBLIC_ACCESS: ['kms-key-not-public'],
  MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS: ['iam-user-console-mfa-enabled'],
  MULTI_REGION_CLOUD_TRAIL_ENABLED: ['cloudtrail-multi-region-trail-logs-management-events'],
  ROOT_ACCOUNT_HARDWARE_MFA_ENABLED: ['iam-root-hardware-mfa-enabled'],
  ROOT_ACCOUNT_MFA_ENABLED: ['iam-root-mfa-enabled'],
  SECURITY_ACCOUNT_INFORMATION_PROVIDED: ['account-security-contact-registered'],
};
