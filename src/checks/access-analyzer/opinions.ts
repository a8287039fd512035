import { saw } from '../../core/check.js';
import type { Opinion } from '../../core/detector.js';
import type { Trail } from '../cloudtrail/trails.js';
import type { Finding } from './findings.js';

/**
 * What public access of a resource says about our rules, once for each thing judged. These are failures only: an analyzer
 * lists what is open, not what it looked at and found closed.
 */
export function opinionsOf(found: readonly Finding[], trails: readonly Trail[]): Opinion[] {
  const opinions = found.flatMap(finding => opinionsOn(finding, trails));
  const keyOf = ({ rules, resource }: Opinion): string => JSON.stringify([rules, resource]);
  return [...new Map(opinions.map(one => [keyOf(one), one])).values()];
}

function opinionsOn(finding: Finding, trails: readonly Trail[]): Opinion[] {
  const { resource: id, resourceType: type } = finding;
  if (type === 'AWS::KMS::Key') return [opinion(finding, 'kms-key-not-public', { id, type })];
  if (type !== 'AWS::S3::Bucket') return [];
  // Our rule judges trails by the bucket that they deliver to; of other buckets it says nothing.
  const name = id.slice(id.lastIndexOf(':') + 1);
  return trails
    .filter(trail => trail.S3BucketName === name)
    .map(({ TrailARN }) =>
      opinion(finding, 'cloudtrail-bucket-not-public', { id: TrailARN, type: 'AWS::CloudTrail::Trail' }),
    );
}

const opinion = (finding: Finding, rule: string, resource: { id: string; type: string }): Opinion => ({
  control: 'external access',
  rules: [rule],
  verdict: 'FAIL',
  resource,
  at: finding.analyzedAt,
  evidence: [saw('access-analyzer:ListFindingsV2', 'findings[].isPublic', { [finding.resource]: true })],
});
