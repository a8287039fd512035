import type { Handler } from '../server/stub.js';

interface Asked {
  GroupBy: { Key: string }[];
}
const month = (Start: string, End: string, groups: [string, string, string, string][]) => ({
  TimePeriod: { Start, End },
  Total: {},
  Groups: groups.map(([service, kind, amount, quantity]) => ({
    Keys: [service, kind],
    Metrics: {
      UnblendedCost: { Amount: amount, Unit: 'USD' },
      UsageQuantity: { Amount: quantity, Unit: 'N/A' },
    },
  })),
  Estimated: Start === '2026-11-01',
});
const lines = (keys: string) => [
  ['AWS Key Management Service', 'eu-north-1-KMS-Keys', keys, keys] as [string, string, string, string],
  ['AWS CloudTrail', 'EUN1-DataEventsRecorded', '0.5', '500000'] as [string, string, string, string],
];
const records: [string, string, string, string][] = [
  ['AWS Key Management Service', 'Usage', '3', '0'],
  ['Tax', 'Tax', '0.7', '0'],
];

/** The bill of the shop, and what it deployed on purpose. */
export const ledger: Record<string, Handler> = {
  'ce:GetCostAndUsage': ({ GroupBy }: Asked) => {
    const kinds = GroupBy.some(({ Key }) => Key === 'RECORD_TYPE');
    return {
      ResultsByTime: [
        month('2026-09-01', '2026-10-01', kinds ? records : lines('2')),
        month('2026-10-01', '2026-11-01', kinds ? records : lines('3')),
        month('2026-11-01', '2026-11-23', kinds ? records : lines('1')),
      ],
    };
  },
  'cloudformation:ListStacks': (_input, { region }) => ({
    StackSummaries:
      region === 'us-east-1'
        ? []
        : [
            {
              StackName: 'shop',
              StackId: `arn:aws:cloudformation:${region}:123456789012:stack/shop/1`,
              StackStatus: 'UPDATE_COMPLETE',
              CreationTime: new Date('2025-03-01T08:00:00Z'),
            },
          ],
  }),
  'cloudformation:ListStackResources': () => ({
    StackResourceSummaries: [
      {
        LogicalResourceId: 'Key',
        PhysicalResourceId: 'key-orders',
        ResourceType: 'AWS::KMS::Key',
        ResourceStatus: 'CREATE_COMPLETE',
        LastUpdatedTimestamp: new Date('2025-03-01T08:00:00Z'),
      },
    ],
  }),
};
