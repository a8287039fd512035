import { describe, expect, it } from 'vitest';
import { functions } from '../../../src/checks/lambda/functions.js';
import { lambdaSystem } from '../../../src/checks/lambda/system.js';
import type { StoredRow } from '../../../src/core/world.js';
import { look } from '../../support/systems.js';
import { daily } from '../../support/series.js';
import { gap } from '../../support/world.js';
import { functionRow, unused, used } from './rows.js';

const region = 'eu-north-1';
const see = (rows: StoredRow[], gaps = [] as ReturnType<typeof gap>[]) =>
  look(lambdaSystem, region, { functions: [functions, { rows, gaps }] });
const quiet = { use: unused };

describe('the use of Lambda', () => {
  it('is shown by one function that was called', () => {
    const { inventory, use } = see([
      functionRow('search', { use: used({ Invocations: daily({ 5: 1, 60: 4 }) }) }),
      functionRow('old', quiet, { LastModified: '2026-11-01T00:00:00.000Z' }),
    ]);
    expect(use).toMatchObject({
      grade: 'strong',
      last: '2026-11-17',
      message: '1 of 2 functions was called in the last 90 days, last on 2026-11-17',
    });
    expect(inventory).toEqual({
      count: 2,
      noun: 'functions',
      names: ['old', 'search'],
      newest: '2026-11-01T00:00:00.000Z',
    });
  });

  it('is none where nobody called any, or nobody but this tool', () => {
    expect(see([functionRow('old', quiet)]).use).toMatchObject({ grade: 'none', last: null });
    expect(see([functionRow('stocktake-audit', { use: used() })]).use).toMatchObject({
      grade: 'none',
      message: 'there are no functions',
    });
    expect(see([]).inventory).toMatchObject({ count: 0, newest: null });
    expect(see([functionRow('search', { use: used() }, {}, 'us-east-1')]).use.grade).toBe('none');
  });

  it('rests on what was seen, and is never none where something was hidden', () => {
    const hidden = functionRow('secretive', { use: gap('cloudwatch:GetMetricData') });
    expect(see([hidden, functionRow('search', { use: used() })]).use.grade).toBe('strong');
    expect(() => see([hidden, functionRow('old', quiet)])).toThrow('cloudwatch:GetMetricData was denied');
    expect(() => see([functionRow('old', quiet)], [gap('lambda:ListFunctions')])).toThrow('lambda:ListFunctions');
  });
});
