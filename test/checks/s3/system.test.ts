import { describe, expect, it } from 'vitest';
import { cloudfront } from '../../../src/checks/cloudfront/system.js';
import { s3 } from '../../../src/checks/s3/system.js';
import { used } from '../../support/systems.js';
import { gap, world } from '../../support/world.js';
import { distributionRow } from '../cloudfront/rows.js';
import { bucketRow, gb, requestRow, series, storageRows } from './rows.js';

describe('S3 in the ledger', () => {
  const told = (more: Parameters<typeof world>[0] = {}) => {
    const facts = {
      's3.buckets': [bucketRow('photos'), bucketRow('far', {}, { BucketRegion: 'us-east-1' })],
      's3.storage': [...storageRows('photos', gb), ...storageRows('far', gb, { region: 'us-east-1' })],
      's3.requestMetrics': [],
      ...more,
    };
    return used(s3, world(facts), 'eu-north-1');
  };

  it('is used for sure where reads are counted', () => {
    const read = requestRow('photos', { gets: series(ago => (ago === 4 ? 9 : null)) });
    expect(told({ 's3.requestMetrics': [read] })).toMatchObject({
      inventory: { count: 1, names: ['photos'], newest: '2024-11-01T00:00:00.000Z' },
      use: { grade: 'strong', last: '2026-11-18', message: 'objects were read 9 times in 90 days' },
    });
  });
  it('is used where sizes change', () => {
    const grown = storageRows(
      'photos',
      series(ago => (ago > 6 ? 1 : 2) * gb),
    );
    expect(told({ 's3.storage': grown }).use).toMatchObject({ grade: 'medium', last: '2026-11-16' });
  });
  it('is never called idle for want of counts', () => {
    expect(told().use).toMatchObject({ gap: { reason: 'manual' } });
    expect(told({ 's3.storage': { gaps: [gap('cloudwatch:ListMetrics')] } }).use).toMatchObject({
      gap: { reason: 'denied' },
    });
    expect(told({ 's3.storage': [] }).use).toMatchObject({ grade: 'none', message: 'no bucket holds anything' });
  });
});

describe('CloudFront in the ledger', () => {
  const told = (...rows: ReturnType<typeof distributionRow>[]) =>
    used(cloudfront, world({ 'cloudfront.distributions': rows }), 'global');

  it('is used when a distribution answers', () => {
    const busy = distributionRow(
      'E1',
      { Aliases: ['lodge.example'] },
      series(ago => (ago === 1 ? 5 : null)),
    );
    expect(told(busy, distributionRow('E2'))).toMatchObject({
      inventory: { count: 2, names: ['lodge.example', 'e2.cloudfront.net'] },
      use: { grade: 'strong', last: '2026-11-21', message: '1 distribution answered requests in 90 days' },
    });
  });
  it('is not used when none does, and unverified when hidden', () => {
    expect(told(distributionRow('E2')).use).toMatchObject({ grade: 'none' });
    expect(told().use).toMatchObject({ grade: 'none', message: 'there is no distribution' });
    const hidden = world({ 'cloudfront.distributions': { gaps: [gap('cloudfront:ListDistributions')] } });
    expect(used(cloudfront, hidden, 'global').use).toMatchObject({ gap: { reason: 'denied' } });
  });
});
