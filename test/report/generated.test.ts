import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { buildReportSchema } from '../../scripts/gen-schema.js';
import { buildTemplates } from '../../scripts/gen-templates.js';
import { reportSchema } from '../../src/core/report-schema.js';
import type { Report } from '../../src/core/types.js';
import { renderJson } from '../../src/report/index.js';
import { hostileNames } from './hostile.js';
import { blindSample, cleanSample, endedSample, sample, withNames } from './sample.js';
import { withChanges, withTrend } from './trend-sample.js';

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
/** Does not compile when the schema and the type of a report part ways. */
const inStep: Same<z.infer<typeof reportSchema>, Report> = true;

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const samples = {
  sample,
  endedSample,
  cleanSample,
  blindSample,
  hostile: withNames(hostileNames),
  trend: withTrend(),
  changes: withChanges(),
};

describe('generated files', () => {
  it('are what their sources give: otherwise run npm run gen', () => {
    expect(read('src/report/templates.generated.ts') === buildTemplates()).toBe(true);
    expect(read('schema/report.schema.json')).toBe(buildReportSchema());
  });
});

describe('schema/report.schema.json', () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(read('schema/report.schema.json')));

  it.each(Object.entries(samples))('accepts the %s report', (_name, report) => {
    validate(JSON.parse([...renderJson(report)].join('')));
    expect(validate.errors).toBeNull();
    expect(reportSchema.safeParse(report).error).toBeUndefined();
    expect(inStep).toBe(true);
  });

  it.each([
    ['an unknown verdict', { findings: [{ ...sample.findings[0], verdict: 'MAYBE' }] }],
    ['an unknown field', { surprise: 1 }],
    ['a missing resource', { findings: [{ ...sample.findings[0], resource: undefined }] }],
    ['a score above 100', { scores: { ...sample.scores, overall: { ...sample.scores.overall, value: 101 } } }],
    ['a time that is none', { started: 'yesterday' }],
  ])('refuses %s', (_name, change) => {
    expect(validate(JSON.parse(JSON.stringify({ ...sample, ...change })))).toBe(false);
  });
});
