import type { AlternateContact, ContactInformation } from '../../../src/checks/account/accounts.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const primary: ContactInformation = {
  FullName: 'Ada Example',
  PhoneNumber: '+46 70 100 00 00',
  AddressLine1: 'Example street 1',
  CountryCode: 'SE',
};

export const contact = (name: string, last: number): AlternateContact => ({
  Name: `${name} team`,
  EmailAddress: `${name.toLowerCase()}@example.com`,
  PhoneNumber: `+46 70 100 00 0${last}`,
});

export const contacts = {
  contactInformation: primary,
  securityContact: contact('Security', 1),
  billingContact: contact('Billing', 2),
  operationsContact: contact('Operations', 3),
};

/** The audited account with four good contacts, or others. */
export const accountRow = (details: Record<string, unknown> = {}): StoredRow =>
  row({ AccountId: '111122223333' }, { ...contacts, ...details }, 'global');
