import { overviewWith } from './overview-sample.js';
import type { Ledger, LedgerRow } from '../../src/core/ledger.js';
import type { DetectorCell, Survey } from '../../src/core/survey.js';
import type {
  Category,
  Evidence,
  Finding,
  FixFirst,
  Gap,
  GapReport,
  Report,
  ResourceRef,
  RuleInfo,
  Score,
  Severity,
  Tally,
  VerdictName,
} from '../../src/core/types.js';
import { verdicts } from '../../src/core/types.js';

const account = '123456789012';

type Facts = Pick<RuleInfo, 'title' | 'why'> & Partial<RuleInfo>;

function rule(id: string, severity: Severity, facts: Facts, category: Category = 'security'): RuleInfo {
  const service = id.startsWith('access-analyzer') ? 'access-analyzer' : (id.split('-')[0] ?? '');
  return { id, severity, category, service, tier: 1, params: {}, fields: [], actions: [], frameworks: {}, ...facts };
}

const rules = {
  rootMfa: rule('iam-root-mfa-enabled', 'critical', {
    title: 'The root user has MFA',
    why: 'One password opens the whole account, and nothing can be taken from root afterwards.',
    frameworks: { 'cis-7.0': ['2.4'], fsbp: ['IAM.9'] },
  }),
  rootKeys: rule('iam-root-access-keys-absent', 'critical', {
    title: 'The root user has no access keys',
    why: 'A root key that leaks cannot be limited by any policy.',
  }),
  keyPolicy: rule('kms-key-policy-not-public', 'critical', {
    title: 'Key policies do not open keys to everyone',
    why: 'Whoever may use the key may read what it sealed.',
  }),
  admin: rule('iam-policy-customer-attached-no-admin', 'high', {
    title: 'Attached policies do not allow everything',
    why: 'Whoever takes over one of these identities owns the account.',
    frameworks: { 'cis-7.0': ['2.15'] },
  }),
  consoleMfa: rule('iam-user-console-mfa-enabled', 'high', {
    title: 'Users who sign in to the console have MFA',
    why: 'A password alone is guessed, reused or phished sooner or later.',
    frameworks: { 'cis-7.0': ['2.9'] },
  }),
  multiRegion: rule('cloudtrail-multi-region-enabled', 'high', {
    title: 'A trail records every region',
    why: 'What happens in a region without a trail leaves no trace.',
  }),
  pendingDeletion: rule(
    'kms-key-not-pending-deletion',
    'high',
    { title: 'No key waits for its deletion', why: 'What a deleted key sealed is lost for good.' },
    'resilience',
  ),
  keyAge: rule('iam-user-access-key-rotated', 'medium', {
    title: 'Access keys are renewed',
    why: 'The older a key, the more places it has been copied to.',
    params: { max_age_days: 90 },
    frameworks: { 'cis-7.0': ['2.13'] },
  }),
  rotation: rule('kms-key-rotation-enabled', 'medium', {
    title: 'Customer keys rotate their material',
    why: 'An old key that leaks opens everything it ever sealed.',
    frameworks: { 'cis-7.0': ['4.6'] },
  }),
  validation: rule('cloudtrail-log-file-validation-enabled', 'medium', {
    title: 'Trails can prove that their log files are unchanged',
    why: 'Without digests nobody can tell whether a log was edited after a break-in.',
  }),
  contact: rule(
    'account-security-contact-registered',
    'medium',
    { title: 'A security contact is registered', why: 'AWS writes there first when it sees abuse.' },
    'hygiene',
  ),
  rootAlarm: rule('cloudwatch-alarm-root-usage', 'low', {
    title: 'An alarm tells when root is used',
    why: 'Root is for emergencies: every use is worth a look.',
  }),
  analyzer: rule('access-analyzer-analyzer-active', 'low', {
    title: 'IAM Access Analyzer is active in every region',
    why: 'It finds what is shared with the outside, free of charge.',
  }),
  supportRole: rule(
    'iam-support-role-exists',
    'low',
    { title: 'A role may open support cases', why: 'In an incident nobody should have to ask for the right to ask.' },
    'hygiene',
  ),
  organization: rule(
    'organizations-all-features-enabled',
    'low',
    { title: 'The organization has all features', why: 'Without them, no guard rails for member accounts.' },
    'hygiene',
  ),
};

const saw = (api: string, field: string, value: unknown, expected?: unknown): Evidence =>
  expected === undefined ? { api, field, value } : { api, field, value, expected };

function resource(type: string, id: string, region: string, more: Partial<ResourceRef> = {}): ResourceRef {
  return { id, region, type: `AWS::${type}`, ...more };
}

const user = (id: string, tags?: Record<string, string>) =>
  resource('IAM::User', id, 'global', { arn: `arn:aws:iam::${account}:user/${id}`, ...(tags && { tags }) });
const key = (id: string, name: string | undefined, region = 'eu-north-1') =>
  resource('KMS::Key', id, region, {
    arn: `arn:aws:kms:${region}:${account}:key/${id}`,
    ...(name !== undefined && { name }),
  });
const root = resource('AccountRoot', 'root', 'global', { arn: `arn:aws:iam::${account}:root` });
const wholeAccount = resource('Account', account, 'global', { name: 'lodge-prod' });

type Seen = Partial<
  Pick<Finding, 'evidence' | 'gap' | 'fix' | 'exception' | 'cleanUp' | 'disuse' | 'saving' | 'money'>
>;

function finding(of: RuleInfo, verdict: VerdictName, about: ResourceRef, message: string, seen: Seen = {}): Finding {
  const { id, severity, category, service } = of;
  return { rule: id, verdict, severity, category, service, resource: about, message, evidence: [], ...seen };
}

const rotationOff = (about: ResourceRef) =>
  finding(rules.rotation, 'FAIL', about, 'automatic rotation is off', {
    evidence: [saw('kms:GetKeyRotationStatus', 'KeyRotationEnabled', false, true)],
    fix: {
      command: `aws kms enable-key-rotation --key-id ${about.id} --region ${about.region}`,
      note: 'No downtime. Old ciphertext stays readable; the first two rotations raise the monthly price of the key.',
    },
  });

const partnerDenial: Gap = {
  reason: 'denied',
  api: 'kms:GetKeyRotationStatus',
  actions: ['kms:GetKeyRotationStatus'],
  region: 'us-east-1',
  resource: '77aa19c2-0b6d-4f0f-a6a9-0d4a1c2f9e11',
  message: 'the key policy denies kms:GetKeyRotationStatus to this role',
  cause: 'resource-policy',
};
const policyDenial: Gap = {
  reason: 'denied',
  api: 'kms:GetKeyPolicy',
  actions: ['kms:GetKeyPolicy'],
  region: 'eu-north-1',
  message: 'not allowed to call kms:GetKeyPolicy',
  cause: 'identity-policy',
};
const byHand: Gap = {
  reason: 'manual',
  api: '',
  actions: [],
  region: 'global',
  message: 'whether the contact is current, only a person knows',
};

const partnerKey = key('77aa19c2-0b6d-4f0f-a6a9-0d4a1c2f9e11', 'alias/partner-feed', 'us-east-1');
const invoices = key('4f1c0d9e-6f6f-4c0e-9d1e-3a1b3a6f7f55', 'alias/invoices');
const uploads = key('90b1a6a4-5f5f-41a4-8a11-9a2d70c2b1e0', 'alias/uploads');
const goodKeys = ['alias/bookings', 'alias/guests', 'alias/mail', 'alias/search'].map((name, at) =>
  key(`1c0d9e4f-0000-4000-8000-00000000000${at}`, name),
);

const adminFinding = (name: string, attached: string) =>
  finding(
    rules.admin,
    'FAIL',
    resource('IAM::ManagedPolicy', `arn:aws:iam::${account}:policy/${name}`, 'global', { name }),
    `allows every action on every resource and is attached to ${attached}`,
    {
      evidence: [
        saw('iam:GetAccountAuthorizationDetails', 'Policies[].PolicyVersionList[].Document.Statement[0]', {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
        }),
        saw('iam:GetAccountAuthorizationDetails', 'Policies[].AttachmentCount', 1, 0),
      ],
      fix: {
        command: `aws iam detach-role-policy --role-name ${attached} --policy-arn arn:aws:iam::${account}:policy/${name}`,
        note: `Attach a narrow policy to ${attached} first.`,
      },
    },
  );

const noMfa = (name: string) =>
  finding(rules.consoleMfa, 'FAIL', user(name), 'signs in with a password and has no MFA device', {
    evidence: [
      saw('iam:GetCredentialReport', 'password_enabled', 'true'),
      saw('iam:GetCredentialReport', 'mfa_active', 'false', 'true'),
    ],
    fix: { byHand: 'The user registers a device under "Security credentials" in the console.' },
  });

const oldKey = (name: string, days: number) =>
  finding(rules.keyAge, 'FAIL', user(name), `access key 1 is ${days} days old`, {
    evidence: [
      saw('iam:GetCredentialReport', 'access_key_1_last_rotated', '2025-03-14T08:00:00+00:00', 'within 90 days'),
    ],
    fix: {
      command: `aws iam create-access-key --user-name ${name}`,
      note: 'Move every program to the new key, then delete the old one.',
    },
  });

export const findings: readonly Finding[] = [
  finding(rules.rootMfa, 'FAIL', root, 'the root user has no MFA device', {
    evidence: [saw('iam:GetAccountSummary', 'SummaryMap.AccountMFAEnabled', 0, 1)],
    fix: {
      byHand: 'Sign in as root and register two devices under "Security credentials".',
      note: 'Takes five minutes.',
    },
  }),
  finding(rules.rootKeys, 'PASS', root, 'the root user has no access keys', {
    evidence: [saw('iam:GetAccountSummary', 'SummaryMap.AccountAccessKeysPresent', 0, 0)],
  }),
  ...[...goodKeys, invoices, uploads].map(about =>
    finding(rules.keyPolicy, 'NOT_AVAILABLE', about, 'the key policy could not be read: kms:GetKeyPolicy is denied', {
      gap: policyDenial,
    }),
  ),
  adminFinding('deploy-everything', 'ci-deploy'),
  adminFinding('migration-2024', 'data-migration'),
  ...['read-bookings', 'write-invoices', 'send-mail'].map(name =>
    finding(rules.admin, 'PASS', resource('IAM::ManagedPolicy', name, 'global'), 'allows named actions only'),
  ),
  noMfa('anna.berg'),
  noMfa('old-consultant'),
  noMfa('<img src=x onerror=alert(1)>'),
  ...['kim.lund', 'maria.ek', 'jonas.holm'].map(name =>
    finding(rules.consoleMfa, 'PASS', user(name), 'has an MFA device'),
  ),
  ...['ci-bot', 'backup-bot'].map(name =>
    finding(rules.consoleMfa, 'NOT_APPLICABLE', user(name), 'not a user with a console password'),
  ),
  finding(rules.multiRegion, 'PASS', wholeAccount, 'lodge-trail records every region and is logging'),
  ...[invoices, uploads].map(about => finding(rules.pendingDeletion, 'PASS', about, 'is not scheduled for deletion')),
  oldKey('ci-bot', 619),
  oldKey('backup-bot', 254),
  finding(rules.keyAge, 'PASS', user('kim.lund', { team: 'platform' }), 'access key 1 is 31 days old'),
  rotationOff(invoices),
  rotationOff(uploads),
  finding(rules.rotation, 'NOT_AVAILABLE', partnerKey, partnerDenial.message, { gap: partnerDenial }),
  ...goodKeys.map(about => finding(rules.rotation, 'PASS', about, 'rotates automatically')),
  ...['aws/ebs', 'aws/s3', 'alias/signing'].map((name, at) =>
    finding(
      rules.rotation,
      'NOT_APPLICABLE',
      key(`aaaa0000-0000-4000-8000-00000000000${at}`, name),
      'not an enabled symmetric customer key whose material KMS can rotate',
    ),
  ),
  finding(
    rules.validation,
    'FAIL',
    resource('CloudTrail::Trail', 'lodge-trail', 'eu-north-1'),
    'log file validation is off',
    {
      evidence: [saw('cloudtrail:DescribeTrails', 'LogFileValidationEnabled', false, true)],
      fix: {
        command: 'aws cloudtrail update-trail --name lodge-trail --enable-log-file-validation --region eu-north-1',
      },
    },
  ),
  finding(rules.contact, 'NOT_AVAILABLE', wholeAccount, byHand.message, { gap: byHand }),
  finding(
    rules.rootAlarm,
    'FAIL',
    wholeAccount,
    'the metric filter root-use feeds Security/RootUse, but no alarm watches that metric: trail → log group → filter → no alarm',
    {
      evidence: [
        saw('cloudtrail:GetTrailStatus', 'IsLogging', true, true),
        saw('logs:DescribeMetricFilters', 'filterPattern', '{ $.userIdentity.type = "Root" }'),
        saw('cloudwatch:DescribeAlarms', 'MetricAlarms[].MetricName', [], 'RootUse'),
      ],
      fix: {
        command:
          'aws cloudwatch put-metric-alarm --alarm-name root-use --namespace Security --metric-name RootUse --statistic Sum --period 300 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --evaluation-periods 1 --alarm-actions <TopicArn> --region eu-north-1',
      },
    },
  ),
  finding(rules.analyzer, 'FAIL', resource('Region', 'eu-north-1', 'eu-north-1'), 'no analyzer in this region', {
    evidence: [saw('access-analyzer:ListAnalyzers', 'analyzers', [], 'one with status ACTIVE')],
    fix: { command: 'aws accessanalyzer create-analyzer --analyzer-name account --type ACCOUNT --region eu-north-1' },
  }),
  finding(rules.analyzer, 'PASS', resource('Region', 'us-east-1', 'us-east-1'), 'analyzer account is active'),
  finding(rules.supportRole, 'ERROR', wholeAccount, 'the check failed: TypeError, see the log'),
  finding(rules.organization, 'NOT_APPLICABLE', wholeAccount, 'the account is in no organization'),
];

/** Findings by verdict. */
export function countVerdicts(of: readonly Finding[]): Tally {
  const excepted = of.filter(one => one.exception).length;
  const count = (verdict: VerdictName) => of.filter(one => one.verdict === verdict && !one.exception).length;
  return { ...Object.fromEntries(verdicts.map(verdict => [verdict, count(verdict)])), EXCEPTED: excepted } as Tally;
}

/** A score of the given value and coverage that counts the given findings. */
export function scoreFor(of: readonly Finding[], value: number | null, coverage: number | null): Score {
  const counted = { passed: 0, failed: 0, undecided: 0, notApplicable: 0, excepted: 0 };
  for (const id of new Set(of.map(one => one.rule))) {
    const tally = countVerdicts(of.filter(one => one.rule === id));
    if (tally.FAIL > 0) counted.failed += 1;
    else if (tally.NOT_AVAILABLE + tally.ERROR > 0) counted.undecided += 1;
    else if (tally.PASS > 0) counted.passed += 1;
    else counted.notApplicable += 1;
  }
  return { value, coverage, rules: counted, findings: countVerdicts(of) };
}

const inCategory = (category: Category) => findings.filter(one => one.category === category);
const inService = (service: string) => findings.filter(one => one.service === service);

const first = (of: RuleInfo, points: number, message?: string): FixFirst => {
  const failed = findings.filter(one => one.rule === of.id && one.verdict === 'FAIL');
  const fix = failed[0]?.fix;
  return {
    rule: of.id,
    severity: of.severity,
    title: of.title,
    resources: failed.slice(0, 10).map(one => one.resource),
    count: failed.length,
    message: message ?? failed[0]?.message ?? '',
    why: of.why,
    gain: { category: of.category, points, overall: points / 2 },
    ...(fix && { fix }),
  };
};

const gaps: GapReport[] = [
  {
    action: 'kms:GetKeyPolicy',
    api: 'kms:GetKeyPolicy',
    regions: ['eu-north-1'],
    reason: 'denied',
    cause: 'identity-policy',
    message: policyDenial.message,
    rules: [rules.keyPolicy.id],
    findings: 6,
    resources: [],
  },
  {
    action: 'kms:GetKeyRotationStatus',
    api: 'kms:GetKeyRotationStatus',
    regions: ['us-east-1'],
    reason: 'denied',
    cause: 'resource-policy',
    message: partnerDenial.message,
    rules: [rules.rotation.id],
    findings: 1,
    resources: ['alias/partner-feed'],
  },
  {
    action: '',
    api: '',
    regions: ['global'],
    reason: 'manual',
    message: byHand.message,
    rules: [rules.contact.id],
    findings: 1,
    resources: [],
  },
];

/** An invented account in which every verdict, a not-scored category, gaps and a region out of reach occur. */
export const sample: Report = {
  version: 1,
  tool: { name: 'stocktake', version: '0.0.0-sample' },
  account: {
    id: account,
    alias: 'lodge-prod',
    partition: 'aws',
    arn: `arn:aws:sts::${account}:assumed-role/auditor/anna`,
  },
  regions: [
    { name: 'eu-north-1', state: 'audited' },
    { name: 'us-east-1', state: 'audited' },
    { name: 'ap-southeast-3', state: 'not-enabled', message: 'asked for, but the account has not opted in' },
  ],
  started: '2026-11-22T09:00:00.000Z',
  finished: '2026-11-22T09:00:41.000Z',
  complete: false,
  scores: {
    overall: scoreFor(findings, 52, 0.77),
    categories: {
      security: scoreFor(inCategory('security'), 46, 0.79),
      resilience: scoreFor(inCategory('resilience'), 100, 1),
      hygiene: scoreFor(inCategory('hygiene'), null, 0),
    },
    services: {
      account: scoreFor(inService('account'), null, 0),
      'access-analyzer': scoreFor(inService('access-analyzer'), 50, 1),
      cloudtrail: scoreFor(inService('cloudtrail'), 71, 1),
      cloudwatch: scoreFor(inService('cloudwatch'), 0, 1),
      iam: scoreFor(inService('iam'), 41, 0.98),
      kms: scoreFor(inService('kms'), 88, 0.57),
      organizations: scoreFor(inService('organizations'), null, null),
    },
  },
  coverage: 0.77,
  summary: countVerdicts(findings),
  fixFirst: [
    first(rules.rootMfa, 19.2),
    first(rules.admin, 9.6),
    first(rules.consoleMfa, 9.6),
    first(rules.validation, 3.8),
    first(rules.keyAge, 2.6),
    first(rules.rotation, 1.3),
    first(rules.analyzer, 0.4),
  ],
  rules: Object.values(rules),
  findings: [...findings],
  gaps,
  detectors: surveyOf(['lodge-exports', 'lodge-uploads']),
  plan: {
    calls: 61,
    byService: { kms: 21, iam: 12, cloudtrail: 8, logs: 6, cloudwatch: 6, 'access-analyzer': 4, account: 4 },
    usd: 0,
  },
  hints: ['rules.yaml sets max_age_days of iam-user-access-key-rotated to its default: the line can go.'],
};

/** What the detectors of the sample tell: one of each word, with the given names wherever AWS or an attacker may choose. */
export function surveyOf(names: readonly string[]): Survey {
  const [name = 'lodge-exports', other = name] = names;
  const evidence = [saw('guardduty:GetDetector', 'Status', 'ENABLED', 'ENABLED')];
  const cell = (detector: string, title: string, region: string, state: DetectorCell['state'], message: string) => ({
    detector,
    title,
    region,
    state,
    message,
    evidence,
  });
  return {
    matrix: [
      {
        ...cell('guardduty', 'GuardDuty', 'eu-north-1', 'on', `enabled: ${name}`),
        organization: { role: 'member', message: `administrator ${other}` },
      },
      cell('guardduty', 'GuardDuty', 'us-east-1', 'suspended', 'Status is DISABLED'),
      cell('config', 'Config', 'eu-north-1', 'partial', 'recorder default has no delivery channel'),
      cell('config', 'Config', 'us-east-1', 'off', 'there is no recorder'),
      { ...cell('macie', 'Macie', 'eu-north-1', 'unknown', 'macie2:GetMacieSession was denied'), gap: policyDenial },
      cell('macie', 'Macie', 'us-east-1', 'off', 'not enabled'),
    ],
    sources: [
      { detector: 'guardduty', title: 'GuardDuty', region: 'eu-north-1', read: names.length, leftOut: 12 },
      { detector: 'config', title: 'Config', region: 'eu-north-1', read: 1, leftOut: null },
    ],
    resources: names.map(id => ({
      resource: { id, type: 'AWS::S3::Bucket' },
      account,
      region: 'eu-north-1',
      worst: 'high',
      oldest: '2026-11-01T08:00:00.000Z',
      ages: { day: 1, week: 0, month: 1, older: 0, unknown: 0 },
      findings: [
        {
          detector: 'guardduty',
          id: `f-${id}`,
          type: id,
          title: id,
          severity: 'high',
          created: '2026-11-01T08:00:00.000Z',
          updated: null,
        },
        { detector: 'config', id: `r-${id}`, type: id, title: '', severity: 'low', created: null, updated: null },
      ],
    })),
    opinions: [
      {
        detector: 'securityhub',
        title: 'Security Hub',
        control: 'IAM.5',
        region: 'eu-north-1',
        outcome: 'differ',
        resource: { id: `arn:aws:iam::${account}:user/${name}`, type: 'AWS::IAM::User', name: other },
        theirs: {
          verdict: 'PASS',
          at: '2026-11-22T03:00:00.000Z',
          evidence: [saw('securityhub:GetFindings', 'Compliance.Status', name)],
        },
        ours: [
          {
            rule: 'iam-user-console-mfa-enabled',
            verdict: 'FAIL',
            message: `the user ${name} has no MFA device`,
            evidence: [saw('iam:GetCredentialReport', 'mfa_active', name)],
          },
        ],
      },
      {
        detector: 'config',
        title: 'Config',
        control: 'cmk-backing-key-rotation-enabled',
        region: 'eu-north-1',
        outcome: 'stale',
        resource: { id: name, type: 'AWS::KMS::Key' },
        theirs: { verdict: 'FAIL', at: '2026-11-01T03:00:00.000Z', evidence: [] },
        ours: [{ rule: 'kms-key-rotation-enabled', verdict: 'PASS', message: name, evidence: [] }],
        note: `changed ${name}`,
      },
      {
        detector: 'config',
        title: 'Config',
        control: 'root-account-mfa-enabled',
        region: 'eu-north-1',
        outcome: 'agree',
        resource: { id: account, type: 'AWS::::Account' },
        theirs: { verdict: 'FAIL', at: null },
        ours: [{ rule: 'iam-root-mfa-enabled', verdict: 'FAIL', message: 'no MFA' }],
      },
    ],
    usage: [
      {
        detector: 'guardduty',
        region: 'eu-north-1',
        what: name,
        amount: 3.2,
        currency: 'USD',
        period: 'last 30 days',
        watches: other,
      },
    ],
    protections: [
      { region: 'eu-north-1', name, arn: `arn:${name}`, scope: 'REGIONAL', rules: 2, protects: [...names] },
      { region: 'us-east-1', name: other, arn: `arn:${other}`, scope: 'CLOUDFRONT', rules: 1, protects: [] },
    ],
  };
}

/** The ledger of the sample: one row of each kind, with the given names wherever AWS, the owner or an attacker may choose. */
export function ledgerWith(names: readonly string[]): Ledger {
  const [name = 'bookings-legacy', other = name] = names;
  const row = (
    service: string,
    title: string,
    state: LedgerRow['state'],
    usd: number,
    more: Partial<LedgerRow> = {},
  ): LedgerRow => ({
    service,
    title,
    region: '*',
    state,
    flags: [],
    answer: 'in-use',
    sentence: `${title}: ${name}`,
    declared: { state: null, by: [] },
    observed: { grade: 'strong', message: name, last: '2026-11-21', window: 30, evidence: [] },
    paid: { usd, months: [usd, usd], credits: 0, lines: [] },
    ...more,
  });
  return {
    currency: 'USD',
    months: [
      { month: '2026-09', usd: 131.2, complete: true },
      { month: '2026-10', usd: 148, complete: true },
      { month: '2026-11', usd: 92.4, complete: false },
    ],
    bill: {
      month: '2026-10',
      source: 'cost-explorer',
      usage: 148,
      attributed: 140,
      unattributed: 8,
      credits: -10,
      refunds: 0,
      tax: 12,
      support: 29,
      other: 0,
      total: 179,
    },
    unattributed: [{ service: name, usageType: other, region: 'us-east-1', usd: 8 }],
    rows: [
      row('dynamodb', 'DynamoDB', 'paid-idle', 38.4, {
        answer: 'idle',
        flags: ['retiring'],
        declared: {
          state: 'retired',
          by: ['rules.yaml', other],
          replacedBy: other,
          until: '2026-09-02',
          purpose: name,
          owner: name,
        },
        observed: {
          grade: 'none',
          message: name,
          last: '2026-08-14',
          window: 90,
          evidence: [],
          inventory: { count: 4, noun: 'tables', names: [...names], newest: null },
        },
      }),
      row('dynamodb', 'DynamoDB', 'paid-idle', 38.4, { region: 'eu-north-1', answer: 'idle' }),
      row('lambda', 'Lambda', 'active', 21.3),
      row('cloudshell', 'CloudShell', 'unverified-free', 0, {
        answer: 'cannot-tell',
        observed: { grade: 'unknown', message: name, last: null, window: null, evidence: [], gap: policyDenial },
      }),
      row('appsync', 'AppSync', 'absent', 0),
    ],
    savings: { usd: 31.2, unknown: 1 },
    calendar: [
      {
        date: '2026-12-31',
        days: 39,
        kind: 'runtime',
        what: 'nodejs20.x',
        resource: { id: name, region: 'eu-north-1', type: 'AWS::Lambda::Function' },
        message: `runtime ends: ${other}`,
      },
    ],
  };
}

const idleTable = rule(
  'dynamodb-provisioned-table-in-use',
  'high',
  { title: 'Provisioned tables are used', why: 'Capacity is paid for by the hour, used or not.' },
  'cost',
);

/** What a cost rule finds of these tables. */
export function idleTables(names: readonly string[]): Finding[] {
  return names.map(id =>
    finding(
      idleTable,
      'FAIL',
      {
        id,
        arn: `arn:aws:dynamodb:eu-north-1:${account}:table/${id}`,
        region: 'eu-north-1',
        type: 'AWS::DynamoDB::Table',
      },
      `no reads or writes of ${id} in 30 days`,
      {
        fix: {
          command: `aws dynamodb delete-table --table-name '${id.replaceAll("'", "'\\''")}'`,
          byHand: `Ask who reads ${id}.`,
          note: `Back up ${id} first.`,
        },
        cleanUp: { does: 'delete', risk: 'medium', undo: 'from a backup', order: 5 },
        disuse: { grade: 'strong', window: 30, last: '2026-08-14', evidence: [] },
        saving: { releases: [{ price: 'dynamodb/WriteCapacityUnit-Hrs', units: 3650 }] },
        money: {
          usd: 35.1,
          joint: 31.2,
          estimated: false,
          lines: [
            { price: 'dynamodb/WriteCapacityUnit-Hrs', units: 3650, usd: 31.2, provenance: 'bill-price', billed: 31.2 },
            {
              price: 'dynamodb/TimedStorage-ByteHrs',
              units: 12.345,
              usd: 3.9,
              provenance: 'list-price',
              confidence: 'low',
              note: id,
            },
          ],
        },
      },
    ),
  );
}

/** The sample with money and use. */
export function withMoney(names: readonly string[]): Report {
  const idle = idleTables(names);
  const all = [...sample.findings, ...idle];
  return {
    ...sample,
    rules: [...sample.rules, idleTable],
    findings: all,
    summary: countVerdicts(all),
    ledger: ledgerWith(names),
  };
}

/** The same audit, ended by expired credentials. */
export const endedSample: Report = {
  ...sample,
  ended: { reason: 'expired-credentials', message: 'the credentials expired after 41 s, with 12 of 61 calls to go' },
};

function only(kept: readonly VerdictName[], overall: Score, more: Partial<Report> = {}): Report {
  const left = findings.filter(one => kept.includes(one.verdict));
  const ids = new Set(left.map(one => one.rule));
  return {
    ...sample,
    findings: left,
    rules: sample.rules.filter(one => ids.has(one.id)),
    summary: countVerdicts(left),
    scores: { overall, categories: { security: overall }, services: {} },
    fixFirst: [],
    ...more,
  };
}

/** An account in which everything holds and everything was seen. */
export const cleanSample: Report = only(
  ['PASS', 'NOT_APPLICABLE'],
  scoreFor(
    findings.filter(one => one.verdict === 'PASS'),
    100,
    1,
  ),
  {
    complete: true,
    gaps: [],
    regions: sample.regions.slice(0, 2),
    coverage: 1,
    hints: [],
  },
);

/** An audit that saw nothing. */
export const blindSample: Report = only(
  ['NOT_AVAILABLE'],
  scoreFor(
    findings.filter(one => one.verdict === 'NOT_AVAILABLE'),
    null,
    0,
  ),
  {
    coverage: 0,
  },
);

/** The sample with one more rule, failed by resources with the given names, which also stand in every other text. */
export function withNames(names: readonly string[]): Report {
  const hostile = rule('iam-user-console-mfa-enabled', 'high', {
    title: 'Users who sign in have MFA',
    why: 'A password is not enough.',
  });
  const failed = names.map(name =>
    finding(hostile, 'FAIL', user(name, { [name || 'tag']: name }), `the user ${name} has no MFA device`, {
      evidence: [saw('iam:GetCredentialReport', `user.${name}`, name, { not: name })],
      fix: {
        command: `aws iam delete-user --user-name '${name.replaceAll("'", "'\\''")}'`,
        byHand: `Ask ${name}.`,
        note: `Note: ${name}`,
      },
    }),
  );
  const accepted = names.map(name => ({ reason: name, owner: name, expires: '2027-01-31', ticket: name }));
  for (const [at, one] of failed.entries()) {
    const said = accepted[at];
    if (said && at % 2 === 0) one.expired = said;
  }
  const others = names.flatMap((name, at) => [
    finding(hostile, 'FAIL', user(name), `the user ${name} has no MFA device yet`, {
      exception: accepted[at] ?? { reason: '', owner: '', expires: '' },
    }),
    finding(hostile, 'PASS', user(name), `the user ${name} has MFA`),
    finding(hostile, 'NOT_APPLICABLE', user(name), `not ${name}`),
    finding(hostile, 'ERROR', user(name), `failed on ${name}`),
    finding(hostile, 'NOT_AVAILABLE', user(name), `could not see ${name}`, { gap: { ...policyDenial, message: name } }),
  ]);
  const all = [...failed, ...others, ...idleTables(names)];
  return {
    ...sample,
    account: { ...sample.account, alias: names.join(' ') },
    ended: { reason: 'interrupted', message: names.join(' ') },
    regions: names.map(name => ({ name, state: 'unreachable', message: name })),
    scores: { ...sample.scores, services: Object.fromEntries(names.map(name => [name, sample.scores.overall])) },
    summary: countVerdicts(all),
    fixFirst: failed.slice(0, 10).map(one => ({
      ...first(hostile, 3),
      resources: [one.resource],
      count: 1,
      message: one.message,
      title: one.resource.id,
      why: one.resource.id,
      ...(one.expired && { expired: one.expired }),
      ...(one.fix && { fix: one.fix }),
    })),
    exceptions: accepted.map((one, at) => ({
      ...one,
      rules: [names[at] ?? ''],
      resources: [names[at] ?? ''],
      state: (['expired', 'unmatched', 'active'] as const)[at % 3] ?? 'active',
      findings: at,
    })),
    rules: [hostile, idleTable],
    findings: all,
    gaps: names.map(name => ({
      ...(gaps[0] as GapReport),
      action: name,
      message: name,
      resources: [name],
      findings: 1,
    })),
    detectors: surveyOf(names),
    ledger: ledgerWith(names),
    overview: overviewWith(names),
    hints: [...names],
  };
}
