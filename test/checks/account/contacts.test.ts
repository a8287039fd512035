import { describe, expect, it } from 'vitest';
import { contactDetailsCurrent, contactsDistinct, securityContact } from '../../../src/checks/account/contacts.js';
import { securityQuestions } from '../../../src/checks/account/security-questions.js';
import { gap, judge, world } from '../../support/world.js';
import { accountRow, contact, primary } from './rows.js';

const judged = async (check: object, details: Record<string, unknown> = {}, params = {}) => {
  const [finding] = await judge(check, world({ 'account.accounts': [accountRow(details)] }), params);
  return finding;
};
const refused = gap('account:GetAlternateContact');

describe('account-security-contact-registered', () => {
  it('passes a contact with an address, without repeating the address', async () => {
    const finding = await judged(securityContact);
    expect(finding?.verdict).toBe('PASS');
    expect(JSON.stringify(finding)).not.toContain('security@example.com');
  });

  it('fails no contact, and one without an address', async () => {
    expect((await judged(securityContact, { securityContact: null }))?.verdict).toBe('FAIL');
    const empty = { ...contact('Security', 1), EmailAddress: ' ' };
    expect((await judged(securityContact, { securityContact: empty }))?.verdict).toBe('FAIL');
  });

  it('does not take a refusal for "none"', async () => {
    expect((await judged(securityContact, { securityContact: refused }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('account-alternate-contacts-distinct', () => {
  it('passes three contacts that differ from each other and the primary', async () => {
    expect((await judged(contactsDistinct))?.verdict).toBe('PASS');
  });

  it.each(['securityContact', 'billingContact', 'operationsContact'])('fails when just %s is missing', async name => {
    const finding = await judged(contactsDistinct, { [name]: null });
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: `not registered: ${name.replace('Contact', '')} contact`,
    });
  });

  it.each([
    ['a phone number written differently', { PhoneNumber: '+4670-1000002' }, 'phone number'],
    ['an address in capitals', { EmailAddress: 'BILLING@example.com' }, 'address'],
    ['a name', { Name: 'Billing  team' }, 'name'],
  ])('fails when security and billing share %s', async (_name, more, what) => {
    const finding = await judged(contactsDistinct, { securityContact: { ...contact('Security', 1), ...more } });
    expect(finding).toMatchObject({
      verdict: 'FAIL',
      message: `the ${what} is missing or the same for security, billing`,
    });
  });

  it('fails the name and number of the primary contact', async () => {
    const same = { ...contact('Operations', 0), Name: primary.FullName };
    const finding = await judged(contactsDistinct, { operationsContact: same });
    expect(finding?.message).toContain('operations, primary');
  });

  it('does not take a refusal for a missing contact', async () => {
    expect((await judged(contactsDistinct, { billingContact: refused }))?.verdict).toBe('NOT_AVAILABLE');
    const unread = { contactInformation: gap('account:GetContactInformation') };
    expect((await judged(contactsDistinct, unread))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('account-contact-details-current', () => {
  it('fails what is missing, whoever confirmed it', async () => {
    const lacking = { contactInformation: { ...primary, AddressLine1: '', CountryCode: ' ' } };
    const finding = await judged(contactDetailsCurrent, lacking, { confirmed_on: '2026-11-01' });
    expect(finding).toMatchObject({ verdict: 'FAIL', message: 'the primary contact lacks address, country' });
    expect((await judged(contactDetailsCurrent, { contactInformation: null }))?.verdict).toBe('FAIL');
  });

  it('asks a person, whose word counts for a year', async () => {
    expect(await judged(contactDetailsCurrent)).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'manual' } });
    expect((await judged(contactDetailsCurrent, {}, { confirmed_on: '2025-12-01' }))?.verdict).toBe('PASS');
    const old = await judged(contactDetailsCurrent, {}, { confirmed_on: '2025-10-01' });
    expect(old?.message).toContain('last confirmed 417 days ago');
  });

  it.each(['2027-01-01', 'last spring'])('does not count a confirmation on "%s"', async confirmed_on => {
    expect((await judged(contactDetailsCurrent, {}, { confirmed_on }))?.verdict).toBe('NOT_AVAILABLE');
  });

  it('does not take a refusal for missing details', async () => {
    const unread = { contactInformation: gap('account:GetContactInformation') };
    expect((await judged(contactDetailsCurrent, unread, { confirmed_on: '2026-11-01' }))?.verdict).toBe(
      'NOT_AVAILABLE',
    );
  });
});

describe('account-security-questions-registered', () => {
  it('asks a person, whose word counts for a year', async () => {
    expect(await judged(securityQuestions)).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'manual' } });
    expect((await judged(securityQuestions, {}, { confirmed_on: '2026-11-01' }))?.verdict).toBe('PASS');
  });
});
