import type { PublicOptions } from '../../../../src/core/policy/index.js';

/** A resource policy with its verdict and the reason in one line. */
export interface PublicCase {
  readonly why: string;
  readonly policy: object | string;
  readonly public: boolean;
  readonly options?: PublicOptions;
}

type Element = Record<string, unknown>;

const OWN = '111122223333';
const OTHER = '444455556666';
const everything = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/*' };
const allow = (more: Element = {}): Element => ({ Effect: 'Allow', Principal: '*', ...everything, ...more });
const deny = (more: Element = {}): Element => ({ Effect: 'Deny', Principal: '*', ...everything, ...more });
const policy = (...Statement: Element[]): object => ({ Version: '2012-10-17', Statement });
const when = (Condition: unknown): object => policy(allow({ Condition }));
const unless = (Condition: unknown, more: Element = {}): object => policy(allow(), deny({ Condition, ...more }));
const yes = (why: string, document: object | string, options?: PublicOptions): PublicCase => ({
  why,
  policy: document,
  public: true,
  ...(options ? { options } : {}),
});
const no = (why: string, document: object | string, options?: PublicOptions): PublicCase => ({
  ...yes(why, document, options),
  public: false,
});

const spellings: PublicCase[] = [
  yes('Principal * is everyone', policy(allow())),
  yes('AWS * is everyone', policy(allow({ Principal: { AWS: '*' } }))),
  yes('AWS * in a list is everyone', policy(allow({ Principal: { AWS: [`arn:aws:iam::${OWN}:root`, '*'] } }))),
  yes('a wildcard for the account is every account', policy(allow({ Principal: { AWS: 'arn:aws:iam::*:root' } }))),
  yes(
    'a wildcard inside the account id is many accounts',
    policy(allow({ Principal: { AWS: 'arn:aws:iam::1111*:root' } })),
  ),
  yes('CanonicalUser * is everyone', policy(allow({ Principal: { CanonicalUser: '*' } }))),
  yes('Federated * is any provider', policy(allow({ Principal: { Federated: '*' } }))),
  yes('Service * is any service', policy(allow({ Principal: { Service: '*' } }))),
  yes('the kind of a principal is read in any case', policy(allow({ Principal: { aws: '*' } }))),
  no(
    'a role pattern with a fixed account stays in that account',
    policy(allow({ Principal: { AWS: `arn:aws:iam::${OWN}:role/*` } })),
  ),
  no('a bare account id is that account', policy(allow({ Principal: { AWS: OTHER } }))),
  no('a foreign account is named, not public', policy(allow({ Principal: { AWS: `arn:aws:iam::${OTHER}:root` } }))),
  no('an empty Principal object is nobody', policy(allow({ Principal: {} }))),
  no('an empty list is nobody', policy(allow({ Principal: { AWS: [] } }))),
  no(
    'a canonical user is one account',
    policy(allow({ Principal: { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' } })),
  ),
  no(
    'an origin access identity is one CloudFront identity',
    policy(allow({ Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } })),
  ),
  no('a deleted principal is nobody', policy(allow({ Principal: { AWS: 'AIDAEXAMPLEIDOFUSER12' } }))),
  no('a service principal is not the public', policy(allow({ Principal: { Service: 's3.amazonaws.com' } }))),
  no(
    'an own SAML provider is not the public',
    policy(allow({ Principal: { Federated: `arn:aws:iam::${OWN}:saml-provider/corp` } })),
  ),
  yes(
    'NotPrincipal lets in everyone else',
    policy(allow({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${OWN}:root` } })),
  ),
  no('NotPrincipal * lets in nobody', policy(allow({ Principal: undefined, NotPrincipal: '*' }))),
  yes('a single statement object counts', { Version: '2012-10-17', Statement: allow() }),
  yes('JSON text is read', JSON.stringify(policy(allow()))),
  yes('URL-encoded text is read, as IAM returns it', encodeURIComponent(JSON.stringify(policy(allow())))),
  yes('API Gateway escapes the quotes of its text', JSON.stringify(policy(allow())).replaceAll('"', '\\"')),
  yes('a text inside a text is read', JSON.stringify(JSON.stringify(policy(allow())))),
  yes('the second statement counts as much as the first', policy(allow({ Principal: { AWS: OWN } }), allow())),
  no('no statement grants nothing', policy()),
  no('a document without Statement grants nothing', { Version: '2012-10-17' }),
  no('a Deny alone grants nothing', policy(deny())),
  yes('NotAction grants the rest', policy(allow({ Action: undefined, NotAction: 's3:DeleteBucket' }))),
];

const pinned: PublicCase[] = [
  no('the default topic policy pins the owner, in capitals', when({ StringEquals: { 'AWS:SourceOwner': OWN } })),
  no('a source account pins', when({ StringEquals: { 'aws:SourceAccount': OWN } })),
  no(
    'a foreign source account pins too; the cross-account rules judge it',
    when({ StringEquals: { 'aws:SourceAccount': OTHER } }),
  ),
  no('a principal account pins', when({ StringEquals: { 'aws:PrincipalAccount': [OWN, OTHER] } })),
  no('an organization pins', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })),
  no(
    'an organization path pins by its organization',
    when({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' } }),
  ),
  no('a source organization pins', when({ StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } })),
  no('an ARN with a fixed account pins', when({ ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${OWN}:*` } })),
  no(
    'StringLike on an ARN with a fixed account pins',
    when({ StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } }),
  ),
  no(
    'a bucket name belongs to one owner in the world',
    when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:amzn-s3-demo-bucket' } }),
  ),
  no('a VPC pins', when({ StringEquals: { 'aws:SourceVpc': 'vpc-111bbb22' } })),
  no('a VPC endpoint pins', when({ StringEquals: { 'aws:sourceVpce': 'vpce-1a2b3c4d' } })),
  no('a user id pins', when({ StringEquals: { 'aws:userid': 'AIDAEXAMPLEIDOFUSER12' } })),
  no(
    'a KMS caller account pins beside a service',
    when({ StringEquals: { 'kms:CallerAccount': OWN, 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' } }),
  ),
  no(
    'the account of the resource is the own account',
    when({ StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }),
  ),
  no(
    'the organization of the resource is the own organization',
    when({ StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }),
  ),
  no('a public address range that is small pins', when({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
  no('a single address pins', when({ IpAddress: { 'aws:SourceIp': '203.0.113.7' } })),
  no('a /8 is the widest that pins', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })),
  no('an IPv6 /32 is the widest that pins', when({ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } })),
  no(
    'several narrow ranges of both kinds pin',
    when({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } }),
  ),
  no('operators and keys are read in any case', when({ stringequals: { 'AWS:SOURCEACCOUNT': OWN } })),
  no(
    'one pin among other conditions is enough',
    when({ Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
  ),
  no('IfExists on a key of every request still pins', when({ StringEqualsIfExists: { 'aws:PrincipalAccount': OWN } })),
  no(
    'IfExists pins when Null demands the key',
    when({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, Null: { 'aws:PrincipalOrgID': 'false' } }),
  ),
  no(
    'ForAllValues pins when Null demands the key',
    when({
      'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' },
      Null: { 'aws:PrincipalOrgPaths': 'false' },
    }),
  ),
  no('StringEqualsIgnoreCase pins', when({ StringEqualsIgnoreCase: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } })),
  no('an S3 access point account pins', when({ StringEquals: { 's3:DataAccessPointAccount': OWN } })),
  no('EFS counts the mount target as private', when({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } })),
  no('only AWS services get through this flag', when({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })),
  no(
    'an event source token is a fixed secret',
    when({ StringEquals: { 'lambda:EventSourceToken': 'amzn1.ask.skill.1' } }),
  ),
  no('a key that the rule adds pins', when({ StringEquals: { 'sts:ExternalId': 'f81d4fae' } }), {
    pinningKeys: ['sts:ExternalId'],
  }),
];

const loose: PublicCase[] = [
  yes('an organization * is every organization', when({ StringEquals: { 'aws:PrincipalOrgID': '*' } })),
  yes('an organization pattern names none', when({ StringLike: { 'aws:PrincipalOrgID': 'o-*' } })),
  yes('a list is as weak as its weakest value', when({ StringLike: { 'aws:SourceAccount': [OWN, '*'] } })),
  yes('an ARN without account names nobody', when({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } })),
  yes(
    'a principal ARN with any account names nobody',
    when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin' } }),
  ),
  yes('a bucket pattern names no bucket', when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::logs-*' } })),
  yes('the whole address space is everyone', when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })),
  yes('the whole IPv6 space is everyone', when({ IpAddress: { 'aws:SourceIp': '::/0' } })),
  yes(
    'half the address space is practically everyone',
    when({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }),
  ),
  yes('a /7 is wider than S3 accepts', when({ IpAddress: { 'aws:SourceIp': '54.0.0.0/7' } })),
  yes('an IPv6 /31 is wider than S3 accepts', when({ IpAddress: { 'aws:SourceIp': '2600::/31' } })),
  yes(
    'one wide range spoils the narrow ones',
    when({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0'] } }),
  ),
  yes(
    'all /8 ranges together are everyone',
    when({ IpAddress: { 'aws:SourceIp': Array.from({ length: 256 }, (_, first) => `${first}.0.0.0/8`) } }),
  ),
  yes('a text that is no address proves nothing', when({ IpAddress: { 'aws:SourceIp': 'office' } })),
  yes(
    'IfExists lets a caller without the key in',
    when({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
  ),
  yes(
    'IfExists on the address lets endpoint traffic in',
    when({ IpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } }),
  ),
  yes(
    'ForAllValues is true without the key',
    when({ 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }),
  ),
  yes('a negated account leaves everybody else', when({ StringNotEquals: { 'aws:SourceAccount': OTHER } })),
  yes('a negated address leaves everybody else', when({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
  yes('a negated ARN leaves everybody else', when({ ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${OTHER}:*` } })),
  yes(
    'kms:ViaService alone is any account',
    when({ StringEquals: { 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' } }),
  ),
  yes('TLS is open to everyone', when({ Bool: { 'aws:SecureTransport': 'true' } })),
  yes('a referer can be forged', when({ StringLike: { 'aws:Referer': 'https://example.com/*' } })),
  yes('a date keeps nobody out', when({ DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' } })),
  yes('anybody can tag a principal', when({ StringEquals: { 'aws:PrincipalTag/team': 'blue' } })),
  yes('user names are not unique in the world', when({ StringEquals: { 'aws:username': 'alice' } })),
  yes(
    'the account of the resource says nothing about the caller',
    when({ StringEquals: { 'aws:ResourceAccount': OWN } }),
  ),
  yes('the same for S3', when({ StringEquals: { 's3:ResourceAccount': OWN } })),
  yes('sessions of a role id are outside S3 pins', when({ StringLike: { 'aws:userid': 'AROAEXAMPLEIDOFROLE1:*' } })),
  yes('the user id of unsigned callers', when({ StringEquals: { 'aws:userid': 'anonymous' } })),
  yes('a demanded key without value is any organization', when({ Null: { 'aws:PrincipalOrgID': 'false' } })),
  yes(
    'an own variable of the caller pins nothing',
    when({ StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalAccount}' } }),
  ),
  yes('a function URL without authentication', when({ StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } })),
  yes(
    'IAM authentication of a URL is any account',
    when({ StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }),
  ),
  yes(
    'a service that calls on behalf of anybody',
    when({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } }),
  ),
  yes('no value names nobody in particular', when({ StringEquals: { 'aws:SourceAccount': [] } })),
  yes('a short number is no account', when({ StringEquals: { 'aws:SourceAccount': '12345' } })),
  yes('an added key with a wildcard pins nothing', when({ StringLike: { 'sns:Endpoint': '*@example.com' } }), {
    pinningKeys: ['sns:Endpoint'],
  }),
  yes('a flag that says no service', when({ Bool: { 'aws:PrincipalIsAWSService': 'false' } })),
];

const takenBack: PublicCase[] = [
  no('Deny everything takes it back', policy(allow(), deny({ Action: '*', Resource: '*' }))),
  no('the same action and resource are taken back', policy(allow(), deny())),
  no('order does not matter', policy(deny(), allow())),
  no('a Deny in other capitals', policy(allow(), deny({ Action: 'S3:getobject' }))),
  no('a Deny of a wider pattern', policy(allow(), deny({ Action: 's3:Get*', Resource: 'arn:aws:s3:::amzn-*' }))),
  yes('a Deny of another action', policy(allow(), deny({ Action: 's3:PutObject' }))),
  yes('a Deny of another resource', policy(allow(), deny({ Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/secret/*' }))),
  yes('a Deny of one action of a wildcard', policy(allow({ Action: 's3:*' }), deny())),
  yes('a Deny for one account leaves the world', policy(allow(), deny({ Principal: { AWS: OTHER } }))),
  no(
    'several Denies may take the parts back',
    policy(allow({ Action: ['s3:GetObject', 's3:PutObject'] }), deny(), deny({ Action: 's3:PutObject' })),
  ),
  no(
    'Denies that list all a wildcard stands for',
    policy(allow({ Action: 'sqs:Send*' }), deny({ Action: ['sqs:SendMessage'] })),
  ),
  no('Deny unless in the organization', unless({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })),
  no(
    'the data perimeter pattern',
    unless({
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    }),
  ),
  yes(
    'without IfExists unsigned callers pass the service flag',
    unless({
      StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
      Bool: { 'aws:PrincipalIsAWSService': 'false' },
    }),
  ),
  no('Deny unless from the office', unless({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } })),
  yes('Deny unless from everywhere', unless({ NotIpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })),
  no('Deny unless from the endpoint', unless({ StringNotEquals: { 'aws:sourceVpce': 'vpce-1a2b3c4d' } })),
  yes('Deny unless from any endpoint', unless({ StringNotLike: { 'aws:sourceVpce': 'vpce-*' } })),
  no('Deny unless of the account', unless({ StringNotEquals: { 'aws:PrincipalAccount': OWN } })),
  no('Deny unless these principals', unless({ ArnNotLike: { 'aws:PrincipalArn': [`arn:aws:iam::${OWN}:role/*`] } })),
  no(
    'Deny unless sessions of one role, as AWS documents',
    unless({ StringNotLike: { 'aws:userId': ['AROAEXAMPLEIDOFROLE1:*', OWN] } }),
  ),
  no(
    'ForAllValues with a negation is true without the key',
    unless({ 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }),
  ),
  yes(
    'ForAnyValue with a negation needs the key',
    unless({ 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }),
  ),
  yes('Deny without TLS leaves the world over TLS', unless({ Bool: { 'aws:SecureTransport': 'false' } })),
  yes('Deny of one account leaves the world', unless({ StringEquals: { 'aws:PrincipalAccount': OTHER } })),
  yes('Deny of unsigned callers leaves every account', unless({ Null: { 'aws:PrincipalArn': 'true' } })),
  yes(
    'a further condition spoils the Deny',
    unless({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, Bool: { 'aws:SecureTransport': 'false' } }),
  ),
  yes('a tag is no limit in a Deny either', unless({ StringNotEquals: { 'aws:PrincipalTag/team': 'blue' } })),
  no(
    'NotPrincipal in a Deny leaves the named',
    policy(allow(), deny({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${OWN}:root` } })),
  ),
  yes('NotPrincipal * in a Deny denies nobody', policy(allow(), deny({ Principal: undefined, NotPrincipal: '*' }))),
  no('NotAction in a Deny takes the rest', policy(allow(), deny({ Action: undefined, NotAction: 's3:ListBucket' }))),
  yes('NotAction in a Deny spares its list', policy(allow(), deny({ Action: undefined, NotAction: 's3:Get*' }))),
  no(
    'NotResource in a Deny takes the rest',
    policy(allow(), deny({ Resource: undefined, NotResource: 'arn:aws:s3:::other/*' })),
  ),
  no(
    'everything but one action, denied but that one',
    policy(
      allow({ Action: undefined, NotAction: 's3:PutObject' }),
      deny({ Action: undefined, NotAction: 's3:PutObject' }),
    ),
  ),
];

const narrowed: PublicCase[] = [
  no(
    'a Deny of writing leaves reading only',
    policy(allow({ Action: 's3:*' }), deny({ Action: ['s3:Put*', 's3:Delete*'] })),
    { actions: ['s3:PutObject', 's3:DeleteObject'] },
  ),
  yes(
    'a Deny of one kind of writing leaves the other',
    policy(allow({ Action: 's3:*' }), deny({ Action: 's3:Put*' })),
    { actions: ['s3:PutObject', 's3:DeleteObject'] },
  ),
  yes('write access asked for and granted', policy(allow({ Action: 's3:Put*' })), {
    actions: ['s3:PutObject', 's3:DeleteObject'],
  }),
  yes('a wildcard in the middle grants it', policy(allow({ Action: 's3:P*Object' })), { actions: ['s3:PutObject'] }),
  yes('NotAction grants it', policy(allow({ Action: undefined, NotAction: 's3:Get*' })), { actions: ['s3:PutObject'] }),
  no('read access is no write access', policy(allow({ Action: 's3:Get*' })), { actions: ['s3:Put*', 's3:Delete*'] }),
  no('NotAction leaves it out', policy(allow({ Action: undefined, NotAction: 's3:Put*' })), {
    actions: ['s3:PutObject'],
  }),
  yes(
    'the log group below the pattern',
    policy(allow({ Action: 'logs:*', Resource: 'arn:aws:logs:*:*:log-group:/aws/*' })),
    { resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/vpc' },
  ),
  yes(
    'the streams of the log group',
    policy(allow({ Action: 'logs:*', Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/vpc:*' })),
    { resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/vpc' },
  ),
  no(
    'another log group',
    policy(allow({ Action: 'logs:*', Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/app:*' })),
    { resource: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/vpc' },
  ),
];

const trust = (Service: string | string[], Condition?: unknown): object => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...(Condition ? { Condition } : {}) },
  ],
});
const confused: PublicOptions = {
  countServices: true,
  exemptServices: ['eks.amazonaws.com', 'secretsmanager.amazonaws.com'],
  actions: ['sts:AssumeRole'],
};
const deputies: PublicCase[] = [
  yes('a service role without condition', trust('cloudtrail.amazonaws.com'), confused),
  no('services are not asked for', trust('cloudtrail.amazonaws.com')),
  no(
    'the source account pins',
    trust('cloudtrail.amazonaws.com', { StringEquals: { 'aws:SourceAccount': OWN } }),
    confused,
  ),
  no(
    'the source ARN pins',
    trust('cloudtrail.amazonaws.com', { ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${OWN}:trail/*` } }),
    confused,
  ),
  no(
    'the source organization pins',
    trust('cloudtrail.amazonaws.com', { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }),
    confused,
  ),
  yes(
    'the account of the resource does not pin',
    trust('cloudtrail.amazonaws.com', { StringEquals: { 'aws:ResourceAccount': OWN } }),
    confused,
  ),
  no('an exempt service', trust('eks.amazonaws.com'), confused),
  yes(
    'one exempt service does not cover for the other',
    trust(['eks.amazonaws.com', 'config.amazonaws.com']),
    confused,
  ),
  no(
    'a foreign source account passes where any pin will do',
    trust('config.amazonaws.com', { StringEquals: { 'aws:SourceAccount': OTHER } }),
    confused,
  ),
  yes(
    'a foreign source account fails where it must be the own',
    trust('config.amazonaws.com', { StringEquals: { 'aws:SourceAccount': OTHER } }),
    { ...confused, ownAccount: OWN, ownAccountOnly: true },
  ),
  no(
    'the own source account holds where it must be the own',
    trust('config.amazonaws.com', { StringEquals: { 'aws:SourceAccount': OWN } }),
    { ...confused, ownAccount: OWN, ownAccountOnly: true },
  ),
  no(
    'tagging sessions is not assuming the role',
    { Statement: { Effect: 'Allow', Principal: { Service: 'a.amazonaws.com' }, Action: 'sts:TagSession' } },
    confused,
  ),
  yes('an open identity provider without audience', {
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: 'accounts.google.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
    },
  }),
  no('an open identity provider with a fixed audience', {
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:1234' } },
    },
  }),
  yes('an open identity provider with any audience', {
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringLike: { 'cognito-identity.amazonaws.com:aud': '*' } },
    },
  }),
];

export const publicCases: readonly PublicCase[] = [
  ...spellings,
  ...pinned,
  ...loose,
  ...takenBack,
  ...narrowed,
  ...deputies,
];
