import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { countOf } from '../../core/counts.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { itemDays, recordedTypes } from './recorded-types.js';
import { isOwn, recorders } from './recorders.js';
import { itemsOf, notYet, priceOfItem, recordersApi, recordingFields, recordsAll, sayMost } from './recording.js';
import { rules } from './rules.js';

const group = 'ConfigurationRecorders[].recordingGroup';

export const scopeFits = check({
  id: 'config-recorder-scope-fits',
  title: 'The recorder mostly records what rules look at',
  why: 'AWS Config bills each change that it records. A few types, network interfaces above all, change all day long, and often no rule ever looks at them.',
  fix: {
    command:
      'aws configservice describe-configuration-recorders --configuration-recorder-names {name} --region {region}',
    note: 'Put the types that no rule needs into exclusionByResourceTypes, with the strategy EXCLUSION_BY_RESOURCE_TYPES, and hand all of it to "aws configservice put-configuration-recorder". What is left out has no history from then on: where an auditor wants all of it, keep it, and accept this finding. Name what you leave out in allowed_exclusions of config-recorder-all-resource-types.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    `${recordersApi}.ConfigurationRecorders.recordingGroup`,
    ...recordingFields,
    'cloudwatch:GetMetricData.ConfigurationItemsRecorded',
    'config:GetComplianceSummaryByResourceType.ComplianceSummariesByResourceType',
    'config:DescribeConfigRules.ConfigRules.Scope.ComplianceResourceTypes',
  ],
  on: recorders.with('status'),
  also: { types: recordedTypes.with('use', 'evaluated'), rules: rules.with() },
  params: { share: 0.3 },
  applies: isOwn,
  scope: 'a recorder that an AWS service keeps for itself, or of another cloud',
  test(recorder, tables, { now, params }) {
    if (!recorder.recordingGroup)
      cannotTell('unexpected-answer', recordersApi, `AWS does not tell what recorder ${recorder.name} records`);
    const chosen = recorder.recordingGroup.resourceTypes;
    if (!recordsAll(recorder))
      return pass(`it records chosen types only: ${chosen.length}`, saw(recordersApi, group, chosen.length));
    const early = notYet(recorder, itemDays, now);
    if (early) return early;
    const here = tables.types.in(recorder.region).all();
    const amounts = here.map(type => [type.resourceType, itemsOf(type)] as const).filter(([, items]) => items > 0);
    const total = sumOf(amounts);
    const seen = saw('cloudwatch:GetMetricData', 'ConfigurationItemsRecorded', total, `in ${itemDays} days`);
    if (total === 0) return notApplicable(`it recorded nothing in ${itemDays} days`, seen);
    const ruled = tables.rules.in(recorder.region);
    const isNeeded = (type: string): boolean =>
      here.some(one => one.resourceType === type && one.evaluated) ||
      ruled.some(rule => rule.Scope?.ComplianceResourceTypes.includes(type) ?? false);
    const unneeded = amounts.filter(([type]) => !isNeeded(type));
    const share = sumOf(unneeded) / total;
    const percent = `${Math.round(share * 100)} % of ${countOf(total, 'item')} of ${itemDays} days`;
    const unjudged = saw(
      'config:GetComplianceSummaryByResourceType',
      'ComplianceSummariesByResourceType',
      Object.fromEntries(unneeded.map(([type]) => [type, 0])),
      'judged by a rule',
    );
    if (share <= params.share) return pass(`${percent} are of types that no rule has judged`, seen, unjudged);
    return {
      ...fail(`${percent} are of types that no rule has judged: ${sayMost(unneeded)}`, seen, unjudged),
      saving: saves(...unneeded.map(([type, units]) => ({ price: priceOfItem(recorder, type), units }))),
    };
  },
});

const sumOf = (amounts: readonly (readonly [string, number])[]): number =>
  amounts.reduce((sum, [, items]) => sum + items, 0);
