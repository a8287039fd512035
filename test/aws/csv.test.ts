import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError, CsvReader } from '../../src/aws/csv.js';

const read = (...pieces: string[]) => {
  const reader = new CsvReader();
  const records = pieces.flatMap(piece => [...reader.read(piece)]);
  return [...records, ...reader.end()];
};
const fieldsOf = (...pieces: string[]) => read(...pieces).map(({ fields }) => fields);

describe('CSV', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\rb\r', [['a'], ['b']]],
    ['a,,\n', [['a', '', '']]],
    ['"a,b","c""d","e\nf"\n', [['a,b', 'c"d', 'e\nf']]],
    ['""\n', [['']]],
    ['\n\na\n', [['a']]],
    ['', []],
  ])('%j', (text, records) => {
    expect(fieldsOf(text)).toEqual(records);
  });

  it('counts lines, those inside quotes as well', () => {
    expect(read('a\n"b\nc"\nd\n').map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it.each(['a"b\n', '"a"b\n', '"a'])('refuses %j', text => {
    expect(() => read(text)).toThrow(CsvError);
  });

  it('reads what was written, wherever it is cut into pieces', () => {
    const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é') });
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(60), { maxLength: 4 }),
        (records, end, cuts) => {
          const text = records.map(fields => fields.map(quoted).join(',') + end).join('');
          const places = [0, ...cuts.map(cut => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
          const pieces = places.slice(1).map((to, at) => text.slice(places[at], to));
          expect(fieldsOf(...pieces)).toEqual(records);
        },
      ),
    );
  });
});
