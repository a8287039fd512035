import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { saves } from '../../core/saving.js';
import { recordedTypes } from './recorded-types.js';
import { isOwn, recorders } from './recorders.js';
import {
  globalTypes,
  itemsOf,
  notYet,
  priceOfItem,
  recordersApi,
  recordingFields,
  recordsAll,
  recordsGlobalTypes,
} from './recording.js';
import { countedIn, isWorkload } from './workload.js';

const countsApi = 'config:GetDiscoveredResourceCounts';
const controlTower = /aws-controltower-/;

export const emptyRegionsRecordLittle = check({
  id: 'config-recorder-region-has-workload',
  title: 'Global types are not recorded once more in regions where nothing runs',
  why: 'Users, roles and policies belong to the whole account. Each region that records them bills each change again, also where nothing else is.',
  fix: {
    command:
      'aws configservice put-configuration-recorder --configuration-recorder name={name},roleARN={roleARN} --recording-group allSupported=true,includeGlobalResourceTypes=false --region {region}',
    note: 'Keep the recorder itself: an unused region is where an intruder goes. Let one region record the global types; where types are excluded by name, exclude the four of IAM instead.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    `${recordersApi}.ConfigurationRecorders.recordingGroup`,
    `${recordersApi}.ConfigurationRecorders.roleARN`,
    ...recordingFields,
    `${countsApi}.resourceCounts`,
  ],
  on: recorders.with('status'),
  also: { others: recorders.with('status'), types: recordedTypes.with('use') },
  applies: isOwn,
  scope: 'a recorder that an AWS service keeps for itself, or of another cloud',
  test(recorder, tables, { now }) {
    const { recordingGroup: group, region } = recorder;
    if (controlTower.test(`${recorder.name} ${recorder.roleARN ?? ''}`)) {
      const role = saw(recordersApi, 'ConfigurationRecorders[].roleARN', recorder.roleARN);
      return notApplicable('Control Tower sets this recorder up, and keeps it from being changed', role);
    }
    const seen = saw(recordersApi, 'ConfigurationRecorders[].recordingGroup', group && shown(group), 'no global types');
    if (!recordsAll(recorder)) return notApplicable('it records chosen types only', seen);
    if (!recordsGlobalTypes(recorder)) return pass('it leaves the global types to other regions', seen);
    const early = notYet(recorder, 1, now);
    if (early) return early;
    const types = tables.types.in(region);
    const workload = countedIn(types);
    if (workload.holds) return pass(`the region is in use: ${workload.message}`, workload.evidence);
    const hidden = group?.excludedResourceTypes.filter(type => isWorkload({ resourceType: type, count: 1 })) ?? [];
    if (hidden.length > 0) return notApplicable(`it leaves out ${hidden.join(', ')}, which may be in use`, seen);
    const global = types.where(type => globalTypes.includes(type.resourceType) && type.count > 0);
    // Regions that AWS has opened since 2022 do not record them, whatever the recorder says.
    if (global.empty) return pass('the region holds no records of global types', seen, workload.evidence);
    const elsewhere = tables.others.first(
      other => other.region !== region && isOwn(other) && recordsGlobalTypes(other) && other.status?.recording === true,
    );
    if (!elsewhere) return pass('the only region that records global types', seen, workload.evidence);
    const counted = global.all();
    return {
      ...fail(
        `it records global types, as ${elsewhere.region} does, and nothing runs here: ${workload.message}`,
        seen,
        workload.evidence,
      ),
      saving: saves(
        ...counted.map(type => ({ price: priceOfItem(recorder, type.resourceType), units: itemsOf(type) })),
      ),
    };
  },
});

const shown = (group: { allSupported: boolean; includeGlobalResourceTypes: boolean; useOnly: string | null }) => ({
  allSupported: group.allSupported,
  includeGlobalResourceTypes: group.includeGlobalResourceTypes,
  useOnly: group.useOnly,
});
