import {
  CreateSAMLProviderCommand,
  CreateVirtualMFADeviceCommand,
  IAMClient,
  UpdateAccountPasswordPolicyCommand,
  UploadServerCertificateCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { account } from '../../../src/checks/iam/account.js';
import { root } from '../../../src/checks/iam/root.js';
import { serverCertificates } from '../../../src/checks/iam/server-certificates.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';
import { accountId } from './rows.js';
import { signIn } from './stubbed.js';

describeWithMoto('the account on a server', () => {
  let server: Moto;
  let iam: IAMClient;
  beforeAll(async () => {
    server = await moto();
    iam = (await clients(server.port))(IAMClient);
  });
  beforeEach(() => server.reset());

  it('has no password policy and no provider until it is given one', async () => {
    const details = ['passwordPolicy', 'samlProviders'];
    const before = await collectOne(account, { port: server.port, details });
    expect(before.rows).toMatchObject([
      {
        item: { AccountId: server.accountId },
        details: { passwordPolicy: { ok: true, value: null }, samlProviders: { ok: true, value: [] } },
      },
    ]);
    const settings = { MinimumPasswordLength: 14, RequireNumbers: true, PasswordReusePrevention: 24 };
    await iam.send(new UpdateAccountPasswordPolicyCommand(settings));
    const SAMLMetadataDocument = '<EntityDescriptor/>'.padEnd(1024, ' ');
    await iam.send(new CreateSAMLProviderCommand({ Name: 'directory', SAMLMetadataDocument }));
    const after = await collectOne(account, { port: server.port, details });
    expect(after.rows[0]?.details).toMatchObject({
      passwordPolicy: {
        value: { MinimumPasswordLength: 14, RequireNumbers: true, RequireSymbols: false, MaxPasswordAge: null },
      },
      samlProviders: { value: [{ Arn: `arn:aws:iam::${server.accountId}:saml-provider/directory` }] },
    });
  });

  it('counts for the root user, and keeps no seed of a virtual device', async () => {
    await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
    const { rows } = await collectOne(root, { port: server.port, details: ['summary', 'virtualMfaDevices'] });
    expect(rows).toMatchObject([
      {
        item: { UserName: '<root_account>', Arn: `arn:aws:iam::${server.accountId}:root` },
        details: { summary: { ok: true, value: { AccountAccessKeysPresent: 0, AccountMFAEnabled: 0 } } },
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Base32|QRCode/);
  });

  it('lists server certificates', async () => {
    expect((await collectOne(serverCertificates, { port: server.port })).rows).toEqual([]);
    const keys = { CertificateBody: 'body', PrivateKey: 'not-a-key' };
    await iam.send(new UploadServerCertificateCommand({ ServerCertificateName: 'shop', ...keys }));
    const { rows } = await collectOne(serverCertificates, { port: server.port });
    expect(rows).toMatchObject([
      { item: { ServerCertificateName: 'shop', Expiration: expect.stringMatching(/^2012-05-08T/) } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('not-a-key');
  });
});

describe('the account as AWS tells of it', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub();
  });
  beforeEach(() => stub.onAll(signIn));
  afterEach(() => stub.clear());
  afterAll(() => stub.stop());
  const refuse = () => {
    throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
  };
  const detailOf = async (of: Parameters<typeof collectOne>[0], name: string) =>
    (await collectOne(of, { port: stub.port, details: [name] })).rows[0]?.details[name];

  it('reads a whole password policy, 0 as absent', async () => {
    const policy = { MinimumPasswordLength: 8, RequireSymbols: true, HardExpiry: false, ExpirePasswords: false };
    stub.on('iam:GetAccountPasswordPolicy', () => ({ PasswordPolicy: { ...policy, MaxPasswordAge: 0 } }));
    expect(await detailOf(account, 'passwordPolicy')).toEqual({
      ok: true,
      value: {
        MinimumPasswordLength: 8,
        RequireSymbols: true,
        RequireNumbers: false,
        RequireUppercaseCharacters: false,
        RequireLowercaseCharacters: false,
        AllowUsersToChangePassword: false,
        MaxPasswordAge: null,
        PasswordReusePrevention: null,
        HardExpiry: false,
      },
    });
  });

  it.each([
    [account, 'passwordPolicy', 'iam:GetAccountPasswordPolicy'],
    [account, 'samlProviders', 'iam:ListSAMLProviders'],
    [account, 'organizationsFeatures', 'iam:ListOrganizationsFeatures'],
    [root, 'summary', 'iam:GetAccountSummary'],
    [root, 'virtualMfaDevices', 'iam:ListVirtualMFADevices'],
  ] as const)('%o %s is a gap when refused', async (of, name, call) => {
    stub.on(call, refuse);
    expect(await detailOf(of, name)).toMatchObject({
      ok: false,
      gap: { reason: 'denied', actions: [call], region: 'global' },
    });
  });

  it('tells which features of central root access are on', async () => {
    stub.on('iam:ListOrganizationsFeatures', () => ({
      OrganizationId: 'o-abc1234567',
      EnabledFeatures: ['RootSessions'],
    }));
    expect(await detailOf(account, 'organizationsFeatures')).toEqual({
      ok: true,
      value: { EnabledFeatures: ['RootSessions'], Refusal: null },
    });
  });

  it.each([
    'AccountNotManagementOrDelegatedAdministratorException',
    'OrganizationNotFoundException',
    'OrganizationNotInAllFeaturesModeException',
    'ServiceAccessNotEnabledException',
  ])('keeps %s as a fact', async code => {
    stub.on('iam:ListOrganizationsFeatures', () => {
      throw new StubError(code, 'no', 400);
    });
    expect(await detailOf(account, 'organizationsFeatures')).toEqual({
      ok: true,
      value: { EnabledFeatures: [], Refusal: code },
    });
  });

  it('lists virtual devices that are assigned, page by page', async () => {
    const paging = { size: 2, takes: 'Marker', flag: 'IsTruncated' };
    const VirtualMFADevices = ['root', 'user/ada', 'user/eve'].map(owner => ({
      SerialNumber: `arn:aws:iam::${accountId}:mfa/${owner}`,
      User: {
        Arn: `arn:aws:iam::${accountId}:${owner}`,
        Path: '/',
        UserName: owner,
        UserId: 'x',
        CreateDate: new Date(),
      },
    }));
    const page = pages({ VirtualMFADevices }, paging);
    stub.on('iam:ListVirtualMFADevices', (input: { AssignmentStatus: string }, at) => {
      expect(input.AssignmentStatus).toBe('Assigned');
      return page(input as never, at);
    });
    expect(await detailOf(root, 'virtualMfaDevices')).toMatchObject({
      ok: true,
      value: [{ UserArn: `arn:aws:iam::${accountId}:root` }, {}, {}],
    });
  });

  it('lists server certificates page by page, and leaves a gap when refused', async () => {
    const ServerCertificateMetadataList = ['a', 'b', 'c'].map(name => ({
      Path: '/',
      ServerCertificateName: name,
      ServerCertificateId: name,
      Arn: `arn:aws:iam::${accountId}:server-certificate/${name}`,
      Expiration: new Date('2027-01-01T00:00:00Z'),
    }));
    const paging = { size: 2, takes: 'Marker', flag: 'IsTruncated' };
    stub.on('iam:ListServerCertificates', pages({ ServerCertificateMetadataList }, paging));
    const { rows } = await collectOne(serverCertificates, { port: stub.port });
    expect(rows.map(row => row.item['ServerCertificateName'])).toEqual(['a', 'b', 'c']);
    expect(rows[0]?.item['Expiration']).toBe('2027-01-01T00:00:00.000Z');
    stub.on('iam:ListServerCertificates', refuse);
    expect((await collectOne(serverCertificates, { port: stub.port })).gaps).toMatchObject([{ reason: 'denied' }]);
  });
});
