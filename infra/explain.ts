import { type Stack, Validations } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';

/** One rule of cdk-nag that a resource breaks on purpose, and why. */
interface Exemption {
  of: Construct;
  id: string;
  reason: string;
}

/** Says why the stack does not do what cdk-nag's AwsSolutions asks for, in the few places where it does not. */
export function explain(exemptions: readonly Exemption[]): void {
  for (const { of, id, reason } of exemptions) {
    Validations.of(of).acknowledge({ id: `AwsSolutions::AwsSolutions-${id}`, reason });
  }
}

/** The exemptions of the stack; each names the one resource and the one finding that it is about. */
export function exemptionsOf(stack: Stack, reports: Construct): Exemption[] {
  const part = (path: string): Construct => {
    const found = path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), stack);
    if (!found) throw new Error(`the stack has no ${path}`);
    return found as Construct;
  };
  const bucket = `<${stack.getLogicalId(part('Reports/Resource') as never)}.Arn>`;
  const audit = `<${stack.getLogicalId(part('Audit/Resource') as never)}.Arn>`;
  const reads = stack.node.children.filter(({ node }) => /^Reads\d*$/.test(node.id)) as Construct[];
  const scheduler = stack.node.children.find(({ node }) => node.id.startsWith('SchedulerRoleForTarget'));
  return [
    {
      of: reports,
      id: 'S1',
      reason:
        'Server access logs need a second bucket that somebody has to read. Who reads the reports is told by data events of CloudTrail, for owners who want to know.',
    },
    {
      of: part('Audit'),
      id: 'L1',
      reason: 'Node.js 22 is maintained, and every change is tested on it; a newer one comes after it was tested.',
    },
    ...reads.map(of => ({
      of,
      id: 'IAM5[Resource::*]',
      reason:
        'An audit reads whatever there is. The actions are those of the configured rules, each named in full, and none of them changes anything.',
    })),
    {
      of: part('Writes'),
      id: 'IAM5[Resource::*]',
      reason: 'cloudwatch:PutMetricData knows no resources; its condition allows one namespace.',
    },
    ...['config', 'state', 'latest', 'runs'].map(folder => ({
      of: part('Writes'),
      id: `IAM5[Resource::${bucket}/${folder}/*]`,
      reason: `The files of ${folder}/ in the own bucket have a date or a name in their keys.`,
    })),
    ...(scheduler
      ? [
          {
            of: scheduler as Construct,
            id: `IAM5[Resource::${audit}:*]`,
            reason: 'The schedule may call the function in any of its versions; there is only one function.',
          },
        ]
      : []),
  ];
}
