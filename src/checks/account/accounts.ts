import type { AlternateContactType } from '@aws-sdk/client-account';
import { type Aws, collection, type EachDetail } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** The audited account. */
export interface Account {
  AccountId: string;
}

/** The primary contact, as far as rules look at it. */
export interface ContactInformation {
  FullName: string;
  PhoneNumber: string;
  AddressLine1: string;
  CountryCode: string;
}

/** One of the three contacts that AWS writes to beside the primary one. */
export interface AlternateContact {
  Name: string;
  EmailAddress: string;
  PhoneNumber: string;
}

interface Details {
  contactInformation: ContactInformation | null;
  securityContact: AlternateContact | null;
  billingContact: AlternateContact | null;
  operationsContact: AlternateContact | null;
}

/** One row, the account itself; a contact that is not registered is null. Listing costs no call. */
export const accounts = collection<Account, Details>({
  id: 'account.accounts',
  scope: 'global',
  noun: 'accounts',
  calls: [],
  list: aws => Promise.resolve([{ AccountId: aws.account }]),
  resource: ({ AccountId }) => ({ id: AccountId, type: 'AWS::::Account' }),
  details: {
    contactInformation: { calls: ['account:GetContactInformation'], get: (_account, aws) => readContact(aws) },
    securityContact: alternateContact('SECURITY'),
    billingContact: alternateContact('BILLING'),
    operationsContact: alternateContact('OPERATIONS'),
  },
});

async function readContact(aws: Aws): Promise<ContactInformation | null> {
  const { AccountClient, GetContactInformationCommand } = await sdk();
  const answer = await orNull(['ResourceNotFoundException'], () =>
    aws.client(AccountClient).send(new GetContactInformationCommand({})),
  );
  if (!answer) return null;
  const contact = answer.ContactInformation;
  return {
    FullName: contact?.FullName ?? '',
    PhoneNumber: contact?.PhoneNumber ?? '',
    AddressLine1: contact?.AddressLine1 ?? '',
    CountryCode: contact?.CountryCode ?? '',
  };
}

function alternateContact(type: AlternateContactType): EachDetail<Account, AlternateContact | null> {
  return {
    calls: ['account:GetAlternateContact'],
    async get(_account, aws) {
      const { AccountClient, GetAlternateContactCommand } = await sdk();
      const answer = await orNull(['ResourceNotFoundException'], () =>
        aws.client(AccountClient).send(new GetAlternateContactCommand({ AlternateContactType: type })),
      );
      if (!answer) return null;
      const contact = answer.AlternateContact;
      return {
        Name: contact?.Name ?? '',
        EmailAddress: contact?.EmailAddress ?? '',
        PhoneNumber: contact?.PhoneNumber ?? '',
      };
    },
  };
}
