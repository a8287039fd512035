import { collection, detail } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { ROOT } from './credential-report.js';

const sdk = () => import('./sdk.js');

/** The root user of this account. */
export interface Root {
  UserName: string;
  Arn: string;
}

/** What GetAccountSummary counts of the root user: 1 or 0, null where AWS does not say. */
export interface RootSummary {
  AccountAccessKeysPresent: number | null;
  AccountMFAEnabled: number | null;
}

/** A virtual MFA device that somebody uses. */
export interface VirtualMfaDevice {
  SerialNumber: string;
  UserArn: string;
  EnableDate: string | null;
}

interface Details {
  summary: RootSummary;
  virtualMfaDevices: VirtualMfaDevice[];
}

export const root = collection<Root, Details>({
  id: 'iam.root',
  scope: 'global',
  noun: 'root users',
  calls: [],
  list: aws => Promise.resolve([{ UserName: ROOT, Arn: `arn:${aws.partition}:iam::${aws.account}:root` }]),
  resource: user => ({ id: user.UserName, arn: user.Arn, type: 'AWS::IAM::User' }),
  details: {
    summary: detail<Root, RootSummary>({
      calls: ['iam:GetAccountSummary'],
      async get(_root, aws) {
        const { GetAccountSummaryCommand, IAMClient } = await sdk();
        const { SummaryMap } = await aws.client(IAMClient).send(new GetAccountSummaryCommand({}));
        return {
          AccountAccessKeysPresent: SummaryMap?.AccountAccessKeysPresent ?? null,
          AccountMFAEnabled: SummaryMap?.AccountMFAEnabled ?? null,
        };
      },
    }),
    virtualMfaDevices: detail<Root, VirtualMfaDevice[]>({
      calls: ['iam:ListVirtualMFADevices'],
      async get(_root, aws) {
        const { IAMClient, paginateListVirtualMFADevices } = await sdk();
        const pages = paginateListVirtualMFADevices(
          { client: aws.client(IAMClient) },
          { AssignmentStatus: 'Assigned' },
        );
        const devices: VirtualMfaDevice[] = [];
        for await (const page of pages) {
          for (const { SerialNumber = '', User, EnableDate } of page.VirtualMFADevices ?? [])
            devices.push({ SerialNumber, UserArn: User?.Arn ?? '', EnableDate: isoOf(EnableDate) });
        }
        return devices;
      },
    }),
  },
});
