import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import { type Release, saves } from '../../core/saving.js';
import { itemDays, recordedTypes } from './recorded-types.js';
import { isOwn, recorders } from './recorders.js';
import { isDaily, itemsOf, neverDaily, notYet, recordersApi, recordingFields, sayMost } from './recording.js';
import { rules } from './rules.js';

const firewallManager = 'fms.amazonaws.com';

/** A type whose items would be fewer and, dearer as they are, cheaper in all if there was one a day. */
interface Busy {
  type: string;
  items: number;
  count: number;
}

export const frequencyFits = check({
  id: 'config-recording-frequency-fits',
  title: 'Types that change all the time are recorded once a day',
  why: 'Recorded continuously, each change is billed. Of what changes many times a day one item a day is cheaper, dear as it is, and mostly tells enough.',
  fix: {
    command:
      'aws configservice describe-configuration-recorders --configuration-recorder-names {name} --region {region}',
    note: 'Name the types in recordingMode.recordingModeOverrides with the frequency DAILY, and hand all of it to "aws configservice put-configuration-recorder". An item recorded daily costs four times as much as one recorded continuously: never switch everything. Rules that react to changes then react once a day.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    `${recordersApi}.ConfigurationRecorders.recordingMode`,
    ...recordingFields,
    'cloudwatch:GetMetricData.ConfigurationItemsRecorded',
    'config:GetDiscoveredResourceCounts.resourceCounts',
    'config:DescribeConfigRules.ConfigRules.CreatedBy',
  ],
  on: recorders.with('status'),
  also: { types: recordedTypes.with('use'), rules: rules.with() },
  params: { break_even_changes_per_day: 4 },
  applies: isOwn,
  scope: 'a recorder that an AWS service keeps for itself, or of another cloud',
  test(recorder, tables, { now, params }) {
    const early = notYet(recorder, itemDays, now);
    if (early) return early;
    const here = tables.types.in(recorder.region).all();
    const continuous = here.filter(({ resourceType: type, count }) => count > 0 && !isDaily(recorder, type));
    const mode = saw(recordersApi, 'ConfigurationRecorders[].recordingMode', recorder.recordingMode);
    if (continuous.length === 0)
      return notApplicable('all is recorded daily, which does not tell how often it changes', mode);
    const most = params.break_even_changes_per_day * itemDays;
    const busy = continuous
      .filter(({ resourceType }) => !neverDaily.includes(resourceType))
      .map(type => ({ type: type.resourceType, items: itemsOf(type), count: type.count }))
      .filter(({ items, count }) => items > most * count);
    const seen = saw(
      'cloudwatch:GetMetricData',
      'ConfigurationItemsRecorded',
      Object.fromEntries(busy.map(({ type, items }) => [type, items])),
      `at most ${most} a resource in ${itemDays} days`,
    );
    if (busy.length === 0)
      return pass(`no type has more than ${params.break_even_changes_per_day} changes a resource and day`, seen, mode);
    if (tables.rules.in(recorder.region).some(rule => rule.CreatedBy === firewallManager)) {
      const made = saw('config:DescribeConfigRules', 'ConfigRules[].CreatedBy', firewallManager);
      return notApplicable('Firewall Manager is in use here, and needs continuous recording', seen, made);
    }
    return tooOften(busy, params.break_even_changes_per_day, [seen, mode]);
  },
});

function tooOften(busy: readonly Busy[], most: number, evidence: Verdict['evidence']): Verdict {
  const counts = saw(
    'config:GetDiscoveredResourceCounts',
    'resourceCounts',
    Object.fromEntries(busy.map(({ type, count }) => [type, count])),
  );
  const named = sayMost(busy.map(({ type, items }) => [type, items]));
  const releases = busy.flatMap(({ items, count }): Release[] => [
    { price: 'config/ConfigurationItemRecorded', units: items },
    { price: 'config/ConfigurationItemRecordedDaily', units: -count * itemDays },
  ]);
  return {
    ...fail(
      `recorded continuously, with more than ${most} changes a resource and day: ${named} items in ${itemDays} days; counted by the resources that there are now: where they come and go within a day, daily recording saves nothing`,
      ...evidence,
      counts,
    ),
    saving: { ...saves(...releases), estimated: true },
  };
}
