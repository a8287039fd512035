import { type Aws, call, collection } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { lambdaMetric, listFunctions } from './functions.js';

const sdk = () => import('./sdk.js');

/** A name for a version of a function, or for two that share its calls. */
export interface Alias {
  AliasArn: string;
  FunctionName: string;
  Name: string;
  FunctionVersion: string;
  /** Shares of calls that go to other versions, by version. */
  AdditionalVersionWeights: Record<string, number>;
}

export const aliases = collection<Alias, { use: { Invocations: MetricSeries } }>({
  id: 'lambda.aliases',
  noun: 'aliases of Lambda functions',
  calls: ['lambda:ListFunctions', call('lambda:ListAliases', 'lambda:ListAliases', { each: true })],
  async list(aws) {
    const lists = await Promise.all((await listFunctions(aws)).map(one => listOf(one, aws)));
    return lists.flat();
  },
  resource: ({ AliasArn, FunctionName, Name }) => ({
    id: `${FunctionName}:${Name}`,
    arn: AliasArn,
    type: 'AWS::Lambda::Alias',
  }),
  details: {
    use: {
      metrics: ({ FunctionName, Name }) => ({
        Invocations: lambdaMetric('Invocations', { FunctionName, Resource: `${FunctionName}:${Name}` }),
      }),
    },
  },
});

async function listOf({ FunctionName }: { FunctionName: string }, aws: Aws): Promise<Alias[]> {
  const { LambdaClient, paginateListAliases } = await sdk();
  const found: Alias[] = [];
  try {
    for await (const page of paginateListAliases({ client: aws.client(LambdaClient) }, { FunctionName })) {
      for (const { AliasArn = '', FunctionVersion = '', Name = '', RoutingConfig } of page.Aliases ?? []) {
        const AdditionalVersionWeights = RoutingConfig?.AdditionalVersionWeights ?? {};
        found.push({ AliasArn, FunctionName, Name, FunctionVersion, AdditionalVersionWeights });
      }
    }
  } catch (error) {
    aws.missed({ id: FunctionName }, error);
    return [];
  }
  return found;
}
