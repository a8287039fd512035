import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { Seen } from '../../core/collection.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { regions } from '../account/regions.js';
import { type Bucket, buckets } from '../s3/buckets.js';
import { isEnabled, sessions } from './sessions.js';

export const enabled = check({
  id: 'macie-enabled',
  title: 'Macie is enabled in each region that holds buckets',
  why: 'Macie tells which buckets are open and which hold names, card numbers or keys. It sees only buckets of its own region.',
  fix: {
    command: 'aws macie2 enable-macie --status ENABLED --region {region}',
    note: 'Billed by buckets and by data looked at; free for the first 30 days. Where it is only paused, use "aws macie2 update-macie-session --status ENABLED".',
  },
  fields: ['macie2:GetMacieSession.status', 's3:ListBuckets.Buckets.BucketRegion'],
  on: regions.with(),
  also: { sessions: sessions.with(), buckets: buckets.with() },
  test({ RegionName }, tables) {
    const session = tables.sessions.in(RegionName).first();
    const seen = saw('macie2:GetMacieSession', 'status', session?.status ?? null, 'ENABLED');
    if (session && isEnabled(session)) return pass('Macie is ENABLED', seen);
    const here = bucketsIn(RegionName, tables.buckets);
    const state = session ? `Macie is ${session.status}` : 'Macie is not enabled';
    const there = saw('s3:ListBuckets', 'Buckets[].BucketRegion', here.length, 0);
    if (here.length === 0) return notApplicable(`${state}, and there are no buckets in this region`, seen, there);
    const names = `${here.slice(0, 5).join(', ')}${here.length > 5 ? ' …' : ''}`;
    return fail(`${state}, and there are buckets (${here.length}): ${names}`, seen, there);
  },
});

function bucketsIn(region: string, buckets: Table<Seen<Bucket>>): string[] {
  const here = buckets.where(bucket => {
    if (bucket.BucketRegion === '')
      cannotTell('unexpected-answer', 's3:ListBuckets', `s3:ListBuckets tells no region of bucket ${bucket.Name}`);
    return bucket.BucketRegion === region;
  });
  return here.empty ? [] : here.seen().map(bucket => bucket.Name);
}

export const automatedDiscoveryEnabled = check({
  id: 'macie-automated-discovery-enabled',
  title: 'Macie looks for sensitive data by itself wherever it is enabled',
  why: 'Without automated discovery Macie looks into objects only when somebody starts a job, and data ends up in places that nobody thought of.',
  fix: {
    command: 'aws macie2 update-automated-discovery-configuration --status ENABLED --region {region}',
    undo: 'aws macie2 update-automated-discovery-configuration --status DISABLED --region {region}',
    note: 'Billed by buckets, objects and data looked at; free for the first 30 days. In an organization its administrator of Macie decides.',
  },
  fields: ['macie2:GetAutomatedDiscoveryConfiguration.status'],
  on: regions.with(),
  also: { sessions: sessions.with('automatedDiscovery') },
  test({ RegionName }, tables) {
    const session = tables.sessions.in(RegionName).first();
    if (!session) return notApplicable('Macie is not enabled in this region');
    if (!isEnabled(session)) return notApplicable(`Macie is ${session.status} in this region`);
    const status = session.automatedDiscovery?.status;
    const seen = saw('macie2:GetAutomatedDiscoveryConfiguration', 'status', status, 'ENABLED');
    if (status === 'ENABLED') return pass('automated discovery is ENABLED', seen);
    return fail(`automated discovery is ${status}`, seen);
  },
});
