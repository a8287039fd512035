/**
 * What the deployed audits are held to: only rules whose every call ministack 1.5.33 answers, so that a report can be
 * complete. It knows nothing of GuardDuty, Security Hub, Macie, Access Analyzer, Cost Explorer, Amplify and of a few
 * single operations (iam:ListServerCertificates, kms:GetKeyLastUsage, cloudwatch:ListMetricStreams ...).
 */
export const rules = `version: 1
extends: none
rules:
  iam-user-policies-through-groups-only: { severity: high, category: security, tier: 1 }
  iam-user-single-active-access-key: { severity: low, category: security, tier: 1 }
  iam-password-policy-exists: { severity: medium, category: security, tier: 1 }
  iam-saml-provider-exists: { severity: low, category: security, tier: 1 }
  iam-support-role-exists: { severity: low, category: security, tier: 1 }
  kms-key-rotation-enabled: { severity: critical, category: security, tier: 1 }
  kms-key-not-public: { severity: critical, category: security, tier: 1 }
  cloudtrail-region-trail-logging: { severity: high, category: security, tier: 1 }
  cloudwatch-log-group-retention-set: { severity: low, category: hygiene, tier: 1 }
  config-recorder-enabled: { severity: medium, category: security, tier: 1 }
  organizations-accounts-placed-in-ous: { severity: low, category: hygiene, tier: 1 }
`;
