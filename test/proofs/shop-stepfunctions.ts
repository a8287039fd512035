import type { At, Handler } from '../server/stub.js';
import { accountId } from './shop-iam.js';

const region = 'us-east-1';
const machine = {
  name: 'nightly',
  stateMachineArn: `arn:aws:states:${region}:${accountId}:stateMachine:nightly`,
  type: 'STANDARD',
  creationDate: new Date('2025-03-01T08:00:00Z'),
};

/** One state machine that calls the shop's function. */
export const stepfunctions: Record<string, Handler> = {
  'states:ListStateMachines': (_input, at: At) => ({ stateMachines: at.region === region ? [machine] : [] }),
  'states:DescribeStateMachine': () => ({
    ...machine,
    roleArn: `arn:aws:iam::${accountId}:role/nightly`,
    definition: JSON.stringify({
      States: { Search: { Resource: `arn:aws:lambda:${region}:${accountId}:function:search` } },
    }),
  }),
};
