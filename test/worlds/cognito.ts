import { everyDay } from '../checks/apigateway/rows.js';
import { clientRow, machineRow, poolRow, tokens } from '../checks/cognito/rows.js';
import { gap, type World, world } from '../support/world.js';

const sends = { SmsConfiguration: { SnsRegion: 'eu-north-1', EndUserMessaging: false } };
const spent = { smsSpent: { SMSMonthToDateSpentUSD: everyDay(3) } };
const limit = (MonthlySpendLimit: number | null) => ({ sms: { MonthlySpendLimit }, ...spent });
const plus = { UserPoolTier: 'PLUS', AdvancedSecurityMode: 'AUDIT' };

/** Pools on plans that fit and that do not, with and without bounds; clients of people and of machines. */
const mixed = world({
  'cognito.userPools': [
    poolRow('lite', { UserPoolTier: 'LITE' }),
    poolRow('large', sends, limit(200)),
    poolRow('small', { EstimatedNumberOfUsers: 12, ...sends }, limit(10)),
    poolRow('choosing', sends, { ...limit(200), webAcl: { Name: 'w', ARN: 'arn:w' } }),
    poolRow('noting', plus, { exported: [] }),
    poolRow('heard', plus, { exported: ['userAuthEvents'] }),
  ],
  'cognito.clients': [
    clientRow('large', 'web'),
    clientRow('choosing', 'app', { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] }),
    machineRow('robot', tokens('2026-11-20T08:00:00.000Z')),
    machineRow('retired', tokens(null)),
    machineRow('new', tokens(null), { CreationDate: '2026-11-20T00:00:00.000Z' }),
  ],
});

/** What AWS did not tell, and what it refused. */
const veiled = world({
  'cognito.userPools': {
    rows: [
      poolRow('unknown', { UserPoolTier: null, ...sends }, limit(null)),
      poolRow('hidden', plus, { exported: gap('cognito-idp:GetLogDeliveryConfiguration') }),
      poolRow('large', sends, { ...limit(200), webAcl: gap('wafv2:GetWebACLForResource') }),
    ],
    gaps: [gap('cognito-idp:DescribeUserPool', { resource: 'gone' })],
  },
  'cognito.clients': {
    rows: [machineRow('unnamed', tokens(null, { Unnamed: 2 })), machineRow('hidden', gap('cloudtrail:LookupEvents'))],
    gaps: [gap('cognito-idp:DescribeUserPoolClient', { resource: 'large/web' })],
  },
});

export const worlds: World[] = [mixed, veiled];
