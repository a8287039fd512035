import { expect, it } from 'vitest';
import { iamSystem } from '../../../src/checks/iam/system.js';
import { gap, world } from '../../support/world.js';
import { used } from '../../support/systems.js';
import { globally, role, user } from './rows.js';

const see = (users: object, roles: object) =>
  used(iamSystem, world({ 'iam.users': users as never, 'iam.roles': roles as never }), 'global');

it('is always in use, whatever can be listed', () => {
  expect(see([globally(user('ada'))], [globally(role('deploy'))])).toMatchObject({
    inventory: { count: 2, noun: 'users and roles', names: ['ada', 'deploy'] },
    use: { grade: 'strong', last: '2026-11-22' },
  });
  const hidden = { gaps: [gap('iam:GetAccountAuthorizationDetails', { region: 'global' })] };
  expect(see(hidden, hidden)).toMatchObject({ inventory: { gap: {} }, use: { grade: 'strong' } });
});
