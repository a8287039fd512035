import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { plan } from '../../src/audit.js';
import { allSystems } from '../../src/checks/index.js';
import { runPolicy } from '../../src/cli/plan-command.js';
import { actionsOf } from '../../src/core/plan.js';
import type { Finding, Report } from '../../src/core/types.js';
import { startFaultProxy } from '../server/fault-proxy.js';
import { auditShop, byKey, inBatches } from './audits.js';
import { openShop } from './shop.js';

const enclaveHistory = {
  'kms-enclave-debug-mode-not-seen': 'the event history shows that enclaves use the key',
  'kms-enclave-unknown-image-not-seen': 'the event history shows that enclaves use the key',
};
const hubOfManagement = {
  'securityhub-organization-admin-and-auto-enable': 'the management account has its say without being delegated',
};
const countsAll = { 'securityhub-region-has-workload': 'AWS Config records all types there, and counts some' };
/** Rules whose verdict in the shop stands without the action although they may need it elsewhere, and why. */
const standing: Record<string, Record<string, string>> = {
  'cloudtrail:LookupEvents': { 'waf-web-acl-attached': 'both web ACLs protect something' },
  'cloudwatch:GetMetricData': {
    'cloudtrail-log-delivery-wanted': 'a metric filter looks at the log group',
    'config-recorder-region-has-workload': 'the region is in use',
    'config-rules-not-duplicated': 'no rule is there twice',
    'route53-duplicate-zone-absent': 'the registrar tells which of the twins is used',
  },
  'config:DescribeConfigurationAggregators': {
    'config-organization-aggregator-complete': 'the organization delegates AWS Config to nobody',
  },
  'config:DescribeConfigurationRecorders': { 'config-rules-not-duplicated': 'no rule is there twice' },
  'config:GetDiscoveredResourceCounts': { 'config-rules-not-duplicated': 'no rule is there twice' },
  'ec2:DescribeInstances': countsAll,
  'ecs:ListClusters': countsAll,
  'eks:ListClusters': countsAll,
  'guardduty:ListOrganizationAdminAccounts': {
    'guardduty-organization-admin-and-auto-enable': 'GuardDuty answers this account as its delegated administrator',
  },
  'iam:GenerateCredentialReport': { 'iam-root-access-keys-absent': 'GetAccountSummary counts no key' },
  'iam:GetCredentialReport': { 'iam-root-access-keys-absent': 'GetAccountSummary counts no key' },
  'iam:GetAccountAuthorizationDetails': {
    'iam-root-access-keys-absent': 'the credential report tells of the root user',
    'iam-root-hardware-mfa-enabled': 'the credential report tells of the root user',
    'iam-root-mfa-enabled': 'the credential report tells of the root user',
    'iam-root-not-used-recently': 'the credential report tells of the root user',
  },
  'kms:GetKeyLastUsage': { 'kms-disabled-key-scheduled-for-deletion': 'the event history tells when it was disabled' },
  'kms:ListAliases': enclaveHistory,
  'kms:ListResourceTags': enclaveHistory,
  'kms:GetKeyPolicy': enclaveHistory,
  'lambda:ListFunctions': countsAll,
  'organizations:DescribeOrganization': {
    'iam-root-credentials-centrally-managed': 'the feature is on, so there is an organization',
  },
  'organizations:ListAWSServiceAccessForOrganization': hubOfManagement,
  'organizations:ListDelegatedAdministrators': hubOfManagement,
  'rds:DescribeDBInstances': { ...countsAll, 'guardduty-feature-has-targets': 'the plan for databases is off' },
  's3:GetBucketAcl': { 'cloudtrail-bucket-not-public': 'its public access block is incomplete, and ignores ACLs' },
  's3:GetBucketPolicyStatus': { 'cloudtrail-bucket-not-public': 'its public access block is incomplete' },
  's3:ListAllMyBuckets': countsAll,
  'securityhub:ListEnabledProductsForImport': { 'securityhub-enabled': 'a standard is on' },
  'sns:ListSubscriptionsByTopic': { 'cloudwatch-metric-filter-root-usage': 'there is no alarm' },
  'sns:ListTopics': { 'cloudwatch-metric-filter-root-usage': 'there is no alarm' },
  'wafv2:GetWebACL': {
    'waf-log-volume-bounded': 'its logs are few',
    'waf-web-acl-attached': 'both web ACLs protect something',
  },
};

const planned = plan();
const shop = await openShop();
afterAll(() => shop.stop());

/** AWS's name of a refusal, by service. */
const refusals: Record<string, string> = {
  cloudfront: 'AccessDenied',
  ec2: 'UnauthorizedOperation',
  iam: 'AccessDenied',
  rds: 'AccessDenied',
  s3: 'AccessDenied',
  s3control: 'AccessDenied',
  s3express: 'AccessDenied',
  sns: 'AuthorizationError',
  sts: 'AccessDenied',
};

/** The services whose rules bring a part of the report in. */
const bringing = new Map<string, readonly string[]>([
  ...planned.detectors.map(({ id, title }): [string, string[]] => [title, [id]]),
  ...allSystems.map(({ system, service }): [string, string[]] => [
    system.title,
    [service, ...(system.withRulesOf ?? [])],
  ]),
  ['the overview of microservices', ['lambda']],
  // It comes with any cost rule.
  ['the ledger of services', ['secretsmanager']],
]);

/**
 * The services whose rules or parts need the action: what others say cannot depend on it, for each collection sends what
 * it declares and nothing else (guard.test.ts). Undefined, for all, where a part comes with no service in particular.
 */
function servicesWith(action: string): string[] | undefined {
  const calls = planned.calls.filter(({ call }) => call.actions.includes(action));
  const parts = [...new Set(calls.flatMap(({ parts: titles }) => titles))];
  if (calls.length === 0 || parts.some(title => !bringing.has(title))) return undefined;
  const needing = planned.rules.filter(rule => actionsOf(rule).includes(action)).map(({ service }) => service);
  const known = new Set(planned.rules.map(({ service }) => service));
  const all = [...needing, ...parts.flatMap(title => bringing.get(title) ?? [])];
  const services = [...new Set(all)].filter(service => known.has(service)).sort();
  return services.length > 0 ? services : undefined;
}

interface Denied {
  report: Report;
  /** The same audit with nothing denied. */
  whole: Report;
}

const calm = new Map<string, Promise<Report>>();
/** What an audit of these services tells while nothing is denied. */
function wholeOf(services: readonly string[] | undefined): Promise<Report> {
  const name = services?.join() ?? 'all';
  const known = calm.get(name) ?? auditShop(shop.port, services ? { services } : {});
  calm.set(name, known);
  return known;
}

/** Audits the shop while every call that needs this action is refused as AWS would refuse it. */
async function auditWithout(action: string): Promise<Denied> {
  const calls = [...planned.base, ...planned.calls.map(({ call }) => call)];
  const operations = new Set(calls.filter(call => call.actions.includes(action)).map(call => call.id));
  const services = servicesWith(action);
  const proxy = await startFaultProxy(shop.port);
  const message = `User: auditor is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  for (const on of operations) {
    proxy.add({ on, fault: { error: refusals[on.split(':')[0] ?? ''] ?? 'AccessDeniedException', message } });
  }
  try {
    const report = await auditShop(proxy.port, services ? { services } : {});
    return { report, whole: await wholeOf(services) };
  } finally {
    await proxy.stop();
  }
}

const [everything, reports] = await (async () => {
  const found = new Map<string, Denied>();
  const before = await wholeOf(undefined);
  const actions = planned.actions.filter(action => action !== 'sts:GetCallerIdentity');
  await inBatches(actions, 10, async action => {
    found.set(action, await auditWithout(action));
  });
  return [before, found] as const;
})();

/** Whether two findings differ at most by a name, tags or a time of change that the later one lacks. */
function isSame(was: Finding, is: Finding): boolean {
  const { name, tags, changed } = is.resource;
  const { name: _name, tags: _tags, changed: _changed, ...resource } = was.resource;
  const labels = { ...(name ? { name } : {}), ...(tags ? { tags } : {}), ...(changed ? { changed } : {}) };
  // Money is the ledger's: it may be worth less to know, and moves no verdict.
  const { money: _was, ...rest } = was;
  const { money: _is, ...now } = is;
  const less = { ...rest, resource: { ...resource, ...labels } };
  return isDeepStrictEqual(less, now) && (name ?? was.resource.name) === was.resource.name;
}

describe('denying one action', () => {
  it('finds everything while nothing is denied', () => {
    expect(everything.gaps.filter(gap => gap.reason !== 'manual')).toEqual([]);
    expect(everything.complete).toBe(true);
  });

  it.each([...reports])('%s: the rules that need it say so, and nothing else moves', (action, { report, whole }) => {
    const before = byKey(whole.findings);
    const judged = new Set(whole.rules.map(rule => rule.id));
    const needing = planned.rules.filter(rule => actionsOf(rule).includes(action)).map(rule => rule.check.id);
    expect(needing.filter(rule => !judged.has(rule))).toEqual([]);
    const moved = new Set<string>();
    for (const [key, finding] of byKey(report.findings)) {
      const was = before.get(key);
      if (was && isSame(was, finding)) continue;
      expect(finding, key).toMatchObject({
        verdict: 'NOT_AVAILABLE',
        gap: { reason: 'denied', cause: 'identity-policy' },
      });
      expect(finding.gap?.actions, key).toContain(action);
      moved.add(finding.rule);
    }
    const left = new Set(byKey(report.findings).keys());
    for (const [key, { rule }] of before) if (!left.has(key)) expect(moved, `${key} is gone`).toContain(rule);
    const stood = needing.filter(rule => !moved.has(rule));
    expect([...moved].filter(rule => !needing.includes(rule))).toEqual([]);
    expect(stood).toEqual(Object.keys(standing[action] ?? {}).sort());
    // A refusal that no verdict rests on is nobody's gap, unless a part beside the rules tells less for it.
    const parts = ({ detectors, ledger, overview }: Report) => [detectors, ledger, overview];
    const heard = !isDeepStrictEqual(parts(report), parts(whole));
    const matters = moved.size > 0 || heard || planned.base.some(call => call.actions.includes(action));
    const gap = report.gaps.find(one => one.reason === 'denied');
    if (matters) expect(gap?.action.split(', ')).toContain(action);
    // A part may look in vain where it would have found nothing.
    else if (gap)
      expect(planned.calls.some(({ call, parts: asking }) => asking.length > 0 && call.actions.includes(action))).toBe(
        true,
      );
    expect(report.complete).toBe(gap === undefined || action === 'iam:ListAccountAliases');
  });

  it.each([...reports.keys()])('%s: "policy --deny" tells the same rules', async action => {
    const needing = planned.rules.filter(rule => actionsOf(rule).includes(action)).map(rule => rule.check.id);
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await runPolicy({ format: 'json', deny: [action] });
      const text = written.mock.calls.map(([chunk]) => String(chunk)).join('');
      const told = planned.rules.map(rule => rule.check.id).filter(id => text.split(/\s+/).includes(id));
      expect(told).toEqual(needing);
    } finally {
      written.mockRestore();
    }
  });
});

it('denying every action leaves nothing decided, and says so for every rule', async () => {
  const proxy = await startFaultProxy(shop.port);
  proxy.add({ on: call => call.operation !== 'sts:GetCallerIdentity', fault: { error: 'AccessDeniedException' } });
  const report = await auditShop(proxy.port);
  await proxy.stop();
  expect(new Set(report.findings.map(finding => finding.rule)).size).toBe(planned.rules.length);
  expect([...new Set(report.findings.map(finding => finding.verdict))]).toEqual(['NOT_AVAILABLE']);
  expect(report).toMatchObject({ complete: false, scores: { overall: { value: null, coverage: 0 } } });
});
