import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/types.js';
import { renderGithub } from '../../src/report/index.js';
import { revealLine } from '../../src/report/reveal.js';
import { hostileNames } from './hostile.js';
import { largeReport } from './large.js';
import { gatedSample, gatedWithNames } from './pipeline-sample.js';
import { cleanSample, endedSample, sample, withNames } from './sample.js';

interface Command {
  command: string;
  properties: Record<string, string>;
  data: string;
}

const unescapeWith = (pairs: readonly (readonly [string, string])[], text: string) =>
  pairs.reduce((at, [from, to]) => at.replaceAll(from, to), text);
const ofData = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
] as const;
const ofProperty = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
] as const;

/** A line of a log as the runner reads it: a command, or undefined for text. Its older form may begin anywhere in a line. */
function parseLine(raw: string): Command | undefined {
  const line = raw.trimStart();
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end < 0) return raw.includes('##[') ? { command: 'of the older form', properties: {}, data: raw } : undefined;
  const [, command = '', list = ''] = /^(\S+)\s*(.*)$/.exec(line.slice(2, end)) ?? [];
  const pairs = list
    .split(',')
    .map(one => [one.slice(0, one.indexOf('=')).trim(), one.slice(one.indexOf('=') + 1)] as const);
  return {
    command,
    properties: Object.fromEntries(pairs.map(([key, value]) => [key, unescapeWith(ofProperty, value)])),
    data: unescapeWith(ofData, line.slice(end + 2)),
  };
}

const linesOf = (report: Report) =>
  renderGithub(report)
    .split(/\r\n|[\n\r]/)
    .slice(0, -1);
const read = (report: Report): Command[] =>
  linesOf(report).map(line => {
    const command = parseLine(line);
    if (!command) throw new Error(`no command: ${line}`);
    return command;
  });
const count = (commands: readonly Command[], kind: string) => commands.filter(one => one.command === kind).length;

describe('report.github.txt', () => {
  it('has an annotation for each failed rule, by its severity', () => {
    const commands = read(sample);
    const failed = new Set(sample.findings.filter(one => one.verdict === 'FAIL').map(one => one.rule));
    const titled = commands.filter(one => /\([\w-]+\)$/.test(one.properties['title'] ?? ''));
    expect(titled).toHaveLength(failed.size);
    const mfa = commands.find(one => one.properties['title']?.includes('iam-root-mfa-enabled'));
    expect(mfa).toEqual({
      command: 'error',
      properties: { title: 'critical: The root user has MFA (iam-root-mfa-enabled)' },
      data: 'root (global): the root user has no MFA device',
    });
    expect(commands.find(one => one.properties['title']?.startsWith('medium'))?.command).toBe('warning');
    expect(commands.find(one => one.properties['title']?.startsWith('low'))?.command).toBe('notice');
  });

  it('says first why the gate stops, then what is new', () => {
    const commands = read(gatedSample);
    expect(commands[0]).toMatchObject({ command: 'error', properties: { title: 'gate: new' } });
    expect(commands.some(one => one.data.startsWith('new: '))).toBe(true);
    expect(read(sample).some(one => one.data.includes('new: '))).toBe(false);
  });

  it('calls an error what stops the gate, and everything else a step milder', () => {
    const kindOf = (report: Report, rule: string) =>
      read(report).find(one => one.properties['title']?.endsWith(`(${rule})`))?.command;
    const passed = { ...gatedSample, gate: { passed: true, reasons: [], held: [] } };
    const [low, high, medium] = [
      'access-analyzer-analyzer-active',
      'iam-user-console-mfa-enabled',
      'cloudtrail-log-file-validation-enabled',
    ];
    expect([high, medium, low].map(rule => kindOf(passed, rule!))).toEqual(['warning', 'notice', 'notice']);
    expect([high, medium, low].map(rule => kindOf(sample, rule!))).toEqual(['error', 'warning', 'notice']);
    const [reason] = gatedSample.gate!.reasons;
    const findings = reason!.findings.filter(one => one.rule === low);
    const stopped = { ...gatedSample, gate: { passed: false, reasons: [{ ...reason!, findings }], held: [] } };
    expect([high, medium, low].map(rule => kindOf(stopped, rule!))).toEqual(['warning', 'notice', 'error']);
    expect(read(passed).some(one => one.command === 'error')).toBe(false);
  });

  it('leaves out what an exception accepts', () => {
    const excepted = gatedSample.findings.find(one => one.exception)!;
    const others = gatedSample.findings.filter(one => one.rule !== excepted.rule);
    const text = renderGithub({
      ...gatedSample,
      findings: [excepted, ...others],
      gate: { passed: true, reasons: [], held: [] },
    });
    expect(text).not.toContain(excepted.rule);
  });

  it('warns where not everything could be seen, or the audit was ended', () => {
    const warning = (report: Report) => read(report).find(one => one.properties['title'] === 'stocktake');
    expect(warning(sample)).toMatchObject({ command: 'warning', data: expect.stringContaining('Not everything') });
    expect(warning(endedSample)?.data).toContain('ended before its time');
    expect(read(cleanSample)).toHaveLength(1);
  });

  it('keeps to the ten of a kind that GitHub shows, the worst ones, and says how many are missing', () => {
    const severities = ['critical', 'high', 'medium', 'low'] as const;
    const large = largeReport(2_000);
    const rules = large.rules.map((one, at) => ({ ...one, severity: severities[at % 4]! }));
    const report = { ...large, rules };
    const commands = read(report);
    expect([count(commands, 'error'), count(commands, 'warning'), count(commands, 'notice')]).toEqual([10, 10, 10]);
    const errors = commands.filter(one => one.command === 'error').map(one => one.properties['title']);
    expect(errors.every(one => one?.startsWith('critical'))).toBe(true);
    // 60 rules and a warning about what was not seen; the last line is no annotation of its own matter.
    expect(commands.at(-1)?.data).toContain('32 more annotations left out');
    expect(commands.at(-1)?.command).toBe('notice');
  });

  it('names five resources of a rule and counts the others', () => {
    const report = withNames(Array.from({ length: 12 }, (_, at) => `user-${at}`));
    const users = read(report).find(one => one.properties['title']?.includes('console-mfa'));
    expect(users?.data.split('\n')).toHaveLength(6);
    expect(users?.data).toContain('and 7 more resources');
  });
});

describe('report.github.txt with hostile names', () => {
  const attacks = [
    '\n::error::pwned',
    '\r\n::add-mask::x',
    '::stop-commands::x',
    '##[error]pwned',
    '%0A::error::pwned',
    '%250A',
    'a,file=/etc/passwd',
    'title::pwned',
    '::set-output name=x::y',
  ];
  const name = fc.oneof(
    fc.constantFrom(...hostileNames, ...attacks),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(':', '%', '0', 'A', 'D', '\n', '\r', ',', '=', '#', '[') }),
  );

  it('begins no command of its own', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), names => {
        const report = gatedWithNames(names);
        const rules = report.rules.map(one => ({ ...one, title: names[0]! }));
        const gate = { ...report.gate!, reasons: report.gate!.reasons.map(one => ({ ...one, condition: names[0]! })) };
        for (const { command, properties } of read({ ...report, rules, gate })) {
          expect(['error', 'warning', 'notice']).toContain(command);
          expect(Object.keys(properties)).toEqual(['title']);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives every name back as it may be shown', () => {
    for (const one of [...hostileNames, ...attacks].filter(Boolean)) {
      const users = read(withNames([one])).find(command => command.properties['title']?.includes('console-mfa'));
      expect(users?.data).toContain(`${revealLine(one)} (global)`);
    }
  });

  it('gives a title back, whatever is in it', () => {
    const title = 'a::b, file=c: 100% %3A';
    const rules = sample.rules.map(one => ({ ...one, title }));
    const titled = read({ ...sample, rules }).filter(one => one.properties['title'] !== 'stocktake');
    for (const { properties } of titled) expect(properties['title']).toContain(`: ${title} (`);
  });

  it('sends no hidden character', () => {
    expect(renderGithub(gatedWithNames(hostileNames))).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
  });
});
