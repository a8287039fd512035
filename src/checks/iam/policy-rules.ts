import { check, type Verdict } from '../../core/check.js';
import type { Fix } from '../../core/types.js';
import { inlineField, managedField } from './granted.js';
import { policies, type WrittenPolicy } from './policies.js';

/** Which of the customer's policies a rule is about. */
interface Subject {
  applies(policy: WrittenPolicy): boolean;
  scope: string;
  fields: readonly string[];
}

const inlineFields = [inlineField('User'), inlineField('Group'), inlineField('Role')];
const isManaged = (policy: WrittenPolicy): boolean => policy.Kind === 'managed';

export const attached: Subject = {
  applies: policy => isManaged(policy) && policy.AttachmentCount > 0,
  scope: 'not a customer managed policy that is attached to anyone',
  fields: [managedField],
};

/** A policy that serves as a permissions boundary grants nothing, but it is in use: deleting it would do harm. */
export const unattached: Subject = {
  applies: policy => isManaged(policy) && policy.AttachmentCount === 0 && policy.PermissionsBoundaryUsageCount === 0,
  scope: 'not a customer managed policy out of use',
  fields: [managedField],
};

export const managed: Subject = { applies: isManaged, scope: 'not a customer managed policy', fields: [managedField] };

export const inline: Subject = {
  applies: policy => policy.Kind === 'inline',
  scope: 'not an inline policy',
  fields: inlineFields,
};

export const written: Subject = { applies: () => true, scope: '', fields: [managedField, ...inlineFields] };

/** The field that the document of this policy was read from. */
export const fieldOf = (policy: WrittenPolicy): string =>
  policy.EntityType === null ? managedField : inlineField(policy.EntityType);

interface Words {
  title: string;
  why: string;
  note: string;
}

/** A rule on what a customer's policy grants. The fix replaces the document, whichever way this policy is kept. */
export const policyRule = <Params extends object = Record<never, never>>(
  id: string,
  subject: Subject,
  words: Words,
  judge: (policy: WrittenPolicy, context: { now: Date; params: Params }) => Verdict,
  params: Params = {} as Params,
) =>
  check({
    id,
    title: words.title,
    why: words.why,
    fix: subject === inline ? inlineFix('User', words.note) : managedFix(words.note),
    fields: subject.fields,
    on: policies.with(),
    params,
    scope: subject.scope,
    applies: policy => subject.applies(policy),
    test(policy, _also, context) {
      const verdict = judge(policy, context);
      if (policy.EntityType === null || verdict.verdict !== 'FAIL') return verdict;
      return { ...verdict, fix: inlineFix(policy.EntityType, words.note) };
    },
  });

const managedFix = (note: string): Fix => ({
  command: 'aws iam create-policy-version --policy-arn {Arn} --policy-document file://narrower.json --set-as-default',
  undo: 'aws iam set-default-policy-version --policy-arn {Arn} --version-id {DefaultVersionId}',
  note,
});

function inlineFix(entity: 'User' | 'Group' | 'Role', note: string): Fix {
  const word = entity.toLowerCase();
  return {
    command: `aws iam put-${word}-policy --${word}-name {EntityName} --policy-name {PolicyName} --policy-document file://narrower.json`,
    note,
  };
}
