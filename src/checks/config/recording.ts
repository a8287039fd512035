import { daysBetween } from '../../core/facts.js';
import { totalOf } from '../../core/metrics.js';
import type { RowOf } from '../../core/collection.js';
import { notApplicable, saw, type Verdict } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import { recordedTypes } from './recorded-types.js';
import type { Recorder, RecorderStatus } from './recorders.js';

export const recordersApi = 'config:DescribeConfigurationRecorders';
export const statusApi = 'config:DescribeConfigurationRecorderStatus';

/** Fields that tell whether a recorder can be judged by what it has recorded. */
export const recordingFields = [
  `${statusApi}.ConfigurationRecordersStatus.recording`,
  `${statusApi}.ConfigurationRecordersStatus.lastStartTime`,
];

/** Types that AWS keeps for the whole account, and records in each region that is told to. */
export const globalTypes = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];

/** Whether a recorder takes in every type but for those that it names. */
export const recordsAll = ({ recordingGroup: group }: Pick<Recorder, 'recordingGroup'>): boolean =>
  group !== null && (group.allSupported || group.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES');

/** Whether a recorder that records all takes in the global types of IAM, too. */
export function recordsGlobalTypes({ recordingGroup: group }: Pick<Recorder, 'recordingGroup'>): boolean {
  if (!group) return false;
  if (group.allSupported) return group.includeGlobalResourceTypes;
  // By AWS's documentation the switch has no say in this strategy: the types have to be named.
  if (group.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES')
    return globalTypes.some(type => !group.excludedResourceTypes.includes(type));
  return false;
}

/** Whether a recorder keeps one item a day of this type at most. */
export function isDaily({ recordingMode: mode }: Pick<Recorder, 'recordingMode'>, type: string): boolean {
  const own = mode?.recordingModeOverrides.find(one => one.resourceTypes.includes(type));
  return (own ?? mode)?.recordingFrequency === 'DAILY' && !neverDaily.includes(type);
}

/** What AWS records continuously whatever is asked. */
export const neverDaily = [
  'AWS::Config::ConfigurationRecorder',
  'AWS::Config::ConformancePackCompliance',
  'AWS::Config::ResourceCompliance',
];

/** The price of an item of this type. */
export const priceOfItem = (recorder: Recorder, type: string): string =>
  isDaily(recorder, type) ? 'config/ConfigurationItemRecordedDaily' : 'config/ConfigurationItemRecorded';

/** Why a recorder cannot be judged by what it has recorded in these days; undefined where it can. */
export function notYet(
  { name, status }: { name: string; status: RecorderStatus | null },
  days: number,
  now: Date,
): Verdict | undefined {
  if (!status) return cannotTell('unexpected-answer', statusApi, `AWS lists no status of recorder ${name}`);
  const recording = saw(statusApi, 'ConfigurationRecordersStatus[].recording', status.recording);
  if (!status.recording) return notApplicable('the recorder is stopped', recording);
  if (!status.lastStartTime)
    return cannotTell('unexpected-answer', statusApi, `AWS does not tell since when recorder ${name} records`);
  const age = daysBetween(status.lastStartTime, now);
  if (age >= days) return undefined;
  const started = saw(statusApi, 'ConfigurationRecordersStatus[].lastStartTime', status.lastStartTime);
  return notApplicable(`too young to judge: it records for ${age} of ${days} days`, recording, started);
}

const counted = recordedTypes.with('use');

/** The items that were recorded of a type in the days that are counted. */
export const itemsOf = (type: Pick<RowOf<typeof counted>, 'use'>): number =>
  totalOf(type.use.ConfigurationItemsRecorded);

/** `AWS::EC2::NetworkInterface (3100), AWS::EC2::Volume (80)`: the most of them first. */
export function sayMost(amounts: readonly (readonly [type: string, items: number])[], most = 3): string {
  const sorted = [...amounts].sort(([, a], [, b]) => b - a);
  const named = sorted.slice(0, most).map(([type, items]) => `${type} (${items})`);
  return `${named.join(', ')}${sorted.length > most ? ' …' : ''}`;
}
