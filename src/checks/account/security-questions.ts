import { check, pass, saw } from '../../core/check.js';
import { askPerson } from '../../core/unavailable.js';
import { accounts } from './accounts.js';
import { confirmation, confirmationParams } from './confirmation.js';

export const securityQuestions = check({
  id: 'account-security-questions-registered',
  title: 'Recovery questions are set, where the account still has them',
  why: 'AWS may ask these questions before it gives back an account whose root user is lost. Accounts opened since January 2024 have none.',
  fix: {
    byHand:
      'Sign in as root and open the account page. If it still shows security challenge questions, set them, keep the answers in a safe, and set confirmed_on.',
    note: 'No API tells whether they are set.',
  },
  fields: ['rules.yaml.confirmed_on'],
  on: accounts.with(),
  params: confirmationParams,
  test(_account, _also, { params, now }) {
    const confirmed = confirmation(params, now);
    if (!confirmed.valid)
      askPerson(`no API tells whether recovery questions are set; a person has to look (${confirmed.why})`);
    return pass(
      `recovery questions are set or retired: ${confirmed.why}`,
      saw('rules.yaml', 'confirmed_on', params.confirmed_on),
    );
  },
});
