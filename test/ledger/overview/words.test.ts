import { describe, expect, it } from 'vitest';
import { functionArnOf, nameArn } from '../../../src/ledger/overview/resource-names.js';
import { sayWhen } from '../../../src/ledger/overview/schedule-words.js';

describe('schedules in words', () => {
  it.each([
    ['rate(5 minutes)', 'every 5 minutes'],
    ['rate(1 hour)', 'every hour'],
    ['rate(7 days)', 'every 7 days'],
    ['cron(0 3 * * ? *)', 'every day at 03:00 UTC'],
    ['cron(15 10 ? * MON-FRI *)', 'Monday to Friday at 10:15 UTC'],
    ['cron(0 8 ? * 2 *)', 'on Monday at 08:00 UTC'],
    ['cron(0 8,20 ? * SAT,SUN *)', 'on Saturday and Sunday at 08:00 and 20:00 UTC'],
    ['cron(0 6 1 * ? *)', 'on day 1 of each month at 06:00 UTC'],
    ['cron(0 6 L * ? *)', 'on the last day of each month at 06:00 UTC'],
    ['cron(0 6 1 1,7 ? *)', 'on day 1 of Jan and Jul at 06:00 UTC'],
    ['cron(*/10 * * * ? *)', 'every 10 minutes'],
    ['cron(0/5 * ? * MON *)', 'every 5 minutes, on Monday'],
    ['cron(0 * * * ? *)', 'every hour'],
    ['cron(30 */6 * * ? *)', 'every 6 hours, 30 minutes past'],
    ['at(2026-12-01T10:00:00)', 'once, on 2026-12-01 at 10:00:00 UTC'],
    // What would need a calendar stays as it is.
    ['cron(0 9 ? * 2#1 *)', 'cron(0 9 ? * 2#1 *)'],
    ['cron(0 9 * * ? 2027)', 'cron(0 9 * * ? 2027)'],
    ['cron(0 9-17 * * ? *)', 'cron(0 9-17 * * ? *)'],
    ['rate(often)', 'rate(often)'],
    ['<script>', '<script>'],
    ['', ''],
  ])('%s', (expression, words) => expect(sayWhen(expression)).toBe(words));

  it('names the time zone', () => {
    expect(sayWhen('cron(0 3 * * ? *)', 'Europe/Helsinki')).toBe('every day at 03:00 Europe/Helsinki');
  });
});

describe('names of things', () => {
  const arn = (service: string, rest: string) => `arn:aws:${service}:eu-north-1:111122223333:${rest}`;
  it.each([
    [arn('dynamodb', 'table/holds/index/by-day'), 'dynamodb table holds'],
    [arn('dynamodb', 'table/lodge-*'), 'dynamodb table lodge-*'],
    ['arn:aws:s3:::media/photos/*', 's3 bucket media'],
    [arn('secretsmanager', 'secret:lodge/payments-a1B2c3'), 'secretsmanager secret lodge/payments'],
    [arn('secretsmanager', 'secret:lodge/payments-??????'), 'secretsmanager secret lodge/payments'],
    [arn('secretsmanager', 'secret:exports-*'), 'secretsmanager secret exports-*'],
    [arn('cognito-idp', 'userpool/eu-north-1_Ab'), 'cognito-idp user pool eu-north-1_Ab'],
    [arn('logs', 'log-group:/aws/lambda/x:*'), 'logs log group /aws/lambda/x'],
    [arn('newservice', 'thing/1'), 'newservice  thing/1'],
  ])('%s', (text, expected) => {
    const named = nameArn(text);
    expect(`${named?.service} ${named?.kind} ${named?.name}`).toBe(expected);
  });

  it('tells functions from patterns of them', () => {
    expect(functionArnOf(arn('lambda', 'function:search:live'))).toBe(arn('lambda', 'function:search'));
    expect(functionArnOf(arn('lambda', 'function:*'))).toBeUndefined();
    expect(functionArnOf(arn('sqs', 'queue'))).toBeUndefined();
    expect(nameArn('*')).toBeUndefined();
  });
});
