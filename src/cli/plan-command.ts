import { type Plan, plan } from '../audit.js';
import { InputError, nearest } from '../core/input.js';
import { actionsOf, type PlannedCall } from '../core/plan.js';
import { cloudFormationFor, inlineRolePolicyLimit, policiesFor, policyFor } from '../core/policy-document.js';
import type { Call } from '../core/types.js';
import { escapeJson, reveal } from '../report/reveal.js';
import { formatUsd } from '../report/wording.js';
import { ruleOptions, type SelectionFlags } from './arguments.js';
import { columns } from './columns.js';
import { ExitCode } from './exit-code.js';

/** Regions that every account has enabled; what a plan counts with when none are named. */
const usualRegions = 17;
/** What a plan takes for a round trip and for a small account, to estimate by. */
const assumed = { secondsPerAnswer: 0.15, itemsPerListing: 20, metricsPerItem: 2, requestsPerSecond: 50, depth: 6 };

interface Estimate {
  regions: number;
  /** Calls for one page of each listing: the least. */
  listings: number;
  /** Calls for an account with `itemsPerListing` items in each listing. */
  calls: number;
  seconds: number;
  usd: number;
}

/** Prints what an audit would ask. */
export async function runPlan(flags: SelectionFlags & { regions?: string[]; format: string }): Promise<number> {
  const planned = plan(ruleOptions(flags));
  const named = flags.regions?.includes('all') ? undefined : flags.regions;
  const estimate = estimateOf(planned, named?.length ?? usualRegions);
  process.stdout.write(
    flags.format === 'json'
      ? escapeJson(planJson(planned, named, estimate))
      : reveal(planText(planned, named, estimate)),
  );
  return ExitCode.fine;
}

function estimateOf(planned: Plan, regions: number): Estimate {
  let listings = planned.base.length;
  let calls = planned.base.length;
  let usd = 0;
  let metricsCounted = false;
  const perService = new Map<string, number>();
  for (const { call, per, scope, service } of planned.calls) {
    const places = scope === 'global' ? 1 : regions;
    const count = per === 'item' ? places * assumed.itemsPerListing : places;
    if (per === 'listing') listings += places;
    // The metrics of all collections of a region share one request.
    if (per !== 'metrics' || !metricsCounted) calls += count;
    metricsCounted ||= per === 'metrics';
    usd += count * (call.usd ?? 0);
    usd += per === 'metrics' ? places * assumed.itemsPerListing * assumed.metricsPerItem * (call.usdPerMetric ?? 0) : 0;
    const seconds = count / places / Math.min(call.perSecond ?? assumed.requestsPerSecond, assumed.requestsPerSecond);
    perService.set(service, (perService.get(service) ?? 0) + seconds);
  }
  const slowest = Math.max(0, ...perService.values());
  return { regions, listings, calls, seconds: Math.ceil(assumed.depth * assumed.secondsPerAnswer + slowest), usd };
}

function planJson(planned: Plan, regions: readonly string[] | undefined, estimate: Estimate): string {
  const calls = planned.calls.map(({ call, collection, detail, noun, parts, per, rules, scope, service }) => ({
    service,
    api: call.id,
    actions: call.actions,
    scope,
    per,
    of: noun,
    collection,
    ...(detail ? { detail } : {}),
    usd: call.usd ?? 0,
    ...(call.usdPerMetric === undefined ? {} : { usdPerMetric: call.usdPerMetric }),
    rules,
    parts,
  }));
  const document = {
    rules: planned.rules.map(rule => rule.check.id),
    regions: regions ?? 'all enabled regions',
    base: planned.base.map(call => call.id),
    calls,
    actions: planned.actions,
    estimate: { ...estimate, assumed },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function planText(planned: Plan, regions: readonly string[] | undefined, estimate: Estimate): string {
  const places = regions ? `${count(regions.length, 'region')} (${regions.join(', ')})` : 'every enabled region';
  const services = [...new Set(planned.calls.map(call => call.service))];
  const paid = new Map(planned.calls.flatMap(({ call }) => (priceOf(call) ? [[call.id, priceOf(call)]] : [])));
  const tables = services.map(service => {
    const calls = merged(planned.calls.filter(call => call.service === service));
    return `${service}\n${columns(calls.map(call => ['', call.call.id, frequencyOf(call), needOf(call)]))}`;
  });
  return [
    `${count(planned.rules.length, 'rule')}, ${count(services.length, 'service')}, ${places}, ${count(planned.actions.length, 'IAM action')}.\n`,
    `every audit\n${columns(planned.base.map(call => ['', call.id, 'once', 'finds the account and its regions']))}`,
    ...tables,
    `At least ${estimate.listings} calls in ${count(estimate.regions, 'region')}; about ${estimate.calls} for an account with ` +
      `${assumed.itemsPerListing} of everything in each, in about ${estimate.seconds} s.\n` +
      (paid.size === 0
        ? 'None of these calls costs money.\n'
        : `About ${formatUsd(estimate.usd)} for what AWS bills: ${[...paid].map(([id, price]) => `${id} (${price})`).join(', ')}; --no-billed-apis leaves it out.\n`),
    'The permissions: stocktake policy (with the same options).\n',
  ].join('\n');
}

const priceOf = ({ usd, usdPerMetric }: Call): string =>
  usd === undefined ? (usdPerMetric === undefined ? '' : `$${usdPerMetric * 1000} for 1,000 metrics`) : `$${usd} each`;

/** The same operation may serve several collections; a reader wants it once for each frequency. */
function merged(calls: readonly PlannedCall[]): PlannedCall[] {
  const byLine = new Map<string, PlannedCall>();
  for (const call of calls) {
    const key = `${call.call.id}\n${frequencyOf(call)}`;
    const before = byLine.get(key);
    const both = (one: 'rules' | 'parts') => [...new Set([...(before?.[one] ?? []), ...call[one]])];
    byLine.set(key, { ...call, rules: both('rules'), parts: both('parts') });
  }
  return [...byLine.values()];
}

function frequencyOf({ noun, per, scope }: PlannedCall): string {
  if (per === 'metrics') return 'once for each 500 metrics of a region';
  if (per === 'item') return `once for each of the ${noun} that a rule applies to`;
  return scope === 'global' ? 'once a page' : 'once a region and page';
}

function needOf({ call, rules, parts }: PlannedCall): string {
  const needs = [
    ...(rules.length > 0 ? [count(rules.length, 'rule')] : []),
    ...(parts.length > 0 ? [`shown of ${parts.join(', ')}`] : []),
  ];
  const why = needs.join(', ') || 'names resources';
  const action = call.actions.join(', ');
  return action === call.id ? why : `${why}; permission ${action}`;
}

/** Prints the least policy, or what would be lost without some actions. */
export async function runPolicy(flags: SelectionFlags & { format: string; deny?: string[] }): Promise<number> {
  const planned = plan(ruleOptions(flags));
  if (flags.deny && flags.deny.length > 0) {
    process.stdout.write(lossesText(planned, flags.deny));
    return ExitCode.fine;
  }
  if (flags.format === 'cloudformation') {
    process.stdout.write(`${JSON.stringify(cloudFormationFor(policiesFor(planned.actions)), null, 2)}\n`);
    return ExitCode.fine;
  }
  const { policy, size, fits } = policyFor(planned.actions);
  process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
  if (!fits) {
    process.stderr.write(
      `stocktake: ${size} characters are more than a managed policy may have; put it into the role itself ("aws iam put-role-policy", up to ${inlineRolePolicyLimit}), or take --format cloudformation, which makes managed policies of it\n`,
    );
  }
  return ExitCode.fine;
}

function lossesText(planned: Plan, denied: readonly string[]): string {
  for (const action of denied) {
    if (planned.actions.includes(action)) continue;
    const like = nearest(action, planned.actions);
    throw new InputError(`this audit does not need "${action}"${like ? `; did you mean "${like}"?` : ''}`, {
      field: '--deny',
    });
  }
  const lost = planned.rules.flatMap(rule => {
    const missing = actionsOf(rule).filter(action => denied.includes(action));
    return missing.length > 0 ? [[rule.check.id, rule.severity, missing.join(', ')]] : [];
  });
  const idle = planned.calls.filter(
    ({ call, rules }) => rules.length === 0 && call.actions.some(one => denied.includes(one)),
  );
  const names = idle.filter(({ parts }) => parts.length === 0);
  const unheard = new Set(idle.flatMap(({ parts }) => parts));
  const sentences = [
    lost.length === 0
      ? 'No rule would be lost.\n'
      : `${lost.length} of ${planned.rules.length} rules could no longer be decided everywhere:\n\n${columns(lost)}`,
    ...[...unheard].map(title => `A part of what is shown of ${title} would be missing.\n`),
    ...names.map(({ noun }) => `Names of ${noun} would be missing.\n`),
    ...planned.base.filter(call => call.actions.some(one => denied.includes(one))).map(call => losses[call.id] ?? ''),
  ];
  return sentences.join('\n');
}

/** What goes with a call that every audit makes. */
const losses: Readonly<Record<string, string>> = {
  'sts:GetCallerIdentity': 'No audit can start without sts:GetCallerIdentity (AWS allows it to everyone).\n',
  'ec2:DescribeRegions': 'The enabled regions could not be found; name the regions with --regions.\n',
  'iam:ListAccountAliases': 'The report would name the account by its id alone.\n',
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
