import { describe, expect, it } from 'vitest';
import { describeEvidence, formatValue, nameOf, showFix } from '../../src/report/evidence.js';
import { isFaithful, reveal } from '../../src/report/reveal.js';
import { nameService } from '../../src/report/service-names.js';
import {
  enumerate,
  formatAccount,
  formatDuration,
  formatNumber,
  formatPoints,
  formatScore,
  formatShare,
  formatTime,
  formatUsd,
  moreThan,
} from '../../src/report/wording.js';

describe('figures', () => {
  it('never round up to perfect', () => {
    expect([formatShare(0.9999), formatShare(1), formatShare(0.57), formatShare(0.001), formatShare(0)]).toEqual([
      '99 %',
      '100 %',
      '57 %',
      'under 1 %',
      '0 %',
    ]);
    expect([formatScore(99.9), formatScore(100), formatScore(null)]).toEqual(['99', '100', 'not scored']);
  });

  it('are written as people write them', () => {
    expect([formatNumber(999), formatNumber(1203), formatNumber(1234567)]).toEqual(['999', '1,203', '1,234,567']);
    expect([formatUsd(0), formatUsd(0.004), formatUsd(0.999), formatUsd(1234.5)]).toEqual([
      '$0.00',
      'under $0.01',
      '$1.00',
      '$1,234.50',
    ]);
    expect([formatPoints(9.6), formatPoints(0.44), formatPoints(0.01), formatPoints(0)]).toEqual([
      '+10',
      '+0.4',
      '',
      '',
    ]);
    expect([formatTime('2026-11-02T09:00:41.000Z'), formatTime('soon')]).toEqual(['2 Nov 2026, 09:00 UTC', 'soon']);
    expect([
      formatDuration('2026-11-22T09:00:00Z', '2026-11-22T09:02:05Z'),
      formatDuration('2026-11-22T09:00:00Z', '2026-11-22T09:00:41Z'),
      formatDuration('x', 'y'),
    ]).toEqual(['2 min 5 s', '41 s', '']);
    expect([formatAccount('123456789012'), formatAccount('local')]).toEqual(['1234-5678-9012', 'local']);
  });

  it('say where a list stops', () => {
    expect([moreThan(3, 5, 'rule'), moreThan(6, 5, 'rule'), moreThan(2, 0, 'rule')]).toEqual([
      '',
      'and 1 more rule in report.json',
      '2 rules in report.json',
    ]);
    expect([enumerate(['a']), enumerate(['a', 'b', 'c'])]).toEqual(['a', 'a, b and c']);
  });
});

describe('what was seen', () => {
  it('is written as JSON, long values cut with their length', () => {
    expect([formatValue(false), formatValue('x'), formatValue(null), formatValue(undefined)]).toEqual([
      'false',
      '"x"',
      'null',
      'absent',
    ]);
    expect(formatValue('x'.repeat(500))).toMatch(/^"x{159}… \(502 characters\)$/);
    expect(describeEvidence({ api: '', field: 'Tags', value: [] })).toEqual({ where: 'Tags', value: '[]' });
  });

  it('names a resource by what people call it', () => {
    expect(nameOf({ id: 'i', name: 'n', region: '', type: '' })).toBe('n');
    expect(nameOf({ id: '', arn: 'a', region: '', type: '' })).toBe('a');
    expect([nameService('kms'), nameService('somethingnew'), nameService('constructor')]).toEqual([
      'KMS',
      'somethingnew',
      'constructor',
    ]);
  });

  it('keeps a command only if what is copied is what is seen', () => {
    expect(showFix({ command: 'aws x', note: 'n' })).toEqual({ command: 'aws x', note: 'n' });
    expect(showFix({ command: "aws x 'a\u202eb'", note: 'n' })).toEqual({
      byHand: expect.stringContaining('report.json'),
      note: 'n',
    });
  });

  it('writes hidden characters out and leaves the rest alone', () => {
    expect(reveal('a\u001b[0m\u200b\r\nå 鍵 🔑')).toBe('a\\x1b[0m\\u{200b}\\x0d\nå 鍵 🔑');
    expect([isFaithful('a\nb'), isFaithful('a\u0007')]).toEqual([true, false]);
  });
});
