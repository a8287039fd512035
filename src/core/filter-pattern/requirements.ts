import { apiCall, type Caller, type CloudTrailEvent, consoleLogin, type SampleEvent } from './events.js';

/** A monitoring requirement of the CIS AWS Foundations Benchmark; the rule is `cloudwatch-metric-filter-` plus this. */
export type RequirementId =
  | 'unauthorized-api-calls'
  | 'console-sign-in-without-mfa'
  | 'root-usage'
  | 'iam-policy-changes'
  | 'cloudtrail-changes'
  | 'console-auth-failures'
  | 'kms-key-disable-or-deletion'
  | 's3-policy-changes'
  | 'config-changes'
  | 'security-group-changes'
  | 'network-acl-changes'
  | 'network-gateway-changes'
  | 'route-table-changes'
  | 'vpc-changes'
  | 'organizations-changes';

/** What must be noticed: each of `events`. `anyCall` marks the two that are about callers and outcomes, not calls. */
export interface Requirement {
  title: string;
  events: readonly SampleEvent[];
  anyCall?: true;
}

/** The events that a metric filter must match, by requirement. */
export const requirements: Readonly<Record<RequirementId, Requirement>> = {
  'unauthorized-api-calls': {
    title: 'Unauthorized API calls',
    anyCall: true,
    events: [
      denied('Client.UnauthorizedOperation', 'ec2', 'RunInstances', 'user'),
      denied('Client.UnauthorizedOperation', 'ec2', 'DescribeInstances', 'role', { readOnly: true }),
      denied('UnauthorizedOperation', 'autoscaling', 'UpdateAutoScalingGroup', 'user'),
      denied('UnauthorizedOperation', 'ec2', 'DescribeVpcs', 'role', { readOnly: true }),
      denied('AccessDenied', 's3', 'GetBucketPolicy', 'user', { readOnly: true }),
      denied('AccessDenied', 'sts', 'AssumeRole', 'role', { readOnly: true }),
      denied('AccessDenied', 'iam', 'CreateAccessKey', 'role'),
      denied('AccessDeniedException', 'secretsmanager', 'GetSecretValue', 'user', { readOnly: true }),
      denied('AccessDeniedException', 'lambda', 'UpdateFunctionCode20150331v2', 'role'),
    ],
  },
  'console-sign-in-without-mfa': {
    title: 'Console sign-in without MFA',
    events: [
      signIn('ConsoleLogin without MFA', consoleLogin('user', { ConsoleLogin: 'Success', MFAUsed: 'No' })),
      signIn('ConsoleLogin without MFA', consoleLogin('another', { ConsoleLogin: 'Success', MFAUsed: 'No' })),
    ],
  },
  'root-usage': {
    title: 'Use of the root user',
    anyCall: true,
    events: [
      { ...apiCall('iam.amazonaws.com', 'CreateAccessKey', 'root'), name: 'API call by root' },
      { ...apiCall('ec2.amazonaws.com', 'RunInstances', 'root'), name: 'API call by root' },
      { ...apiCall('s3.amazonaws.com', 'ListBuckets', 'root', { readOnly: true }), name: 'read-only API call by root' },
      signIn('ConsoleLogin by root', consoleLogin('root', { ConsoleLogin: 'Success', MFAUsed: 'Yes' })),
      signIn('ConsoleLogin by root', consoleLogin('root', { ConsoleLogin: 'Success', MFAUsed: 'No' })),
    ],
  },
  'iam-policy-changes': changes(
    'IAM policy changes',
    'iam',
    `DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy
    CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy
    AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy`,
  ),
  'cloudtrail-changes': changes(
    'CloudTrail configuration changes',
    'cloudtrail',
    `CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging`,
  ),
  'console-auth-failures': {
    title: 'Failed console sign-ins',
    events: [
      signIn('failed ConsoleLogin', consoleLogin('user', { ConsoleLogin: 'Failure', MFAUsed: 'No' })),
      signIn('failed ConsoleLogin', consoleLogin('another', { ConsoleLogin: 'Failure', MFAUsed: 'Yes' })),
      signIn('failed ConsoleLogin by root', consoleLogin('root', { ConsoleLogin: 'Failure', MFAUsed: 'No' })),
    ],
  },
  'kms-key-disable-or-deletion': changes(
    'Disabling or scheduled deletion of KMS keys',
    'kms',
    `DisableKey ScheduleKeyDeletion`,
  ),
  's3-policy-changes': changes(
    'S3 bucket policy changes',
    's3',
    `PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy
    DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication`,
  ),
  'config-changes': changes(
    'AWS Config configuration changes',
    'config',
    `StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder`,
  ),
  'security-group-changes': changes(
    'Security group changes',
    'ec2',
    `AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress
    RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup`,
  ),
  'network-acl-changes': changes(
    'Network ACL changes',
    'ec2',
    `CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry
    ReplaceNetworkAclAssociation`,
  ),
  'network-gateway-changes': changes(
    'Network gateway changes',
    'ec2',
    `CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway
    DeleteInternetGateway DetachInternetGateway`,
  ),
  'route-table-changes': changes(
    'Route table changes',
    'ec2',
    `CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute
    DisassociateRouteTable`,
  ),
  'vpc-changes': changes(
    'VPC changes',
    'ec2',
    `CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection
    DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc
    DisableVpcClassicLink EnableVpcClassicLink`,
  ),
  // The 18 events of the benchmark's text; some tools ask for three more, which filters written from that text lack.
  'organizations-changes': changes(
    'AWS Organizations changes',
    'organizations',
    `AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake
    DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType
    InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdatePolicy
    UpdateOrganizationalUnit`,
  ),
};

function changes(title: string, service: string, names: string): Requirement {
  const everyone = ['user', 'role', 'root'] as const;
  const calls = (name: string) => everyone.map(caller => apiCall(`${service}.amazonaws.com`, name, caller));
  return { title, events: names.split(/\s+/).flatMap(calls) };
}

function denied(
  code: string,
  service: string,
  call: string,
  caller: Caller,
  fields: CloudTrailEvent = {},
): SampleEvent {
  const errorMessage = 'User is not authorized to perform this operation.';
  const sample = apiCall(`${service}.amazonaws.com`, call, caller, { ...fields, errorCode: code, errorMessage });
  return { ...sample, name: code, variant: `${call} ${sample.variant}` };
}

function signIn(name: string, sample: SampleEvent): SampleEvent {
  return { ...sample, name };
}
