import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { keyIdOf } from './keys.js';
import { account, daysAgo, iamArn } from './place.js';

const iso = (days: number, hour = 8): string => new Date(daysAgo(days, hour)).toISOString();
const home = 'eu-north-1';
const keyArn = (alias: string): string => `arn:aws:kms:${home}:${account}:key/${keyIdOf(alias)}`;
const standardOf = (name: string) => ({
  StandardsSubscriptionArn: `arn:aws:securityhub:${home}:${account}:subscription/${name}`,
  StandardsArn: `arn:aws:securityhub:${home}::standards/${name}`,
  StandardsInput: {},
  StandardsStatus: 'READY',
});
const productOf = (name: string): string => `arn:aws:securityhub:${home}:${account}:product-subscription/aws/${name}`;

type Level = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';
const normalized: Record<Level, number> = { CRITICAL: 90, HIGH: 70, MEDIUM: 40, LOW: 1 };

interface Verdict {
  control: string;
  title: string;
  level: Level;
  resource: { Id: string; Type: string };
  status: 'PASSED' | 'FAILED';
  workflow?: 'SUPPRESSED';
}

const root = { Id: `AWS::::Account:${account}`, Type: 'AwsAccount' };
const user = (name: string) => ({ Id: iamArn(`user/${name}`), Type: 'AwsIamUser' });
const key = (alias: string) => ({ Id: keyArn(`alias/${alias}`), Type: 'AwsKmsKey' });

/** What the controls found; one verdict is older than the change that mended it, one was waved through. */
const verdicts = (): Verdict[] => [
  { control: 'IAM.4', title: 'The root user has no access key', level: 'CRITICAL', resource: root, status: 'PASSED' },
  { control: 'IAM.9', title: 'The root user signs in with MFA', level: 'CRITICAL', resource: root, status: 'PASSED' },
  { control: 'IAM.6', title: 'The root user has hardware MFA', level: 'CRITICAL', resource: root, status: 'FAILED' },
  { control: 'IAM.28', title: 'Access Analyzer looks at outsiders', level: 'HIGH', resource: root, status: 'PASSED' },
  {
    control: 'IAM.5',
    title: 'Console users sign in with MFA',
    level: 'MEDIUM',
    resource: user('erik.berg'),
    status: 'FAILED',
  },
  {
    control: 'IAM.5',
    title: 'Console users sign in with MFA',
    level: 'MEDIUM',
    resource: user('anna.lind'),
    status: 'PASSED',
  },
  {
    control: 'IAM.3',
    title: 'Access keys are rotated',
    level: 'MEDIUM',
    resource: user('ci-deploy'),
    status: 'FAILED',
  },
  {
    control: 'IAM.3',
    title: 'Access keys are rotated',
    level: 'MEDIUM',
    resource: user('terraform'),
    status: 'PASSED',
  },
  {
    control: 'IAM.22',
    title: 'Credentials that nobody uses are removed',
    level: 'MEDIUM',
    resource: user('jonas.ek'),
    status: 'FAILED',
    workflow: 'SUPPRESSED',
  },
  {
    control: 'KMS.3',
    title: 'No key is about to be deleted',
    level: 'CRITICAL',
    resource: key('sessions-old'),
    status: 'FAILED',
  },
  { control: 'KMS.4', title: 'Keys rotate', level: 'MEDIUM', resource: key('invoices'), status: 'FAILED' },
  { control: 'KMS.4', title: 'Keys rotate', level: 'MEDIUM', resource: key('guest-documents'), status: 'FAILED' },
  { control: 'KMS.4', title: 'Keys rotate', level: 'MEDIUM', resource: key('partner-feed'), status: 'PASSED' },
];

const finding = (id: string, level: Level, resource: { Id: string; Type: string }) => ({
  SchemaVersion: '2018-10-08',
  Id: `arn:aws:securityhub:${home}:${account}:security-control/${id}`,
  AwsAccountId: account,
  Region: home,
  CreatedAt: iso(90),
  UpdatedAt: iso(1, 14),
  Severity: { Label: level, Normalized: normalized[level] },
  Resources: [{ ...resource, Region: home }],
  RecordState: 'ACTIVE',
});

const ofControl = ({ control, title, level, resource, status, workflow }: Verdict, index: number) => ({
  ...finding(`${control}/finding/00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, level, resource),
  ProductArn: `arn:aws:securityhub:${home}::product/aws/securityhub`,
  ProductName: 'Security Hub',
  GeneratorId: `security-control/${control}`,
  Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
  Title: title,
  Description: title,
  Compliance: { Status: status, SecurityControlId: control },
  Workflow: { Status: workflow ?? (status === 'PASSED' ? 'RESOLVED' : 'NEW') },
});

const ofAnalyzer = () => ({
  ...finding('access-analyzer', 'HIGH', key('guest-documents')),
  Id: `arn:aws:access-analyzer:${home}:${account}:analyzer/lodge-external/${keyArn('alias/guest-documents')}`,
  ProductArn: `arn:aws:securityhub:${home}::product/aws/access-analyzer`,
  ProductName: 'IAM Access Analyzer',
  GeneratorId: 'aws/access-analyzer',
  Types: ['Effects/Data Exposure/External Access Granted'],
  Title: 'AWS::KMS::Key allows access from outside the zone of trust',
  Description: 'The key policy lets everyone in.',
  Workflow: { Status: 'NEW' },
});

interface Asked {
  Filters: { ComplianceSecurityControlId?: { Value: string }[] };
}

/** Security Hub at home, with two standards; nobody has turned it on in the other region. */
export const securityhub: Record<string, Handler> = {
  'securityhub:DescribeHub': (_input, { region }: At) => {
    if (region !== home)
      throw new StubError('InvalidAccessException', `Account ${account} is not subscribed to AWS Security Hub`, 401);
    return {
      HubArn: `arn:aws:securityhub:${home}:${account}:hub/default`,
      SubscribedAt: iso(420),
      AutoEnableControls: true,
      ControlFindingGenerator: 'SECURITY_CONTROL',
    };
  },
  'securityhub:GetEnabledStandards': () => ({
    StandardsSubscriptions: [
      standardOf('aws-foundational-security-best-practices/v/1.0.0'),
      standardOf('cis-aws-foundations-benchmark/v/5.0.0'),
    ],
  }),
  'securityhub:ListEnabledProductsForImport': () => ({
    ProductSubscriptions: [productOf('securityhub'), productOf('access-analyzer')],
  }),
  'securityhub:ListOrganizationAdminAccounts': () => ({ AdminAccounts: [] }),
  'securityhub:DescribeOrganizationConfiguration': () => {
    const message = `Account ${account} is not an administrator for this organization`;
    throw new StubError('InvalidAccessException', message, 401);
  },
  'securityhub:GetAdministratorAccount': () => ({}),
  'securityhub:GetFindings': ({ Filters: { ComplianceSecurityControlId: controls } }: Asked) => {
    const all = verdicts().map(ofControl);
    if (controls)
      return { Findings: all.filter(one => controls.some(({ Value }) => Value === one.Compliance.SecurityControlId)) };
    const open = [...all.filter(one => one.Workflow.Status === 'NEW'), ofAnalyzer()];
    return { Findings: open.sort((a, b) => b.Severity.Normalized - a.Severity.Normalized) };
  },
};
