import { type Aws, call, collection } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { type LambdaFunction, lambdaMetric, listFunctions } from './functions.js';
import { isoTimeOf } from './qualified.js';

const sdk = () => import('./sdk.js');

/** A published version of a function in a language whose snapshots AWS bills. */
export interface Version {
  FunctionArn: string;
  FunctionName: string;
  Version: string;
  Runtime: string | null;
  MemorySize: number;
  /** When it was published: versions never change. */
  LastModified: string;
  SnapStart: { ApplyOn: string; OptimizationStatus: string };
}

/** SnapStart is free for Java; other languages have it in Python and .NET alone. */
export const isSnapshotBilled = ({ Runtime }: { Runtime: string | null }): boolean =>
  /^(python|dotnet)/.test(Runtime ?? '');

export const versions = collection<Version, { use: { Invocations: MetricSeries } }>({
  id: 'lambda.versions',
  noun: 'published versions of Lambda functions in Python and .NET',
  calls: [
    'lambda:ListFunctions',
    call('lambda:ListVersionsByFunction', 'lambda:ListVersionsByFunction', { each: true }),
  ],
  async list(aws) {
    const lists = await Promise.all((await listFunctions(aws)).filter(isSnapshotBilled).map(one => listOf(one, aws)));
    return lists.flat();
  },
  resource: ({ FunctionArn, FunctionName, Version }) => ({
    id: `${FunctionName}:${Version}`,
    arn: FunctionArn,
    type: 'AWS::Lambda::Version',
  }),
  details: {
    // Calls that name the version; those through an alias are counted there.
    use: {
      metrics: ({ FunctionName, Version }) => ({
        Invocations: lambdaMetric('Invocations', { FunctionName, Resource: `${FunctionName}:${Version}` }),
      }),
    },
  },
});

async function listOf({ FunctionName }: LambdaFunction, aws: Aws): Promise<Version[]> {
  const { LambdaClient, paginateListVersionsByFunction } = await sdk();
  const found: Version[] = [];
  try {
    for await (const page of paginateListVersionsByFunction({ client: aws.client(LambdaClient) }, { FunctionName })) {
      for (const one of page.Versions ?? []) {
        if (one.Version === undefined || one.Version === '$LATEST') continue;
        found.push({
          FunctionArn: one.FunctionArn ?? '',
          FunctionName,
          Version: one.Version,
          Runtime: one.Runtime ?? null,
          MemorySize: one.MemorySize ?? 0,
          LastModified: isoTimeOf(one.LastModified),
          SnapStart: {
            ApplyOn: one.SnapStart?.ApplyOn ?? 'None',
            OptimizationStatus: one.SnapStart?.OptimizationStatus ?? 'Off',
          },
        });
      }
    }
  } catch (error) {
    aws.missed({ id: FunctionName }, error);
    return [];
  }
  return found;
}
