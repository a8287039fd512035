import { check, fail, pass, saw } from '../../core/check.js';
import { literalWord } from '../../core/fix.js';
import type { Fix } from '../../core/types.js';
import { regions } from '../account/regions.js';
import { detectors } from './detectors.js';

/** How to turn GuardDuty on in the region of a verdict. */
export const create: Fix = {
  command: 'aws guardduty create-detector --enable --finding-publishing-frequency FIFTEEN_MINUTES --region {region}',
  note: 'Free for 30 days, then billed by what it reads: next to nothing in a region without use.',
};

/** How to end the suspension of a detector. */
export const resume = (DetectorId: string): Fix => ({
  command: `aws guardduty update-detector --detector-id ${literalWord(DetectorId)} --enable --region {region}`,
  undo: `aws guardduty update-detector --detector-id ${literalWord(DetectorId)} --no-enable --region {region}`,
});

export const guardDutyEnabled = check({
  id: 'guardduty-enabled',
  title: 'GuardDuty is on in each region',
  why: 'GuardDuty reads the logs that nobody has time to read, and tells when keys are used from strange places, when a server calls home or when somebody looks around. Intruders choose the regions where it is off.',
  fix: create,
  fields: ['guardduty:ListDetectors.DetectorIds', 'guardduty:GetDetector.Status'],
  on: regions.with(),
  also: { detectors: detectors.with() },
  test(region, tables) {
    const here = tables.detectors.in(region.RegionName);
    const on = here.first(one => one.Status === 'ENABLED');
    if (on) return pass('the detector is ENABLED', saw('guardduty:GetDetector', 'Status', on.Status, 'ENABLED'));
    const [off] = here.all();
    if (!off) return fail('there is no detector', saw('guardduty:ListDetectors', 'DetectorIds', [], 'a detector'));
    const suspended = fail(
      `the detector is suspended (Status ${off.Status})`,
      saw('guardduty:GetDetector', 'Status', off.Status, 'ENABLED'),
    );
    return { ...suspended, fix: resume(off.DetectorId) };
  },
});
