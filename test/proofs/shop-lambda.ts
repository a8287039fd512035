import type { At, Handler } from '../server/stub.js';
import { StubError } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const where = 'us-east-1';
const arn = `arn:aws:lambda:${where}:${accountId}:function:search`;
const early = '2025-03-01T08:00:00.000+0000';
const search = {
  FunctionName: 'search',
  FunctionArn: arn,
  Runtime: 'python3.13',
  Role: `arn:aws:iam::${accountId}:role/search`,
  MemorySize: 1024,
  Architectures: ['arm64'],
  Timeout: 10,
  LastModified: early,
  CodeSize: 4096,
  PackageType: 'Zip',
  Environment: { Variables: { TABLE_NAME: 'listings' } },
};
const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'api',
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: arn,
      Condition: { ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:${where}:${accountId}:api1/*/*` } },
    },
  ],
};
const here =
  (answer: object, elsewhere: object): Handler =>
  (_input, { region }: At) =>
    region === where ? answer : elsewhere;

/** One function with an old snapshot, warm environments that nobody uses, too much memory and many errors. */
export const lambda: Record<string, Handler> = {
  'lambda:ListFunctions': here({ Functions: [search] }, { Functions: [] }),
  'lambda:ListVersionsByFunction': () => ({
    Versions: ['$LATEST', '3'].map(Version => ({
      ...search,
      FunctionArn: `${arn}:${Version}`,
      Version,
      SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: Version === '3' ? 'On' : 'Off' },
    })),
  }),
  'lambda:ListAliases': () => ({ Aliases: [{ AliasArn: `${arn}:old`, Name: 'old', FunctionVersion: '3' }] }),
  'lambda:ListProvisionedConcurrencyConfigs': () => ({
    ProvisionedConcurrencyConfigs: [
      {
        FunctionArn: `${arn}:old`,
        RequestedProvisionedConcurrentExecutions: 2,
        AllocatedProvisionedConcurrentExecutions: 2,
        Status: 'READY',
        LastModified: early,
      },
    ],
  }),
  'lambda:GetFunctionConfiguration': () => search,
  'lambda:ListTags': () => ({ Tags: { team: 'shop' } }),
  'lambda:GetPolicy': () => ({ Policy: JSON.stringify(policy) }),
  'lambda:ListFunctionUrlConfigs': () => ({ FunctionUrlConfigs: [] }),
  'lambda:ListEventSourceMappings': here(
    {
      EventSourceMappings: [
        { UUID: 'u-1', EventSourceArn: `arn:aws:sqs:${where}:${accountId}:orders`, FunctionArn: arn, State: 'Enabled' },
      ],
    },
    { EventSourceMappings: [] },
  ),
  'lambda:GetFunctionConcurrency': () => ({ ReservedConcurrentExecutions: 5 }),
  'compute-optimizer:GetLambdaFunctionRecommendations': () => ({
    lambdaFunctionRecommendations: [
      {
        functionArn: arn,
        functionVersion: '$LATEST',
        accountId,
        currentMemorySize: 1024,
        numberOfInvocations: 560,
        lookbackPeriodInDays: 14,
        finding: 'NotOptimized',
        findingReasonCodes: ['MemoryOverprovisioned'],
        memorySizeRecommendationOptions: [{ rank: 1, memorySize: 512 }],
      },
    ],
  }),
  'application-autoscaling:DescribeScheduledActions': ({ ServiceNamespace }: { ServiceNamespace: string }) => {
    if (ServiceNamespace !== 'lambda') throw new StubError('ValidationException', 'not of the shop');
    return { ScheduledActions: [] };
  },
};
