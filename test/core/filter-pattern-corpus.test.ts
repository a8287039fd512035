import { describe, expect, it } from 'vitest';
import { missedEvents, PatternError, type RequirementId } from '../../src/core/filter-pattern.js';

interface Case {
  id: RequirementId;
  source: string;
  pattern: string;
  misses?: string[];
  error?: 'syntax' | 'not-json' | 'undecidable';
  why: string;
}

// The names as the benchmark prints them, typed here again on purpose: the engine's own lists are what is under test.
const named = {
  'iam-policy-changes': words(`DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy
    PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy
    AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy`),
  'cloudtrail-changes': words('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging'),
  'kms-key-disable-or-deletion': words('DisableKey ScheduleKeyDeletion'),
  's3-policy-changes': words(`PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication
    DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication`),
  'config-changes': words(
    `StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder`,
  ),
  'security-group-changes': words(`AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress
    RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup`),
  'network-acl-changes': words(`CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry
    ReplaceNetworkAclEntry ReplaceNetworkAclAssociation`),
  'network-gateway-changes': words(`CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway
    CreateInternetGateway DeleteInternetGateway DetachInternetGateway`),
  'route-table-changes': words(`CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable
    DeleteRoute DisassociateRouteTable`),
  'vpc-changes': words(`CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection
    DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc
    DisableVpcClassicLink EnableVpcClassicLink`),
  'organizations-changes': words(`AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy
    DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType
    EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization
    UpdatePolicy UpdateOrganizationalUnit`),
} satisfies Partial<Record<RequirementId, string[]>>;

type Named = keyof typeof named;

// The notations in which the same lists are published, word for word once filled in.
const benchmark = (names: string[]) => names.map(name => `($.eventName = ${name})`).join(' || ');
const tight = (names: string[]) => names.map(name => `($.eventName=${name})`).join('||');
const hub = (names: string[]) => names.map(name => `($.eventName=${name})`).join(' || ');
const quoted = (names: string[]) => names.map(name => `($.eventName = "${name}")`).join(' || ');
const hubQuoted = (names: string[]) => names.map(name => `($.eventName="${name}")`).join(' || ');
const bare = (names: string[]) => names.map(name => `$.eventName = "${name}"`).join(' || ');

// Which lists carry an event source differs from source to source.
const hosts: Partial<Record<Named, string>> = {
  'kms-key-disable-or-deletion': 'kms.amazonaws.com',
  's3-policy-changes': 's3.amazonaws.com',
  'config-changes': 'config.amazonaws.com',
  'organizations-changes': 'organizations.amazonaws.com',
};
const iam = { 'iam-policy-changes': 'iam.amazonaws.com' };
const routes = { 'route-table-changes': 'ec2.amazonaws.com' };

interface Notation {
  source: string;
  why: string;
  hosts: Partial<Record<Named, string>>;
  lists: Named[];
  write(names: string[], host: string | undefined): string;
}

const all = Object.keys(named) as Named[];

const notations: Notation[] = [
  {
    source: 'CIS benchmark text; terraform-aws-modules/cloudwatch, nozaq, trussworks',
    why: 'the whole list',
    hosts,
    lists: all,
    write: (names, host) => `{ ${within(benchmark(names), host && `($.eventSource = ${host}) && `)} }`,
  },
  {
    source: 'AWS automated-security-response; for organizations a CIS module',
    why: 'no spaces around =',
    hosts,
    lists: all,
    write: (names, host) => `{${within(hub(names), host && `($.eventSource=${host}) && `)}}`,
  },
  {
    source: 'Security Hub remediation text',
    why: 'with the event source that AWS asks for today',
    hosts: { ...iam, ...routes },
    lists: ['iam-policy-changes', 'route-table-changes'],
    write: (names, host) => `{${within(hub(names), host && `($.eventSource=${host}) && `)}}`,
  },
  {
    source: 'cloudposse catalogue and two landing zones in Terraform',
    why: 'no spaces at all',
    hosts,
    lists: ['iam-policy-changes', 'config-changes', 'network-acl-changes', 'vpc-changes', 'organizations-changes'],
    write: (names, host) => `{${within(tight(names), host && `($.eventSource=${host})&&`)}}`,
  },
  {
    source: 'Security Hub controls in one Terraform file',
    why: 'every value quoted',
    hosts: { ...hosts, ...iam, ...routes },
    lists: all.filter(id => id !== 'organizations-changes'),
    write: (names, host) => `{${within(hubQuoted(names), host && `($.eventSource="${host}") && `)}}`,
  },
  {
    source: 'a collector’s table of CIS patterns',
    why: 'no parentheses around comparisons',
    hosts: { ...hosts, ...iam },
    lists: all,
    write: (names, host) => `{ ${within(bare(names), host && `$.eventSource = "${host}" && `)} }`,
  },
];

const whole: Case[] = notations.flatMap(({ source, why, hosts, lists, write }) =>
  lists.map(id => ({ id, source, why, pattern: write(named[id], hosts[id]) })),
);

function within(list: string, condition: string | undefined): string {
  return condition === undefined ? list : `${condition}(${list})`;
}

const noisy = '($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket")';

const outcomes: Case[] = [
  {
    id: 'unauthorized-api-calls',
    source: 'CIS benchmark text; terraform-aws-modules/cloudwatch',
    pattern: '{ ($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*") }',
    why: 'all four codes by wildcard',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'rhythmictech/terraform-aws-cis-cloudwatch-monitors',
    pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") } ',
    why: 'a blank after the brace',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'nozaq/terraform-aws-secure-baseline',
    pattern: `{(($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && (${noisy})}`,
    why: 'log delivery and bucket probes are the benchmark’s own exclusions',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'CIS benchmark 1.4, remediation text',
    pattern: `{ ($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && \n${noisy} }`,
    why: '&& binds before ||, which narrows AccessDenied only, and only by what the benchmark excludes',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'CIS benchmark 1.4, audit text',
    pattern: `{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") || ${noisy.replace('&&', '||')} }`,
    why: 'matches nearly every event, the required ones among them',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'ecc-aws-rulepack test data',
    pattern: `{(($.errorCode="*UnauthorizedOperation")||$.errorCode="AccessDenied*") && (${noisy})}`,
    why: 'one comparison in parentheses, one not',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'simple-container, Security Hub alarms',
    pattern: `{ (($.errorCode = "AccessDenied") || ($.errorCode = "AccessDeniedException") || ($.errorCode = "UnauthorizedAccess") || ($.errorCode = "Client.UnauthorizedAccess") || ($.errorCode = "Client.UnauthorizedOperation") || ($.errorCode = "UnauthorizedOperation")) && (($.userIdentity.type NOT EXISTS) || (($.userIdentity.type != "AWSService") && ($.userIdentity.type != "AWSAccount"))) }`,
    why: 'the codes spelt out; services and strangers are not callers of this account',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'a CIS alarm tutorial',
    pattern:
      '{ ($.errorCode = "AccessDenied") || ($.errorCode = "UnauthorizedAccess") || ($.errorCode = "*UnauthorizedOperation") }',
    misses: ['AccessDeniedException'],
    why: 'without the wildcard AccessDenied is one code only',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'CloudTrail notes',
    pattern: '{ $.errorCode = "AccessDenied" }',
    misses: ['Client.UnauthorizedOperation', 'UnauthorizedOperation', 'AccessDeniedException'],
    why: 'one code of four',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'a bucket enumeration alarm',
    pattern:
      '{ ($.eventName = "HeadBucket" || $.eventName = "ListBucket") && ($.errorCode = "NoSuchBucket" || $.errorCode = "AccessDenied") }',
    misses: ['Client.UnauthorizedOperation', 'UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException'],
    why: 'watches two calls',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'constructed',
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.awsRegion = us-east-1) }',
    misses: [
      'Client.UnauthorizedOperation (DescribeInstances by an assumed role in eu-west-1)',
      'UnauthorizedOperation (DescribeVpcs by an assumed role in eu-west-1)',
      'AccessDenied (AssumeRole by an assumed role in eu-west-1)',
      'AccessDeniedException (UpdateFunctionCode20150331v2 by an assumed role in eu-west-1)',
    ],
    why: 'one region only',
  },
  {
    id: 'unauthorized-api-calls',
    source: 'constructed',
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.eventName != "AssumeRole*") }',
    misses: ['AccessDenied (AssumeRole by an assumed role in eu-west-1)', 'events with eventName AssumeRole*'],
    why: 'exempts one call that the benchmark does not exempt',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'CIS benchmark 1.2; cloudposse, trussworks',
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
    why: 'as the benchmark says',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'CIS benchmark 1.3 and later; terraform-aws-modules/cloudwatch, Security Hub',
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    why: 'federated users bring their second factor from elsewhere',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'AWS automated-security-response',
    pattern: '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed !="Yes")}',
    why: 'other spacing',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'trussworks/terraform-aws-cloudtrail-alarms',
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.arn != "*assumed-role*") }',
    why: 'excludes roles, and no IAM user has the ARN of a role',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'a CIS module in Terraform',
    pattern:
      '{($.eventName = ConsoleLogin) && ($.additionalEventData.MFAUsed != "Yes") && ($.responseElements.ConsoleLogin != Failure) && ($.additionalEventData.SamlProviderArn NOT EXISTS)}',
    why: 'failed and federated sign-ins are not asked for',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'simple-container, Security Hub alarms',
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.responseElements.ConsoleLogin = "Success") && (($.userIdentity.type = "IAMUser") || ($.userIdentity.type = "Root")) }',
    why: 'root besides IAM users',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'a remediation module in Terraform',
    pattern: '{$.eventName = ConsoleLogin && $.additionalEventData.MFAUsed != "Yes"}',
    why: 'no parentheses',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'filter pattern notes',
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed = "No") }',
    why: 'CloudTrail writes Yes or No',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'CIS benchmark 1.0',
    pattern:
      '{ $.userIdentity.sessionContext.attributes.mfaAuthenticated != "true" && $.userIdentity.invokedBy = "signin.amazonaws.com" }',
    misses: ['ConsoleLogin without MFA'],
    why: 'the sign-in record has neither a session nor an invoker',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'constructed',
    pattern:
      '{ ($.eventName = ConsoleLogin) && ($.additionalEventData.MFAUsed != Yes) && ($.userIdentity.userName = alice) }',
    misses: ['ConsoleLogin without MFA (by another IAM user in eu-central-1)'],
    why: 'one user only',
  },
  {
    id: 'console-sign-in-without-mfa',
    source: 'a scanner’s expected text',
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.userIdentity.type=="IAMUser") }',
    error: 'syntax',
    why: '== is no operator',
  },
  {
    id: 'root-usage',
    source: 'CIS benchmark text; terraform-aws-modules/cloudwatch, nozaq, cloudposse, trussworks',
    pattern:
      '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
    why: 'as the benchmark says',
  },
  {
    id: 'root-usage',
    source: 'Security Hub remediation; AWS automated-security-response',
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    why: 'other spacing',
  },
  {
    id: 'root-usage',
    source: 'a Security Hub pattern table in Terraform',
    pattern: '{($.userIdentity.type="Root") && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    why: 'one term in parentheses',
  },
  {
    id: 'root-usage',
    source: 'a CloudTrail module in Terraform',
    pattern: '{ ($.userIdentity.type=Root) && ($.userIdentity.invokedBy NOT EXISTS && $.eventType !=AwsServiceEvent) }',
    why: 'unquoted and grouped',
  },
  {
    id: 'root-usage',
    source: 'rhythmictech/terraform-aws-cis-cloudwatch-monitors',
    pattern: '{$.userIdentity.type = "Root"}',
    why: 'counts services at work for root besides',
  },
  {
    id: 'root-usage',
    source: 'a rule test',
    pattern:
      '{$.userIdentity.type = "Root" || $.userIdentity.invokedBy NOT EXISTS || $.eventType != "AwsServiceEvent"}',
    why: 'far too wide, and wide enough',
  },
  {
    id: 'root-usage',
    source: 'a detection lab in Terraform',
    pattern: '{ ($.userIdentity.type = Root) && ($.eventType = AwsApiCall) }',
    misses: ['ConsoleLogin by root'],
    why: 'a sign-in is of type AwsConsoleSignIn',
  },
  {
    id: 'root-usage',
    source: 'an alarm module’s variables',
    pattern: '{($.eventName=ConsoleLogin) && ($.userIdentity.type=Root) && ($.responseElements.ConsoleLogin=Success)}',
    misses: ['API call by root', 'read-only API call by root'],
    why: 'sign-ins are not the use of root’s keys',
  },
  {
    id: 'root-usage',
    source: 'certification notes',
    pattern:
      '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" ',
    error: 'syntax',
    why: 'no closing brace',
  },
  {
    id: 'root-usage',
    source: 'a CDK stack’s table, before it adds the braces',
    pattern: '$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"',
    error: 'not-json',
    why: 'without braces these are terms to find in the line',
  },
  {
    id: 'console-auth-failures',
    source: 'CIS benchmark text; terraform-aws-modules/cloudwatch, nozaq, cloudposse',
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    why: 'as the benchmark says',
  },
  {
    id: 'console-auth-failures',
    source: 'Security Hub remediation; AWS automated-security-response',
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    why: 'other spacing',
  },
  {
    id: 'console-auth-failures',
    source: 'AWS Well-Architected guidance, translated',
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.errorMessage = "Failed authentication") }',
    why: 'both quoted',
  },
  {
    id: 'console-auth-failures',
    source: 'a heredoc in Terraform',
    pattern: '  { ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }\n',
    why: 'indent and line break around the braces',
  },
  {
    id: 'console-auth-failures',
    source: 'CloudTrail course notes',
    pattern: '{$.eventSource = "signin.amazonaws.com" && $.responseElements.ConsoleLogin = "Failure" }',
    why: 'the outcome says the same as the error message',
  },
  {
    id: 'console-auth-failures',
    source: 'rhythmictech/terraform-aws-cis-cloudwatch-monitors, failed_console_login',
    pattern: `{ ${benchmark(named['cloudtrail-changes'])} }`,
    misses: ['failed ConsoleLogin', 'failed ConsoleLogin by root'],
    why: 'the pattern of another requirement under the right name',
  },
  {
    id: 'console-auth-failures',
    source: 'constructed',
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = Failed authentication) }',
    error: 'syntax',
    why: 'a value with a space must stand in quotes',
  },
  {
    id: 'console-auth-failures',
    source: 'constructed',
    pattern:
      '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") && ($.userIdentity.type = IAMUser) }',
    misses: ['failed ConsoleLogin by root'],
    why: 'nobody publishes it for IAM users alone',
  },
];

const partial: Case[] = [
  {
    id: 'iam-policy-changes',
    source: 'cloudposse catalogue',
    pattern: `{ ($.eventName = DeleteGroupPolicy) || ($.eventName = DeleteRolePolicy) ||${tight(named['iam-policy-changes'].slice(2))}}`,
    why: 'mixed spacing',
  },
  {
    id: 'iam-policy-changes',
    source: 'simple-container, Security Hub alarms',
    pattern: `{ ${quoted([...named['iam-policy-changes'], 'SetDefaultPolicyVersion'])} }`,
    why: 'one event more',
  },
  {
    id: 'iam-policy-changes',
    source: 'a Brazilian baseline module',
    pattern: `{($.eventSource = iam.amazonaws.com) && (${benchmark(words('AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateGroup CreatePolicy CreateRole CreateUser DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy DetachGroupPolicy DetachRolePolicy DetachUserPolicy'))})}`,
    misses: words('PutGroupPolicy PutRolePolicy PutUserPolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion'),
    why: 'as many names, other names',
  },
  {
    id: 'iam-policy-changes',
    source: 'a zero trust lab in Terraform',
    pattern: `{ ($.eventSource = iam.amazonaws.com) && (${benchmark(words('CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy'))}) }`,
    misses: words(
      'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
    ),
    why: 'no inline policies, no users, no groups',
  },
  {
    id: 'iam-policy-changes',
    source: 'constructed',
    pattern: `{ ${benchmark(named['iam-policy-changes'].filter(name => name !== 'CreatePolicy'))} }`,
    misses: ['CreatePolicy'],
    why: 'CreatePolicyVersion is not CreatePolicy',
  },
  {
    id: 'iam-policy-changes',
    source: 'simple-container with a caller excluded',
    pattern: `{ (${quoted(named['iam-policy-changes'])}) && (($.userIdentity.userName NOT EXISTS) || ($.userIdentity.userName != "deployer-bot")) }`,
    misses: ['events with userIdentity.userName deployer-bot'],
    why: 'whoever gets hold of that user changes policies unnoticed',
  },
  {
    id: 'iam-policy-changes',
    source: 'a lab account’s alarm table',
    pattern: `{ (${quoted(named['iam-policy-changes'])}) && ($.userIdentity.arn != "*assumed-role/AWSReservedSSO_AdminAccess*") }`,
    misses: ['events with userIdentity.arn *assumed-role/AWSReservedSSO_AdminAccess*'],
    why: 'exempts the administrators',
  },
  {
    id: 'cloudtrail-changes',
    source: 'an alarm design document',
    pattern: `{ ($.eventSource = "cloudtrail.amazonaws.com") && (${quoted([...named['cloudtrail-changes'], 'PutEventSelectors', 'PutInsightSelectors'])}) }`,
    why: 'two events more',
  },
  {
    id: 'cloudtrail-changes',
    source: 'gist “CIS Benchmarks for AWS” of 2016',
    pattern:
      '{ ($.eventName = CreateTrail) ||($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }',
    why: 'one space less',
  },
  {
    id: 'cloudtrail-changes',
    source: 'a blog on attacks against CloudTrail',
    pattern: '{ ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") || ($.eventName = "UpdateTrail") }',
    misses: ['CreateTrail', 'StartLogging'],
    why: 'three of five',
  },
  {
    id: 'cloudtrail-changes',
    source: 'a filter list',
    pattern: '{ ($.eventSource = "cloudtrail.amazonaws.com") && ($.eventName = "StopLogging") }',
    misses: ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging'],
    why: 'one of five',
  },
  {
    id: 'cloudtrail-changes',
    source: 'constructed',
    pattern: '{ ($.eventSource = cloudtrail.amazonaws.com) && ($.eventName = %^(Create|Update)Trail$%) }',
    error: 'undecidable',
    why: 'groups are outside the documented regular expressions',
  },
  {
    id: 'kms-key-disable-or-deletion',
    source: 'a Security Hub set-up script',
    pattern: '{$.eventName = "DisableKey" || $.eventName = "ScheduleKeyDeletion"}',
    why: 'no event source',
  },
  {
    id: 'kms-key-disable-or-deletion',
    source: 'a set-up script in shell',
    pattern:
      '{($.eventSource = "kms.amazonaws.com") && ($.eventName = "CreateKey" || $.eventName = "ScheduleKeyDeletion" || $.eventName = "DisableKey")}',
    why: 'other order, one event more',
  },
  {
    id: 'kms-key-disable-or-deletion',
    source: 'a runbook',
    pattern:
      '{\n  ($.eventSource = kms.amazonaws.com) &&\n  (\n    ($.eventName = DisableKey) ||\n    ($.eventName = ScheduleKeyDeletion)\n  )\n}',
    why: 'on seven lines',
  },
  {
    id: 'kms-key-disable-or-deletion',
    source: 'a script in PowerShell',
    pattern:
      '{ ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) && $.requestParameters.keyId = "1234abcd-12ab-34cd-56ef-1234567890ab" }',
    misses: ['DisableKey', 'ScheduleKeyDeletion'],
    why: 'one key only',
  },
  {
    id: 'kms-key-disable-or-deletion',
    source: 'a hardening guide',
    pattern: '{ ($.eventSource = "kms.amazonaws.com") &&\n  ($.eventName = "ScheduleKeyDeletion") }\n',
    misses: ['DisableKey'],
    why: 'one of two',
  },
  {
    id: 's3-policy-changes',
    source: 'an alarm design document',
    pattern:
      '{ ($.eventSource = "s3.amazonaws.com") && (($.eventName = "PutBucketPolicy") || ($.eventName = "DeleteBucketPolicy")) }',
    misses: named['s3-policy-changes'].filter(name => !name.endsWith('BucketPolicy')),
    why: 'two of nine',
  },
  {
    id: 's3-policy-changes',
    source: 'a heredoc in Terraform',
    pattern: `{ ${words(
      'PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketCors PutBucketLogging PutBucketReplication PutBucketLifecycle PutBucketVersioning',
    )
      .map(name => `($.eventName = "${name}")`)
      .join(' ||\n  ')} }\n`,
    misses: ['DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketReplication'],
    why: 'deletions are changes, too',
  },
  {
    id: 'config-changes',
    source: 'a list of filters',
    pattern:
      '{$.eventName = "StopConfigurationRecorder" || $.eventName = "DeleteConfigurationRecorder" || $.eventName = "PutConfigurationRecorder" || $.eventName = "PutDeliveryChannel"}',
    misses: ['DeleteDeliveryChannel'],
    why: 'four names, one of them another',
  },
  {
    id: 'config-changes',
    source: 'a detection for T1562',
    pattern:
      '{ ($.eventSource = "config.amazonaws.com" || $.eventSource = "securityhub.amazonaws.com") && ($.eventName = "StopConfigurationRecorder" || $.eventName = "DeleteConfigurationRecorder" || $.eventName = "DisableSecurityHub") }',
    misses: ['DeleteDeliveryChannel', 'PutDeliveryChannel', 'PutConfigurationRecorder'],
    why: 'one of four',
  },
  {
    id: 'security-group-changes',
    source: 'a zero trust lab in Terraform',
    pattern: `{ ($.eventSource = ec2.amazonaws.com) && (${benchmark(named['security-group-changes'].slice(0, 4))}) }`,
    misses: ['CreateSecurityGroup', 'DeleteSecurityGroup'],
    why: 'rules only',
  },
  {
    id: 'security-group-changes',
    source: 'an alarm module',
    pattern: '{ $.eventName = *SecurityGroup }',
    misses: named['security-group-changes'].slice(0, 4),
    why: 'the wildcard covers the beginning only',
  },
  {
    id: 'security-group-changes',
    source: 'constructed',
    pattern: '{ $.eventName = "*SecurityGroup*" }',
    why: 'a wildcard on both sides covers all six',
  },
  {
    id: 'security-group-changes',
    source: 'constructed',
    pattern: '{ $.eventName = %^(?:Create|Delete)SecurityGroup% }',
    error: 'undecidable',
    why: 'groups are outside the documented regular expressions',
  },
  {
    id: 'security-group-changes',
    source: 'constructed',
    pattern: '{ $.eventName = %SecurityGroup[IE]n?gress$|^[CD][a-z]+SecurityGroup$% }',
    why: 'two alternatives within the documented regular expressions',
  },
  {
    id: 'network-acl-changes',
    source: 'an alarm design document',
    pattern: `{ ($.eventSource = "ec2.amazonaws.com") && (${quoted(words('CreateNetworkAcl DeleteNetworkAcl CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation'))}) }`,
    why: 'other order',
  },
  {
    id: 'network-acl-changes',
    source: 'a list of filters',
    pattern: `{${bare(words('AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry'))}}`,
    misses: ['CreateNetworkAcl', 'DeleteNetworkAcl', 'ReplaceNetworkAclAssociation'],
    why: 'CreateNetworkAclEntry is not CreateNetworkAcl',
  },
  {
    id: 'network-gateway-changes',
    source: 'a Security Hub set-up script',
    pattern: `{${bare([...named['network-gateway-changes'], ...words('AttachVpnGateway CreateVpnGateway DeleteVpnGateway DetachVpnGateway CreateVpnConnection DeleteVpnConnection ModifyVpnConnection')])}}`,
    why: 'seven events more',
  },
  {
    id: 'network-gateway-changes',
    source: 'Prowler’s tests',
    pattern:
      '{($.eventName = "CreateCustomerGateway") || ($.eventName = "DeleteCustomerGateway") || ($.eventName = "AttachInternetGateway") || ($.eventName = "CreateInternetGateway") ||  ($.eventName = "DeleteInternetGateway") || ($.eventName = "DetachInternetGateway") }',
    why: 'two spaces',
  },
  {
    id: 'route-table-changes',
    source: 'gist “CIS Benchmarks for AWS” of 2016',
    pattern: `{ ${benchmark(named['route-table-changes']).replace('eventName = Dis', 'eventName= Dis')} }`,
    why: 'no event source: CreateRoute of another service is counted, too',
  },
  {
    id: 'route-table-changes',
    source: 'CIS benchmark, audit text; Prowler',
    pattern: `{($.eventSource = ec2.amazonaws.com) && (${benchmark(named['route-table-changes'])})}`,
    why: 'with the event source',
  },
  {
    id: 'route-table-changes',
    source: 'a scanner’s hint',
    pattern: `{ ($.eventSource = ec2.amazonaws.com) && ${benchmark(named['route-table-changes'])} }`,
    why: '&& binds the event source to CreateRoute only',
  },
  {
    id: 'route-table-changes',
    source: 'a Security Hub set-up script',
    pattern: `{${bare(words('CreateRouteTable DeleteRouteTable ReplaceRoute CreateRoute DeleteRoute AssociateRouteTable DisassociateRouteTable'))}}`,
    misses: ['ReplaceRouteTableAssociation'],
    why: 'seven names, one of them another',
  },
  {
    id: 'vpc-changes',
    source: 'an alarm design document',
    pattern: `{ ($.eventSource = "ec2.amazonaws.com") && (${quoted(named['vpc-changes'].slice(0, 7))}) }`,
    misses: named['vpc-changes'].slice(7),
    why: 'ClassicLink is retired, and still in the benchmark',
  },
  {
    id: 'vpc-changes',
    source: 'an alarm module with wildcards',
    pattern:
      '{ ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateVpc*) || ($.eventName = DeleteVpc*) || ($.eventName = ModifyVpc*) || ($.eventName = AssociateVpc*) || ($.eventName = DisassociateVpc*)) }',
    misses: named['vpc-changes'].filter(name => !/^(Create|Delete|Modify)Vpc/.test(name)),
    why: 'wildcards do not reach the names that begin otherwise',
  },
  {
    id: 'organizations-changes',
    source: 'Prowler’s list of 21',
    pattern: `{($.eventSource=organizations.amazonaws.com)&&(${tight([...named['organizations-changes'], 'CancelHandshake', 'CreateOrganization', 'EnableAllFeatures'])})}`,
    why: 'three events more than the benchmark',
  },
  {
    id: 'organizations-changes',
    source: 'a remediation module in Terraform',
    pattern: '{$.eventSource = organizations.amazonaws.com}',
    why: 'every call of the service',
  },
  {
    id: 'organizations-changes',
    source: 'a CIS scanner’s table',
    pattern: `{($.eventSource = organizations.amazonaws.com) && (${quoted(named['organizations-changes'].filter(name => name !== 'DeleteOrganization'))})}`,
    misses: ['DeleteOrganization'],
    why: '17 of 18',
  },
  {
    id: 'organizations-changes',
    source: 'a landing zone in Terraform',
    pattern: `{ ($.eventSource = organizations.amazonaws.com) && (${quoted(named['organizations-changes'].filter(name => !['DeclineHandshake', 'DeleteOrganization', 'MoveAccount'].includes(name)))}) }`,
    misses: ['DeclineHandshake', 'DeleteOrganization', 'MoveAccount'],
    why: '15 of 18',
  },
  {
    id: 'organizations-changes',
    source: 'a policy-as-code example of what passes',
    pattern:
      '{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = AcceptHandshake) || ($.eventName = CreateAccount)) }',
    misses: named['organizations-changes'].filter(name => name !== 'AcceptHandshake' && name !== 'CreateAccount'),
    why: 'two of 18',
  },
  {
    id: 'network-gateway-changes',
    source: 'constructed',
    pattern: '[eventVersion, eventName = *Gateway, ...]',
    error: 'not-json',
    why: 'fields divided by spaces',
  },
  {
    id: 'network-gateway-changes',
    source: 'constructed',
    pattern: '',
    why: 'the empty pattern counts every event',
  },
];

const corpus: Case[] = [...outcomes, ...whole, ...partial];

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

describe('published filter patterns', () => {
  it.each(corpus)('$id, $source: $why', ({ id, pattern, misses = [], error }) => {
    if (error === undefined) expect(missedEvents(pattern, id)).toEqual(misses);
    else
      expect(() => missedEvents(pattern, id)).toThrow(expect.objectContaining({ name: 'PatternError', reason: error }));
  });

  it('are many, different, and at least three for each requirement, with a pass and a fail', () => {
    expect(new Set(corpus.map(({ id, pattern }) => `${id} ${pattern}`)).size).toBe(corpus.length);
    expect(corpus.length).toBeGreaterThanOrEqual(60);
    const ids = new Set(corpus.map(({ id }) => id));
    expect(ids.size).toBe(15);
    for (const id of ids) {
      const cases = corpus.filter(one => one.id === id);
      expect(cases.length).toBeGreaterThanOrEqual(3);
      expect(cases.some(one => one.error === undefined && (one.misses ?? []).length === 0)).toBe(true);
      expect(cases.some(one => one.error !== undefined || (one.misses ?? []).length > 0)).toBe(true);
    }
  });

  it('leave nothing to a lucky sample: without any one name the list misses that name and no other', () => {
    for (const id of all) {
      for (const name of named[id]) {
        const rest = named[id].filter(other => other !== name);
        const pattern = rest.length === 0 ? '{ $.eventName = None }' : `{ ${benchmark(rest)} }`;
        expect(missedEvents(pattern, id)).toEqual([name]);
      }
    }
  });

  it('of another requirement never satisfy a list', () => {
    for (const id of all) {
      for (const other of all.filter(one => one !== id)) {
        expect(missedEvents(`{ ${benchmark(named[other])} }`, id).length).toBeGreaterThan(0);
      }
    }
  });

  it('raise their own error', () => {
    expect(() => missedEvents('ERROR', 'vpc-changes')).toThrow(PatternError);
  });
});
