import { type Aws, collection, detail } from '../../core/collection.js';

const sdk = () => import('../application-autoscaling/sdk.js');

/** Capacity of a table or an index that Application Auto Scaling may change. */
export interface ScalableTarget {
  /** `table/orders`, `table/orders/index/by-guest`. */
  ResourceId: string;
  /** `dynamodb:table:ReadCapacityUnits`. */
  ScalableDimension: string;
  MinCapacity: number;
  MaxCapacity: number;
  /** Whether it is told not to scale in, which is what saves. */
  DynamicScalingInSuspended: boolean;
}

const idOf = ({ ResourceId, ScalableDimension }: Pick<ScalableTarget, 'ResourceId' | 'ScalableDimension'>): string =>
  `${ResourceId} ${ScalableDimension}`;

export const scalableTargets = collection<ScalableTarget, { policies: { PolicyName: string }[] }>({
  id: 'dynamodb.scalable-targets',
  noun: 'scalable targets of DynamoDB',
  calls: ['application-autoscaling:DescribeScalableTargets'],
  async list(aws) {
    const { ApplicationAutoScalingClient, paginateDescribeScalableTargets } = await sdk();
    const client = aws.client(ApplicationAutoScalingClient);
    const found: ScalableTarget[] = [];
    for await (const page of paginateDescribeScalableTargets({ client }, { ServiceNamespace: 'dynamodb' })) {
      for (const target of page.ScalableTargets ?? []) {
        found.push({
          ResourceId: target.ResourceId ?? '',
          ScalableDimension: target.ScalableDimension ?? '',
          MinCapacity: target.MinCapacity ?? 0,
          MaxCapacity: target.MaxCapacity ?? 0,
          DynamicScalingInSuspended: target.SuspendedState?.DynamicScalingInSuspended ?? false,
        });
      }
    }
    return found;
  },
  resource: target => ({ id: idOf(target), type: 'AWS::ApplicationAutoScaling::ScalableTarget' }),
  details: {
    policies: detail<ScalableTarget, { PolicyName: string }[]>({
      calls: ['application-autoscaling:DescribeScalingPolicies'],
      otherwise: [],
      all: (_targets, aws) => listPolicies(aws),
    }),
  },
});

async function listPolicies(aws: Aws): Promise<Map<string, { PolicyName: string }[]>> {
  const { ApplicationAutoScalingClient, paginateDescribeScalingPolicies } = await sdk();
  const client = aws.client(ApplicationAutoScalingClient);
  const found = new Map<string, { PolicyName: string }[]>();
  for await (const page of paginateDescribeScalingPolicies({ client }, { ServiceNamespace: 'dynamodb' })) {
    for (const { PolicyName = '', ResourceId = '', ScalableDimension = '' } of page.ScalingPolicies ?? []) {
      const id = idOf({ ResourceId, ScalableDimension });
      found.set(id, [...(found.get(id) ?? []), { PolicyName }]);
    }
  }
  return found;
}
