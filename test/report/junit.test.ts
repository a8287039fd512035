import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Report } from '../../src/core/types.js';
import { renderJunit } from '../../src/report/index.js';
import { revealLine } from '../../src/report/reveal.js';
import { hostileNames } from './hostile.js';
import { largeReport } from './large.js';
import { gatedSample, gatedWithNames } from './pipeline-sample.js';
import { blindSample, cleanSample, endedSample, sample, withMoney } from './sample.js';

const schema = readFileSync(new URL('../schemas/jenkins-junit.xsd', import.meta.url), 'utf8');
const textOf = (report: Report) => [...renderJunit(report)].join('');

const check = (texts: readonly string[]) =>
  validateXML({
    xml: texts.map((contents, at) => ({ fileName: `report-${at}.xml`, contents })),
    schema,
    maxMemoryPages: 4096,
  });

/** What libxml2 reads, in canonical form: attributes quoted alike, nothing but five escapes left. */
async function read(report: Report): Promise<string> {
  const result = await validateXML({ xml: textOf(report), schema, normalization: 'c14n', maxMemoryPages: 4096 });
  expect(result.errors).toEqual([]);
  return result.normalized;
}

const unescaped: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#xD': '\r',
  '#xA': '\n',
  '#x9': '\t',
};
const decode = (canonical: string) =>
  canonical.replace(/&([#\w]+);/g, (whole, name: string) => unescaped[name] ?? whole);
const attributes = (xml: string, element: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${element} [^>]*?\\b${name}="([^"]*)"`, 'g'))].map(([, value]) => decode(value ?? ''));
const texts = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}[^>]*>([^<]*)</${element}>`, 'g'))].map(([, inner]) => decode(inner ?? ''));
const sum = (numbers: readonly string[]) => numbers.reduce((total, one) => total + Number(one), 0);

describe('report.junit.xml', () => {
  it('is checked by a schema that refuses what is wrong', async () => {
    const broken = textOf(sample).replace('<testcase ', '<testcase grave="yes" ');
    expect((await check([broken])).valid).toBe(false);
    expect((await check([textOf(sample).replace('</testsuites>', '')])).valid).toBe(false);
  });

  it('is valid for Jenkins, whatever the report', async () => {
    const reports = [
      sample,
      gatedSample,
      endedSample,
      cleanSample,
      blindSample,
      withMoney(['sessions']),
      gatedWithNames(hostileNames),
      { ...sample, findings: [], rules: [], gaps: [] },
    ];
    const { errors, valid } = await check(reports.map(textOf));
    expect(errors).toEqual([]);
    expect(valid).toBe(true);
  });

  it('has a test for each finding that a rule applies to', async () => {
    const xml = await read(sample);
    const count = (...verdicts: string[]) => sample.findings.filter(one => verdicts.includes(one.verdict)).length;
    expect(xml.match(/<failure /g)).toHaveLength(count('FAIL'));
    expect(xml.match(/<error /g)).toHaveLength(count('ERROR'));
    const ofRules = attributes(xml, 'testcase', 'classname').filter(one => !one.startsWith('audit'));
    expect(ofRules).toHaveLength(count('FAIL', 'ERROR', 'NOT_AVAILABLE', 'PASS'));
    const notSeen = texts(xml, 'skipped').filter(one => one.startsWith('Not seen: '));
    expect(notSeen).toHaveLength(count('NOT_AVAILABLE'));
    const left = attributes(xml, 'property', 'name').flatMap((one, at) =>
      one === 'not applicable' ? [attributes(xml, 'property', 'value')[at] ?? ''] : [],
    );
    expect(sum(left)).toBe(count('NOT_APPLICABLE'));
  });

  it('counts what it holds', async () => {
    const xml = await read(gatedSample);
    expect(sum(attributes(xml, 'testsuite', 'tests'))).toBe(xml.match(/<testcase /g)?.length);
    expect(sum(attributes(xml, 'testsuite', 'failures'))).toBe(xml.match(/<failure /g)?.length);
    expect(sum(attributes(xml, 'testsuite', 'errors'))).toBe(xml.match(/<error /g)?.length);
    expect(sum(attributes(xml, 'testsuite', 'skipped'))).toBe(xml.match(/<skipped>/g)?.length);
    expect(attributes(xml, 'testsuites', 'tests')).toEqual([String(xml.match(/<testcase /g)?.length)]);
  });

  it('has no two tests of the same name in a class, which readers would take for one', async () => {
    const xml = await read(gatedSample);
    const classes = attributes(xml, 'testcase', 'classname');
    const all = attributes(xml, 'testcase', 'name').map((name, at) => `${classes[at]} ${name}`);
    expect(new Set(all).size).toBe(all.length);
  });

  it('skips what is excepted and says why, and fails what was', async () => {
    const xml = await read(gatedSample);
    const excepted = gatedSample.findings.filter(one => one.exception).length;
    const said = texts(xml, 'skipped').filter(one => one.startsWith('Excepted'));
    expect(said).toHaveLength(excepted);
    expect(said[0]).toMatch(/^Excepted until 2026-12-31 \(platform team, platform team\): platform team\. Seen: /);
    const open = gatedSample.findings.filter(one => one.verdict === 'FAIL' && !one.exception);
    const failures = texts(xml, 'failure');
    expect(failures).toHaveLength(open.length + (gatedSample.gate?.reasons.length ?? 0));
    const past = open.filter(one => one.expired).length;
    expect(past).toBeGreaterThan(0);
    expect(failures.filter(one => one.includes('until 2026-11-01, which is past'))).toHaveLength(past);
  });

  it('says first whether the gate stops and whether all was seen', async () => {
    const xml = await read(gatedSample);
    expect(attributes(xml, 'testsuite', 'name').slice(0, 2)).toEqual(['gate', 'audit']);
    expect(attributes(await read(cleanSample), 'testsuite', 'skipped')[0]).toBe('0');
    expect(attributes(await read(sample), 'testsuite', 'skipped')[0]).toBe('2');
    expect(attributes(await read(endedSample), 'testsuite', 'errors')[0]).toBe('1');
  });

  it('comes in small chunks', async () => {
    const chunks = [...renderJunit(largeReport(20_000))];
    expect(Math.max(...chunks.map(one => one.length))).toBeLessThan(1_000_000);
    expect((await check([chunks.join('')])).errors).toEqual([]);
  });
});

describe('report.junit.xml with hostile names', () => {
  const name = fc.oneof(
    fc.constantFrom(...hostileNames, ']]>', '<![CDATA[', '&#0;', '\ufffe\uffff'),
    fc.string({ unit: 'binary' }),
  );

  it('is valid for any name', async () => {
    const lists = fc.sample(fc.array(name, { minLength: 1, maxLength: 5 }), { numRuns: 100, seed: 7 });
    const { errors } = await check(lists.map(names => textOf(gatedWithNames(names))));
    expect(errors).toEqual([]);
  }, 60_000);

  it('gives the names back as they may be shown', async () => {
    const names = [...hostileNames, ']]>', '&amp;', "it's"];
    const xml = await read(gatedWithNames(names));
    const found = attributes(xml, 'testcase', 'name').join('\n');
    for (const one of names) expect(found).toContain(revealLine(one));
  });

  it('writes out what hides and what XML forbids', async () => {
    const text = textOf(gatedWithNames([...hostileNames, 'a\ufffeb\uffffc\u0000d']));
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u);
    expect(text).toContain('a\\u{fffe}b\\u{ffff}c\\x00d');
  });
});
