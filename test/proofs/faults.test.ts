import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plan } from '../../src/audit.js';
import { InputError } from '../../src/core/input.js';
import type { Report } from '../../src/core/types.js';
import type { Call } from '../server/call.js';
import { type Fault, type FaultProxy, startFaultProxy } from '../server/fault-proxy.js';
import { type Stub, StubError } from '../server/stub.js';
import { auditShop, byKey, quickRules as rules } from './audits.js';
import { openShop, shop as answers } from './shop.js';

let shop: Stub;
let proxy: FaultProxy;
let calm: Report;
beforeAll(async () => {
  shop = await openShop();
  proxy = await startFaultProxy(shop.port);
  calm = await auditShop(shop.port, { rules });
});
beforeEach(() => {
  proxy.clear();
  shop.onAll(answers);
});
afterAll(async () => {
  await proxy.stop();
  await shop.stop();
});

/** Every rule has findings, and whatever cannot be told has a gap that says why. */
function expectNothingLost(report: Report): void {
  expect([...new Set(report.findings.map(finding => finding.rule))]).toEqual(rules);
  const undecided = report.findings.filter(({ verdict }) => verdict === 'NOT_AVAILABLE' || verdict === 'ERROR');
  for (const finding of undecided) expect(finding.gap?.message, finding.rule).toBeTruthy();
  const reasons = new Set(report.gaps.map(gap => gap.reason));
  expect(report.complete).toBe([...reasons].every(reason => reason === 'manual'));
}

/** What is still told is what the calm run told. */
function expectRestUnmoved(report: Report): void {
  const before = byKey(calm.findings);
  for (const finding of report.findings) {
    if (finding.verdict === 'NOT_AVAILABLE') continue;
    const was = before.get(`${finding.rule} | ${finding.resource.region} | ${finding.resource.id}`);
    expect(finding.verdict, finding.rule).toBe(was?.verdict);
  }
}

const faults: [string, Fault][] = [
  ['ThrottlingException', { error: 'ThrottlingException' }],
  ['429 in a protocol of its own', { error: 'TooManyRequestsException', status: 429 }],
  ['500', { error: 'InternalFailure', status: 500 }],
  ['503 of a proxy, in HTML', 'html'],
  ['a reset connection', 'reset'],
  ['a body cut in the middle', 'truncate'],
];

describe('a disturbance that passes', () => {
  it.each(faults)('%s, for 20 of 100 requests: the same findings', async (_name, fault) => {
    proxy.add({ probability: 0.2, fault });
    const report = await auditShop(proxy.port, { rules });
    const hit = proxy.calls.filter(({ status }) => typeof status === 'string' || status >= 400).length;
    expect(hit / proxy.calls.length).toBeGreaterThan(0.13);
    // The attempts run out for one request in 15,000; the seed of the proxy makes it none here.
    expect(report.findings).toEqual(calm.findings);
    expect(report.complete).toBe(true);
    expect(report.plan).toEqual(calm.plan);
  });
});

describe('a service that never recovers', () => {
  it.each([
    ['ThrottlingException', { error: 'ThrottlingException' }, 'throttled'],
    ['500', { error: 'InternalFailure', status: 500 }, 'network'],
    ['503 of a proxy, in HTML', 'html', 'network'],
    ['a reset connection', 'reset', 'network'],
    ['a body cut in the middle', 'truncate', 'network'],
    ['an expired clock', { error: 'RequestTimeTooSkewed', status: 403 }, 'denied'],
    ['an answer that is no answer', { body: '<<<', status: 200 }, 'unexpected-answer'],
  ] as [string, Fault, string][])('%s: a gap of its kind, nothing else moves', async (_name, fault, reason) => {
    proxy.add({ on: 'kms:*', fault });
    const report = await auditShop(proxy.port, { rules, rate: 1000 });
    expectNothingLost(report);
    expectRestUnmoved(report);
    expect(report.complete).toBe(false);
    const kms = report.findings.filter(finding => finding.service === 'kms');
    expect([...new Set(kms.map(finding => finding.gap?.reason))]).toEqual([reason]);
  });

  it('never answering: a report within --max-duration, with what the others told', async () => {
    proxy.add({ on: 'kms:*', fault: 'hang' });
    const begun = performance.now();
    const report = await auditShop(proxy.port, { rules, maxDuration: 2 });
    expect(performance.now() - begun).toBeLessThan(8000);
    expectNothingLost(report);
    expectRestUnmoved(report);
    expect(report).toMatchObject({ complete: false, ended: { reason: 'deadline' } });
    const kms = report.findings.filter(finding => finding.service === 'kms');
    expect([...new Set(kms.map(finding => finding.gap?.reason))]).toEqual(['deadline']);
    expect(report.findings.filter(finding => finding.verdict === 'PASS').length).toBeGreaterThan(60);
  });

  it('never answering the question whose account it is: one sentence within --max-duration', async () => {
    proxy.add({ on: 'sts:GetCallerIdentity', fault: 'hang' });
    const begun = performance.now();
    await expect(auditShop(proxy.port, { rules, maxDuration: 1 })).rejects.toThrow(InputError);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('never answering which regions there are: a report within --max-duration', async () => {
    proxy.add({ on: 'ec2:DescribeRegions', fault: 'hang' });
    const report = await auditShop(proxy.port, { rules, maxDuration: 1 });
    expectNothingLost(report);
    expect(report).toMatchObject({ complete: false, ended: { reason: 'deadline' } });
  });

  it('never answering, with a limit for one request: a gap of the network', async () => {
    proxy.add({ on: 'kms:*', fault: 'hang' });
    const report = await auditShop(proxy.port, { rules: ['kms-*', 'iam-saml*'], requestTimeout: 0.2 });
    const reasons = report.findings.map(({ service, gap }) => [service, gap?.reason]);
    expect(Object.fromEntries(reasons)).toMatchObject({ iam: undefined, kms: 'network' });
    expect(report.complete).toBe(false);
  });
});

describe('an end before its time', () => {
  it('an interruption: a report of what was seen, and hardly a call more', async () => {
    const controller = new AbortController();
    const progress = {
      unit: () => undefined,
      account: () => undefined,
      call(total: number) {
        if (total === 250) controller.abort();
      },
    };
    const report = await auditShop(proxy.port, { rules, signal: controller.signal, concurrency: 5, progress });
    expectNothingLost(report);
    expectRestUnmoved(report);
    expect(report).toMatchObject({ complete: false, ended: { reason: 'interrupted' } });
    expect(proxy.calls.length).toBeLessThanOrEqual(250);
    expect(report.findings.some(finding => finding.verdict === 'PASS')).toBe(true);
  });

  it('an interruption before the first call: no call at all', async () => {
    const signal = AbortSignal.abort();
    await expect(auditShop(proxy.port, { rules, signal })).rejects.toThrow(/^AWS did not say whose credentials/);
    expect(proxy.calls).toEqual([]);
  });

  it.each([
    ['ExpiredTokenException', 30],
    ['ExpiredToken', 31],
    ['RequestExpired', 32],
  ])(
    'credentials that expire (%s) after %i calls: a report of what was seen, no further calls',
    async (error, after) => {
      let asked = 0;
      const isLate = () => {
        asked += 1;
        return asked > after;
      };
      proxy.add({ on: isLate, fault: { error, message: 'The security token included in the request is expired' } });
      const report = await auditShop(proxy.port, { rules, concurrency: 5 });
      expectNothingLost(report);
      expectRestUnmoved(report);
      expect(report).toMatchObject({ complete: false, ended: { reason: 'expired-credentials' } });
      // Those that were under way when the first refusal came, and no more.
      expect(proxy.calls.length).toBeLessThanOrEqual(after + 10);
      expect(report.findings.some(finding => finding.verdict === 'PASS')).toBe(true);
    },
  );

  it('credentials that have expired at the start: one sentence', async () => {
    proxy.add({ on: 'sts:GetCallerIdentity', fault: { error: 'ExpiredToken' } });
    await expect(auditShop(proxy.port, { rules })).rejects.toThrow(/^the AWS credentials have expired/);
  });
});

describe('regions', () => {
  const three = ['ap-east-1', 'eu-north-1', 'us-east-1'];

  it('a region that is not enabled is a state, and is not asked', async () => {
    const report = await auditShop(proxy.port, { rules, regions: three });
    expect(report.regions[0]).toMatchObject({ name: 'ap-east-1', state: 'not-enabled' });
    expect(proxy.calls.filter(call => call.region === 'ap-east-1')).toEqual([]);
    expect(report.findings).toEqual(calm.findings);
    expect(report.complete).toBe(true);
  });

  it('a region that the organization closes is a state, after a handful of calls', async () => {
    const names = ['eu-west-1', 'eu-north-1', 'us-east-1'];
    shop.on('ec2:DescribeRegions', () => ({
      Regions: names.map(RegionName => ({ RegionName, OptInStatus: 'opt-in-not-required' })),
    }));
    const message = 'User: x is not authorized to perform: y with an explicit deny in a service control policy';
    const isClosed = ({ region }: Call) => region === 'eu-west-1';
    proxy.add({ on: isClosed, fault: { error: 'AccessDeniedException', message } });
    const report = await auditShop(proxy.port, { rules, regions: names });
    expect(report.regions.find(region => region.name === 'eu-west-1')).toMatchObject({
      state: 'denied-by-organization',
      message: expect.stringContaining('organization') as string,
    });
    // One call a listing, all under way before the first refusal came back; nothing after it.
    const asked = proxy.calls.filter(call => call.region === 'eu-west-1').map(call => call.operation);
    const listings = plan({ rules }).demands.flatMap(({ collection }) => collection.calls);
    expect(asked.length).toBeLessThanOrEqual(listings.length);
    expect(new Set(asked).size).toBe(asked.length);
    expect(report.gaps.flatMap(gap => gap.regions)).not.toContain('eu-west-1');
    expect(report.findings).toEqual(calm.findings);
  });

  it('a region that does not exist: one sentence with the nearest name', async () => {
    await expect(auditShop(proxy.port, { rules, regions: ['eu-nort-1'] })).rejects.toThrow(
      '--regions: there is no region "eu-nort-1"; did you mean "eu-north-1"?',
    );
  });

  it('a refused list of regions: those named are audited, and the gap is told', async () => {
    proxy.add({ on: 'ec2:DescribeRegions', fault: { error: 'UnauthorizedOperation' } });
    const report = await auditShop(proxy.port, { rules });
    expect(report.findings).toEqual(calm.findings);
    expect(report.gaps).toContainEqual(expect.objectContaining({ action: 'ec2:DescribeRegions', reason: 'denied' }));
    expect(report.complete).toBe(false);
  });

  it('a refused list of regions, none named: the one of the credentials, and the gap is told', async () => {
    proxy.add({ on: 'ec2:DescribeRegions', fault: { error: 'UnauthorizedOperation' } });
    const report = await auditShop(proxy.port, { rules: ['kms-*'], regions: 'all' });
    expect(report.regions).toHaveLength(1);
    expect(report.complete).toBe(false);
  });

  it('an identity that AWS does not know: one sentence', async () => {
    shop.on('sts:GetCallerIdentity', () => {
      throw new StubError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    });
    await expect(auditShop(proxy.port, { rules })).rejects.toThrow(InputError);
  });
});
