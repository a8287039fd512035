import { describe, expect, it } from 'vitest';
import { readPrices, walk } from '../../src/ledger/prices.js';
import { pricesText } from '../../src/package-files.js';
import { prices } from './fakes.js';

describe('prices.yaml', () => {
  it.each([
    ['Amazon DynamoDB', 'TimedStorage-ByteHrs', 'dynamodb'],
    ['DynamoDB Accelerator (DAX)', 'NodeUsage:dax.t3.small', 'dynamodb'],
    ['Amazon Simple Storage Service', 'TimedStorage-ByteHrs', 's3'],
    ['EC2 - Other', 'EBS:VolumeUsage.gp3', 'ebs'],
    ['EC2 - Other', 'NatGateway-Hours', 'vpc'],
    ['EC2 - Other', 'DataTransfer-Out-Bytes', 'data-transfer'],
    ['EC2 - Other', 'CPUCredits:t3', undefined],
    ['AWS Novelty', 'Things', undefined],
  ])('%s %s is of %s', (name, usageType, id) => {
    expect(prices.serviceOf(name, usageType)?.id).toBe(id);
  });

  it('tells services that share a name on the bill apart by usage types', () => {
    const sharing = new Map<string, string[]>();
    for (const { bill, id } of prices.services.values())
      for (const name of bill) sharing.set(name, [...(sharing.get(name) ?? []), id]);
    for (const ids of sharing.values()) {
      if (ids.length > 1) for (const id of ids) expect(prices.services.get(id)?.usage, id).toBeDefined();
    }
  });

  it('has the list price of a region, and no other in its place', () => {
    const ref = 'dynamodb/WriteCapacityUnit-Hrs';
    expect(prices.list(ref, 'us-east-1')).toEqual({ usd: 0.000_65, region: 'us-east-1', confidence: 'high' });
    expect(prices.list(ref, 'eu-west-1')).toMatchObject({ usd: 0.000_735, region: 'eu-west-1' });
    expect(prices.list(ref, 'eu-north-1')).toBeUndefined();
    expect(prices.list('dynamodb/NodeUsage:dax.r5.large', 'us-east-1')).toBeUndefined();
    expect(prices.list('dynamodb/Nothing', 'us-east-1')).toBeUndefined();
    expect(prices.list('route53/HostedZone', 'global')).toMatchObject({ usd: 0.5 });
  });

  it('takes the exact price before the one for all of a kind', () => {
    expect(prices.price('dynamodb/NodeUsage:dax.t3.small')?.usd).toBe(0.04);
    expect(prices.price('dynamodb/NodeUsage:dax.r5.large')?.usd).toBeNull();
  });

  it('is refused for a word that it does not know', () => {
    expect(() => readPrices(pricesText().replace('confidence: high', 'trust: high'))).toThrow(
      /prices\.yaml is not valid/,
    );
  });
});

describe('the list cost of units', () => {
  const zones = { tiers: [{ to: 25, usd: 0.5 }, { usd: 0.1 }], usd: 0.5 };
  it.each([
    [{ usd: 2 }, 2, 3, 6],
    [{ usd: 2, free: { units: 5, per: 'region' as const } }, 2, 3, 0],
    [{ usd: 2, free: { units: 5, per: 'region' as const } }, 2, 6, 2],
    [zones, 0.5, 25, 12.5],
    [zones, 0.5, 27, 12.7],
    // Another region's list is twice as dear, in each tier.
    [zones, 1, 27, 25.4],
    [zones, 0.5, 0, 0],
    [zones, 0.5, -3, 0],
  ])('%#', (price, usd, units, cost) => {
    expect(walk(price, usd, units)).toBeCloseTo(cost, 10);
  });
});
