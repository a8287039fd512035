import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { LambdaFunction } from './functions.js';
import { functionNameOf } from './qualified.js';

const sdk = () => import('../compute-optimizer/sdk.js');

/** What Compute Optimizer says of a function's memory. */
export interface MemoryRecommendation {
  /** False where the account does not use Compute Optimizer. */
  Enrolled: boolean;
  /** Null where it says nothing of this function. */
  Finding: {
    finding: string;
    findingReasonCodes: string[];
    currentMemorySize: number;
    numberOfInvocations: number;
    lookbackPeriodInDays: number;
    lastRefreshTimestamp: string | null;
    /** Of the option that it ranks first, in MB. */
    recommendedMemorySize: number | null;
  } | null;
}

/** Recommendations for a region's functions by name; not being enrolled is an answer of its own. */
export async function listRecommendations(
  functions: readonly LambdaFunction[],
  aws: Aws,
): Promise<Map<string, MemoryRecommendation>> {
  try {
    return await askForRecommendations(aws);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'OptInRequiredException')) throw error;
    return new Map(functions.map(({ FunctionName }) => [FunctionName, { Enrolled: false, Finding: null }]));
  }
}

async function askForRecommendations(aws: Aws): Promise<Map<string, MemoryRecommendation>> {
  const { ComputeOptimizerClient, paginateGetLambdaFunctionRecommendations } = await sdk();
  const found = new Map<string, MemoryRecommendation>();
  const client = aws.client(ComputeOptimizerClient);
  for await (const page of paginateGetLambdaFunctionRecommendations({ client }, {})) {
    for (const one of page.lambdaFunctionRecommendations ?? []) {
      // Published versions get recommendations of their own; the memory that people set is that of the unpublished one.
      if ((one.functionVersion ?? '$LATEST') !== '$LATEST') continue;
      const best = [...(one.memorySizeRecommendationOptions ?? [])].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))[0];
      found.set(functionNameOf(one.functionArn ?? ''), {
        Enrolled: true,
        Finding: {
          finding: one.finding ?? '',
          findingReasonCodes: one.findingReasonCodes ?? [],
          currentMemorySize: one.currentMemorySize ?? 0,
          numberOfInvocations: one.numberOfInvocations ?? 0,
          lookbackPeriodInDays: one.lookbackPeriodInDays ?? 0,
          lastRefreshTimestamp: isoOf(one.lastRefreshTimestamp),
          recommendedMemorySize: best?.memorySize ?? null,
        },
      });
    }
  }
  return found;
}
