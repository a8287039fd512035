import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBaseline } from '../../src/core/baseline.js';
import { diff } from '../../src/core/diff.js';
import { parseEarlier, standingsIn } from '../../src/core/earlier-file.js';
import { renderJson } from '../../src/report/json.js';
import { reportOf, ruleOf, runArb, standings } from './runs.js';

const file = 'b.json';
const read = (text: string) => standingsIn(parseEarlier(text, file), file, new Map([['r-one', 'One holds']]));
const small = reportOf(
  [ruleOf('r-one', 'high', { params: { days: 90 } }), ruleOf('r-two')],
  [
    { rule: 'r-one', id: 'b', verdict: 'FAIL', message: 'open since 3 days' },
    { rule: 'r-one', id: 'b', verdict: 'FAIL' },
    { rule: 'r-one', id: 'a', verdict: 'FAIL', exception: true },
    { rule: 'r-one', id: 'c', verdict: 'PASS' },
    { rule: 'r-two', id: '*', verdict: 'NOT_AVAILABLE' },
  ],
);

describe('a baseline', () => {
  it('is one line a finding, sorted, and ends with a line break', () => {
    expect(renderBaseline(standings(small))).toBe(`{
"stocktake": "baseline",
"version": 1,
"account": "123456789012",
"started": "2026-11-22T09:00:00.000Z",
"toolVersion": "1.0.0",
"regions": {"eu-north-1":"audited"},
"off": [],
"rules": {
"r-one": {"severity":"high","category":"security","service":"r","params":{"days":90}},
"r-two": {"severity":"high","category":"security","service":"r"}
},
"open": [
{"rule":"r-one","region":"eu-north-1","id":"b","type":"AWS::Test::Thing","count":2}
],
"excepted": [
{"rule":"r-one","region":"eu-north-1","id":"a","type":"AWS::Test::Thing"}
],
"unseen": [
{"rule":"r-two","region":"eu-north-1","id":"*"}
]
}
`);
  });

  it('is the same text whatever the order of the findings, and read back writes itself', () => {
    fc.assert(
      fc.property(runArb, report => {
        const text = renderBaseline(standings(report));
        const turned = { ...report, findings: [...report.findings].reverse(), rules: [...report.rules].reverse() };
        expect(renderBaseline(standings(turned))).toBe(text);
        expect(renderBaseline(read(text))).toBe(text);
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });

  it('takes the titles of today’s rules, and keeps the id of a rule that is no more', () => {
    expect(read(renderBaseline(standings(small))).entries.map(({ title }) => title)).toContain('One holds');
    expect(read(renderBaseline(standings(small))).rules.get('r-two')?.title).toBe('r-two');
  });
});

const written = renderBaseline(standings(small));
const report = [...renderJson(small)].join('');

describe('a bad file of an earlier run is one sentence', () => {
  it.each([
    ['an empty file', '', 'b.json: is empty'],
    ['a text', 'hello', 'b.json: is neither a snapshot, a report.json nor a baseline of stocktake'],
    ['other JSON', '{"findings": []}', 'is neither a snapshot, a report.json nor a baseline'],
    ['a list', '[1]', 'is neither a snapshot'],
    ['null', 'null', 'is neither a snapshot'],
    [
      'one that was cut short',
      written.slice(0, 300),
      'b.json:11: is not valid JSON; was it cut short or merged badly?',
    ],
    ['marks of a merge', written.replace('"off": [],', '<<<<<<< HEAD\n"off": [],'), 'b.json:8: is not valid JSON'],
    [
      'another version',
      written.replace('"version": 1', '"version": 2'),
      'is a baseline of version 2; this stocktake reads version 1',
    ],
    ['no account', written.replace('"account": "123456789012",\n', ''), 'b.json: account: is not a valid baseline'],
    [
      'an unknown field',
      written.replace('"off"', '"offf": [], "off"'),
      'b.json: is not a valid baseline: Unrecognized key',
    ],
    ['a wrong severity', written.replace('"high"', '"hihg"'), 'b.json: rules.r-one.severity: is not a valid baseline'],
    [
      'a finding of no rule',
      written.replace('{"rule":"r-one"', '{"rule":"r-three"'),
      'open.0.rule: "r-three" is not among the rules of this baseline',
    ],
    ['a count of one', written.replace('"count":2', '"count":1'), 'open.0.count'],
    [
      'a report of another version',
      report.replace('"version": 1', '"version": 7'),
      'is a report of version 7; this stocktake reads version 1',
    ],
    [
      'a report without findings',
      report.replace('"findings": [', '"findngs": ['),
      'is not a report.json that this stocktake can read',
    ],
  ])('%s', (_name, text, said) => {
    expect(() => read(text)).toThrow(said);
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'InputError' }) as Error);
  });

  it('a report.json reads as the report that was written, also with a byte order mark', () => {
    const earlier = parseEarlier(`\ufeff${report}`, file);
    expect(earlier).toEqual({ kind: 'report', report: small });
  });
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
const strange = fc.oneof(
  fc.constantFrom<Json[]>(null, true, -1, 2, 1e308, '', '*', '__proto__', 'FAIL', [], {}, [[]]),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** The document with one value put somewhere, or taken out; `at` chooses where. */
function mutate(document: Json, at: readonly number[], value: Json | undefined): void {
  let node: Json = document;
  for (const [depth, step] of at.entries()) {
    if (typeof node !== 'object' || node === null) return;
    const holder = node as Record<string, Json>;
    const keys = Object.keys(holder);
    const key = keys[step % Math.max(1, keys.length)];
    if (key === undefined) return;
    const next = holder[key] ?? null;
    if (depth === at.length - 1 || typeof next !== 'object' || next === null) {
      if (value === undefined) delete holder[key];
      else holder[key] = value;
      return;
    }
    node = next;
  }
}

describe('a baseline or report under fuzz', () => {
  const places = fc.array(fc.nat(40), { minLength: 1, maxLength: 4 });
  it('is read and compared, or refused in one sentence that names the file', () => {
    let [refused, taken] = [0, 0];
    fc.assert(
      fc.property(
        fc.constantFrom(written, report),
        places,
        fc.option(strange, { nil: undefined }),
        (text, at, value) => {
          const document = JSON.parse(text) as Json;
          mutate(document, at, value);
          try {
            const before = read(JSON.stringify(document));
            diff(before, { ...standings(small), run: { ...standings(small).run, account: before.run.account } });
            renderBaseline(before);
            taken += 1;
          } catch (error) {
            expect(error).toMatchObject({ name: 'InputError' });
            expect((error as Error).message).toMatch(/^b\.json: [^\n]+$/);
            refused += 1;
          }
        },
      ),
      { seed: 20261122, numRuns: 3000 },
    );
    expect(Math.min(refused, taken)).toBeGreaterThan(300);
  });

  it('of any text is refused in one sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat(written.length).map(end => written.slice(0, Math.max(0, end - 2))),
        ),
        text => {
          expect(() => read(text)).toThrow(expect.objectContaining({ name: 'InputError' }) as Error);
        },
      ),
      { seed: 20261122, numRuns: 1000 },
    );
  });
});
