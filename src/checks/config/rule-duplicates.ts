import { check, fail, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { recordedTypes } from './recorded-types.js';
import { itemsOf } from './recording.js';
import { type ConfigRule, isOfSecurityHub, rules } from './rules.js';

const types = recordedTypes.with('use');
const api = 'config:DescribeConfigRules';

/** Rules of conformance packs; each is billed, and goes only with its pack. */
const isOfPack = ({ CreatedBy, ConfigRuleName }: ConfigRule): boolean =>
  CreatedBy === 'config-conforms.amazonaws.com' || /-conformance-pack-[a-z0-9]+$/.test(ConfigRuleName);

/** Which of two equal rules stays: Security Hub's, whose evaluations cost nothing, else a pack's, else the first by name. */
const rankOf = (rule: ConfigRule): string =>
  `${isOfSecurityHub(rule) ? 0 : isOfPack(rule) ? 1 : 2} ${rule.ConfigRuleName}`;

export const notDuplicated = check({
  id: 'config-rules-not-duplicated',
  title: 'No managed rule runs twice',
  why: 'Each evaluation of a rule is billed. The same rule once by hand, once in a pack and once for Security Hub says three times the same, and costs twice too much.',
  fix: {
    command: 'aws configservice delete-config-rule --config-rule-name {ConfigRuleName} --region {region}',
    note: 'A rule of a conformance pack goes when it is taken out of the template of its pack. Look first whether somebody follows this rule by its name.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'from a backup', order: 5 },
  fields: [
    `${api}.ConfigRules.Source.SourceIdentifier`,
    `${api}.ConfigRules.Scope`,
    `${api}.ConfigRules.InputParameters`,
  ],
  on: rules.with(),
  also: { others: rules.with(), types },
  applies: rule => rule.Source.Owner === 'AWS' && !isOfSecurityHub(rule) && !isLeaving(rule),
  scope: 'a rule of your own making, one of Security Hub, or one that is being deleted',
  test(rule, tables) {
    const { SourceIdentifier } = rule.Source;
    const seen = [
      saw(api, 'ConfigRules[].Source.SourceIdentifier', SourceIdentifier),
      saw(api, 'ConfigRules[].Scope', rule.Scope ?? null),
      saw(api, 'ConfigRules[].InputParameters', rule.InputParameters),
    ];
    const twins = tables.others
      .in(rule.region)
      .where(
        other =>
          !isLeaving(other) &&
          other.Source.Owner === 'AWS' &&
          other.Source.SourceIdentifier === SourceIdentifier &&
          other.ConfigRuleName !== rule.ConfigRuleName &&
          sameParameters(other, rule) &&
          covers(other, rule) &&
          (!covers(rule, other) || rankOf(other) < rankOf(rule)),
      );
    const [twin] = [...twins.seen()].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
    if (!twin) twins.demandFullSight();
    if (!twin) return pass(`no other rule asks ${SourceIdentifier} of the same resources`, ...seen);
    const free = isOfSecurityHub(twin) ? ', which Security Hub runs without charge' : '';
    return {
      ...fail(`rule ${twin.ConfigRuleName} asks the same${free}`, ...seen),
      ...savingOf(rule, tables.types.in(rule.region)),
      ...(isOfPack(rule) ? { cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 } } : {}),
    };
  },
});

const isLeaving = ({ ConfigRuleState }: ConfigRule): boolean => ConfigRuleState === 'DELETING';

/** AWS gives parameters as they were written. */
function sameParameters(one: ConfigRule, other: ConfigRule): boolean {
  const normal = ({ InputParameters }: ConfigRule): string => (InputParameters || '{}').replace(/\s/g, '');
  return normal(one) === normal(other);
}

/** Whether `wide` looks at everything that `narrow` looks at. */
function covers({ Scope: wide }: ConfigRule, { Scope: narrow }: ConfigRule): boolean {
  const isSame = (field: 'ComplianceResourceId' | 'TagKey' | 'TagValue'): boolean =>
    (wide?.[field] ?? null) === null || wide?.[field] === narrow?.[field];
  const all = wide?.ComplianceResourceTypes ?? [];
  const some = narrow?.ComplianceResourceTypes ?? [];
  const hasTypes = all.length === 0 || (some.length > 0 && some.every(type => all.includes(type)));
  return hasTypes && isSame('ComplianceResourceId') && isSame('TagKey') && isSame('TagValue');
}

/** A rule that changes set off evaluates each recorded item of its types once; what it costs otherwise the bill alone tells. */
function savingOf(rule: ConfigRule, recorded: Table<RowOf<typeof types>>): Pick<Verdict, 'saving'> {
  const scope = rule.Scope?.ComplianceResourceTypes ?? [];
  if (rule.MaximumExecutionFrequency || scope.length === 0) return {};
  const seen = recorded.where(type => scope.includes(type.resourceType) && itemsOf(type) > 0).seen();
  const units = seen.reduce((sum, type) => sum + itemsOf(type), 0);
  if (units === 0) return {};
  const price = isOfPack(rule) ? 'config/ConformancePackEvaluations' : 'config/ConfigRuleEvaluations';
  return { saving: { releases: [{ price, units }], estimated: true } };
}
