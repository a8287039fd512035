import { expect, it } from 'vitest';
import { cloudwatch } from '../../../src/checks/cloudwatch/system.js';
import { Table } from '../../../src/core/table.js';
import { Unavailable } from '../../../src/core/unavailable.js';
import { gap } from '../../support/world.js';
import { alarmFor } from '../../worlds/cloudwatch.js';
import { waiting } from '../../worlds/cloudwatch-cost.js';
import { logGroup, silent, took } from '../../worlds/logs.js';

const region = 'eu-north-1';
const context = { now: new Date('2026-11-22T09:00:00.000Z'), account: '111122223333', regions: [region] };
const group = (name: string, use: object) => ({ ...logGroup(name), use, region });
const tables = (groups: object[], alarms: object[] = [], gaps = [] as ReturnType<typeof gap>[]) => ({
  groups: new Table(groups, gaps, [region]),
  alarms: new Table(
    alarms.map(alarm => ({ ...alarm, region })),
    [],
    [region],
  ),
});

it.each<[string, object[], object[], string]>([
  ['logs are written', [group('a', took(2)), group('b', silent)], [], 'strong'],
  ['an alarm watches', [group('a', silent)], [alarmFor('x')], 'medium'],
  ['an alarm waits', [group('a', took(2, 60))], [waiting('x')], 'none'],
  ['an alarm tells nobody', [], [alarmFor('x', { ActionsEnabled: false })], 'none'],
  ['nothing is there', [], [], 'none'],
])('when %s', (_what, groups, alarms, grade) => {
  expect(cloudwatch.use(region, tables(groups, alarms), context).grade).toBe(grade);
});

it('says how much, and when last', () => {
  expect(cloudwatch.use(region, tables([group('a', took(2)), group('b', silent)]), context)).toMatchObject({
    message: expect.stringMatching(/^1 of 2 log groups took in 2.0 GB in 30 days, which/) as string,
    last: '2026-11-19',
    window: 30,
  });
});

it('what was seen is use; what may be hidden is not called idle', () => {
  const hidden = [gap('logs:DescribeLogGroups')];
  expect(cloudwatch.use(region, tables([group('a', took(2))], [], hidden), context).grade).toBe('strong');
  expect(() => cloudwatch.use(region, tables([group('a', silent)], [alarmFor('x')], hidden), context)).toThrow(
    Unavailable,
  );
  expect(() => cloudwatch.inventory(region, tables([], [], hidden))).toThrow(Unavailable);
});

it('counts groups and alarms, the largest first', () => {
  const groups = [
    group('small', silent),
    { ...group('large', silent), storedBytes: 9e12, creationTime: '2026-05-01T00:00:00.000Z' },
  ];
  expect(cloudwatch.inventory(region, tables(groups, [alarmFor('x')]))).toEqual({
    count: 3,
    noun: 'log groups and alarms',
    names: ['large', 'small', 'alarm-x'],
    newest: '2026-05-01T00:00:00.000Z',
  });
});
