import { collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** A state machine, as ListStateMachines tells. */
export interface StateMachine {
  name: string;
  stateMachineArn: string;
  type: string;
  creationDate: string | null;
}

/** State machines, and of their definitions the functions they call: the rest may hold anything, and is not kept. */
export const stateMachines = collection<StateMachine, { functionArns: string[] }>({
  id: 'stepfunctions.stateMachines',
  noun: 'state machines',
  calls: ['states:ListStateMachines'],
  async list(aws) {
    const { SFNClient, paginateListStateMachines } = await sdk();
    const found: StateMachine[] = [];
    for await (const page of paginateListStateMachines({ client: aws.client(SFNClient), pageSize: 1000 }, {})) {
      for (const one of page.stateMachines ?? []) {
        found.push({
          name: one.name ?? '',
          stateMachineArn: one.stateMachineArn ?? '',
          type: one.type ?? '',
          creationDate: isoOf(one.creationDate),
        });
      }
    }
    return found;
  },
  resource: ({ name, stateMachineArn }) => ({
    id: name,
    arn: stateMachineArn,
    type: 'AWS::StepFunctions::StateMachine',
  }),
  details: {
    functionArns: detail({
      calls: ['states:DescribeStateMachine'],
      async get({ stateMachineArn }, aws) {
        const { DescribeStateMachineCommand, SFNClient } = await sdk();
        const command = new DescribeStateMachineCommand({ stateMachineArn });
        return functionsIn((await aws.client(SFNClient).send(command)).definition ?? '');
      },
    }),
  },
});

/** ARNs of functions that a definition names, each once, without version or alias. */
export const functionsIn = (definition: string): string[] =>
  [
    ...new Set(
      [...definition.matchAll(/arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+/g)].map(
        ([functionArn]) => functionArn,
      ),
    ),
  ].sort();
