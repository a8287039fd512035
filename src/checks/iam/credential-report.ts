import { type Aws, collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';
import { Unavailable } from '../../core/unavailable.js';
import { listPrincipals, type Principal } from './authorization-details.js';
import { type CredentialRow, isTrue, ROOT, readCredentialReport } from './credential-report-csv.js';
import { listServicesLastAccessed, type ServiceLastAccessed } from './services-last-accessed.js';

export { type CredentialRow, isTrue, ROOT, timeOf } from './credential-report-csv.js';

const sdk = () => import('./sdk.js');

/** An MFA device of a user; the serial number is an ARN, except for hardware tokens. */
export interface MfaDevice {
  SerialNumber: string;
  EnableDate: string | null;
}

interface Details {
  mfaDevices: MfaDevice[];
  servicesLastAccessed: ServiceLastAccessed[];
}

/** The newest of the dates on which a password, key or certificate was made or changed. */
function lastChange(row: CredentialRow): { changed?: string } {
  const dates = [
    row.user_creation_time,
    row.password_last_changed,
    row.access_key_1_last_rotated,
    row.access_key_2_last_rotated,
    row.cert_1_last_rotated,
    row.cert_2_last_rotated,
  ];
  const last = dates
    .filter(date => typeof date === 'string' && /^\d{4}-\d\d-\d\dT/.test(date))
    .sort()
    .at(-1);
  return last === undefined ? {} : { changed: last };
}

export const credentialReport = collection<CredentialRow, Details>({
  id: 'iam.credentialReport',
  scope: 'global',
  noun: 'users of the credential report',
  calls: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport', 'iam:GetAccountAuthorizationDetails'],
  async list(aws) {
    const { text, generated } = await fetchReport(aws);
    return bringUpToDate(readCredentialReport(text, aws), generated, aws);
  },
  resource: row => ({ id: row.user, arn: row.arn, type: 'AWS::IAM::User', ...lastChange(row) }),
  details: {
    mfaDevices: detail<CredentialRow, MfaDevice[]>({
      calls: ['iam:ListMFADevices'],
      when: row => isTrue(row.mfa_active),
      otherwise: [],
      async get(row, aws) {
        const { IAMClient, paginateListMFADevices } = await sdk();
        const devices: MfaDevice[] = [];
        for await (const page of paginateListMFADevices({ client: aws.client(IAMClient) }, { UserName: row.user })) {
          for (const { SerialNumber = '', EnableDate } of page.MFADevices ?? [])
            devices.push({ SerialNumber, EnableDate: isoOf(EnableDate) });
        }
        return devices;
      },
    }),
    servicesLastAccessed: detail<CredentialRow, ServiceLastAccessed[]>({
      calls: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
      when: row => row.access_key_1_last_rotated !== 'N/A' || row.access_key_2_last_rotated !== 'N/A',
      otherwise: [],
      get: (row, aws) => listServicesLastAccessed(row.arn, aws),
    }),
  },
});

const notReady = [
  'CredentialReportNotPresentException',
  'CredentialReportExpiredException',
  'CredentialReportNotReadyException',
];
const attempts = 16;

/** AWS makes a report when it is asked for one, and hands out the last one if that is younger than four hours. */
async function fetchReport(aws: Aws): Promise<{ text: string; generated: string | null }> {
  const { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } = await sdk();
  const client = aws.client(IAMClient);
  for (let attempt = 0; attempt < attempts; attempt++) {
    // Over the limit of requests for new reports, an earlier report may still be there to get.
    const job = await orNull(['LimitExceededException'], () => client.send(new GenerateCredentialReportCommand({})));
    if (job === null || job.State === 'COMPLETE') {
      const report = await orNull(notReady, () => client.send(new GetCredentialReportCommand({})));
      if (report?.Content)
        return { text: new TextDecoder().decode(report.Content), generated: isoOf(report.GeneratedTime) };
    }
    await aws.pause(Math.min(500 * 2 ** attempt, 5000));
  }
  throw new Unavailable({
    reason: 'unexpected-answer',
    api: 'iam:GetCredentialReport',
    actions: ['iam:GetCredentialReport'],
    region: 'global',
    message: `the credential report was not ready after ${attempts} requests; run the audit again in some minutes`,
  });
}

/** A report may be four hours old: users deleted since are left out, users made since are known but were not looked at. */
async function bringUpToDate(rows: CredentialRow[], generated: string | null, aws: Aws): Promise<CredentialRow[]> {
  let current: readonly Principal[];
  try {
    current = await listPrincipals('User', aws);
  } catch (error) {
    aws.missed({ id: 'users newer than the credential report' }, error);
    return rows;
  }
  const reported = new Set(rows.map(row => row.arn));
  for (const user of current)
    if (!reported.has(user.Arn)) aws.missed({ id: user.Name }, newerThanReport(user, generated));
  const existing = new Set(current.map(user => user.Arn));
  return rows.filter(row => row.user === ROOT || existing.has(row.arn));
}

const newerThanReport = (user: Principal, generated: string | null): Unavailable =>
  new Unavailable({
    reason: 'not-collected',
    api: 'iam:GetCredentialReport',
    actions: ['iam:GetCredentialReport'],
    region: 'global',
    resource: user.Name,
    message: `the credential report (generated ${generated ?? 'earlier'}) does not tell of this user; AWS makes a new one every four hours`,
  });
