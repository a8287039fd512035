import { describe, expect, it } from 'vitest';
import { controlRules } from '../../../src/checks/securityhub/controls.generated.js';
import { securityHub } from '../../../src/checks/securityhub/detector.js';
import { cloudFormationType } from '../../../src/checks/securityhub/names.js';
import type { StoredRow } from '../../../src/core/world.js';
import { ruleBook } from '../../../src/audit.js';
import { tablesFor } from '../../support/detector.js';
import { gap, world } from '../../support/world.js';
import { own } from '../organizations/rows.js';
import { configuration, finding, hubRow, product, read, standard } from './rows.js';

const region = 'eu-north-1';
const over = (hubs: StoredRow[] | { gaps: ReturnType<typeof gap>[] }) =>
  tablesFor(securityHub, world({ 'securityhub.hubs': hubs }));
const standing = (...hubs: StoredRow[]) => securityHub.standing(region, over(hubs));
const opinions = (...controls: object[]) =>
  securityHub.opinions?.(region, over([hubRow({ controls: read(controls) })]));
const findings = (list: object[], truncated = false) =>
  securityHub.findings?.(region, over([hubRow({ findings: read(list, truncated) })]));

describe('the standing of Security Hub', () => {
  it('is off without a hub, on with a standard', () => {
    expect(standing(hubRow({}, 'us-east-1'))).toMatchObject({ state: 'off' });
    expect(standing(hubRow())).toMatchObject({
      state: 'on',
      message: expect.stringMatching(/foundational-security-best-practices 1\.0\.0/) as string,
    });
  });

  it('is partial without a standard, or with one that is not ready', () => {
    expect(standing(hubRow({ standards: [] }))).toMatchObject({
      state: 'partial',
      message: expect.stringMatching(/aws\/guardduty/) as string,
    });
    expect(standing(hubRow({ standards: [], products: [product('securityhub')] })).message).toMatch(/from nowhere/);
    const broken = standard('cis-aws-foundations-benchmark', {
      StandardsStatus: 'INCOMPLETE',
      StatusReasonCode: 'NO_AVAILABLE_CONFIGURATION_RECORDER',
    });
    expect(standing(hubRow({ standards: [broken] }))).toMatchObject({
      state: 'partial',
      message: expect.stringMatching(
        /cis-aws-foundations-benchmark 1\.0\.0 INCOMPLETE NO_AVAILABLE_CONFIGURATION_RECORDER/,
      ) as string,
    });
  });

  it('is not guessed', () => {
    expect(() => securityHub.standing(region, over({ gaps: [gap('securityhub:DescribeHub')] }))).toThrow(/denied/);
    expect(() => standing(hubRow({ standards: gap('securityhub:GetEnabledStandards') }))).toThrow(/denied/);
  });
});

describe('the place of Security Hub in an organization', () => {
  const place = (details: object) => securityHub.organization?.(region, over([hubRow(details)]));
  it.each([
    [configuration(true), 'taken in automatically'],
    [configuration(false), 'not taken in automatically'],
    [configuration(false, 'CENTRAL'), 'configured centrally'],
  ])('%# is that of the administrator', (organizationConfiguration, message) => {
    expect(place({ organizationConfiguration })).toMatchObject({
      role: 'administrator',
      message: expect.stringContaining(message) as string,
    });
  });

  it('is that of a member, or none', () => {
    const membership = { AccountId: '444455556666', MemberStatus: 'Enabled' };
    expect(place({ membership })).toEqual({ role: 'member', message: 'administrator 444455556666 (Enabled)' });
    expect(place({})).toBeUndefined();
    expect(securityHub.organization?.(region, over([]))).toBeUndefined();
  });
});

describe('open findings of Security Hub', () => {
  it('are its own by control and those of other products by type, members included', () => {
    const foreign = finding(null, {
      Id: 'gd-1',
      ProductName: 'GuardDuty',
      GeneratorId: 'arn:aws:guardduty:eu-north-1:444455556666:detector/d',
      AwsAccountId: '444455556666',
      Types: ['TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce'],
      Title: 'Somebody knocks',
      Severity: { Label: 'SOMETHING_NEW' },
      Compliance: { Status: null, SecurityControlId: null },
      Resources: [],
      CreatedAt: null,
    });
    expect(findings([finding('IAM.3'), foreign])).toEqual({
      findings: [
        expect.objectContaining({
          type: 'IAM.3',
          title: 'IAM.3 should hold',
          severity: 'high',
          account: own,
          resource: { id: `arn:aws:iam::${own}:user/ada`, type: 'AWS::IAM::User' },
        }),
        {
          id: 'gd-1',
          type: 'TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce',
          title: 'GuardDuty: Somebody knocks',
          severity: 'info',
          resource: { id: '', type: '' },
          account: '444455556666',
          created: null,
          updated: '2026-11-21T08:00:00.000Z',
        },
      ],
      leftOut: 0,
    });
  });

  it('name a control and resource once, however many standards repeat it', () => {
    const again = finding('IAM.3', { Id: 'other-standard', GeneratorId: 'pci-dss/v/3.2.1/IAM.3' });
    const member = finding('IAM.3', { Id: 'of-member', AwsAccountId: '444455556666' });
    expect(findings([finding('IAM.3'), again, member])?.findings).toHaveLength(2);
  });

  it('say that some were left out', () => {
    expect(findings([finding('IAM.3')], true)?.leftOut).toBeNull();
    expect(securityHub.findings?.(region, over([]))).toEqual({ findings: [], leftOut: 0 });
  });
});

describe('opinions of Security Hub', () => {
  it('are its verdicts on what a rule judges, too', () => {
    const root = finding('IAM.4', {
      Compliance: { Status: 'PASSED', SecurityControlId: 'IAM.4' },
      Resources: [{ Id: `AWS::::Account:${own}`, Type: 'AwsAccount', Region: region }],
    });
    expect(opinions(finding('IAM.3'), root)).toMatchObject([
      {
        control: 'IAM.3',
        rules: ['iam-user-access-key-rotated'],
        verdict: 'FAIL',
        resource: { id: `arn:aws:iam::${own}:user/ada`, type: 'AWS::IAM::User' },
        at: '2026-11-21T08:00:00.000Z',
        evidence: [{ api: 'securityhub:GetFindings', field: 'Findings[].Compliance.Status', value: 'FAILED' }],
      },
      { control: 'IAM.4', verdict: 'PASS', resource: 'account' },
    ]);
  });

  it('are of this account alone, and of controls that could look', () => {
    expect(opinions(finding('IAM.3', { AwsAccountId: '444455556666' }))).toEqual([]);
    for (const Status of ['WARNING', 'NOT_AVAILABLE', null])
      expect(opinions(finding('IAM.3', { Compliance: { Status, SecurityControlId: 'IAM.3' } }))).toEqual([]);
    expect(opinions(finding('Nothing.99'), finding('IAM.3', { Resources: [] }))).toEqual([]);
    expect(securityHub.opinions?.(region, over([]))).toEqual([]);
  });

  it('stand when a finding is suppressed, and say so', () => {
    const [opinion] = opinions(finding('IAM.3', { Workflow: { Status: 'SUPPRESSED' } })) ?? [];
    expect(opinion).toMatchObject({ verdict: 'FAIL' });
    expect(opinion?.evidence[1]).toMatchObject({ field: 'Findings[].Workflow.Status', value: 'SUPPRESSED' });
  });

  it.each([
    ['security-control/IAM.3', 'IAM.3'],
    ['aws-foundational-security-best-practices/v/1.0.0/KMS.4', 'KMS.4'],
    ['arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.12', undefined],
  ])('read the control of generator %s where AWS names none', (GeneratorId, control) => {
    const old = finding('IAM.3', { GeneratorId, Compliance: { Status: 'FAILED', SecurityControlId: null } });
    expect(opinions(old)?.[0]?.control).toBe(control);
  });
});

it('controls lead to rules that exist', () => {
  const known = new Set(ruleBook().rules.map(rule => rule.check.id));
  const named = Object.values(controlRules).flat();
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(rule => !known.has(rule))).toEqual([]);
  expect(controlRules).toMatchObject({
    'CloudWatch.1': ['cloudwatch-metric-filter-root-usage'],
    'Config.1': expect.arrayContaining(['config-recorder-enabled']) as string[],
  });
});

it.each([
  ['AwsKmsKey', 'AWS::KMS::Key'],
  ['AwsS3Bucket', 'AWS::S3::Bucket'],
  ['AwsEc2SecurityGroup', 'AWS::EC2::SecurityGroup'],
  ['AwsCloudTrailTrail', 'AWS::CloudTrail::Trail'],
  ['AwsAccount', 'AWS::::Account'],
  ['Container', 'Container'],
  ['AwsSomethingNew', 'AwsSomethingNew'],
])('type %s is %s', (asff, type) => {
  expect(cloudFormationType(asff)).toBe(type);
});
