import { check, fail, pass, saw } from '../../core/check.js';
import { askPerson } from '../../core/unavailable.js';
import { type AlternateContact, accounts, type ContactInformation } from './accounts.js';
import { confirmation, confirmationParams } from './confirmation.js';

const putContact =
  "aws account put-alternate-contact --alternate-contact-type SECURITY --name '<name>' --title '<title>' --email-address '<address>' --phone-number '<number>'";

export const securityContact = check({
  id: 'account-security-contact-registered',
  title: 'A security contact is registered for the account',
  why: 'When AWS sees a leaked key or an attack, it writes to this address. Without it the warning goes to the owner of the account, who may never read it.',
  fix: { command: putContact, note: 'Use a mailing list that is read every day, not one person. Free of charge.' },
  fields: ['account:GetAlternateContact.AlternateContact.EmailAddress'],
  on: accounts.with('securityContact'),
  test(account) {
    const contact = account.securityContact;
    const address = contact?.EmailAddress.trim() ?? '';
    const seen = saw(
      'account:GetAlternateContact',
      'AlternateContact.EmailAddress',
      address ? 'present' : null,
      'an address',
    );
    if (contact === null) return fail('no security contact is registered', seen);
    return address
      ? pass('a security contact is registered', seen)
      : fail('the security contact has no e-mail address', seen);
  },
});

const complete = {
  FullName: 'name',
  PhoneNumber: 'phone number',
  AddressLine1: 'address',
  CountryCode: 'country',
} as const satisfies Record<keyof ContactInformation, string>;

export const contactDetailsCurrent = check({
  id: 'account-contact-details-current',
  title: 'The primary contact of the account is complete and confirmed',
  why: 'AWS calls this person before it closes an account, and proves with these details who owns it. Old details can cost the account.',
  fix: {
    byHand:
      'Open the account page of the console, bring name, phone number and address up to date, then set confirmed_on to the date you did.',
    note: 'Free of charge. The details must belong to the company, not to one person.',
  },
  fields: Object.keys(complete).map(field => `account:GetContactInformation.ContactInformation.${field}`),
  on: accounts.with('contactInformation'),
  params: confirmationParams,
  test(account, _also, { params, now }) {
    const contact = account.contactInformation;
    const fields = Object.keys(complete) as (keyof ContactInformation)[];
    const missing = fields.filter(field => !contact?.[field].trim());
    const seen = missing.map(field =>
      saw('account:GetContactInformation', `ContactInformation.${field}`, null, `a ${complete[field]}`),
    );
    if (missing.length > 0)
      return fail(`the primary contact lacks ${missing.map(field => complete[field]).join(', ')}`, ...seen);
    const confirmed = confirmation(params, now);
    if (!confirmed.valid)
      askPerson(`the primary contact is complete; whether it is right, a person has to say (${confirmed.why})`);
    const present = fields.map(field => saw('account:GetContactInformation', `ContactInformation.${field}`, 'present'));
    return pass(`the primary contact is complete; ${confirmed.why}`, ...present);
  },
});

export const contactsDistinct = check({
  id: 'account-alternate-contacts-distinct',
  title: 'Security, billing and operations contacts exist and are different people',
  why: 'If all mail from AWS ends in one place, a holiday or a lost mailbox is enough for a warning to go unread.',
  fix: {
    byHand:
      'Register a SECURITY, a BILLING and an OPERATIONS contact ("aws account put-alternate-contact"), each with its own name, phone number and address.',
    note: 'Mailing lists are better than people. Free of charge.',
  },
  fields: [
    'account:GetAlternateContact.AlternateContact',
    'account:GetAlternateContact.AlternateContact.Name',
    'account:GetAlternateContact.AlternateContact.PhoneNumber',
    'account:GetAlternateContact.AlternateContact.EmailAddress',
  ],
  on: accounts.with('contactInformation', 'securityContact', 'billingContact', 'operationsContact'),
  test(account) {
    const contacts: [string, AlternateContact | null][] = [
      ['security', account.securityContact],
      ['billing', account.billingContact],
      ['operations', account.operationsContact],
    ];
    const missing = contacts.filter(([, contact]) => contact === null).map(([name]) => name);
    const absent = saw('account:GetAlternateContact', 'AlternateContact', { missing }, { missing: [] });
    if (missing.length > 0) return fail(`not registered: ${missing.join(', ')} contact`, absent);
    const primary = account.contactInformation;
    const same = sharedFields(contacts as [string, AlternateContact][], primary);
    const seen = same.map(({ field, who }) =>
      saw('account:GetAlternateContact', `AlternateContact.${field}`, who, 'all different'),
    );
    if (same.length === 0)
      return pass('security, billing and operations contacts differ from each other and from the primary', absent);
    return fail(
      same.map(({ field, who }) => `${spoken[field]} is missing or the same for ${who.join(', ')}`).join('; '),
      ...seen,
    );
  },
});

const spoken = { Name: 'the name', PhoneNumber: 'the phone number', EmailAddress: 'the address' } as const;

/** Fields whose value two or more contacts share or lack. */
function sharedFields(contacts: readonly [string, AlternateContact][], primary: ContactInformation | null) {
  const fields = Object.keys(spoken) as (keyof AlternateContact)[];
  return fields.flatMap(field => {
    const values = contacts.map(([who, contact]): [string, string] => [who, plain(field, contact[field])]);
    // The primary contact has no e-mail address.
    if (field !== 'EmailAddress') {
      values.push(['primary', plain(field, (field === 'Name' ? primary?.FullName : primary?.PhoneNumber) ?? '')]);
    }
    const who = values
      .filter(([, value]) => value === '' || values.filter(([, other]) => other === value).length > 1)
      .map(([name]) => name);
    return who.length > 0 ? [{ field, who }] : [];
  });
}

/** A value without the differences of spelling that make one phone or mailbox look like two. */
const plain = (field: keyof AlternateContact, value: string): string =>
  field === 'PhoneNumber' ? value.replace(/\D/g, '') : value.trim().toLowerCase().replace(/\s+/g, ' ');
