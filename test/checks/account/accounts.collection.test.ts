import { AccountClient, PutAlternateContactCommand } from '@aws-sdk/client-account';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accounts } from '../../../src/checks/account/accounts.js';
import { regions } from '../../../src/checks/account/regions.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { plausible } from '../../server/plausible.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

describeWithMoto('the collection of the account', () => {
  let server: Moto;
  let stub: Stub;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(async () => {
    await server.reset();
    stub.clear();
    stub.onAll(plausible);
  });
  afterAll(() => stub.stop());

  const details = ['contactInformation', 'securityContact', 'billingContact', 'operationsContact'];

  it('knows the account without a call', async () => {
    const { rows, gaps, calls } = await collectOne(accounts, { port: stub.port });
    expect(rows).toMatchObject([{ region: 'global', item: { AccountId: '123456789012' } }]);
    expect([gaps, calls]).toEqual([[], {}]);
  });

  it('tells a registered contact from one that is not', async () => {
    const account = (await clients(server.port))(AccountClient);
    const security = { Name: 'Security', EmailAddress: 'security@example.com', PhoneNumber: '+46701000001' };
    await account.send(
      new PutAlternateContactCommand({ AlternateContactType: 'SECURITY', Title: 'Team', ...security }),
    );
    const { rows, calls } = await collectOne(accounts, { port: stub.port, details });
    expect(rows[0]?.details).toEqual({
      contactInformation: {
        ok: true,
        value: {
          FullName: 'Ada Example',
          PhoneNumber: '+358401234567',
          AddressLine1: 'Esimerkkikatu 1',
          CountryCode: 'FI',
        },
      },
      securityContact: { ok: true, value: security },
      billingContact: { ok: true, value: null },
      operationsContact: { ok: true, value: null },
    });
    expect(calls).toEqual({ 'account:GetAlternateContact': 3, 'account:GetContactInformation': 1 });
  });

  it('says what was denied', async () => {
    const denied = () => {
      throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
    };
    stub.onAll({ 'account:GetContactInformation': denied, 'account:GetAlternateContact': denied });
    const { rows } = await collectOne(accounts, { port: stub.port, details });
    expect(rows[0]?.details).toMatchObject({
      contactInformation: { ok: false, gap: { reason: 'denied', api: 'account:GetContactInformation' } },
      securityContact: { ok: false, gap: { reason: 'denied', api: 'account:GetAlternateContact' } },
    });
  });

  it('has one row for each audited region', async () => {
    const { rows } = await collectOne(regions, { port: stub.port, regions: ['eu-north-1', 'us-east-1'] });
    expect(rows.map(row => [row.region, row.item['RegionName']])).toEqual([
      ['eu-north-1', 'eu-north-1'],
      ['us-east-1', 'us-east-1'],
    ]);
  });
});
