import type { RuleContext, Verdict } from './check.js';
import type { Need } from './collection.js';
import { fixFor } from './fix.js';
import type { Rule } from './rules.js';
import type { Evidence, Finding, Gap, ResourceRef } from './types.js';
import { Unavailable } from './unavailable.js';
import { type About, type FactSource, LoadedCollection, type View } from './world.js';

/**
 * Judges facts by rules. A collection is loaded when the first rule that needs it is judged and let go
 * after the last. Findings are in the order of rule id, then region and id of the resource; `unnamed`
 * has the gaps that only keep resources from being named.
 */
export async function evaluate(
  rules: readonly Rule[],
  facts: FactSource,
): Promise<{ findings: Finding[]; unnamed: Gap[] }> {
  const groups = bySubject(rules);
  const lastUse = new Map<string, number>();
  groups.forEach((group, index) => {
    for (const need of group.flatMap(needsOf)) lastUse.set(need.collection.id, index);
  });
  const loaded = new Map<string, LoadedCollection>();
  const findings = new Map<string, Finding[]>();
  const unnamed: Gap[] = [];
  for (const [index, group] of groups.entries()) {
    for (const { collection } of group.flatMap(needsOf)) {
      if (loaded.has(collection.id)) continue;
      const known = await facts.load(collection.id);
      const ready = new LoadedCollection(collection, known, facts.about.regions);
      loaded.set(collection.id, ready);
      unnamed.push(...ready.unnamed());
    }
    for (const [id, found] of judgeGroup(group, loaded, facts.about)) findings.set(id, found);
    for (const id of loaded.keys()) if ((lastUse.get(id) ?? -1) <= index) loaded.delete(id);
  }
  const byId = [...rules].sort((a, b) => compare(a.check.id, b.check.id));
  return { findings: byId.flatMap(rule => findings.get(rule.check.id) ?? []), unnamed };
}

/** Rules on the same collection together, by its id. */
function bySubject(rules: readonly Rule[]): Rule[][] {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    const { id } = rule.check.on.collection;
    groups.set(id, [...(groups.get(id) ?? []), rule]);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => group);
}

const needsOf = (rule: Rule): Need[] => [rule.check.on, ...Object.values(rule.check.also)];

/** One for all findings without any, of which a large account has hundreds of thousands. */
const noEvidence: Evidence[] = [];

interface Judge {
  rule: Rule;
  also: Record<string, unknown>;
  context: RuleContext<never>;
  findings: Finding[];
}

/** The findings of rules on one collection, by rule id. */
function judgeGroup(
  group: readonly Rule[],
  loaded: ReadonlyMap<string, LoadedCollection>,
  about: About,
): Map<string, Finding[]> {
  const judges = group.map(rule => judgeOf(rule, loaded, about));
  const [first] = group;
  const subject = first && tableFor(first.check.on, loaded);
  // Row by row, not rule by rule: what rules work out from a row, a parsed policy above all, is then used while it is new.
  for (const view of subject?.views ?? []) {
    for (const { rule, also, context, findings } of judges) {
      for (const finding of judgeRow(rule, subject as LoadedCollection, view, also, context, about))
        findings.push(finding);
    }
  }
  return new Map(
    judges.map(({ rule, findings }) => [rule.check.id, complete(rule, findings, subject?.gaps ?? [], about)]),
  );
}

function judgeOf(rule: Rule, loaded: ReadonlyMap<string, LoadedCollection>, about: About): Judge {
  const also = Object.fromEntries(
    Object.entries(rule.check.also).map(([name, need]) => [name, tableFor(need, loaded).table]),
  );
  const context: RuleContext<Rule['params']> = {
    params: rule.params,
    now: new Date(about.started),
    account: about.account.id,
    caller: about.account.arn ?? '',
    partition: about.account.partition,
    regions: about.regions,
  };
  return { rule, also, context: context as unknown as RuleContext<never>, findings: [] };
}

/** What the rows gave, with a finding for each gap, and one where there is nothing at all; in order. */
function complete(rule: Rule, findings: readonly Finding[], gaps: readonly Gap[], about: About): Finding[] {
  const all = [...findings, ...gaps.map(gap => unseen(rule, gap, gapResource(rule, gap)))];
  if (all.length === 0) all.push(nothingThere(rule, about));
  return all.sort(byPlace);
}

function tableFor(need: Need, loaded: ReadonlyMap<string, LoadedCollection>): LoadedCollection {
  const found = loaded.get(need.collection.id);
  if (!found) throw new Error(`${need.collection.id} was not loaded`);
  return found;
}

function judgeRow(
  rule: Rule,
  subject: LoadedCollection,
  view: View,
  also: Record<string, unknown>,
  context: RuleContext<never>,
  about: About,
): Finding[] {
  let resource: ResourceRef = { id: '?', region: view.region, type: rule.check.on.collection.noun };
  try {
    resource = subject.resourceOf(view);
    if (!rule.check.applies(view, rule.params)) {
      return [
        findingOf(rule, resource, { verdict: 'NOT_APPLICABLE', message: rule.check.scope, evidence: noEvidence }),
      ];
    }
    const verdicts = rule.check.test(view, also, context);
    const list = Array.isArray(verdicts) ? verdicts : [verdicts];
    if (list.length === 0) throw new Error('the check gave no verdict');
    return list.map(verdict => {
      const at = verdict.part ? partOf(resource, verdict.part) : resource;
      const finding = findingOf(rule, at, verdict);
      if (verdict.verdict === 'FAIL') {
        finding.fix = fixFor(verdict.fix ?? rule.check.fix, view, resource, about);
        addCleanUp(finding, verdict, rule);
      }
      return finding;
    });
  } catch (error) {
    if (error instanceof Unavailable) return [unseen(rule, placed(error.gap, resource), resource)];
    const message = `this rule could not be judged: ${error instanceof Error ? error.message : String(error)}`;
    return [{ ...findingOf(rule, resource, { verdict: 'PASS', message, evidence: noEvidence }), verdict: 'ERROR' }];
  }
}

function addCleanUp(finding: Finding, verdict: Verdict, { check }: Rule): void {
  const cleanUp = verdict.cleanUp ?? check.cleanUp;
  if (cleanUp) finding.cleanUp = cleanUp;
  if (verdict.disuse) finding.disuse = verdict.disuse;
  const { saving } = verdict;
  if (!saving) return;
  // Facts that are not what they should be reckon to anything; a report holds numbers.
  const amounts = [...saving.releases.map(({ units }) => units), ...(saving.told ? [saving.told.usd] : [])];
  if (!amounts.every(Number.isFinite)) throw new Error('what it saves is not a number');
  finding.saving = saving;
}

/** What a check itself left to a person belongs to the resource that it was judging. */
const placed = (gap: Gap, { id, region }: ResourceRef): Gap =>
  gap.reason === 'manual' ? { ...gap, region, resource: id } : gap;

const partOf = (whole: ResourceRef, part: string): ResourceRef => ({
  ...whole,
  id: `${whole.id}/${part}`,
  ...(whole.name ? { name: `${whole.name}/${part}` } : {}),
});

function findingOf(rule: Rule, resource: ResourceRef, verdict: Verdict): Finding {
  return {
    rule: rule.check.id,
    verdict: verdict.verdict,
    severity: rule.severity,
    category: rule.category,
    service: rule.service,
    resource,
    message: verdict.message,
    evidence: verdict.evidence,
  };
}

function unseen(rule: Rule, gap: Gap, resource: ResourceRef): Finding {
  return {
    ...findingOf(rule, resource, { verdict: 'PASS', message: gap.message, evidence: noEvidence }),
    verdict: 'NOT_AVAILABLE',
    gap,
  };
}

function gapResource(rule: Rule, gap: Gap): ResourceRef {
  const { noun } = rule.check.on.collection;
  if (gap.resource !== undefined) return { id: gap.resource, region: gap.region, type: noun };
  return { id: '*', name: `all ${noun}`, region: gap.region, type: noun };
}

function nothingThere(rule: Rule, about: About): Finding {
  const { none, noun, scope } = rule.check.on.collection;
  const message = none ?? `there are no ${noun}${scope === 'global' ? '' : ' in the audited regions'}`;
  const resource: ResourceRef = { id: about.account.id, region: 'global', type: 'AWS::::Account' };
  return findingOf(rule, resource, { verdict: 'NOT_APPLICABLE', message, evidence: noEvidence });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Finding, b: Finding): number =>
  compare(a.resource.region, b.resource.region) ||
  compare(a.resource.id, b.resource.id) ||
  compare(a.message, b.message);
