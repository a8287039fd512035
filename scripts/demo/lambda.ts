import { type At, type Handler, StubError } from '../../test/server/stub.js';
import { account, daysAgo, iamArn } from './place.js';

interface Made {
  region: string;
  runtime: string;
  memory: number;
  /** Days since it was last changed. */
  changed: number;
  environment: Record<string, string>;
  more?: object;
  /** Who may call it: a service, and what of it. */
  caller?: [service: string, sourceArn: string];
}

const home = 'eu-north-1';
const arnOf = (service: string, rest: string): string => `arn:aws:${service}:${home}:${account}:${rest}`;
const time = (days: number): string => daysAgo(days).replace('+00:00', '.000+0000');
const api: Made['caller'] = ['apigateway.amazonaws.com', arnOf('execute-api', 'l0dgeapi01/*/*')];

/** Lodge's functions by name: each is a small service. */
const made: Record<string, Made> = {
  'payments-webhook': {
    region: home,
    runtime: 'nodejs22.x',
    memory: 256,
    changed: 61,
    environment: { PAYMENTS_SECRET_ARN: arnOf('secretsmanager', 'secret:lodge/payments'), DSQL_ENDPOINT: 'lodge.dsql' },
    caller: api,
  },
  'search-listings': {
    region: home,
    runtime: 'python3.13',
    memory: 1024,
    changed: 34,
    environment: { DSQL_ENDPOINT: 'lodge.dsql', MEDIA_BUCKET: 'lodge-media' },
    more: { SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' } },
    caller: api,
  },
  'expire-holds': {
    region: home,
    runtime: 'nodejs20.x',
    memory: 256,
    changed: 205,
    environment: { DSQL_ENDPOINT: 'lodge.dsql', TABLE_NAME: 'lodge-holds' },
  },
  'send-mail': {
    region: home,
    runtime: 'nodejs22.x',
    memory: 256,
    changed: 12,
    environment: { MAIL_FROM: 'hello@lodge.example' },
    more: { DeadLetterConfig: { TargetArn: arnOf('sqs', 'lodge-mail-failed') } },
    caller: ['events.amazonaws.com', arnOf('events', 'rule/lodge/booking-confirmed')],
  },
  'photo-resize': {
    region: home,
    runtime: 'python3.12',
    memory: 1769,
    changed: 320,
    environment: { MEDIA_BUCKET: 'lodge-media' },
    caller: ['s3.amazonaws.com', 'arn:aws:s3:::lodge-media'],
  },
  'guest-signup': {
    region: home,
    runtime: 'nodejs22.x',
    memory: 128,
    changed: 150,
    environment: {},
    caller: ['cognito-idp.amazonaws.com', arnOf('cognito-idp', 'userpool/eu-north-1_LodgeGst1')],
  },
  'price-import-legacy': {
    region: 'us-east-1',
    runtime: 'nodejs16.x',
    memory: 512,
    changed: 800,
    environment: { TABLE_NAME: 'lodge-prices' },
  },
};

/** Roles that bear another name than their function. */
const roles: Record<string, string> = {
  'search-listings': 'search-indexer',
  'send-mail': 'email-sender',
  'photo-resize': 'image-resizer',
};

const functionArn = (name: string, region = home): string => `arn:aws:lambda:${region}:${account}:function:${name}`;
const describe = (name: string, { changed, environment, memory, more, region, runtime }: Made) => ({
  FunctionName: name,
  FunctionArn: functionArn(name, region),
  Runtime: runtime,
  Role: iamArn(`role/${roles[name] ?? name}`),
  MemorySize: memory,
  Architectures: [runtime.startsWith('nodejs2') ? 'arm64' : 'x86_64'],
  Timeout: 15,
  LastModified: time(changed),
  CodeSize: 1_250_000,
  PackageType: 'Zip',
  Description: '',
  Environment: { Variables: environment },
  LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  TracingConfig: { Mode: 'PassThrough' },
  ...more,
});

interface OfFunction {
  FunctionName: string;
}
/** Functions are named, or told by their ARN. */
const find = (name: string): Made => {
  const found = made[name];
  if (!found) throw new StubError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  return found;
};

const live: Record<string, string> = { 'payments-webhook': '18', 'search-listings': '27' };
const published: Record<string, [version: string, days: number][]> = {
  'search-listings': [
    ['25', 131],
    ['27', 34],
  ],
};

/** What deploys them; the rest was made by hand. */
const stacks: Record<string, string> = {
  'payments-webhook': 'lodge-payments',
  'search-listings': 'lodge-search',
  'expire-holds': 'lodge-bookings',
  'send-mail': 'lodge-bookings',
  'photo-resize': 'lodge-search',
};

export const lambda: Record<string, Handler> = {
  'lambda:ListFunctions': (_input, { region }: At) => ({
    Functions: Object.entries(made)
      .filter(([, one]) => one.region === region)
      .map(([name, one]) => describe(name, one)),
  }),
  'lambda:ListAliases': ({ FunctionName }: OfFunction) => ({
    Aliases: live[FunctionName]
      ? [{ AliasArn: `${functionArn(FunctionName)}:live`, Name: 'live', FunctionVersion: live[FunctionName] }]
      : [],
  }),
  'lambda:ListVersionsByFunction': ({ FunctionName }: OfFunction) => ({
    Versions: (published[FunctionName] ?? []).map(([Version, days]) => ({
      ...describe(FunctionName, find(FunctionName)),
      FunctionArn: `${functionArn(FunctionName)}:${Version}`,
      Version,
      LastModified: time(days),
      SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
    })),
  }),
  'lambda:ListProvisionedConcurrencyConfigs': ({ FunctionName }: OfFunction) => ({
    ProvisionedConcurrencyConfigs:
      FunctionName === 'payments-webhook'
        ? [
            {
              FunctionArn: `${functionArn(FunctionName)}:live`,
              RequestedProvisionedConcurrentExecutions: 5,
              AvailableProvisionedConcurrentExecutions: 5,
              AllocatedProvisionedConcurrentExecutions: 5,
              Status: 'READY',
              LastModified: time(61),
            },
          ]
        : [],
  }),
  'lambda:GetFunctionConfiguration': ({ FunctionName }: OfFunction) => describe(FunctionName, find(FunctionName)),
  'lambda:ListTags': ({ Resource }: { Resource: string }) => {
    const stack = stacks[Resource.split(':').at(-1) ?? ''];
    return { Tags: { app: 'lodge', ...(stack ? { 'aws:cloudformation:stack-name': stack } : {}) } };
  },
  'lambda:GetPolicy': ({ FunctionName }: OfFunction) => {
    const { caller } = find(FunctionName);
    if (!caller) throw new StubError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    const [Service, source] = caller;
    const Statement = [
      {
        Sid: 'caller',
        Effect: 'Allow',
        Principal: { Service },
        Action: 'lambda:InvokeFunction',
        Resource: functionArn(FunctionName),
        Condition: { ArnLike: { 'AWS:SourceArn': source } },
      },
    ];
    return { Policy: JSON.stringify({ Version: '2012-10-17', Statement }) };
  },
  'lambda:ListFunctionUrlConfigs': () => ({ FunctionUrlConfigs: [] }),
  'lambda:ListEventSourceMappings': (_input, { region }: At) => ({
    EventSourceMappings:
      region === home
        ? [
            {
              UUID: '5e1d7c3a-0000-4000-8000-000000000001',
              EventSourceArn: arnOf('sqs', 'lodge-mail'),
              FunctionArn: functionArn('send-mail'),
              State: 'Enabled',
              LastModified: new Date(daysAgo(400)),
            },
          ]
        : [],
  }),
  'lambda:GetFunctionConcurrency': ({ FunctionName }: OfFunction) =>
    FunctionName === 'expire-holds' ? { ReservedConcurrentExecutions: 1 } : {},
  'compute-optimizer:GetLambdaFunctionRecommendations': (_input, { region }: At) => ({
    lambdaFunctionRecommendations:
      region === home ? Object.entries(made).flatMap(([name, one]) => recommend(name, one)) : [],
  }),
  'application-autoscaling:DescribeScheduledActions': () => ({ ScheduledActions: [] }),
};

/** Compute Optimizer has looked at all that are called often enough. */
function recommend(name: string, { memory, region }: Made) {
  if (region !== home) return [];
  const over = name === 'photo-resize';
  return [
    {
      functionArn: functionArn(name),
      functionVersion: '$LATEST',
      accountId: account,
      currentMemorySize: memory,
      numberOfInvocations: 2000,
      lookbackPeriodInDays: 14,
      lastRefreshTimestamp: new Date(daysAgo(1)),
      finding: over ? 'NotOptimized' : 'Optimized',
      findingReasonCodes: over ? ['MemoryOverprovisioned'] : [],
      memorySizeRecommendationOptions: over ? [{ rank: 1, memorySize: 896 }] : [],
    },
  ];
}
