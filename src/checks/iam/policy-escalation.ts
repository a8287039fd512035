import { fail, pass, type Verdict } from '../../core/check.js';
import { findEscalations } from '../../core/policy/index.js';
import { sawIn } from './granted.js';
import { attached, fieldOf, inline, policyRule } from './policy-rules.js';
import type { WrittenPolicy } from './policies.js';

const why =
  'Some permissions, harmless by name, let their owner take others: to attach a policy, or to run code as a stronger role.';
const note =
  'Take away one action of each way named, or limit it to the resources that are needed (iam:PassRole to single roles).';

function noEscalation(policy: WrittenPolicy, { now }: { now: Date }): Verdict {
  const found = findEscalations(policy.PolicyDocument, { now });
  const field = fieldOf(policy);
  if (found.length === 0) return pass('holds no known way to more permissions', sawIn(field, [], []));
  const ways = found.map(one => one.actions.join(' + '));
  const more = ways.length - 3;
  const rest = more > 0 ? `, and ${more} more way${more > 1 ? 's' : ''}` : '';
  const value = found.slice(0, 20).map(({ id, actions, statements }) => ({ id, actions, statements }));
  return fail(`opens ways to more permissions: ${ways.slice(0, 3).join('; ')}${rest}`, sawIn(field, value, []));
}

export const customerNoEscalation = policyRule(
  'iam-policy-customer-no-privilege-escalation',
  attached,
  { title: 'No customer managed policy lets its owner gain more permissions', why, note },
  noEscalation,
);

export const inlineNoEscalation = policyRule(
  'iam-policy-inline-no-privilege-escalation',
  inline,
  { title: 'No inline policy lets its owner gain more permissions', why, note },
  noEscalation,
);
