import { check, fail, pass, saw } from '../../core/check.js';
import { type PublicGrant, publicAccess } from '../../core/policy/index.js';
import { isEnabledCustomerKey, keys } from './keys.js';

export const notPublic = check({
  id: 'kms-key-not-public',
  title: 'No customer key is usable by everyone',
  why: 'A key policy open to everyone lets any AWS account in the world use the key, and with it read what it sealed.',
  fix: {
    command:
      'aws kms put-key-policy --key-id {KeyId} --policy-name default --policy file://key-policy.json --region {region}',
    note: 'Write key-policy.json from "aws kms get-key-policy" first: name the accounts or roles as Principal, or add a condition on kms:CallerAccount. A policy that names no administrator locks the key.',
  },
  fields: ['kms:GetKeyPolicy.Policy'],
  on: keys.with('policy'),
  scope: 'managed by AWS, or not enabled',
  applies: isEnabledCustomerKey,
  test(key) {
    const verdict = publicAccess(key.policy);
    const open = verdict.grants.map(grant => grant.statement);
    const seen = saw('kms:GetKeyPolicy', 'Policy', { open }, { open: [] });
    if (!verdict.public) return pass('its policy lets in nobody but named accounts, roles and services', seen);
    const doubts = verdict.undecided.length > 0 ? `; not decided: ${verdict.undecided.join('; ')}` : '';
    return fail(`${verdict.grants.map(sayGrant).join('; ')}${doubts}`, seen);
  },
});

const sayGrant = ({ statement, principal, actions, reason }: PublicGrant): string =>
  `${/^statement \d+$/.test(statement) ? statement : `statement "${statement}"`} gives ${principal === '*' ? 'everyone' : principal} ${actions.slice(0, 5).join(', ')}${actions.length > 5 ? ' …' : ''}: ${reason}`;
