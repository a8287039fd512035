import type { EscalationOptions, Policies } from '../../../../src/core/policy/index.js';

/** An identity policy with the answer of one rule and the reason in one line. */
export interface IdentityCase {
  readonly why: string;
  readonly policies: Policies;
  readonly found: boolean;
  readonly options?: EscalationOptions;
}

type Element = Record<string, unknown>;

const allow = (Action: string | string[], more: Element = {}): Element => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});
const deny = (Action: string | string[], more: Element = {}): Element => ({ ...allow(Action, more), Effect: 'Deny' });
const except = (NotAction: string | string[], more: Element = {}): Element => ({
  Effect: 'Allow',
  NotAction,
  Resource: '*',
  ...more,
});
const policy = (...Statement: Element[]): object => ({ Version: '2012-10-17', Statement });
const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
const over = { Condition: { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } } };
const now = new Date('2026-01-01T00:00:00Z');

function cases(found: boolean, list: readonly (readonly [string, Policies, EscalationOptions?])[]): IdentityCase[] {
  return list.map(([why, policies, options]) => ({ why, policies, found, ...(options ? { options } : {}) }));
}

export const admin: readonly IdentityCase[] = [
  ...cases(true, [
    ['AdministratorAccess', policy(allow('*'))],
    ['*:* is every action', policy(allow('*:*'))],
    ['** is *', policy(allow('**'))],
    ['a list with * among others', policy(allow(['s3:GetObject', '*']))],
    ['a resource list with * among others', policy(allow('*', { Resource: ['arn:aws:s3:::b', '*'] }))],
    ['arn:* is every resource', policy(allow('*', { Resource: 'arn:aws:*:*:*:*' }))],
    ['every resource of the account', policy(allow('*', { Resource: 'arn:aws:*:*:111122223333:*' }))],
    ['*/* is meant to be every resource', policy(allow('*', { Resource: '*/*' }))],
    ['everything but one bucket', policy({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::secret' })],
    ['everything but one harmless action', policy(except('s3:DeleteBucket'))],
    ['NotAction of a service that does not exist leaves out nothing', policy(except('nosuchservice:*'))],
    ['a Deny of one action leaves an administrator', policy(allow('*'), deny('s3:DeleteBucket'))],
    [
      'a Deny under a condition',
      policy(allow('*'), deny('*', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })),
    ],
    ['a Deny on one resource', policy(allow('*'), deny('iam:*', { Resource: 'arn:aws:iam::111122223333:role/audit' }))],
    ['a condition does not tame an administrator', policy(allow('*', mfa))],
    [
      'two halves that together list every letter',
      policy(allow('abcdefghijklmnopqrstuvwxyz'.split('').map(letter => `${letter}*`))),
    ],
    ['the second document of a principal', [policy(allow('s3:*')), policy(allow('*'))]],
    ['a single statement object', { Version: '2012-10-17', Statement: allow('*') }],
    ['URL-encoded text', encodeURIComponent(JSON.stringify(policy(allow('*'))))],
    ['a boundary that is wide as well', policy(allow('*')), { boundary: policy(allow('*')) }],
  ]),
  ...cases(false, [
    ['one service', policy(allow('s3:*'))],
    ['every action on one resource', policy(allow('*', { Resource: 'arn:aws:s3:::b/*' }))],
    ['IAM alone is escalation, not everything', policy(allow('iam:*'))],
    [
      'PowerUserAccess leaves out IAM',
      policy(except(['iam:*', 'organizations:*', 'account:*']), allow('iam:ListRoles')),
    ],
    ['a Deny of IAM leaves a power user', policy(allow('*'), deny('iam:*'))],
    ['a Deny of everything', policy(allow('*'), deny('*'))],
    ['a Deny in another document of the principal', [policy(allow('*')), policy(deny('*'))]],
    ['NotAction * leaves nothing', policy(except('*'))],
    ['NotResource * leaves nothing', policy({ Effect: 'Allow', Action: '*', NotResource: '*' })],
    ['everything outside IAM', policy({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:*' })],
    ['a date that is over', policy(allow('*', over)), { now }],
    ['a boundary of one service', policy(allow('*')), { boundary: policy(allow('s3:*')) }],
    [
      'letters without i cannot reach IAM',
      policy(allow('abcdefghjklmnopqrstuvwxyz'.split('').map(letter => `${letter}*`))),
    ],
    ['an unknown action', policy(allow('nosuchservice:DoIt'))],
    ['a Deny alone', policy(deny('*'))],
  ]),
];

const keys = 'arn:aws:kms:*:111122223333:key/*';

export const fullKms: readonly IdentityCase[] = [
  ...cases(true, [
    ['kms:*', policy(allow('kms:*'))],
    ['kms:** equals kms:*', policy(allow('kms:**'))],
    ['in any case', policy(allow('KMS:*'))],
    ['unicode escapes are text', '{"Statement":[{"Effect":"Allow","Action":"\\u006bms:*","Resource":"*"}]}'],
    ['everything', policy(allow('*'))],
    ['NotAction that leaves out another service', policy(except('s3:*'))],
    [
      'the two halves',
      policy(
        allow(['kms:C*', 'kms:D*', 'kms:E*', 'kms:G*', 'kms:I*', 'kms:L*']),
        allow(['kms:P*', 'kms:R*', 'kms:S*', 'kms:T*', 'kms:U*', 'kms:V*']),
      ),
    ],
    ['all resources of the service', policy(allow('kms:*', { Resource: 'arn:aws:kms:*:111122223333:*' }))],
    [
      'a Deny on one key',
      policy(allow('kms:*'), deny('kms:*', { Resource: 'arn:aws:kms:us-east-1:111122223333:key/1' })),
    ],
    ['a Deny under a condition', policy(allow('kms:*'), deny('kms:*', mfa))],
  ]),
  ...cases(false, [
    ['one alias', policy(allow('kms:*', { Resource: 'arn:aws:kms:us-east-1:111122223333:alias/a' }))],
    ['an equal Deny', policy(allow('kms:*'), deny('kms:*'))],
    ['a Deny of one action', policy(allow('kms:*'), deny('kms:ScheduleKeyDeletion'))],
    ['some actions', policy(allow(['kms:Decrypt', 'kms:Describe*']))],
    ['NotAction that leaves out one KMS action', policy(except('kms:Decrypt'))],
    ['a boundary without KMS', policy(allow('kms:*')), { boundary: policy(allow('s3:*')) }],
  ]),
];

export const marketplace: readonly IdentityCase[] = [
  ...cases(true, [
    ['Subscribe', policy(allow('aws-marketplace:Subscribe'))],
    ['in any case', policy(allow('AWS-Marketplace:subscribe'))],
    ['by NotAction', policy(except('iam:*'))],
    ['a condition on the Allow does not rescue', policy(allow('aws-marketplace:*', mfa))],
    [
      'a condition on the Deny does not take back',
      policy(allow('aws-marketplace:*'), deny('aws-marketplace:Subscribe', mfa)),
    ],
    [
      'a Deny on one resource does not take back',
      policy(
        allow('aws-marketplace:*'),
        deny('aws-marketplace:Subscribe', { Resource: 'arn:aws:aws-marketplace:us-east-1:1:x' }),
      ),
    ],
  ]),
  ...cases(false, [
    ['an unconditional Deny', policy(allow('aws-marketplace:*'), deny('aws-marketplace:Sub*'))],
    ['another action', policy(allow('aws-marketplace:ViewSubscriptions'))],
    [
      'one resource',
      policy(
        allow('aws-marketplace:Subscribe', {
          Resource: 'arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/x',
        }),
      ),
    ],
  ]),
];

export const assumeRole: readonly IdentityCase[] = [
  ...cases(true, [
    ['every role', policy(allow('sts:AssumeRole'))],
    ['in any case', policy(allow('STS:assumerole'))],
    ['a pattern of the action', policy(allow('sts:Assume*'))],
    ['a wildcard for the account', policy(allow('sts:AssumeRole', { Resource: 'arn:aws:iam::*:role/deploy' }))],
    [
      'one wildcard in a list',
      policy(
        allow('sts:AssumeRole', {
          Resource: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b*'],
        }),
      ),
    ],
    ['by NotAction', policy(except('s3:*'))],
    ['by NotResource', policy({ Effect: 'Allow', Action: 'sts:*', NotResource: 'arn:aws:iam::111122223333:role/x' })],
    ['MFA does not narrow the roles', policy(allow('sts:AssumeRole', mfa))],
  ]),
  ...cases(false, [
    ['one role', policy(allow('sts:AssumeRole', { Resource: 'arn:aws:iam::111122223333:role/a' }))],
    [
      'tagged roles',
      policy(allow('sts:AssumeRole', { Condition: { StringEquals: { 'iam:ResourceTag/open': 'yes' } } })),
    ],
    ['a Deny', policy(allow('sts:*'), deny('sts:AssumeRole'))],
    ['another STS action', policy(allow('sts:GetCallerIdentity'))],
    ['a wildcard that is no role', policy(allow('*', { Resource: 'arn:aws:s3:::b/*' }))],
  ]),
];

export const decrypt: readonly IdentityCase[] = [
  ...cases(true, [
    ['Decrypt on everything', policy(allow('kms:Decrypt'))],
    ['every key of the account', policy(allow('kms:Decrypt', { Resource: keys }))],
    ['every alias', policy(allow('kms:Decrypt', { Resource: 'arn:aws:kms:*:111122223333:alias/*' }))],
    ['ReEncrypt*', policy(allow('kms:ReEncrypt*'))],
    ['kms:*', policy(allow('kms:*', { Resource: keys }))],
    ['NotAction', policy(except('iam:*'))],
    ['a service * is no limit', policy(allow('kms:Decrypt', { Condition: { StringLike: { 'kms:ViaService': '*' } } }))],
    [
      'a negated service is no limit',
      policy(
        allow('kms:Decrypt', { Condition: { StringNotEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } }),
      ),
    ],
    ['MFA is no limit of keys', policy(allow('kms:Decrypt', mfa))],
  ]),
  ...cases(false, [
    ['one key', policy(allow('kms:Decrypt', { Resource: 'arn:aws:kms:us-east-1:111122223333:key/1' }))],
    [
      'keys of one alias',
      policy(
        allow('kms:Decrypt', { Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/app' } } }),
      ),
    ],
    [
      'through one service',
      policy(allow('kms:Decrypt', { Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } })),
    ],
    ['encryption only', policy(allow(['kms:Encrypt', 'kms:GenerateDataKey*']))],
    ['a Deny', policy(allow('kms:Decrypt'), deny('kms:*'))],
    ['a wildcard of another service', policy(allow('*', { Resource: 'arn:aws:s3:::*' }))],
  ]),
];

export const serviceWildcards: readonly IdentityCase[] = [
  ...cases(true, [
    ['s3:*', policy(allow('s3:*'))],
    ['*', policy(allow('*'))],
    ['one among narrow ones', policy(allow(['ec2:DescribeInstances', 'S3:*']))],
    ['NotAction of a service', policy(except('iam:*'))],
    ['every bucket', policy(allow('s3:*', { Resource: 'arn:aws:s3:::*' }))],
  ]),
  ...cases(false, [
    ['a prefix of actions', policy(allow('s3:Get*'))],
    ['one bucket', policy(allow('s3:*', { Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] }))],
    ['an equal Deny', policy(allow('s3:*'), deny('s3:*'))],
    ['a Deny statement', policy(deny('s3:*'))],
  ]),
];

export const passRole: readonly IdentityCase[] = [
  ...cases(true, [
    ['every role to anything', policy(allow('iam:PassRole'))],
    ['every role of the account', policy(allow('iam:Pass*', { Resource: 'arn:aws:iam::111122223333:role/*' }))],
    ['to any service', policy(allow('iam:PassRole', { Condition: { StringLike: { 'iam:PassedToService': '*' } } }))],
    [
      'to all but one service',
      policy(allow('iam:PassRole', { Condition: { StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } })),
    ],
  ]),
  ...cases(false, [
    [
      'to one service',
      policy(allow('iam:PassRole', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } })),
    ],
    ['one role', policy(allow('iam:PassRole', { Resource: 'arn:aws:iam::111122223333:role/app' }))],
    ['a path of roles', policy(allow('iam:PassRole', { Resource: 'arn:aws:iam::111122223333:role/app/*' }))],
    ['a Deny', policy(allow('iam:*'), deny('iam:PassRole'))],
  ]),
];

const passTo = (service: string): Element =>
  allow('iam:PassRole', { Condition: { StringEquals: { 'iam:PassedToService': service } } });
const self = { Resource: 'arn:aws:iam::*:user/${aws:username}' };
const role = { Resource: 'arn:aws:iam::111122223333:role/app' };
const harmless = (arn: string): boolean => arn === 'arn:aws:iam::111122223333:role/app';

export const escalation: readonly IdentityCase[] = [
  ...cases(true, [
    ['a new version of a policy', policy(allow('iam:CreatePolicyVersion'))],
    [
      'on policies of a prefix (fn2 of IAM Vulnerable)',
      policy(allow('iam:CreatePolicyVersion', { Resource: 'arn:aws:iam::*:policy/fn2-*' })),
    ],
    [
      'under a date that is reached (fn3 of IAM Vulnerable)',
      policy(
        allow('iam:CreatePolicyVersion', {
          Condition: { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } },
        }),
      ),
      { now },
    ],
    ['by NotAction (fn4 of IAM Vulnerable)', policy(except(['organizations:*']))],
    [
      'split over two documents (fn1 of IAM Vulnerable)',
      [policy(allow('iam:PassRole')), policy(allow('ec2:RunInstances'))],
    ],
    ['a wildcard of the action', policy(allow('iam:Attach*'))],
    ['in any case', policy(allow('IAM:PUTROLEPOLICY'))],
    ['a role to Lambda and a call', policy(allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']))],
    [
      'a role to the right service',
      policy(passTo('lambda.amazonaws.com'), allow(['lambda:CreateFunction', 'lambda:InvokeFunction'])),
    ],
    ['a role to a service of the China partition', policy(passTo('ec2.amazonaws.com.cn'), allow('ec2:RunInstances'))],
    ['one role that is not known', policy(allow('iam:PassRole', role), allow('ec2:RunInstances'))],
    [
      'one role that is not harmless',
      policy(allow('iam:PassRole', { Resource: 'arn:aws:iam::111122223333:role/admin' }), allow('ec2:RunInstances')),
      { isHarmlessRole: harmless },
    ],
    [
      'a harmless role and a wildcard',
      policy(
        allow('iam:PassRole', { Resource: [role.Resource, 'arn:aws:iam::111122223333:role/*'] }),
        allow('ec2:RunInstances'),
      ),
      { isHarmlessRole: harmless },
    ],
    ['commands on instances', policy(allow('ssm:SendCommand'))],
    ['a job with another command', policy(allow('batch:SubmitJob'))],
    ['keys of every user', policy(allow('iam:CreateAccessKey'))],
    [
      'keys of every user under a path',
      policy(allow('iam:CreateAccessKey', { Resource: 'arn:aws:iam::*:user/team/*' })),
    ],
    ['policies of oneself are worse than keys', policy(allow('iam:PutUserPolicy', self))],
    [
      'attaching a customer policy, whose content is open',
      policy(
        allow('iam:AttachRolePolicy', {
          Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/x' } },
        }),
      ),
    ],
    [
      'attaching a strong AWS policy',
      policy(
        allow('iam:AttachRolePolicy', {
          Condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } },
        }),
      ),
    ],
    [
      'any boundary is no boundary',
      policy(allow('iam:PutRolePolicy', { Condition: { StringLike: { 'iam:PermissionsBoundary': '*' } } })),
    ],
    ['MFA does not stop the holder', policy(allow('iam:AttachUserPolicy', mfa))],
    ['a Deny under a condition', policy(allow('iam:AttachUserPolicy'), deny('iam:*', mfa))],
    [
      'a Deny on one resource',
      policy(allow('iam:AttachUserPolicy'), deny('iam:*', { Resource: 'arn:aws:iam::*:user/root*' })),
    ],
    ['a boundary that allows it', policy(allow('iam:PutUserPolicy')), { boundary: policy(allow('iam:*')) }],
    ['every real iam action', policy(allow('iam:*'))],
    [
      'an interpreter with a role',
      policy(allow(['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:Invoke*'])),
    ],
  ]),
  ...cases(false, [
    ['reading', policy(allow(['s3:Get*', 'iam:Get*', 'iam:List*']))],
    ['a role alone', policy(allow('iam:PassRole'))],
    ['assuming alone', policy(allow('sts:AssumeRole'))],
    ['instances without a role', policy(allow('ec2:RunInstances'))],
    ['a role to another service', policy(passTo('monitoring.rds.amazonaws.com'), allow('ec2:RunInstances'))],
    [
      'a role never to this service',
      policy(
        allow('iam:PassRole'),
        allow('ec2:RunInstances'),
        deny('iam:PassRole', { Condition: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com'] } } }),
      ),
    ],
    [
      'a role only to others, by Deny',
      policy(
        allow('iam:PassRole'),
        allow('ec2:RunInstances'),
        deny('iam:PassRole', { Condition: { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }),
      ),
    ],
    ['one harmless role', policy(allow('iam:PassRole', role), allow('ec2:RunInstances')), { isHarmlessRole: harmless }],
    [
      'a Deny in the same policy (fp1 of IAM Vulnerable)',
      policy(allow('iam:CreatePolicyVersion'), deny('iam:CreatePolicyVersion')),
    ],
    [
      'a Deny in another policy (fp2 of IAM Vulnerable)',
      [policy(allow('iam:CreatePolicyVersion')), policy(deny('iam:*'))],
    ],
    ['a Deny alone (fp3 of IAM Vulnerable)', policy(deny('iam:CreatePolicyVersion'))],
    [
      'policies of AWS cannot be changed (fp4 of IAM Vulnerable)',
      policy(allow('iam:CreatePolicyVersion', { Resource: 'arn:aws:iam::aws:policy/fp4-*' })),
    ],
    [
      'a date that is over (fp5 of IAM Vulnerable)',
      policy(
        allow('iam:CreatePolicyVersion', {
          Condition: { DateLessThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } },
        }),
      ),
      { now },
    ],
    [
      'own keys and password, as AWS documents',
      policy(allow(['iam:CreateAccessKey', 'iam:DeleteAccessKey', 'iam:UpdateLoginProfile'], self)),
    ],
    [
      'own keys under any path',
      policy(allow('iam:CreateAccessKey', { Resource: 'arn:aws:iam::111122223333:user/*/${aws:username}' })),
    ],
    [
      'a resource of another kind',
      policy(allow('iam:AttachRolePolicy', { Resource: 'arn:aws:iam::111122223333:user/*' })),
    ],
    [
      'everything on a bucket',
      policy(
        allow('*', { Resource: 'arn:aws:s3:::b/*' }),
        deny('ssm:*'),
        deny('lambda:*'),
        deny([
          'apprunner:*',
          'batch:*',
          'bedrock-agentcore:*',
          'cloudformation:*',
          'codebuild:*',
          'codedeploy:*',
          'ec2:*',
          'ec2-instance-connect:*',
          'ecs:*',
          'glue:*',
          'sagemaker:*',
        ]),
      ),
    ],
    [
      'under a demanded boundary, as AWS documents',
      policy(
        allow(['iam:CreateUser', 'iam:PutUserPolicy', 'iam:AttachUserPolicy'], {
          Condition: {
            StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/XCompanyBoundaries' },
          },
        }),
      ),
    ],
    [
      'a weak AWS policy only',
      policy(
        allow('iam:AttachRolePolicy', {
          Condition: { ArnEquals: { 'iam:PolicyARN': ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
        }),
      ),
    ],
    ['a boundary that does not allow it', policy(allow('iam:PutUserPolicy')), { boundary: policy(allow('s3:*')) }],
    ['a boundary that denies it', policy(allow('iam:PutUserPolicy')), { boundary: policy(allow('*'), deny('iam:*')) }],
    [
      'a condition that contradicts itself',
      policy(
        allow('iam:PutUserPolicy', {
          Condition: { Null: { 'aws:SourceVpc': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
        }),
      ),
    ],
    ['an action that does not exist', policy(allow(['iam:CreateEverything', 'nosuchservice:*']))],
    ['some Put actions that only touch settings', policy(allow(['iam:PutRolePermissionsBoundary']))],
  ]),
];
