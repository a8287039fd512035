import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../server/fault-proxy.js';
import { type Handler, type Stub, StubError } from '../server/stub.js';
import { auditShop } from './audits.js';
import { type Done, stocktake } from './command.js';
import { openShop, regions, shop as answers } from './shop.js';

/** Made-up secrets, put together here so that scanners of this repository stay quiet. */
const secrets: Record<string, string> = {
  accessKeyId: ['AKIA', 'QYLPMN5HFIQR7BBB'].join(''),
  sessionKeyId: ['ASIA', 'QYLPMN5HFIQR7CCC'].join(''),
  secretAccessKey: ['wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYzzzzKEYzzz'].join(''),
  pairedKey: ['kJ7alrXUtnFEMI/K7MDENG', '/bPxRfiCYzzzzKEYzz'].join(''),
  sessionToken: ['IQoJb3JpZ2luX2Vj', 'EOz//////////wEaCXVzLWVhc3QtMSJHMEUCIQDx9aaaabbbbccccddddeeeeffff00001111'].join(
    '',
  ),
  gitHub: ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join(''),
  gitLab: ['glpat-', 'a1B2c3D4e5F6g7H8i9J0'].join(''),
  slack: ['xoxb-', '123456789012-1234567890123-a1B2c3D4e5F6g7H8i9J0k1L2'].join(''),
  stripe: ['sk_live_', 'a1B2c3D4e5F6g7H8i9J0k1L2'].join(''),
  jwt: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'].join('.'),
  pem: ['MIIEpAIBAAKCAQEA1c7', 'aaaabbbbccccddddeeeeffff'].join(''),
  password: 'correct-horse-battery-41',
  connection: 'pg-staple-1977',
};
const pemText = `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${secrets['pem']}\n-----END RSA ${'PRIVATE'} KEY-----`;
/** All of them in one text, as careless people leave them lying about. */
const careless = [
  `key ${secrets['accessKeyId']} aws_secret_access_key=${secrets['secretAccessKey']}`,
  `${secrets['accessKeyId']}:${secrets['pairedKey']}`,
  `temporary ${secrets['sessionKeyId']} ${secrets['sessionToken']}`,
  `${secrets['gitHub']} ${secrets['gitLab']} ${secrets['slack']} ${secrets['stripe']} ${secrets['jwt']}`,
  `password=${secrets['password']} postgres://shop:${secrets['connection']}@db.shop.example/prod`,
  pemText,
].join(' ');
/** Where the name of a thing tells that its value is a secret, the value alone is enough. */
const tellingTags = { db_password: `${secrets['password']}`, note: careless };

const statement = { Sid: careless, Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' };
const policyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ ...statement, Condition: { StringEquals: { 'aws:PrincipalTag/token': careless } } }],
});
const identityText = encodeURIComponent(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: careless, Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::x/${secrets['gitHub']}` }],
  }),
);
const trustText = encodeURIComponent(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: careless,
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': careless } },
      },
    ],
  }),
);

/** The shop's answer with more in it. */
const also =
  (operation: string, more: (answer: never) => object): Handler =>
  async (input, at) => {
    const answer = (await answers[operation]?.(input, at)) as never;
    return { ...(answer as object), ...more(answer) };
  };
const tagList = Object.entries(tellingTags).map(([Key, Value]) => ({ Key, Value }));
const tagHeaders = tagList.map(({ Key, Value }) => ({ Name: Key, Value }));

type Many<Key extends string> = Record<Key, Record<string, unknown>[]>;
const planted: Record<string, Handler> = {
  'kms:DescribeKey': also('kms:DescribeKey', ({ KeyMetadata }: { KeyMetadata: object }) => ({
    KeyMetadata: { ...KeyMetadata, Description: careless },
  })),
  'kms:ListAliases': also('kms:ListAliases', ({ Aliases }: Many<'Aliases'>) => ({
    Aliases: Aliases.map(one => ({ ...one, AliasName: `${String(one['AliasName'])}-${secrets['gitHub']}` })),
  })),
  'kms:ListResourceTags': () => ({
    Tags: [...tagList, { Key: secrets['stripe'], Value: 'x' }].map(({ Key, Value }) => ({
      TagKey: Key,
      TagValue: Value,
    })),
  }),
  'kms:GetKeyPolicy': () => ({ Policy: policyText }),
  'kms:GetKeyRotationStatus': () => {
    throw new StubError('AccessDeniedException', `User is not authorized: ${careless}`);
  },
  'iam:GetAccountAuthorizationDetails': async (input: { Filter: string[] }, at) => {
    const answer = (await answers['iam:GetAccountAuthorizationDetails']?.(input as never, at)) as Record<string, never>;
    const changed = Object.entries(answer).map(([name, list]: [string, unknown]) => [
      name,
      Array.isArray(list) ? list.map(one => careful(name, one as object)) : list,
    ]);
    return Object.fromEntries(changed) as object;
  },
  'iam:ListVirtualMFADevices': () => ({
    VirtualMFADevices: [
      {
        SerialNumber: 'arn:aws:iam::123456789012:mfa/ada',
        Base32StringSeed: Buffer.from(`${secrets['password']}`),
        User: {
          UserName: 'ada',
          UserId: 'AIDAADA',
          Arn: 'arn:aws:iam::123456789012:user/ada',
          Path: '/',
          CreateDate: new Date(),
        },
      },
    ],
  }),
  'cloudtrail:LookupEvents': () => ({
    Events: [
      {
        EventName: 'CreateUser',
        Username: careless,
        EventTime: new Date(),
        CloudTrailEvent: JSON.stringify({
          userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::123456789012:assumed-role/api/${secrets['gitHub']}` },
          requestParameters: { password: secrets['password'], note: careless },
        }),
      },
    ],
  }),
  'cloudtrail:DescribeTrails': also('cloudtrail:DescribeTrails', ({ trailList }: Many<'trailList'>) => ({
    trailList: trailList.map(one => ({ ...one, S3KeyPrefix: careless })),
  })),
  'logs:DescribeMetricFilters': also('logs:DescribeMetricFilters', ({ metricFilters }: Many<'metricFilters'>) => ({
    metricFilters: [
      ...metricFilters,
      { ...metricFilters[0], filterName: careless, filterPattern: `{ $.x = "${careless}" }` },
    ],
  })),
  'cloudwatch:DescribeAlarms': also('cloudwatch:DescribeAlarms', ({ MetricAlarms }: Many<'MetricAlarms'>) => ({
    MetricAlarms: MetricAlarms.map(one => ({ ...one, AlarmDescription: careless })),
    CompositeAlarms: [
      { AlarmName: careless, AlarmArn: 'arn:aws:cloudwatch:eu-north-1:123456789012:alarm:x', AlarmRule: careless },
    ],
  })),
  'logs:DescribeLogGroups': also('logs:DescribeLogGroups', ({ logGroups }: Many<'logGroups'>) => ({
    logGroups: [...logGroups, { ...logGroups[0], logGroupName: `shop/${secrets['gitHub']}` }],
  })),
  'logs:DescribeQueries': () => ({
    queries: [{ queryString: `SOURCE "${careless}" | filter token = "${careless}"`, createTime: 1 }],
  }),
  'logs:DescribeAccountPolicies': () => ({
    accountPolicies: [{ policyName: 'x', policyDocument: careless, selectionCriteria: careless }],
  }),
  'cloudwatch:ListMetrics': also('cloudwatch:ListMetrics', ({ Metrics }: Many<'Metrics'>) => ({
    Metrics: [...Metrics, { Namespace: careless, MetricName: careless, Dimensions: [{ Name: 'x', Value: careless }] }],
  })),
  'cloudwatch:GetDashboard': () => ({
    DashboardBody: JSON.stringify({
      widgets: [
        { type: 'text', properties: { markdown: careless } },
        { type: 'metric', properties: { metrics: [[careless, 'x'], [{ expression: careless }]] } },
      ],
    }),
  }),
  'sns:ListSubscriptionsByTopic': ({ TopicArn }: { TopicArn: string }) => ({
    Subscriptions: [
      {
        TopicArn,
        SubscriptionArn: `${TopicArn}:1`,
        Protocol: 'https',
        Endpoint: `https://u:${secrets['connection']}@hook.example/${secrets['slack']}`,
      },
    ],
  }),
  'guardduty:GetFindings': also('guardduty:GetFindings', ({ Findings }: Many<'Findings'>) => ({
    Findings: Findings.map((one, index) => ({
      ...one,
      Title: `${'x'.repeat(100 + 40 * index)} ${careless}`,
      Description: careless,
      Type: careless,
      Resource: {
        ResourceType: 'S3Bucket',
        S3BucketDetails: [{ Name: careless, Tags: tagList }],
        AccessKeyDetails: { AccessKeyId: secrets['accessKeyId'], UserName: careless, UserType: 'IAMUser' },
      },
      Service: { AdditionalInfo: { Type: 'default', Value: JSON.stringify({ note: careless }) } },
    })),
  })),
  'guardduty:GetDetector': also('guardduty:GetDetector', () => ({ Tags: tellingTags })),
  'dynamodb:ListTagsOfResource': () => ({ Tags: tagList }),
  'dynamodb:ListBackups': also('dynamodb:ListBackups', ({ BackupSummaries }: Many<'BackupSummaries'>) => ({
    BackupSummaries: BackupSummaries.map(one => ({ ...one, BackupName: careless })),
  })),
  'dsql:GetCluster': also('dsql:GetCluster', () => ({ tags: tellingTags })),
  'dax:DescribeClusters': also('dax:DescribeClusters', ({ Clusters }: Many<'Clusters'>) => ({
    Clusters: Clusters.map(one => ({ ...one, Description: careless })),
  })),
  'access-analyzer:ListAnalyzers': also('access-analyzer:ListAnalyzers', ({ analyzers }: Many<'analyzers'>) => ({
    analyzers: analyzers.map(one => ({ ...one, tags: tellingTags })),
  })),
  'access-analyzer:ListFindingsV2': also('access-analyzer:ListFindingsV2', ({ findings }: Many<'findings'>) => ({
    findings: findings.map(one => ({ ...one, resource: `arn:aws:s3:::${secrets['gitHub']}`, error: careless })),
  })),
  'inspector2:ListFindings': also('inspector2:ListFindings', ({ findings }: Many<'findings'>) => ({
    findings: findings.map(one => ({
      ...one,
      title: careless,
      description: careless,
      resources: [{ type: 'AWS_LAMBDA_FUNCTION', id: `function:${secrets['gitLab']}`, tags: tellingTags }],
      codeVulnerabilityDetails: { filePath: { fileName: careless, filePath: careless } },
    })),
  })),
  'macie2:GetFindings': also('macie2:GetFindings', ({ findings }: Many<'findings'>) => ({
    findings: findings.map(one => ({
      ...one,
      title: careless,
      description: careless,
      resourcesAffected: {
        s3Bucket: { arn: 'arn:aws:s3:::shop-logs', name: careless, tags: [{ key: 'db_password', value: careless }] },
        s3Object: { key: careless, path: careless },
      },
    })),
  })),
  'ecr:DescribeRepositories': also('ecr:DescribeRepositories', ({ repositories }: Many<'repositories'>) => ({
    repositories: repositories.map(one => ({ ...one, repositoryName: `web-${secrets['gitLab']}` })),
  })),
  'securityhub:GetFindings': also('securityhub:GetFindings', ({ Findings }: Many<'Findings'>) => ({
    Findings: Findings.map(one => ({
      ...one,
      Title: careless,
      Description: careless,
      Types: [careless],
      ProductFields: tellingTags,
      UserDefinedFields: tellingTags,
      Note: { Text: careless, UpdatedBy: 'ada', UpdatedAt: '2026-11-21T08:00:00.000Z' },
    })),
  })),
  'config:DescribeConfigRules': also('config:DescribeConfigRules', ({ ConfigRules }: Many<'ConfigRules'>) => ({
    ConfigRules: ConfigRules.map(one => ({
      ...one,
      Description: careless,
      InputParameters: JSON.stringify({ ...tellingTags, Token: secrets['gitHub'] }),
      Scope: { TagKey: careless, TagValue: careless },
    })),
  })),
  'config:GetComplianceDetailsByConfigRule': also(
    'config:GetComplianceDetailsByConfigRule',
    ({ EvaluationResults }: Many<'EvaluationResults'>) => ({
      EvaluationResults: EvaluationResults.map(one => ({ ...one, Annotation: careless, ResultToken: careless })),
    }),
  ),
  'config:DescribeDeliveryChannelStatus': () => ({
    DeliveryChannelsStatus: [
      { name: 'default', configHistoryDeliveryInfo: { lastStatus: 'FAILURE', lastErrorMessage: careless } },
    ],
  }),
  'account:GetContactInformation': () => ({
    ContactInformation: {
      FullName: careless,
      AddressLine1: careless,
      City: 'x',
      PostalCode: 'x',
      CountryCode: 'FI',
      PhoneNumber: '1',
    },
  }),
  'account:GetAlternateContact': () => ({
    AlternateContact: { Name: careless, EmailAddress: 'x@shop.example', PhoneNumber: '1' },
  }),
  'wafv2:ListWebACLs': also('wafv2:ListWebACLs', ({ WebACLs }: Many<'WebACLs'>) => ({
    WebACLs: WebACLs.map(one => ({ ...one, Description: careless })),
  })),
  'wafv2:GetWebACL': () => ({
    WebACL: {
      DefaultAction: { Allow: {} },
      Description: careless,
      CustomResponseBodies: { no: { ContentType: 'TEXT_PLAIN', Content: careless } },
      Rules: [
        {
          Name: careless,
          Priority: 0,
          Statement: {
            ByteMatchStatement: {
              SearchString: Buffer.from(careless),
              FieldToMatch: { SingleHeader: { Name: careless } },
              TextTransformations: [{ Priority: 0, Type: 'NONE' }],
              PositionalConstraint: 'EXACTLY',
            },
          },
          Action: { Block: { CustomResponse: { ResponseCode: 403, ResponseHeaders: tagHeaders } } },
          VisibilityConfig: {
            SampledRequestsEnabled: true,
            CloudWatchMetricsEnabled: false,
            MetricName: secrets['gitHub'],
          },
        },
      ],
    },
  }),
  'wafv2:GetLoggingConfiguration': ({ ResourceArn }: { ResourceArn: string }) => ({
    LoggingConfiguration: { ResourceArn, LogDestinationConfigs: [`arn:aws:s3:::aws-waf-logs-${secrets['gitHub']}`] },
  }),
  'organizations:DescribePolicy': () => ({ Policy: { Content: policyText } }),
  'organizations:DescribeResourcePolicy': () => ({ ResourcePolicy: { Content: policyText } }),
  'apigateway:GetRestApis': also('apigateway:GetRestApis', ({ items }: Many<'items'>) => ({
    items: items?.map(one => ({ ...one, description: careless, policy: policyText, tags: tellingTags })),
  })),
  'apigateway:GetStages': also('apigateway:GetStages', ({ item }: Many<'item'>) => ({
    item: item.map(one => ({ ...one, description: careless, variables: tellingTags, tags: tellingTags })),
  })),
  'apigateway:GetResources': () => ({
    items: [
      {
        path: `/${secrets['gitHub']}`,
        resourceMethods: {
          GET: {
            authorizationType: 'NONE',
            methodIntegration: {
              type: 'HTTP_PROXY',
              uri: `https://u:${secrets['connection']}@x.example/a?api_key=${secrets['password']}`,
              credentials: careless,
              requestParameters: { 'integration.request.header.Authorization': `'${secrets['password']}'` },
              requestTemplates: { 'application/json': careless },
            },
          },
        },
      },
    ],
  }),
  'appsync:ListGraphqlApis': also('appsync:ListGraphqlApis', ({ graphqlApis }: Many<'graphqlApis'>) => ({
    graphqlApis: graphqlApis.map(one => ({ ...one, ownerContact: careless, tags: tellingTags })),
  })),
  'appsync:ListResolvers': also('appsync:ListResolvers', ({ resolvers }: Many<'resolvers'>) => ({
    resolvers: resolvers.map(one => ({ ...one, code: careless, requestMappingTemplate: careless })),
  })),
  'cognito-idp:DescribeUserPool': also('cognito-idp:DescribeUserPool', ({ UserPool }: { UserPool: object }) => ({
    UserPool: {
      ...UserPool,
      SmsVerificationMessage: careless,
      EmailVerificationMessage: careless,
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: secrets['password'] },
      UserPoolTags: tellingTags,
    },
  })),
  'cognito-idp:DescribeUserPoolClient': also(
    'cognito-idp:DescribeUserPoolClient',
    ({ UserPoolClient }: { UserPoolClient: object }) => ({
      UserPoolClient: {
        ...UserPoolClient,
        ClientSecret: secrets['password'],
        DefaultRedirectURI: `https://u:${secrets['connection']}@x.example/`,
      },
    }),
  ),
  'route53:ListResourceRecordSets': also('route53:ListResourceRecordSets', answer => ({
    ResourceRecordSets: [
      ...(answer as Many<'ResourceRecordSets'>).ResourceRecordSets,
      { Name: 'x.shop.example.', Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: careless }] },
      { Name: 'y.shop.example.', Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: careless }] },
    ],
  })),
  'route53:ListHealthChecks': also('route53:ListHealthChecks', ({ HealthChecks }: Many<'HealthChecks'>) => ({
    HealthChecks: HealthChecks.map(one => ({
      ...one,
      HealthCheckConfig: { ...(one['HealthCheckConfig'] as object), SearchString: careless, ResourcePath: careless },
    })),
  })),
  'route53:GetTrafficPolicy': () => ({
    TrafficPolicy: {
      Id: 'policy',
      Version: 1,
      Name: careless,
      Type: 'A',
      Document: JSON.stringify({ Endpoints: { [careless]: { Value: careless } } }),
    },
  }),
  'cloudtrail:GetEventDataStore': also('cloudtrail:GetEventDataStore', () => ({ Name: careless })),
  'logs:DescribeSubscriptionFilters': () => ({
    subscriptionFilters: [{ filterName: careless, destinationArn: 'arn:x', filterPattern: careless }],
  }),
  'budgets:DescribeBudgets': also('budgets:DescribeBudgets', ({ Budgets }: Many<'Budgets'>) => ({
    Budgets: Budgets.map(one => ({ ...one, BudgetName: careless })),
  })),
  'lambda:ListFunctions': also('lambda:ListFunctions', ({ Functions }: Many<'Functions'>) => ({
    Functions: Functions.map(one => ({ ...one, Description: careless, Environment: { Variables: tellingTags } })),
  })),
  'amplify:ListApps': also('amplify:ListApps', ({ apps }: Many<'apps'>) => ({
    apps: apps.map(one => ({
      ...one,
      name: careless,
      repository: `https://${secrets['gitHub']}@github.com/shop/web`,
      environmentVariables: tellingTags,
      basicAuthCredentials: secrets['password'],
      tags: tellingTags,
    })),
  })),
  'amplify:ListBranches': also('amplify:ListBranches', ({ branches }: Many<'branches'>) => ({
    branches: branches.map(one => ({ ...one, environmentVariables: tellingTags, buildSpec: careless })),
  })),
  'amplify:ListJobs': also('amplify:ListJobs', ({ jobSummaries }: Many<'jobSummaries'>) => ({
    jobSummaries: jobSummaries.map(one => ({ ...one, commitMessage: careless })),
  })),
  'events:ListRules': also('events:ListRules', ({ Rules }: Many<'Rules'>) => ({
    Rules: Rules.map(one => ({ ...one, Description: careless, EventPattern: JSON.stringify({ detail: [careless] }) })),
  })),
  'events:DescribeArchive': () => ({ EventPattern: JSON.stringify({ detail: [careless] }), Description: careless }),
  'secretsmanager:ListSecrets': also('secretsmanager:ListSecrets', ({ SecretList }: Many<'SecretList'>) => ({
    SecretList: SecretList.map(one => ({
      ...one,
      Description: careless,
      Tags: tagList,
      ExternalSecretRotationMetadata: [{ Key: 'token', Value: secrets['password'] }],
    })),
  })),
  'ssm:DescribeParameters': also('ssm:DescribeParameters', ({ Parameters }: Many<'Parameters'>) => ({
    Parameters: Parameters.map(one => ({ ...one, Description: careless, AllowedPattern: secrets['password'] })),
  })),
  'ssm:DescribeInstanceInformation': () => ({
    InstanceInformationList: [{ InstanceId: 'mi-1', Name: careless, PingStatus: 'Online' }],
  }),
  'cloudfront:ListDistributions': async (input, at) => {
    const answer = (await answers['cloudfront:ListDistributions']?.(input, at)) as { DistributionList: Many<'Items'> };
    const Items = answer.DistributionList.Items.map(one => ({ ...one, Comment: careless }));
    return { DistributionList: { ...answer.DistributionList, Items } };
  },
  's3:ListMultipartUploads': also('s3:ListMultipartUploads', ({ Uploads }: Many<'Uploads'>) => ({
    Uploads: Uploads.map(one => ({ ...one, Key: `${secrets['gitHub']}.txt` })),
  })),
  's3:GetBucketLifecycleConfiguration': () => ({
    Rules: [
      { ID: secrets['gitHub'], Status: 'Enabled', Filter: { Tag: { Key: 'password', Value: secrets['password'] } } },
    ],
  }),
  'ec2:DescribeInstances': () => ({
    Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: 'running' }, Tags: tagList }] }],
  }),
  's3:GetBucketAcl': () => {
    throw new StubError('AccessDenied', careless, 403);
  },
};

function careful(list: string, one: object): object {
  const documents = [{ PolicyName: 'careless', PolicyDocument: identityText }];
  switch (list) {
    case 'UserDetailList':
      return { ...one, Tags: tagList, UserPolicyList: documents };
    case 'GroupDetailList':
      return { ...one, GroupPolicyList: documents };
    case 'RoleDetailList':
      return { ...one, Tags: tagList, RolePolicyList: documents, AssumeRolePolicyDocument: trustText };
    default:
      return {
        ...one,
        Description: careless,
        PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: identityText }],
      };
  }
}

/** The secrets that a text holds, by kind; also as JSON, URLs, HTML and base64 would write them. */
function found(text: string): string[] {
  return Object.entries(secrets).flatMap(([kind, secret]) => {
    const spellings = [
      secret,
      encodeURIComponent(secret),
      secret.replaceAll('/', '&#x2F;'),
      JSON.stringify(secret).slice(1, -1),
    ];
    return spellings.some(spelling => text.includes(spelling)) ? [kind] : [];
  });
}

let shop: Stub;
let proxy: FaultProxy;
let folder: string;
beforeAll(async () => {
  shop = await openShop();
  shop.onAll(planted);
  proxy = await startFaultProxy(shop.port);
  folder = await mkdtemp(path.join(tmpdir(), 'secrets-'));
});
afterAll(async () => {
  await proxy.stop();
  await shop.stop();
  await rm(folder, { recursive: true });
});
const auditWith = (...more: string[]) => [
  'audit',
  '--endpoint-url',
  `http://127.0.0.1:${proxy.port}`,
  '--regions',
  regions.join(),
  ...more,
];

describe('secrets that lie about in an account', () => {
  let done: Done;
  let texts: Map<string, string>;
  beforeAll(async () => {
    const snapshot = path.join(folder, 'shop.snapshot');
    const output = path.join(folder, 'report');
    done = await stocktake(auditWith('--verbose', '--snapshot', snapshot, '--output', output));
    const names = await readdir(output);
    const read = names.map(
      async (name): Promise<[string, string]> => [name, await readFile(path.join(output, name), 'utf8')],
    );
    texts = new Map(await Promise.all(read));
    texts.set('snapshot', gunzipSync(await readFile(snapshot)).toString());
    texts.set('standard output', done.stdout);
    texts.set('standard error', done.stderr);
  }, 60_000);

  it('were all on the way', () => {
    const all = JSON.stringify([careless, policyText, tellingTags]);
    expect(found(all)).toEqual(Object.keys(secrets));
    expect(done.code).toBe(3);
    expect([...texts.keys()].sort()).toEqual(
      [
        'overview.md',
        'report.html',
        'report.json',
        'report.md',
        'snapshot',
        'standard error',
        'standard output',
      ].sort(),
    );
    // What was planted did arrive, as kinds.
    for (const name of ['snapshot', 'report.json', 'report.html', 'report.md']) {
      expect(texts.get(name), name).toContain('[secret: ');
    }
    expect(texts.get('snapshot')).toMatch(/db_password":"\[secret: /);
  });

  it.each(['snapshot', 'report.json', 'report.html', 'report.md', 'overview.md', 'standard output', 'standard error'])(
    'leave no byte in %s',
    name => {
      const text = texts.get(name) ?? '';
      expect(text.length).toBeGreaterThan(100);
      expect(found(text)).toEqual([]);
    },
  );

  it('leave no byte in a table on standard output', async () => {
    const { stdout, stderr } = await stocktake(
      auditWith('--rules', 'kms-*,iam-*', '--format', 'table', '--output', '-'),
    );
    expect(stdout).toContain('Fix first');
    expect(found(stdout + stderr)).toEqual([]);
  });

  it('leave no byte in the facts of an audit that was killed', async () => {
    proxy.add({ on: 'organizations:ListRoots', fault: 'hang' });
    const partial = path.join(folder, 'killed.snapshot.partial');
    const spooled = async () => (await readdir(partial).catch(() => [])).filter(name => name.endsWith('.gz'));
    await stocktake(auditWith('--quiet', '--snapshot', partial.replace('.partial', ''), '--output', folder), {
      async during(child) {
        while ((await spooled()).length < 8) await new Promise(resolve => setTimeout(resolve, 100));
        await new Promise(resolve => setTimeout(resolve, 1500));
        child.kill('SIGKILL');
      },
    });
    proxy.clear();
    const names = await spooled();
    expect(names).toEqual(expect.arrayContaining(['kms.keys.jsonl.gz', 'iam.policies.jsonl.gz', 'iam.users.jsonl.gz']));
    for (const name of names) {
      const bytes = await readFile(path.join(partial, name));
      const text = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
      expect(found(text), name).toEqual([]);
    }
  }, 60_000);

  it('leave no byte in the sentence about an identity that AWS refuses', async () => {
    shop.on('sts:GetCallerIdentity', () => {
      throw new StubError('AccessDenied', `no: ${careless}`, 403);
    });
    const refused = await auditShop(proxy.port).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'InputError', message: expect.stringContaining('[secret: ') as string });
    expect(found(String((refused as Error).stack))).toEqual([]);
  });
});
