import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingKey, type Report } from '../../src/core/types.js';
import { renderSarif } from '../../src/report/index.js';
import { sayPlainly } from '../../src/report/sarif-text.js';
import { openDraft4 } from './ajv-draft-04.js';
import { hostileNames } from './hostile.js';
import { largeReport } from './large.js';
import { gatedSample, gatedWithNames } from './pipeline-sample.js';
import { blindSample, cleanSample, endedSample, sample, withMoney, withNames } from './sample.js';

const isSarif = (() => {
  const schema = JSON.parse(readFileSync(new URL('../schemas/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'));
  return openDraft4().compile(schema);
})();

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
      logicalLocations: [{ fullyQualifiedName: string }];
    },
  ];
  partialFingerprints: Record<string, string>;
  suppressions?: { kind: string; justification: string; properties: object }[];
  baselineState?: string;
  properties: { resource: { id: string }; severity: string };
}
interface Notification {
  descriptor: { id: string };
  level: string;
  message: { text: string };
  associatedRule?: { id: string; index: number };
}
interface Rule {
  id: string;
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  defaultConfiguration: { level: string };
  properties: { tags: string[]; 'security-severity'?: string; 'problem.severity'?: string };
}
interface Run {
  tool: { driver: { rules: Rule[] } };
  automationDetails: { id: string };
  invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: Notification[] }];
  results: Result[];
  properties: { fixed?: { kind: string; cause: string; ruleId: string }[]; gate?: { passed: boolean } };
}

const textOf = (report: Report) => [...renderSarif(report)].join('');

/** Reads it back; fails with the schema's own words where it is not valid. */
function runOf(report: Report): Run {
  const log: unknown = JSON.parse(textOf(report));
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  return (log as { runs: [Run] }).runs[0];
}

const openOf = ({ findings }: Report) => findings.filter(one => one.verdict === 'FAIL');

describe('report.sarif', () => {
  it('is checked by a schema that refuses what is wrong', () => {
    const log = JSON.parse(textOf(sample)) as { runs: [{ results: [Record<string, unknown>] }] };
    log.runs[0].results[0]['level'] = 'grave';
    expect(isSarif(log)).toBe(false);
    delete log.runs[0].results[0]['level'];
    delete log.runs[0].results[0]['message'];
    expect(isSarif(log)).toBe(false);
  });

  it.each(
    Object.entries({
      sample,
      gatedSample,
      endedSample,
      cleanSample,
      blindSample,
      money: withMoney(['sessions']),
      hostile: withNames(hostileNames),
      gatedHostile: gatedWithNames(hostileNames),
      empty: { ...sample, findings: [], rules: [], gaps: [] },
    }),
  )('is valid SARIF 2.1.0: %s', (_name, report) => {
    const run = runOf(report);
    expect(run.results).toHaveLength(openOf(report).length);
    for (const one of run.results) expect(run.tool.driver.rules[one.ruleIndex]?.id).toBe(one.ruleId);
  });

  it('names every failure by rule and ARN, with its severity as a level', () => {
    const named = runOf(sample).results.map(one => [
      one.ruleId,
      one.locations[0].logicalLocations[0].fullyQualifiedName,
      one.level,
    ]);
    const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' };
    const wanted = openOf(sample).map(one => [one.rule, one.resource.arn ?? one.resource.id, levels[one.severity]]);
    expect(named.map(String).sort()).toEqual(wanted.map(String).sort());
  });

  it('puts the most severe failures first, for a reader that shows only so many', () => {
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const places = runOf(sample).results.map(one => order.indexOf(one.properties.severity));
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  it('tells everything that has no verdict as a notification', () => {
    const { toolExecutionNotifications: said, executionSuccessful } = runOf(sample).invocations[0];
    for (const { rule, verdict } of sample.findings) {
      if (verdict !== 'NOT_AVAILABLE' && verdict !== 'ERROR') continue;
      expect(said.map(one => one.associatedRule?.id)).toContain(rule);
    }
    const unjudged = sample.summary.NOT_AVAILABLE + sample.summary.ERROR;
    expect(said.filter(one => one.associatedRule)).toHaveLength(unjudged);
    expect(said.map(one => one.message.text).join('\n')).toContain('ap-southeast-3');
    expect(executionSuccessful).toBe(false);
  });

  it('says whether the tool did its work, apart from whether all could be seen', () => {
    const withoutErrors = { ...sample, findings: sample.findings.filter(one => one.verdict !== 'ERROR') };
    const summary = { ...sample.summary, ERROR: 0 };
    expect(runOf({ ...withoutErrors, summary }).invocations[0].executionSuccessful).toBe(true);
    expect(runOf({ ...endedSample, summary }).invocations[0].executionSuccessful).toBe(false);
    const [first] = runOf(endedSample).invocations[0].toolExecutionNotifications;
    expect(first).toMatchObject({ level: 'error', descriptor: { id: 'incomplete' } });
  });

  it('suppresses what an exception accepts, with reason, owner and end, and puts it last', () => {
    const { results } = runOf(gatedSample);
    const excepted = gatedSample.findings.filter(one => one.exception);
    expect(excepted.length).toBeGreaterThan(1);
    const suppressed = results.filter(one => one.suppressions);
    expect(suppressed).toHaveLength(excepted.length);
    expect(results.slice(-suppressed.length)).toEqual(suppressed);
    expect(suppressed[0]?.suppressions).toEqual([
      expect.objectContaining({
        kind: 'external',
        justification: 'platform team (platform team, until 2026-12-31, platform team)',
      }),
    ]);
  });

  it('says what is new, and keeps what is fixed out of the results', () => {
    const run = runOf(gatedSample);
    const states = new Map(gatedSample.changes?.changes.map(one => [one.after && findingKey(one.after), one.kind]));
    expect(new Set(run.results.map(one => one.baselineState))).toEqual(new Set(['new', 'updated', 'unchanged']));
    const fresh = gatedSample.findings.filter(one => states.get(findingKey(one)) === 'new');
    expect(run.results.filter(one => one.baselineState === 'new')).toHaveLength(fresh.length);
    expect(run.properties.fixed?.map(one => `${one.kind} ${one.cause}`)).toEqual([
      'fixed account',
      'gone account',
      'fixed sight',
    ]);
    expect(run.properties.gate?.passed).toBe(false);
    expect(runOf(sample).results.some(one => one.baselineState)).toBe(false);
  });

  it('gives one failure the same fingerprint in every run, and no two the same', () => {
    const prints = (report: Report) =>
      runOf(report).results.map(one => one.partialFingerprints['primaryLocationLineHash']);
    const later = { ...sample, started: '2026-12-01T09:00:00.000Z', findings: [...sample.findings].reverse() };
    expect(new Set(prints(later))).toEqual(new Set(prints(sample)));
    expect(new Set(prints(sample)).size).toBe(openOf(sample).length);
    for (const print of prints(sample)) expect(print).toMatch(/^[0-9a-f]{32}:1$/);
  });

  it('keeps to what GitHub code scanning takes of a rule', () => {
    const wordy = {
      ...sample.rules[0]!,
      why: 'why '.repeat(1000),
      frameworks: { x: Array.from({ length: 40 }, String) },
    };
    const { rules } = runOf({ ...sample, rules: [wordy, ...sample.rules.slice(1)] }).tool.driver;
    for (const rule of rules) {
      expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1000);
      expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
      expect(rule.help.text).not.toBe('');
      const isSecurity = rule.properties.tags.includes('security');
      expect(rule.properties['security-severity'] !== undefined).toBe(isSecurity);
      expect(rule.properties['problem.severity'] !== undefined).toBe(!isSecurity);
    }
    const severity = (id: string) => Number(rules.find(one => one.id === id)?.properties['security-severity']);
    expect(severity('iam-root-mfa-enabled')).toBeGreaterThan(9);
    expect(severity('iam-user-console-mfa-enabled')).toBeGreaterThanOrEqual(7);
    expect(severity('kms-key-rotation-enabled')).toBeGreaterThanOrEqual(4);
    expect(severity('cloudwatch-alarm-root-usage')).toBeLessThan(4);
  });

  it('stops at 25,000 results and says how many are missing', () => {
    const large = largeReport(40_000);
    const left = openOf(large).length - 25_000;
    expect(left).toBeGreaterThan(1000);
    const run = runOf(large);
    expect(run.results).toHaveLength(25_000);
    const cut = run.invocations[0].toolExecutionNotifications.find(one => one.descriptor.id === 'cut');
    expect(cut?.message.text).toBe(`${left.toLocaleString('en')} more results in report.json`);
  });

  it('fits into what GitHub takes, and comes in small chunks', () => {
    const chunks = [...renderSarif(largeReport(40_000))];
    expect(Math.max(...chunks.map(one => one.length))).toBeLessThan(1_000_000);
    expect(gzipSync(chunks.join('')).length).toBeLessThan(10_000_000);
  });

  it('keeps alerts of several accounts apart', () => {
    expect(runOf(sample).automationDetails.id).toBe('stocktake/123456789012/');
  });
});

/** The uri as a reader resolves it in a repository. */
const resolved = (uri: string) => new URL(uri, 'https://repository.example/root/');

describe('report.sarif with hostile names', () => {
  const name = fc.oneof(
    fc.constantFrom(...hostileNames, '..', '../../../etc/passwd', '.', '//evil.example/x', 'C:\\x'),
    fc.string({ unit: 'binary' }),
  );

  it('is valid, stays in its folder, and gives the names back', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), names => {
        const run = runOf(gatedWithNames(names));
        const ids = new Set(run.results.map(one => one.properties.resource.id));
        for (const one of names) expect(ids).toContain(one);
        for (const { locations, message } of run.results) {
          const { uri } = locations[0].physicalLocation.artifactLocation;
          expect(uri).toMatch(/^[\w.~!'()*:%/-]+$/);
          expect(resolved(uri).href.startsWith('https://repository.example/root/aws/123456789012/')).toBe(true);
          expect(message.text).not.toMatch(/\]\(|\{\d+\}/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['..', '~..'],
    ['../../../../x', '~../~../~../~../x'],
    ['', '~'],
    ['//evil.example', '~/~/evil.example'],
    ['https://evil.example/?a#b', 'https:/~/evil.example/%3Fa%23b'],
    ['log/group', 'log/group'],
    ['%2e%2e', '%252e%252e'],
  ])('places %j inside its own folder', (id, path) => {
    const [first, ...rest] = sample.findings;
    const resource = { ...first!.resource, id };
    const run = runOf({ ...sample, findings: [{ ...first!, resource }, ...rest] });
    const { uri } = run.results[0]!.locations[0].physicalLocation.artifactLocation;
    expect(uri).toBe(`aws/123456789012/global/iam/${path}`);
    expect(resolved(uri).pathname).toBe(`/root/${uri}`);
  });

  it('holds no character that hides, reorders or commands', () => {
    expect(textOf(gatedWithNames(hostileNames))).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
  });

  it('offers a command as it is or not at all', () => {
    const [first, ...rest] = openOf(sample);
    const command = "aws kms tag-resource --tags '[click](javascript:alert(1))'";
    const texts = (fix: string) =>
      runOf({ ...sample, findings: [{ ...first!, fix: { command: fix } }, ...rest] }).results[0]?.message.text;
    expect(texts('aws kms list-keys')).toContain('Fix: aws kms list-keys');
    expect(texts(command)).not.toContain('Fix:');
  });

  it.each([
    ['see [here](1)', 'see [here] (1)'],
    ['{0} and {x}', '{ 0} and {x}'],
    ['plain [text] (with) {braces}', 'plain [text] (with) {braces}'],
  ])('leaves no link and no placeholder in %j', (raw, said) => expect(sayPlainly(raw)).toBe(said));
});
