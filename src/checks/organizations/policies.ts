import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import { hasAllFeatures, type Organization, organization, refusedVerdict } from './organization.js';
import { type Policy, type Root, roots } from './roots.js';

const shared = {
  on: organization.with(),
  scope: 'the organization has consolidated billing only, and so no policies',
  applies: hasAllFeatures,
} as const;

/** Where a policy is attached, in words. */
const sayTargets = (policy: Policy): string =>
  policy.Targets.map(({ Type, Name, TargetId }) => `${Type.toLowerCase()} ${Name || TargetId}`).join(', ');

/** Policies of the organization's own that reach somebody: attached, and not to the management account alone. */
export const effective = (policies: readonly Policy[], of: Organization): Policy[] =>
  policies.filter(({ AwsManaged, Targets }) => !AwsManaged && Targets.some(one => one.TargetId !== of.MasterAccountId));

function judgeInUse(of: Organization, root: Root, type: string, policies: () => readonly Policy[]): Verdict {
  const enabled = root.PolicyTypes.some(one => one.Type === type && one.Status === 'ENABLED');
  const kind = saw('organizations:ListRoots', 'Roots[].PolicyTypes', enabled ? 'ENABLED' : null, 'ENABLED');
  if (!enabled) return fail(`${type} is not enabled on root ${root.Id}`, kind);
  const own = effective(policies(), of);
  const seen = saw(
    'organizations:ListTargetsForPolicy',
    'Targets',
    own.map(one => one.Name),
    'a policy of your own',
  );
  if (own.length === 0)
    return fail('enabled, but no policy of your own is attached to anything it can limit', kind, seen);
  return pass(`in use: ${own.map(one => `${one.Name} (${sayTargets(one)})`).join('; ')}`, kind, seen);
}

const fieldsInUse = ['organizations:ListRoots.Roots.PolicyTypes', 'organizations:ListTargetsForPolicy.Targets'];

export const serviceControlInUse = check({
  ...shared,
  id: 'organizations-scp-in-use',
  title: 'Service control policies are enabled, and one of your own is attached',
  why: 'These policies hold for every person and role of a member account, even its administrators. AWS attaches only one that allows everything.',
  fix: {
    byHand:
      'Enable the type ("aws organizations enable-policy-type --root-id <root> --policy-type SERVICE_CONTROL_POLICY"), create a policy, and attach it to a unit.',
    note: 'Try it on a unit with one unimportant account first: a Deny holds at once. They never limit the management account.',
  },
  fields: fieldsInUse,
  also: { roots: roots.with('serviceControlPolicies') },
  test(of, tables) {
    const root = tables.roots.first();
    if (!root) return refusedVerdict(of, 'organizations:ListRoots');
    return judgeInUse(of, root, 'SERVICE_CONTROL_POLICY', () => root.serviceControlPolicies);
  },
});

export const resourceControlInUse = check({
  ...shared,
  id: 'organizations-rcp-in-use',
  title: 'Resource control policies are enabled, and one of your own is attached',
  why: 'These policies keep buckets, keys and queues from being opened to strangers, whatever their own policies say.',
  fix: {
    byHand:
      'Enable the type ("aws organizations enable-policy-type --root-id <root> --policy-type RESOURCE_CONTROL_POLICY"), create a policy, and attach it to a unit.',
    note: 'Try it on a unit with one unimportant account first: partners that use your resources may be shut out.',
  },
  fields: fieldsInUse,
  also: { roots: roots.with('resourceControlPolicies') },
  test(of, tables) {
    const root = tables.roots.first();
    if (!root) return refusedVerdict(of, 'organizations:ListRoots');
    return judgeInUse(of, root, 'RESOURCE_CONTROL_POLICY', () => root.resourceControlPolicies);
  },
});

export const tagPolicyAttached = check({
  ...shared,
  id: 'organizations-tag-policy-attached',
  title: 'A tag policy is attached',
  why: 'Without common tags nobody can tell whose a resource is, or what a product costs.',
  fix: {
    byHand:
      'Create a tag policy ("aws organizations create-policy --type TAG_POLICY") and attach it to the root or a unit.',
    note: 'A tag policy only reports, unless it names resource types to enforce.',
  },
  fields: ['organizations:ListPolicies.Policies', 'organizations:ListTargetsForPolicy.Targets'],
  also: { roots: roots.with('tagPolicies') },
  test(of, tables) {
    const root = tables.roots.first();
    if (!root) return refusedVerdict(of, 'organizations:ListRoots');
    const policies = root.tagPolicies;
    const all = saw(
      'organizations:ListPolicies',
      'Policies',
      policies.map(one => one.Name),
      'a tag policy',
    );
    if (policies.length === 0) return fail('there is no tag policy', all);
    const attached = policies.filter(one => one.Targets.length > 0);
    const seen = saw(
      'organizations:ListTargetsForPolicy',
      'Targets',
      attached.flatMap(one => one.Targets.map(target => target.TargetId)),
      'a target',
    );
    if (attached.length === 0)
      return fail(`attached to nothing: ${policies.map(one => one.Name).join(', ')}`, all, seen);
    return pass(`attached: ${attached.map(one => `${one.Name} (${sayTargets(one)})`).join('; ')}`, all, seen);
  },
});

export const aiServicesOptOut = check({
  ...shared,
  id: 'organizations-ai-services-opt-out',
  title: 'The organization opts out of AI services using its content, for good',
  why: 'Some AI services of AWS may keep your texts, pictures and recordings to improve themselves, also in other regions, unless you opt out.',
  fix: {
    byHand:
      'Create an AISERVICES_OPT_OUT_POLICY whose services.default.opt_out_policy has "@@assign": "optOut" and "@@operators_allowed_for_child_policies": ["@@none"], and attach it to the root.',
    note: 'AWS deletes what those services kept. Free of charge.',
  },
  fields: ['organizations:DescribePolicy.Policy.Content', 'organizations:ListTargetsForPolicy.Targets'],
  also: { roots: roots.with('aiOptOutPolicies') },
  test(of, tables) {
    const root = tables.roots.first();
    if (!root) return refusedVerdict(of, 'organizations:ListRoots');
    const firm = root.aiOptOutPolicies.filter(one => one.Content !== null && optsOutFirmly(one.Content));
    const content = saw(
      'organizations:DescribePolicy',
      'Policy.Content',
      firm.map(one => one.Name),
      'opts out by default, for good',
    );
    if (firm.length === 0) return fail(sayAiFault(root.aiOptOutPolicies), content);
    const covering = firm.filter(one => one.Targets.some(target => target.TargetId === root.Id));
    const seen = saw('organizations:ListTargetsForPolicy', 'Targets', firm.map(sayTargets), `root ${root.Id}`);
    if (covering.length > 0)
      return pass(`${covering.map(one => one.Name).join(', ')} opts the whole organization out`, content, seen);
    return fail(`opted out only for ${firm.map(sayTargets).join(', ')}, not for the whole organization`, content, seen);
  },
});

function sayAiFault(policies: readonly Policy[]): string {
  if (policies.length === 0) return 'there is no AI services opt-out policy';
  const attached = policies.filter(one => one.Targets.length > 0);
  if (attached.length === 0) return `attached to nothing: ${policies.map(one => one.Name).join(', ')}`;
  return `does not opt out by default, or lets accounts change it: ${attached.map(one => one.Name).join(', ')}`;
}

/** Organizations checks the content when a policy is saved, so it is JSON of this shape. */
interface OptOutContent {
  services?: {
    default?: { opt_out_policy?: { '@@assign'?: string; '@@operators_allowed_for_child_policies'?: string[] } };
  };
}

function optsOutFirmly(text: string): boolean {
  const policy = (JSON.parse(text) as OptOutContent).services?.default?.opt_out_policy;
  const operators = policy?.['@@operators_allowed_for_child_policies'];
  return policy?.['@@assign'] === 'optOut' && operators?.length === 1 && operators[0] === '@@none';
}
