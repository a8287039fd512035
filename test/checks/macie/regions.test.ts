import { describe, expect, it } from 'vitest';
import { automatedDiscoveryEnabled, enabled } from '../../../src/checks/macie/regions.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { regionRow } from '../access-analyzer/rows.js';
import { bucketRow, discovery, sessionRow } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const judged = async (check: object, sessions: Facts, buckets: Facts = [bucketRow('uploads')]) =>
  (
    await judge(check, world({ 'account.regions': [regionRow()], 'macie.sessions': sessions, 's3.buckets': buckets }))
  )[0];

describe('macie-enabled', () => {
  it('passes where Macie is on, whatever buckets there are', async () => {
    expect((await judged(enabled, [sessionRow()]))?.verdict).toBe('PASS');
    const unseen = { gaps: [gap('s3:ListBuckets', { region: 'global' })] };
    expect((await judged(enabled, [sessionRow()], unseen))?.verdict).toBe('PASS');
  });

  it('fails where it is off or paused while there are buckets, and names some', async () => {
    expect(await judged(enabled, [])).toMatchObject({
      verdict: 'FAIL',
      message: 'Macie is not enabled, and there are buckets (1): uploads',
    });
    expect((await judged(enabled, [sessionRow('ENABLED', {}, 'us-east-1')]))?.verdict).toBe('FAIL');
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => bucketRow(name));
    expect(await judged(enabled, [sessionRow('PAUSED')], many)).toMatchObject({
      verdict: 'FAIL',
      message: 'Macie is PAUSED, and there are buckets (6): a, b, c, d, e …',
    });
  });

  it('has nothing to say of a region without buckets', async () => {
    expect((await judged(enabled, [], [bucketRow('far', 'us-east-1')]))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(enabled, [sessionRow('PAUSED')], []))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await judged(enabled, { gaps: [gap('macie2:GetMacieSession')] }))?.verdict).toBe('NOT_AVAILABLE');
    const unseen = { gaps: [gap('s3:ListBuckets', { region: 'global' })] };
    expect((await judged(enabled, [], unseen))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(enabled, [], [bucketRow('nowhere', '')]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(enabled, [], [bucketRow('nowhere', ''), bucketRow('here')]))?.verdict).toBe('FAIL');
  });
});

describe('macie-automated-discovery-enabled', () => {
  const of = (value: unknown) =>
    judged(automatedDiscoveryEnabled, [sessionRow('ENABLED', { automatedDiscovery: value })]);

  it('passes on, fails off', async () => {
    expect((await of(discovery('ENABLED')))?.verdict).toBe('PASS');
    expect(await of(discovery('DISABLED'))).toMatchObject({
      verdict: 'FAIL',
      message: 'automated discovery is DISABLED',
    });
  });

  it('has nothing to say where Macie is off or paused', async () => {
    expect((await judged(automatedDiscoveryEnabled, []))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(automatedDiscoveryEnabled, [sessionRow('PAUSED')]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('leaves undecided what only the administrator is told, and what was refused', async () => {
    const api = 'macie2:GetAutomatedDiscoveryConfiguration';
    expect((await of(gap(api, { reason: 'not-collected' })))?.verdict).toBe('NOT_AVAILABLE');
    expect((await of(gap(api)))?.verdict).toBe('NOT_AVAILABLE');
    const refused = { gaps: [gap('macie2:GetMacieSession')] };
    expect((await judged(automatedDiscoveryEnabled, refused))?.verdict).toBe('NOT_AVAILABLE');
  });
});
