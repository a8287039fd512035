import { check, fail, pass, saw } from '../../core/check.js';
import { matchesGlob } from '../../core/policy/glob.js';
import { type ConditionClause, parsePolicy, type Statement, statementCovers } from '../../core/policy/index.js';
import { hasAllFeatures, organization, refusedVerdict } from './organization.js';
import { effective } from './policies.js';
import { type Policy, roots } from './roots.js';

const shared = {
  on: organization.with(),
  scope: 'the organization has consolidated billing only, and so no policies',
  applies: hasAllFeatures,
  also: { roots: roots.with('serviceControlPolicies') },
} as const;

interface Placed extends Statement {
  readonly policy: Policy;
}

const statementsOf = (policies: readonly Policy[]): Placed[] =>
  policies.flatMap(policy => parsePolicy(policy.Content ?? '').Statement.map(statement => ({ ...statement, policy })));

/** Everything, or everything but a list (which names the services that have no region). */
const isBroad = (statement: Statement): boolean =>
  statement.NotAction !== undefined || (statement.Action ?? []).some(pattern => /^\*+(:\*+)?$/.test(pattern));

const confines: Readonly<Record<Statement['Effect'], RegExp>> = {
  Deny: /^stringnot(equals|equalsignorecase|like)$/,
  Allow: /^string(equals|equalsignorecase|like)$/,
};

/** The conditions by which a statement leaves only some regions open; empty where it does not confine regions. */
function regionClauses(statement: Statement): readonly ConditionClause[] {
  const clauses = statement.Condition.filter(
    ({ key, operator, quantifier, values }) =>
      key === 'aws:requestedregion' &&
      quantifier !== 'ForAllValues' &&
      confines[statement.Effect].test(operator) &&
      !(operator.endsWith('like') && values.some(value => /^\*+$/.test(value))),
  );
  return isBroad(statement) ? clauses : [];
}

const leavesOpen = (clauses: readonly ConditionClause[], region: string): boolean =>
  clauses.some(({ operator, values }) =>
    values.some(value => (operator.endsWith('like') ? matchesGlob(value, region) : value.toLowerCase() === region)),
  );

/** An Allow confines only where no other policy on the same target allows everything beside it. */
function isAlone(statement: Placed, all: readonly Policy[]): boolean {
  const beside = all.filter(other => other.Id !== statement.policy.Id);
  const open = beside.filter(other => other.AwsManaged || statementsOf([other]).some(allowsEverywhere));
  return statement.policy.Targets.some(
    ({ TargetId }) => !open.some(other => other.Targets.some(one => one.TargetId === TargetId)),
  );
}

const allowsEverywhere = (statement: Statement): boolean =>
  statement.Effect === 'Allow' && isBroad(statement) && statement.Condition.length === 0;

export const regionsRestricted = check({
  ...shared,
  id: 'organizations-scp-restricts-regions',
  title: 'A service control policy confines use to the approved regions',
  why: 'Intruders like regions where nobody looks. What no policy allows cannot run up a bill there, nor break a promise about where data lives.',
  fix: {
    byHand:
      'Attach a service control policy that denies everything but the global services (NotAction) with StringNotEquals aws:RequestedRegion for your regions.',
    note: 'Leave out what has no region (iam, organizations, route53, cloudfront, support ...), or it stops working. Try it on one unit first.',
  },
  fields: ['organizations:DescribePolicy.Policy.Content'],
  params: { enabled_regions: [] as string[] },
  test(of, tables, { params }) {
    const root = tables.roots.first();
    if (!root) return refusedVerdict(of, 'organizations:ListRoots');
    const attached = root.serviceControlPolicies.filter(one => one.Targets.length > 0);
    const confining = statementsOf(effective(attached, of))
      .map(statement => ({ statement, clauses: regionClauses(statement) }))
      .filter(
        ({ statement, clauses }) => clauses.length > 0 && (statement.Effect === 'Deny' || isAlone(statement, attached)),
      );
    const good = confining.find(({ clauses }) => params.enabled_regions.every(region => leavesOpen(clauses, region)));
    const regions = (good ? [good] : confining).flatMap(({ clauses }) => clauses.flatMap(clause => clause.values));
    const seen = saw(
      'organizations:DescribePolicy',
      'Policy.Content',
      { 'aws:RequestedRegion': regions },
      params.enabled_regions,
    );
    if (good) return pass(`${good.statement.policy.Name} confines use to ${regions.join(', ')}`, seen);
    if (confining.length === 0) return fail('no attached service control policy confines regions', seen);
    return fail(
      `the regions left open (${regions.join(', ')}) do not hold all of ${params.enabled_regions.join(', ')}`,
      seen,
    );
  },
});

/** Guardrail -> the actions that a Deny must cover, all of them. */
const guardedActions: Readonly<Record<string, readonly string[]>> = {
  'deny-leave-org': ['organizations:LeaveOrganization'],
  'protect-cloudtrail': ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'],
  'protect-config': ['config:StopConfigurationRecorder'],
  'protect-guardduty': ['guardduty:DeleteDetector'],
  'deny-iam-escalation': [
    'iam:AddUserToGroup',
    'iam:AttachGroupPolicy',
    'iam:AttachRolePolicy',
    'iam:AttachUserPolicy',
    'iam:CreatePolicyVersion',
    'iam:PutGroupPolicy',
    'iam:PutRolePolicy',
    'iam:PutUserPolicy',
    'iam:SetDefaultPolicyVersion',
    'iam:UpdateAssumeRolePolicy',
  ],
};

/** A condition that exempts some principals, or calls that AWS services make for themselves. */
const exempts = ({ key, operator, values }: ConditionClause): boolean =>
  key === 'aws:principalisawsservice'
    ? values.every(value => value.toLowerCase() === 'false')
    : /^aws:(principal|user)/.test(key) &&
      operator.includes('not') &&
      !values.some(value => /^(arn:)?\*+$/.test(value));

/** A Deny for everyone but those that its conditions exempt. */
const deniesMost = (statement: Statement): boolean => statement.Effect === 'Deny' && statement.Condition.every(exempts);

const namesEveryRoot = ({ key, operator, values }: ConditionClause): boolean =>
  key === 'aws:principalarn' &&
  /^(stringlike|arnlike|arnequals)$/.test(operator) &&
  values.some(value => /^(arn:[^:]+:iam::\*|\*):root$/.test(value));

/** Root sessions that the management account opens on purpose may be exempt (aws:AssumedRoot). */
const deniesRoot = (statement: Statement): boolean =>
  statement.Effect === 'Deny' &&
  isBroad(statement) &&
  statement.Condition.some(namesEveryRoot) &&
  statement.Condition.every(clause => namesEveryRoot(clause) || clause.key === 'aws:assumedroot');

function isGuarded(name: string, statements: readonly Statement[]): boolean {
  if (name === 'deny-root') return statements.some(deniesRoot);
  const actions = guardedActions[name];
  if (!actions)
    throw new Error(`"${name}" is no guardrail; known are deny-root, ${Object.keys(guardedActions).join(', ')}`);
  return actions.every(action => statements.some(one => deniesMost(one) && statementCovers(one, action)));
}

export const guardrailsPresent = check({
  ...shared,
  id: 'organizations-scp-guardrails-present',
  title: 'Service control policies deny root use, leaving, and tampering with logs and detection',
  why: 'The first thing an intruder with administrator rights does is switch off what could see him. Only the organization can forbid that.',
  fix: {
    byHand:
      'Attach a service control policy that denies what is missing; AWS publishes examples for each, and Control Tower brings most of them.',
    note: 'Exempt the role that has to do it in an emergency with ArnNotLike aws:PrincipalArn. Try it on one unit first.',
  },
  fields: ['organizations:DescribePolicy.Policy.Content'],
  params: { required: ['deny-root', 'deny-leave-org', 'protect-cloudtrail', 'protect-config', 'protect-guardduty'] },
  test(of, tables, { params }) {
    const root = tables.roots.first();
    if (!root) return refusedVerdict(of, 'organizations:ListRoots');
    const statements = statementsOf(effective(root.serviceControlPolicies, of));
    const missing = params.required.filter(name => !isGuarded(name, statements));
    const seen = saw('organizations:DescribePolicy', 'Policy.Content', { missing }, { missing: [] });
    if (missing.length === 0) return pass(`attached policies bring ${params.required.join(', ')}`, seen);
    return fail(`no attached policy brings ${missing.join(', ')}`, seen);
  },
});
