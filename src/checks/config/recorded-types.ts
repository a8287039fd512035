import { type Aws, collection } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { isOwn, listRecorders } from './recorders.js';

const sdk = () => import('./sdk.js');

/** A type of which AWS Config keeps resources in this region; `count` is how many it knows at present. */
export interface RecordedType {
  resourceType: string;
  count: number;
}

interface Details {
  use: { ConfigurationItemsRecorded: MetricSeries };
  /** Whether rules have judged resources of this type. */
  evaluated: boolean;
}

/** Days over which items are counted. */
export const itemDays = 30;

/** Types that may bring many items while no resource of them is left, so that no count names them. */
const comeAndGo = [
  'AWS::AppConfig::HostedConfigurationVersion',
  'AWS::Config::ConformancePackCompliance',
  'AWS::Config::ResourceCompliance',
  'AWS::EC2::Instance',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::Volume',
  'AWS::ECS::TaskDefinition',
  'AWS::SSM::AssociationCompliance',
  'AWS::SSM::ManagedInstanceInventory',
  'AWS::SSM::PatchCompliance',
];

/** The types of which the region's own recorder knows resources, and those that come and go; none where there is no recorder. */
export const recordedTypes = collection<RecordedType, Details>({
  id: 'config.recorded-types',
  noun: 'types that AWS Config has recorded',
  calls: ['config:DescribeConfigurationRecorders', 'config:GetDiscoveredResourceCounts'],
  async list(aws) {
    if (!(await listRecorders(aws)).some(isOwn)) return [];
    const { ConfigServiceClient, paginateGetDiscoveredResourceCounts } = await sdk();
    const counts = new Map(comeAndGo.map(type => [type, 0]));
    for await (const page of paginateGetDiscoveredResourceCounts({ client: aws.client(ConfigServiceClient) }, {})) {
      for (const { resourceType = '', count = 0 } of page.resourceCounts ?? []) counts.set(resourceType, count);
    }
    return [...counts].map(([resourceType, count]) => ({ resourceType, count }));
  },
  resource: ({ resourceType }) => ({ id: resourceType, type: resourceType }),
  details: {
    use: {
      metrics: ({ resourceType }) => ({
        ConfigurationItemsRecorded: {
          Namespace: 'AWS/Config',
          MetricName: 'ConfigurationItemsRecorded',
          Dimensions: { ResourceType: resourceType },
          Statistic: 'Sum',
          Days: itemDays,
        },
      }),
    },
    evaluated: { calls: ['config:GetComplianceSummaryByResourceType'], otherwise: false, all: readEvaluated },
  },
});

/** What AWS takes in one request. */
const typesAtMost = 20;

async function readEvaluated(types: readonly RecordedType[], aws: Aws): Promise<ReadonlyMap<string, boolean>> {
  const { ConfigServiceClient, GetComplianceSummaryByResourceTypeCommand } = await sdk();
  const found = new Map<string, boolean>();
  for (let at = 0; at < types.length; at += typesAtMost) {
    const ResourceTypes = types.slice(at, at + typesAtMost).map(({ resourceType }) => resourceType);
    const command = new GetComplianceSummaryByResourceTypeCommand({ ResourceTypes });
    const answer = await aws.client(ConfigServiceClient).send(command);
    for (const { ResourceType = '', ComplianceSummary } of answer.ComplianceSummariesByResourceType ?? []) {
      const { CompliantResourceCount: good, NonCompliantResourceCount: bad } = ComplianceSummary ?? {};
      found.set(ResourceType, (good?.CappedCount ?? 0) + (bad?.CappedCount ?? 0) > 0);
    }
  }
  return found;
}
