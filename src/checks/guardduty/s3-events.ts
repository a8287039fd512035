import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { usdOf } from './amounts.js';
import { detectors } from './detectors.js';
import { featureOf, isOn, notOffered, sawFeature } from './features.js';
import { onDetectors } from './scope.js';
import { usageOf } from './usage.js';

const plan = 'S3_DATA_EVENTS';
const api = 'guardduty:GetUsageStatistics';

export const s3EventsBounded = check({
  ...onDetectors,
  id: 'guardduty-s3-events-bounded',
  title: 'No single bucket drives what GuardDuty costs',
  why: 'Protection for S3 is billed by the number of requests to objects. One program that lists or reads the same bucket over and over can cost more than all else that GuardDuty does.',
  fix: {
    byHand:
      'Find who reads that bucket so often (server access logs, or data events of CloudTrail for that bucket alone) and mend the program: let it keep what it has read, or list less.',
    note: 'Turning protection for S3 off is the last resort: it is the plan that sees stolen data leave.',
  },
  cleanUp: { does: 'decide', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'guardduty:GetDetector.Features.Status',
    'guardduty:GetDetector.Features.Name',
    `${api}.UsageStatistics.SumByFeature`,
    `${api}.UsageStatistics.TopResources`,
  ],
  on: detectors.with('usage', 'topBuckets'),
  params: { share: 0.5 },
  test(detector, _also, { params }) {
    const found = featureOf(detector, plan);
    if (!found) return notOffered(plan, detector);
    if (!isOn(found)) return notApplicable(`${plan} is ${found.Status}`, sawFeature(plan, found.Status));
    const ofS3 = usdOf(usageOf(plan, detector.usage), plan);
    const total = usdOf(detector.usage, 'the plans');
    const share = total > 0 ? ofS3 / total : 0;
    const expected = `at most ${params.share} of the whole`;
    const seen = saw(api, 'UsageStatistics.SumByFeature', { [plan]: ofS3, all: total }, expected);
    const percent = `${Math.round(share * 100)} %`;
    if (share <= params.share) return pass(`events of S3 are ${percent} of what GuardDuty costs here`, seen);
    const [top] = detector.topBuckets;
    const usd = top ? usdOf([top], top.Resource) : 0;
    const bucket = saw(api, 'UsageStatistics.TopResources', top ? { [top.Resource]: usd } : {}, 'at most half of S3');
    if (!top || usd <= ofS3 / 2)
      return pass(`events of S3 are ${percent} of what GuardDuty costs here, of many buckets`, seen, bucket);
    return {
      ...fail(
        `events of S3 are ${percent} of what GuardDuty costs here, most of them of bucket ${top.Resource}`,
        seen,
        bucket,
      ),
      // A bucket that is read as it should be still costs a little.
      saving: { releases: [], told: { usd, by: api }, estimated: true },
    };
  },
});
