import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

/** A parameter of the Parameter Store, as DescribeParameters tells; never its value. */
export interface Parameter {
  Name: string;
  ARN: string | null;
  Type: string;
  Tier: string;
  DataType: string;
  /** The key of a SecureString. */
  KeyId: string | null;
  Version: number | null;
  LastModifiedDate: string | null;
}

export const parameters = collection<Parameter>({
  id: 'ssm.parameters',
  noun: 'parameters',
  calls: ['ssm:DescribeParameters'],
  async list(aws) {
    const { paginateDescribeParameters, SSMClient } = await import('./sdk.js');
    const found: Parameter[] = [];
    for await (const page of paginateDescribeParameters({ client: aws.client(SSMClient), pageSize: 50 }, {})) {
      for (const one of page.Parameters ?? []) {
        found.push({
          Name: one.Name ?? '',
          ARN: one.ARN ?? null,
          Type: one.Type ?? '',
          Tier: one.Tier ?? '',
          DataType: one.DataType ?? '',
          KeyId: one.KeyId ?? null,
          Version: one.Version ?? null,
          LastModifiedDate: isoOf(one.LastModifiedDate),
        });
      }
    }
    return found;
  },
  resource: ({ Name, ARN }) => ({ id: Name, ...(ARN === null ? {} : { arn: ARN }), type: 'AWS::SSM::Parameter' }),
});
