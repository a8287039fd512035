import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

/** A server outside EC2 that Systems Manager looks after (`mi-...`), as DescribeInstanceInformation tells. */
export interface Node {
  InstanceId: string;
  Name: string | null;
  PingStatus: string;
  LastPingDateTime: string | null;
  RegistrationDate: string | null;
}

export const nodes = collection<Node>({
  id: 'ssm.nodes',
  noun: 'managed servers outside EC2',
  calls: ['ssm:DescribeInstanceInformation'],
  async list(aws) {
    const { paginateDescribeInstanceInformation, SSMClient } = await import('./sdk.js');
    const found: Node[] = [];
    const Filters = [{ Key: 'ResourceType', Values: ['ManagedInstance'] }];
    for await (const page of paginateDescribeInstanceInformation(
      { client: aws.client(SSMClient), pageSize: 50 },
      { Filters },
    )) {
      for (const one of page.InstanceInformationList ?? []) {
        found.push({
          InstanceId: one.InstanceId ?? '',
          Name: one.Name ?? null,
          PingStatus: one.PingStatus ?? '',
          LastPingDateTime: isoOf(one.LastPingDateTime),
          RegistrationDate: isoOf(one.RegistrationDate),
        });
      }
    }
    return found;
  },
  resource: ({ InstanceId, Name }) => ({
    id: InstanceId,
    ...(Name ? { name: Name } : {}),
    type: 'AWS::SSM::ManagedInstance',
  }),
});
