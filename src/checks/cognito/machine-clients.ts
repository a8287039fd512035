import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { daysBetween, sayDaysAgo } from '../../core/facts.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { appClients, isForMachines } from './clients.js';

/** CloudTrail's event history keeps no more. */
const historyDays = 90;

export const machineClientInUse = check({
  id: 'cognito-m2m-client-in-use',
  title: 'App clients for machines are used',
  why: 'Each app client that machines sign in with costs a fixed amount a month, used or not; and a secret that nobody uses is one that nobody misses when it is stolen.',
  fix: {
    command:
      'aws cognito-idp delete-user-pool-client --user-pool-id {UserPoolId} --client-id {ClientId} --region {region}',
    note: 'Cannot be taken back: a new client has another id and secret. Accounts that had such clients before May 2024 may not pay for them until their exemption ends.',
  },
  cleanUp: { does: 'delete', risk: 'medium', undo: 'never', order: 5 },
  fields: ['cognito-idp:DescribeUserPoolClient.CreationDate', 'cloudtrail:LookupEvents.Events'],
  on: appClients.with('tokens'),
  params: { window_days: 30 },
  scope: 'not a client for machines (client_credentials)',
  applies: isForMachines,
  test(client, _tables, { params, now }) {
    const days = Math.min(params.window_days, historyDays);
    const age = client.CreationDate === null ? 0 : daysBetween(client.CreationDate, now);
    const { Latest, Count, Unnamed, Since } = client.tokens;
    const seen = saw(
      'cloudtrail:LookupEvents',
      'Events',
      { Token_POST: Count, Latest },
      { Token_POST: 'at least one' },
    );
    const ago = Latest === null ? Number.POSITIVE_INFINITY : daysBetween(Latest, now);
    if (ago < days) return pass(`got a token ${sayDaysAgo(ago)}`, seen);
    if (age < days) {
      const created = saw('cognito-idp:DescribeUserPoolClient', 'CreationDate', client.CreationDate);
      return notApplicable(`too young to judge (${age} of ${days} days)`, created);
    }
    if (Unnamed > 0)
      cannotTell(
        'unexpected-answer',
        'cloudtrail:LookupEvents',
        `${Unnamed} requests for tokens do not say which client they are from`,
      );
    if (Since !== null && daysBetween(Since, now) < days)
      cannotTell(
        'truncated',
        'cloudtrail:LookupEvents',
        `the event history was read back to ${Since.slice(0, 10)} only`,
      );
    const last = Latest?.slice(0, 10) ?? null;
    return {
      ...fail(`no request for a token in ${days} days`, seen),
      saving: saves({ price: 'cognito/CUPM2MAppClients', units: 1 }),
      disuse: { grade: 'strong', window: days, last, evidence: [seen] },
    };
  },
});
