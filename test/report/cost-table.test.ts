import { describe, expect, it } from 'vitest';
import { renderCost } from '../../src/report/index.js';
import { cellsOf } from '../../src/report/cells.js';
import { hostileNames } from './hostile.js';
import { ledgerWith, sample, withMoney } from './sample.js';

const plain = { width: 100, color: false };

describe('the clean-up review in a terminal', () => {
  it('says what is wasted, what to clean up and what is in question', () => {
    expect(renderCost(withMoney(['bookings-legacy', 'sessions']), plain)).toBe(
      [
        '$31.20 of $148.00 in Oct 2026 is paid for nothing and what 1 clean-up would save is not known.',
        '  ! DynamoDB: DynamoDB: bookings-legacy',
        '',
        '  Clean up, USD a month',
        '     $35.10  bookings-legacy: no reads or writes of bookings-legacy in 30 days',
        '     $35.10  sessions: no reads or writes of sessions in 30 days',
        '',
        '  In question',
        '  DynamoDB: DynamoDB: bookings-legacy',
        '  CloudShell: CloudShell: bookings-legacy',
        '',
      ].join('\n'),
    );
  });

  it('says that there is nothing, and that no cost rule was chosen', () => {
    expect(renderCost(sample, plain)).toBe('No cost rule was chosen.\n');
    const tidy = renderCost({ ...sample, ledger: ledgerWith([]) }, plain);
    expect(tidy).toContain('Nothing to clean up in what could be seen.');
  });

  it('keeps to the width, and sends nothing that hides', () => {
    for (const width of [40, 80, 200]) {
      const text = renderCost(withMoney(hostileNames), { width, color: false });
      for (const line of text.split('\n')) expect(cellsOf(line)).toBeLessThanOrEqual(width);
      expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
    }
  });

  it('puts first what is unused, paid for and unsafe at once', () => {
    const report = withMoney(['a-dear', 'b-unsafe']);
    const idle = report.findings.filter(one => one.category === 'cost');
    const [dear, unsafe] = idle;
    dear!.money!.joint = 90;
    const danger = {
      ...unsafe!,
      rule: 'dynamodb-table-not-public',
      category: 'security' as const,
      severity: 'high' as const,
    };
    const text = renderCost({ ...report, findings: [dear!, unsafe!, danger] }, plain);
    expect(text.indexOf('b-unsafe:')).toBeLessThan(text.indexOf('a-dear:'));
    expect(text).toContain('(unsafe, too)');
  });
});
