import { CreateAccessKeyCommand, CreateLoginProfileCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { credentialReport } from '../../../src/checks/iam/credential-report.js';
import type { Aws } from '../../../src/core/collection.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clientConfig, clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';
import { accountId, reported, reportedRoot } from './rows.js';
import { signIn } from './stubbed.js';

describeWithMoto('the credential report of a server', () => {
  let server: Moto;
  beforeAll(async () => {
    server = await moto();
  });
  beforeEach(() => server.reset());

  it('has a line for each user', async () => {
    const iam = (await clients(server.port))(IAMClient);
    for (const UserName of ['ada', 'ci']) await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new CreateLoginProfileCommand({ UserName: 'ada', Password: 'Correct-horse-1' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    const { rows, gaps, calls } = await collectOne(credentialReport, { port: server.port, details: ['mfaDevices'] });
    expect(gaps).toEqual([]);
    expect(rows.map(row => row.item)).toMatchObject([
      { user: 'ada', password_enabled: 'true', access_key_1_active: 'false', additional_credentials_info: 'N/A' },
      { user: 'ci', password_enabled: 'false', access_key_1_active: 'true', mfa_active: 'false' },
    ]);
    expect(rows.map(row => row.details['mfaDevices'])).toEqual([
      { ok: true, value: [] },
      { ok: true, value: [] },
    ]);
    expect(calls).not.toHaveProperty('iam:ListMFADevices');
    expect(calls).toMatchObject({ 'iam:GetCredentialReport': 1, 'iam:GetAccountAuthorizationDetails': 1 });
  });
});

describe('the credential report as AWS hands it out', () => {
  let stub: Stub;
  beforeAll(async () => {
    stub = await startStub();
  });
  beforeEach(() => stub.onAll(signIn));
  afterEach(() => stub.clear());
  afterAll(() => stub.stop());

  const columns = Object.keys(reported('x')).filter(column => column !== 'additional_credentials_info');
  const lineOf = (row: object): string =>
    columns
      .map(column => String((row as Record<string, string>)[column]))
      .map(value => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
      .join(',');
  const csv = (...lines: string[]) => [columns.join(','), ...lines].join('\n');
  const complete = () => ({ State: 'COMPLETE' });
  const answer = (text: string) => ({
    Content: new TextEncoder().encode(text),
    ReportFormat: 'text/csv',
    GeneratedTime: new Date('2026-11-22T06:00:00Z'),
  });
  const userList = (...names: string[]) => ({
    UserDetailList: names.map(UserName => ({ UserName, Arn: `arn:aws:iam::${accountId}:user/${UserName}` })),
    IsTruncated: false,
  });
  const hand = (text: string, ...names: string[]) =>
    stub.onAll({
      'iam:GenerateCredentialReport': complete,
      'iam:GetCredentialReport': () => answer(text),
      'iam:GetAccountAuthorizationDetails': () => userList(...names),
    });
  const collect = (details: string[] = []) => collectOne(credentialReport, { port: stub.port, details });

  it("keeps AWS's words, in whatever order and with whatever columns more", async () => {
    const rows = [reportedRoot(), reported('ada', { password_last_used: 'no_information' })];
    const reversed = [...columns].reverse();
    const line = (row: object) => ['new', ...reversed.map(column => (row as Record<string, string>)[column])].join(',');
    hand([['brand_new', ...reversed].join(','), ...rows.map(line), ''].join('\r\n'), 'ada');
    expect((await collect()).rows.map(row => row.item)).toEqual(rows);
  });

  it('reads what it says of further keys', async () => {
    const text = [
      `${columns.join(',')},additional_credentials_info`,
      `${lineOf(reported('ada'))},"1 more key, see ListAccessKeys"`,
    ];
    hand(text.join('\n'), 'ada');
    const [row] = (await collect()).rows;
    expect(row?.item['additional_credentials_info']).toBe('1 more key, see ListAccessKeys');
  });

  it('reads names with commas and quotes', async () => {
    const name = 'ada,"the first"';
    hand(csv(lineOf(reported(name))), name);
    expect((await collect()).rows.map(row => row.item['user'])).toEqual([name]);
  });

  it('notes a line that does not fit the header, and reads the others', async () => {
    hand(csv('eve,too,short', lineOf(reported('ada'))), 'ada');
    const { rows, gaps } = await collect();
    expect(rows.map(row => row.item['user'])).toEqual(['ada']);
    expect(gaps).toMatchObject([{ resource: 'eve', region: 'global' }]);
    expect(gaps[0]?.message).toContain('has 3 columns instead of 22');
  });

  it('does not read a report without the columns that it knows', async () => {
    hand('user,arn\nada,arn:aws:iam::1:user/ada', 'ada');
    const { rows, gaps } = await collect();
    expect(rows).toEqual([]);
    expect(gaps[0]?.message).toContain('the credential report has no column user_creation_time');
  });

  it('leaves out users that are gone, and knows of users that came since', async () => {
    hand(csv(lineOf(reportedRoot()), lineOf(reported('gone')), lineOf(reported('ada'))), 'ada', 'newcomer');
    const { rows, gaps } = await collect();
    expect(rows.map(row => row.item['user'])).toEqual(['<root_account>', 'ada']);
    expect(gaps).toMatchObject([{ resource: 'newcomer', region: 'global' }]);
    expect(gaps[0]?.message).toContain('(generated 2026-11-22T06:00:00.000Z) does not tell of this user');
  });

  it('keeps the report where the users cannot be listed, and says so', async () => {
    hand(csv(lineOf(reported('ada'))));
    stub.on('iam:GetAccountAuthorizationDetails', () => {
      throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
    });
    const { rows, gaps } = await collect();
    expect(rows.map(row => row.item['user'])).toEqual(['ada']);
    expect(gaps).toMatchObject([{ reason: 'denied', actions: ['iam:GetAccountAuthorizationDetails'] }]);
  });

  it('waits for a report that is being made', async () => {
    const states = ['STARTED', 'INPROGRESS', 'COMPLETE', 'COMPLETE'];
    const errors = ['ReportInProgress'];
    hand(csv(lineOf(reported('ada'))), 'ada');
    stub.on('iam:GenerateCredentialReport', () => ({ State: states.shift() }));
    stub.on('iam:GetCredentialReport', () => {
      const code = errors.shift();
      if (code) throw new StubError(code, 'not yet', 404);
      return answer(csv(lineOf(reported('ada'))));
    });
    const { rows, waits } = await listPatiently();
    expect(rows.map(row => row.user)).toEqual(['ada']);
    expect(waits).toEqual([500, 1000, 2000]);
  });

  it.each(['ReportNotPresent', 'ReportExpired'])('has a new report made after %s', async code => {
    let asked = 0;
    hand(csv(lineOf(reported('ada'))), 'ada');
    stub.on('iam:GetCredentialReport', () => {
      asked += 1;
      if (asked === 1) throw new StubError(code, 'none', 410);
      return answer(csv(lineOf(reported('ada'))));
    });
    expect((await listPatiently()).rows).toHaveLength(1);
  });

  it('takes the last report when no new one may be made', async () => {
    hand(csv(lineOf(reported('ada'))), 'ada');
    stub.on('iam:GenerateCredentialReport', () => {
      throw new StubError('LimitExceeded', 'too many reports', 409);
    });
    expect((await collect()).rows).toHaveLength(1);
  });

  it('does not wait for ever', async () => {
    stub.on('iam:GenerateCredentialReport', () => ({ State: 'STARTED' }));
    await expect(listPatiently()).rejects.toThrow('was not ready after 16 requests');
  });

  it('is a gap when refused', async () => {
    stub.on('iam:GenerateCredentialReport', () => {
      throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
    });
    expect((await collect()).gaps).toMatchObject([{ reason: 'denied', actions: ['iam:GenerateCredentialReport'] }]);
  });

  /** The listing with a clock that does not tick: waits are noted, not waited. */
  async function listPatiently() {
    const waits: number[] = [];
    const iam = new IAMClient(clientConfig(stub.port));
    const aws: Aws = {
      region: 'us-east-1',
      regions: ['eu-north-1'],
      account: accountId,
      partition: 'aws',
      maxDetectorFindings: 5000,
      globalRegion: 'us-east-1',
      kept: (_name, ask) => ask(),
      now: new Date('2026-11-22T09:00:00Z'),
      client: <Client>() => iam as Client,
      in: () => aws,
      once: (_name, ask) => ask(),
      pause: async milliseconds => void waits.push(milliseconds),
      missed: (_resource, error) => {
        throw error;
      },
    };
    return { rows: (await credentialReport.list(aws)) as { user: string }[], waits };
  }

  describe('MFA devices', () => {
    it('are listed for users who have one, page by page', async () => {
      const names = ['ada', 'eve'];
      hand(csv(lineOf(reported('ada', { mfa_active: 'true' })), lineOf(reported('eve'))), ...names);
      const MFADevices = ['a', 'b', 'c'].map(name => ({
        UserName: 'ada',
        SerialNumber: `arn:aws:iam::${accountId}:mfa/${name}`,
        EnableDate: new Date('2025-01-01T00:00:00Z'),
      }));
      stub.on('iam:ListMFADevices', pages({ MFADevices }, { size: 2, takes: 'Marker', flag: 'IsTruncated' }));
      const { rows, calls } = await collect(['mfaDevices']);
      expect(rows.map(row => row.details['mfaDevices'])).toMatchObject([
        { ok: true, value: [{ EnableDate: '2025-01-01T00:00:00.000Z' }, {}, {}] },
        { ok: true, value: [] },
      ]);
      expect(calls['iam:ListMFADevices']).toBe(2);
    });
  });

  describe('services that a user may use', () => {
    const withKey = { access_key_1_active: 'true', access_key_1_last_rotated: '2026-01-01T00:00:00+00:00' };
    const job = { JobCreationDate: new Date(), JobCompletionDate: new Date() };
    const handKeys = () => {
      hand(csv(lineOf(reported('ci', withKey)), lineOf(reported('ada'))), 'ci', 'ada');
      stub.on('iam:GenerateServiceLastAccessedDetails', ({ Arn }: { Arn: string }) => ({ JobId: Arn.padEnd(36, '-') }));
    };
    it('are asked for users with keys, once the job is done, page by page', async () => {
      handKeys();
      const states = ['IN_PROGRESS', 'COMPLETED'];
      stub.on('iam:GetServiceLastAccessedDetails', ({ JobId, Marker }: { JobId: string; Marker?: string }) => {
        expect(JobId).toContain(':user/ci');
        if (Marker)
          return { ...job, JobStatus: 'COMPLETED', ServicesLastAccessed: [service('sqs')], IsTruncated: false };
        const JobStatus = states.shift();
        const ServicesLastAccessed = JobStatus === 'COMPLETED' ? [service('s3', new Date('2026-02-03T04:05:06Z'))] : [];
        return { ...job, JobStatus, ServicesLastAccessed, IsTruncated: JobStatus === 'COMPLETED', Marker: 'more' };
      });
      const { rows, calls } = await collect(['servicesLastAccessed']);
      expect(rows.map(row => row.details['servicesLastAccessed'])).toEqual([
        {
          ok: true,
          value: [
            { ServiceNamespace: 's3', LastAuthenticated: '2026-02-03T04:05:06.000Z', LastAuthenticatedRegion: null },
            { ServiceNamespace: 'sqs', LastAuthenticated: null, LastAuthenticatedRegion: null },
          ],
        },
        { ok: true, value: [] },
      ]);
      expect(calls).toMatchObject({
        'iam:GenerateServiceLastAccessedDetails': 1,
        'iam:GetServiceLastAccessedDetails': 3,
      });
    });
    it('are a gap when the job fails', async () => {
      handKeys();
      stub.on('iam:GetServiceLastAccessedDetails', () => ({
        ...job,
        JobStatus: 'FAILED',
        ServicesLastAccessed: [],
        Error: { Message: 'try later', Code: 'x' },
      }));
      const [ci] = (await collect(['servicesLastAccessed'])).rows;
      const outcome = ci?.details['servicesLastAccessed'];
      expect(outcome?.ok === false && outcome.gap.message).toContain(
        'did not tell which services the user or role may use: try later',
      );
    });
    it('are a gap when refused', async () => {
      handKeys();
      stub.on('iam:GenerateServiceLastAccessedDetails', () => {
        throw new StubError('AccessDenied', 'no identity-based policy allows the action', 403);
      });
      const [ci] = (await collect(['servicesLastAccessed'])).rows;
      expect(ci?.details['servicesLastAccessed']).toMatchObject({
        ok: false,
        gap: { reason: 'denied', resource: 'ci' },
      });
    });
    const service = (ServiceNamespace: string, LastAuthenticated?: Date) => ({
      ServiceName: ServiceNamespace,
      ServiceNamespace,
      ...(LastAuthenticated ? { LastAuthenticated } : {}),
    });
  });
});
