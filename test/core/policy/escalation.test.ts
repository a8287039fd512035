import { describe, expect, it } from 'vitest';
import {
  actionsOfService,
  type Escalation,
  type EscalationPath,
  escalationPaths,
  findEscalations,
} from '../../../src/core/policy/index.js';
import { escalation } from './corpus/identity.js';

const policy = (Action: readonly string[]) => ({
  Statement: [{ Sid: 'S', Effect: 'Allow', Action: [...Action], Resource: '*' }],
});

describe('findEscalations', () => {
  it.each(escalation)('$found: $why', ({ policies, options, found }) => {
    expect(findEscalations(policies, options).length > 0).toBe(found);
  });

  it.each<EscalationPath>(escalationPaths)(
    'finds $id in a policy with its actions, and not without one of them',
    ({ id, actions }) => {
      const ids = (list: readonly string[]) => findEscalations(policy(list)).map(found => found.id);
      expect(ids(actions)).toContain(id);
      for (const left of actions)
        expect(ids(['s3:ListBucket', ...actions.filter(action => action !== left)])).not.toContain(id);
    },
  );

  it('names the path, its actions and the statements behind it', () => {
    const policies = [policy(['iam:PassRole']), { Statement: { Effect: 'Allow', Action: 'braket:*', Resource: '*' } }];
    const expected: Escalation[] = [
      {
        id: 'braket-create-job',
        actions: ['iam:PassRole', 'braket:CreateJob'],
        statements: ['S', 'statement 1'],
        how: 'runs its own script in a hybrid job',
      },
    ];
    expect(findEscalations(policies)).toEqual(expected);
  });

  it('opens every path to an administrator', () => {
    expect(findEscalations(policy(['*']))).toHaveLength(escalationPaths.length);
  });

  it('asks for every real action behind iam:Put*', () => {
    const puts = actionsOfService('iam').filter(action => action.startsWith('iam:Put'));
    expect(findEscalations(policy(puts)).map(({ id }) => id)).toContain('iam-put-anything');
    expect(findEscalations(policy(puts.slice(1))).map(({ id }) => id)).not.toContain('iam-put-anything');
  });
});

describe('escalationPaths', () => {
  it('has unique ids and only actions that AWS publishes', () => {
    expect(new Set(escalationPaths.map(({ id }) => id)).size).toBe(escalationPaths.length);
    const concrete = escalationPaths.flatMap(({ actions }) => actions).filter(action => !action.includes('*'));
    expect(concrete.filter(action => !actionsOfService(action.split(':')[0] ?? '').includes(action))).toEqual([]);
  });

  it('says to which service a role goes, exactly where one is passed', () => {
    for (const { actions, passedTo } of escalationPaths)
      expect(passedTo !== undefined).toBe(actions.includes('iam:PassRole'));
  });
});
