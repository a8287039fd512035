import { type Aws, call, collection } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import type { MetricQuery, MetricSeries } from '../../core/metrics.js';
import { listEventSourceMappings, type EventSourceMapping } from './event-source-mappings.js';
import { isoTimeOf } from './qualified.js';
import { type InvokePermission, permissionsIn } from './permissions.js';
import { listRecommendations, type MemoryRecommendation } from './recommendations.js';

const sdk = () => import('./sdk.js');

/** A function as ListFunctions tells of its unpublished version; of environment variables the names alone. */
export interface LambdaFunction {
  FunctionName: string;
  FunctionArn: string;
  /** Null for container images. */
  Runtime: string | null;
  Role: string;
  MemorySize: number;
  Architectures: string[];
  Timeout: number;
  /** When it was last updated: it is at least as old. AWS does not tell when a function was made. */
  LastModified: string;
  CodeSize: number;
  PackageType: string;
  Description: string;
  VpcConfig: { VpcId: string; SubnetIds: string[]; SecurityGroupIds: string[] } | null;
  LoggingConfig: { LogGroup: string } | null;
  DeadLetterConfig: { TargetArn: string } | null;
  TracingConfig: { Mode: string };
  SnapStart: { ApplyOn: string };
  /** ListFunctions leaves it out for most functions. */
  State: string | null;
  EnvironmentNames: string[];
}

/** A URL that calls a function, or an alias of it. */
export interface FunctionUrl {
  FunctionUrl: string;
  AuthType: string;
  FunctionArn: string;
}

/** Day by day over 90 days. */
export interface FunctionUse {
  Invocations: MetricSeries;
  Errors: MetricSeries;
  /** Milliseconds, added up. */
  Duration: MetricSeries;
}

interface Details {
  tags: Record<string, string>;
  /** Who may call the function; null where it has no policy. */
  policy: InvokePermission[] | null;
  urlConfigs: FunctionUrl[];
  eventSourceMappings: EventSourceMapping[];
  /** Executions kept for this function; null where none are. */
  reservedConcurrency: number | null;
  use: FunctionUse;
  recommendation: MemoryRecommendation;
}

/** All functions of a region, asked once an audit however many collections want them. */
export const listFunctions = (aws: Aws): Promise<LambdaFunction[]> =>
  aws.once('lambda:ListFunctions', () => askForFunctions(aws));

async function askForFunctions(aws: Aws): Promise<LambdaFunction[]> {
  const { LambdaClient, paginateListFunctions } = await sdk();
  const found: LambdaFunction[] = [];
  for await (const page of paginateListFunctions({ client: aws.client(LambdaClient) }, {})) {
    for (const one of page.Functions ?? []) {
      const { DeadLetterConfig, LoggingConfig, VpcConfig } = one;
      found.push({
        FunctionName: one.FunctionName ?? '',
        FunctionArn: one.FunctionArn ?? '',
        Runtime: one.Runtime ?? null,
        Role: one.Role ?? '',
        MemorySize: one.MemorySize ?? 0,
        Architectures: one.Architectures ?? ['x86_64'],
        Timeout: one.Timeout ?? 0,
        LastModified: isoTimeOf(one.LastModified),
        CodeSize: one.CodeSize ?? 0,
        PackageType: one.PackageType ?? 'Zip',
        Description: one.Description ?? '',
        // A function that left its VPC keeps the field, with empty texts in it.
        VpcConfig: VpcConfig?.VpcId
          ? {
              VpcId: VpcConfig.VpcId,
              SubnetIds: VpcConfig.SubnetIds ?? [],
              SecurityGroupIds: VpcConfig.SecurityGroupIds ?? [],
            }
          : null,
        LoggingConfig: LoggingConfig?.LogGroup ? { LogGroup: LoggingConfig.LogGroup } : null,
        DeadLetterConfig: DeadLetterConfig?.TargetArn ? { TargetArn: DeadLetterConfig.TargetArn } : null,
        TracingConfig: { Mode: one.TracingConfig?.Mode ?? 'PassThrough' },
        SnapStart: { ApplyOn: one.SnapStart?.ApplyOn ?? 'None' },
        State: one.State ?? null,
        EnvironmentNames: Object.keys(one.Environment?.Variables ?? {}).sort(),
      });
    }
  }
  return found;
}

/** A metric of Lambda, day by day over 90 days. */
export const lambdaMetric = (
  MetricName: string,
  Dimensions: Record<string, string>,
  Statistic: MetricQuery['Statistic'] = 'Sum',
): MetricQuery => ({ Namespace: 'AWS/Lambda', MetricName, Dimensions, Statistic, Days: 90 });

export const functions = collection<LambdaFunction, Details>({
  id: 'lambda.functions',
  noun: 'Lambda functions',
  calls: ['lambda:ListFunctions'],
  list: listFunctions,
  resource: ({ FunctionArn, FunctionName }, { tags }) => ({
    id: FunctionName,
    arn: FunctionArn,
    name: FunctionName,
    type: 'AWS::Lambda::Function',
    ...(tags ? { tags } : {}),
  }),
  details: {
    tags: {
      calls: ['lambda:ListTags'],
      async get({ FunctionArn }, aws) {
        const { LambdaClient, ListTagsCommand } = await sdk();
        const { Tags } = await aws.client(LambdaClient).send(new ListTagsCommand({ Resource: FunctionArn }));
        return Tags ?? {};
      },
    },
    policy: {
      calls: ['lambda:GetPolicy'],
      async get({ FunctionName }, aws) {
        const { GetPolicyCommand, LambdaClient } = await sdk();
        const command = new GetPolicyCommand({ FunctionName });
        const answer = await orNull(['ResourceNotFoundException'], () => aws.client(LambdaClient).send(command));
        return answer && permissionsIn(answer.Policy ?? '');
      },
    },
    urlConfigs: {
      calls: ['lambda:ListFunctionUrlConfigs'],
      get: ({ FunctionName }, aws) => listUrls(FunctionName, aws),
    },
    eventSourceMappings: {
      calls: ['lambda:ListEventSourceMappings'],
      otherwise: [],
      all: (_functions, aws) => listEventSourceMappings(aws),
    },
    reservedConcurrency: {
      calls: ['lambda:GetFunctionConcurrency'],
      async get({ FunctionName }, aws) {
        const { GetFunctionConcurrencyCommand, LambdaClient } = await sdk();
        const command = new GetFunctionConcurrencyCommand({ FunctionName });
        return (await aws.client(LambdaClient).send(command)).ReservedConcurrentExecutions ?? null;
      },
    },
    use: {
      metrics: ({ FunctionName }) => ({
        Invocations: lambdaMetric('Invocations', { FunctionName }),
        Errors: lambdaMetric('Errors', { FunctionName }),
        Duration: lambdaMetric('Duration', { FunctionName }),
      }),
    },
    recommendation: {
      // Compute Optimizer shows recommendations to those alone who may see the functions themselves.
      calls: [
        call('compute-optimizer:GetLambdaFunctionRecommendations', [
          'compute-optimizer:GetLambdaFunctionRecommendations',
          'lambda:ListFunctions',
          'lambda:ListProvisionedConcurrencyConfigs',
        ]),
      ],
      otherwise: { Enrolled: true, Finding: null },
      all: listRecommendations,
    },
  },
});

async function listUrls(FunctionName: string, aws: Aws): Promise<FunctionUrl[]> {
  const { LambdaClient, paginateListFunctionUrlConfigs } = await sdk();
  const found: FunctionUrl[] = [];
  for await (const page of paginateListFunctionUrlConfigs({ client: aws.client(LambdaClient) }, { FunctionName })) {
    for (const { AuthType = '', FunctionArn = '', FunctionUrl = '' } of page.FunctionUrlConfigs ?? []) {
      found.push({ FunctionUrl, AuthType, FunctionArn });
    }
  }
  return found;
}
