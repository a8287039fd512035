import { expect, it } from 'vitest';
import { macieSystem } from '../../../src/checks/macie/system.js';
import { observe } from '../../support/system.js';
import { gap, world } from '../../support/world.js';
import { sessionRow } from './rows.js';

const seen = (sessions: Parameters<typeof world>[0][string]) =>
  observe(macieSystem, world({ 'macie.sessions': sessions }));
const work = [
  { type: 'DATA_INVENTORY_EVALUATION', estimatedCost: '0.40', currency: 'USD' },
  { type: 'SENSITIVE_DATA_DISCOVERY', estimatedCost: '0', currency: 'USD' },
];

it('is in use while it is enabled', () => {
  const { inventory, use } = seen([sessionRow('ENABLED', { usage: work })]);
  expect(use).toMatchObject({
    grade: 'strong',
    message: 'Macie is on; in the last 30 days it worked at data inventory evaluation',
  });
  expect(inventory).toMatchObject({ count: 1, newest: '2025-01-01T00:00:00.000Z' });
  for (const usage of [[], gap('macie2:GetUsageTotals')])
    expect(seen([sessionRow('ENABLED', { usage })]).use.grade).toBe('medium');
});

it('is not while it is paused or off', () => {
  expect(seen([sessionRow('PAUSED')]).use).toMatchObject({ grade: 'none', message: 'Macie is PAUSED' });
  expect(seen([sessionRow('PAUSED')]).inventory?.count).toBe(0);
  expect(seen([]).use).toMatchObject({ grade: 'none', message: 'Macie is not enabled' });
});

it('cannot tell without sight', () => {
  expect(() => seen({ gaps: [gap('macie2:GetMacieSession')] }).use).toThrow('was denied');
});
