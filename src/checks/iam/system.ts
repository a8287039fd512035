import { saw } from '../../core/check.js';
import { system } from '../../core/system.js';
import { roles } from './roles.js';
import { users } from './users.js';

export const iamSystem = system({
  id: 'iam',
  title: 'IAM',
  scope: 'global',
  withRulesOf: ['access-analyzer', 'accessanalyzer'],
  namespaces: ['iam', 'sts', 'access-analyzer'],
  needs: { users: users.with(), roles: roles.with() },
  inventory(_region, tables) {
    const people = tables.users.all();
    const others = tables.roles.all();
    const times = [...people, ...others].map(one => one.CreateDate ?? '').sort();
    return {
      count: people.length + others.length,
      noun: 'users and roles',
      names: [...people.map(one => one.UserName), ...others.map(one => one.RoleName)].slice(0, 10),
      newest: times.at(-1) || null,
    };
  },
  // No table is asked: that this audit was let in is proof enough.
  use: (_region, _tables, { now, account }) => ({
    grade: 'strong',
    message: 'IAM is the account itself: it lets in everybody who calls AWS, this audit among them',
    last: now.toISOString().slice(0, 10),
    window: null,
    evidence: [saw('sts:GetCallerIdentity', 'Account', account)],
  }),
});
