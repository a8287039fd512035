import { describe, expect, it } from 'vitest';
import type { Finding, Severity, VerdictName } from '../../src/core/types.js';
import { countsOf, headlineOf, noticeOf } from '../../src/report/headline.js';
import { modelOf } from '../../src/report/model.js';
import { cleanSample, countVerdicts, endedSample, sample } from './sample.js';

const template = sample.findings[0]!;

/** A report with one rule for each `severity verdict` given. */
function reportOf(...rules: string[]) {
  const findings = rules.map((words, at): Finding => {
    const [severity, verdict] = words.split(' ') as [Severity, VerdictName];
    return { ...template, rule: `rule-${at}`, severity, verdict };
  });
  return modelOf({ ...sample, rules: [], findings, summary: countVerdicts(findings) });
}

describe('the headline', () => {
  it.each([
    [['critical FAIL', 'critical FAIL', 'high FAIL'], 'Two critical problems to mend now, one high one next.'],
    [['critical FAIL', 'low FAIL'], 'One critical problem to mend now.'],
    [['high FAIL', 'high FAIL', 'low PASS'], 'Two high problems to mend.'],
    [['low FAIL', 'critical PASS'], 'One smaller problem to mend, none of them critical or high.'],
    [
      ['low FAIL', 'critical NOT_AVAILABLE'],
      'One smaller problem to mend; one critical or high rule could not be decided.',
    ],
    [['low PASS', 'low NOT_AVAILABLE'], 'Nothing failed in what could be seen, but one rule could not be decided.'],
    [['low NOT_AVAILABLE', 'low ERROR'], 'Nothing could be judged: too little could be seen.'],
    [['low PASS', 'low NOT_APPLICABLE'], 'Every rule that applies here passed.'],
    [['low NOT_APPLICABLE'], 'No rule applies to anything in this account.'],
  ])('of %j', (rules, headline) => expect(headlineOf(reportOf(...rules))).toBe(headline));

  it('counts rules by state', () => {
    expect(countsOf(reportOf('low FAIL', 'low PASS', 'low ERROR', 'low NOT_APPLICABLE'))).toBe(
      '1 rule failed on 1 resource, 1 passed, 1 could not be decided and 1 does not apply here.',
    );
    expect(countsOf(reportOf('low PASS', 'low PASS'))).toBe('2 rules passed.');
    expect(countsOf(reportOf())).toBe('No rule was selected.');
  });
});

describe('the notice', () => {
  it('is there when something was not seen, and only then', () => {
    expect(noticeOf(modelOf(cleanSample))).toBeUndefined();
    expect(noticeOf(modelOf(sample))).toBe(
      'Not everything could be seen: 9 findings have no verdict and count neither as good nor as bad.',
    );
    expect(noticeOf(modelOf({ ...cleanSample, complete: false }))).toBe(
      'Not everything could be seen: this report is incomplete.',
    );
  });

  it('gives the reason why an audit was ended', () => {
    expect(noticeOf(modelOf(endedSample))).toContain('The credentials expired after 41 s, with 12 of 61 calls to go.');
  });
});
