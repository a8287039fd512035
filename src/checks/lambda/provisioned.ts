import { type Aws, call, collection } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { lambdaMetric, listFunctions } from './functions.js';
import { isoTimeOf, qualifierOf } from './qualified.js';

const sdk = () => import('./sdk.js');

/** Execution environments that an alias or version keeps warm. */
export interface ProvisionedConcurrency {
  /** Of the alias or version. */
  FunctionArn: string;
  FunctionName: string;
  /** The alias or the version. */
  Qualifier: string;
  RequestedProvisionedConcurrentExecutions: number;
  AllocatedProvisionedConcurrentExecutions: number;
  Status: string;
  /** When somebody last changed it. */
  LastModified: string;
}

/** Day by day over 90 days. */
export interface ProvisionedUse {
  /** The highest share in use: 0.5 is half of what is kept warm. */
  ProvisionedConcurrencyUtilization: MetricSeries;
  Invocations: MetricSeries;
}

interface Details {
  use: ProvisionedUse;
  /** Of the version behind it: what is billed is that version's memory. */
  configuration: { MemorySize: number; Architectures: string[] };
  /** Names of the actions by which Application Auto Scaling changes it on a schedule. */
  scheduledActions: string[];
}

export const provisioned = collection<ProvisionedConcurrency, Details>({
  id: 'lambda.provisioned-concurrency',
  noun: 'settings of provisioned concurrency',
  calls: [
    'lambda:ListFunctions',
    call('lambda:ListProvisionedConcurrencyConfigs', 'lambda:ListProvisionedConcurrencyConfigs', { each: true }),
  ],
  async list(aws) {
    const lists = await Promise.all((await listFunctions(aws)).map(one => listOf(one, aws)));
    return lists.flat();
  },
  resource: ({ FunctionArn, FunctionName, Qualifier }) => ({
    id: `${FunctionName}:${Qualifier}`,
    arn: FunctionArn,
    type: 'AWS::Lambda::ProvisionedConcurrencyConfig',
  }),
  details: {
    use: {
      metrics({ FunctionName, Qualifier }) {
        const Dimensions = { FunctionName, Resource: `${FunctionName}:${Qualifier}` };
        return {
          ProvisionedConcurrencyUtilization: lambdaMetric('ProvisionedConcurrencyUtilization', Dimensions, 'Maximum'),
          Invocations: lambdaMetric('Invocations', Dimensions),
        };
      },
    },
    configuration: {
      calls: ['lambda:GetFunctionConfiguration'],
      async get({ FunctionName, Qualifier }, aws) {
        const { GetFunctionConfigurationCommand, LambdaClient } = await sdk();
        const command = new GetFunctionConfigurationCommand({ FunctionName, Qualifier });
        const { Architectures = ['x86_64'], MemorySize = 0 } = await aws.client(LambdaClient).send(command);
        return { MemorySize, Architectures };
      },
    },
    scheduledActions: {
      calls: ['application-autoscaling:DescribeScheduledActions'],
      otherwise: [],
      all: (_items, aws) => listScheduledActions(aws),
    },
  },
});

async function listOf({ FunctionName }: { FunctionName: string }, aws: Aws): Promise<ProvisionedConcurrency[]> {
  const { LambdaClient, paginateListProvisionedConcurrencyConfigs } = await sdk();
  const found: ProvisionedConcurrency[] = [];
  const paging = { client: aws.client(LambdaClient) };
  try {
    for await (const page of paginateListProvisionedConcurrencyConfigs(paging, { FunctionName })) {
      for (const one of page.ProvisionedConcurrencyConfigs ?? []) {
        found.push({
          FunctionArn: one.FunctionArn ?? '',
          FunctionName,
          Qualifier: qualifierOf(one.FunctionArn ?? ''),
          RequestedProvisionedConcurrentExecutions: one.RequestedProvisionedConcurrentExecutions ?? 0,
          AllocatedProvisionedConcurrentExecutions: one.AllocatedProvisionedConcurrentExecutions ?? 0,
          Status: one.Status ?? '',
          LastModified: isoTimeOf(one.LastModified),
        });
      }
    }
  } catch (error) {
    aws.missed({ id: FunctionName }, error);
    return [];
  }
  return found;
}

/** The scheduled actions of a region by what they scale: `search-listings:live`. */
async function listScheduledActions(aws: Aws): Promise<Map<string, string[]>> {
  const { ApplicationAutoScalingClient, paginateDescribeScheduledActions } = await import(
    '../application-autoscaling/sdk.js'
  );
  const found = new Map<string, string[]>();
  const paging = { client: aws.client(ApplicationAutoScalingClient) };
  for await (const page of paginateDescribeScheduledActions(paging, { ServiceNamespace: 'lambda' })) {
    for (const { ResourceId = '', ScheduledActionName = '' } of page.ScheduledActions ?? []) {
      const scaled = ResourceId.replace(/^function:/, '');
      found.set(scaled, [...(found.get(scaled) ?? []), ScheduledActionName]);
    }
  }
  return found;
}
