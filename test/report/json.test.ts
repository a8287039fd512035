import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/report/index.js';
import { hostileNames } from './hostile.js';
import { sample, withNames } from './sample.js';

const textOf = (report: typeof sample) => [...renderJson(report)].join('');

describe('report.json', () => {
  it('is the report, value for value, however hostile its texts', () => {
    expect(JSON.parse(textOf(sample))).toEqual(sample);
    expect(JSON.parse(textOf(withNames(hostileNames)))).toEqual(withNames(hostileNames));
  });

  it('holds no character that hides, reorders or commands', () => {
    expect(textOf(withNames(hostileNames))).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
  });

  it('is indented by two spaces as JSON.stringify does it, and ends with a line break', () => {
    const text = textOf(sample);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it('writes null where AWS had no value', () => {
    const [first, ...rest] = sample.findings;
    if (!first) throw new Error('no findings');
    const absent = { ...first, evidence: [{ api: 'kms:DescribeKey', field: 'DeletionDate', value: undefined }] };
    expect(JSON.parse(textOf({ ...sample, findings: [absent, ...rest] })).findings[0].evidence).toEqual([
      { api: 'kms:DescribeKey', field: 'DeletionDate', value: null },
    ]);
  });

  it('writes empty lists and leaves out what is absent', () => {
    const empty = JSON.parse(textOf({ ...sample, findings: [], gaps: [], rules: [] }));
    expect(empty).toMatchObject({ findings: [], gaps: [], rules: [] });
    expect(empty).not.toHaveProperty('ended');
  });

  it('comes in chunks that stay small however many findings there are, or opinions of detectors', () => {
    const findings = Array.from({ length: 20_000 }, (_, at) => sample.findings[at % sample.findings.length]!);
    const told = sample.detectors?.opinions ?? [];
    const opinions = Array.from({ length: 20_000 }, (_, at) => told[at % told.length]!);
    const large = { ...sample, findings, detectors: { ...sample.detectors!, opinions } };
    let longest = 0;
    let length = 0;
    for (const chunk of renderJson(large)) {
      longest = Math.max(longest, chunk.length);
      length += chunk.length;
    }
    expect(length).toBeGreaterThan(20_000_000);
    expect(longest).toBeLessThan(400_000);
  });
});
