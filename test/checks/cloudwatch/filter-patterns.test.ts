import { expect, test } from 'vitest';
import { judgePattern, proposedPatterns } from '../../../src/checks/cloudwatch/filter-patterns.js';
import type { RequirementId } from '../../../src/core/filter-pattern.js';

const ids = Object.keys(proposedPatterns) as RequirementId[];

test.each(ids)('the pattern proposed for %s meets it and fits into a filter', id => {
  expect(judgePattern(proposedPatterns[id], id)).toEqual({ missed: [] });
  expect(proposedPatterns[id].length).toBeLessThanOrEqual(1024);
});

test('a pattern that is none for JSON misses everything and says why', () => {
  expect(judgePattern('ERROR', 'cloudtrail-changes')).toEqual({
    missed: ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'],
    unreadable: 'not a pattern for JSON events',
  });
});
