import { describe, expect, it } from 'vitest';
import { plan, ruleBook } from '../../src/audit.js';
import { allChecks } from '../../src/checks/index.js';
import { runExplain } from '../../src/cli/rules-command.js';
import { notOffered } from '../../src/core/not-offered.js';
import { packageText } from '../../src/package-files.js';

const id = 'waf-global-rule-has-condition';
const sentence = `rule "${id}" is not offered: it is about WAF Classic`;

describe('rules that are not offered', () => {
  it('are nine of WAF Classic and five about money; none is a check, and what to use in their place is one', () => {
    expect(notOffered.size).toBe(14);
    for (const [refused, { instead }] of notOffered) {
      expect(allChecks.has(refused)).toBe(false);
      for (const [named] of instead.matchAll(/wafv2-[a-z0-9-]+/g)) expect([...allChecks.keys()]).toContain(named);
    }
  });

  it('are told in one sentence by explain, by a selection and by rules.yaml', async () => {
    await expect(runExplain(id, { format: 'text' })).rejects.toThrow(sentence);
    expect(() => plan({ rules: [id] })).toThrow(`--rules: ${sentence}`);
    expect(() => plan({ rules: ['kms-*', 'waf-global-*'] })).toThrow('--rules: rule "waf-global-*" is not offered');
    expect(() => plan({ services: ['waf-global'] })).toThrow('--services: service "waf-global" is not offered');
    expect(() => plan({ rules: ['waf-classic-retired'] })).toThrow('the usage types WebACL, Rule and Request');
    await expect(runExplain('account-service-declared', { format: 'text' })).rejects.toThrow('shadow-paid');
    const text = `version: 1\nrules:\n  ${id}: { severity: high }\n`;
    expect(() => ruleBook({ file: 'my.yaml', text })).toThrow(`my.yaml:3: rules.${id}: ${sentence}`);
  });

  it('do not get in the way of rules that are', () => {
    expect(plan({ rules: ['*-web-acl-has-rules'] }).rules.map(rule => rule.check.id)).toEqual([
      'waf-web-acl-has-rules',
      'wafv2-web-acl-has-rules',
    ]);
    expect(() => plan({ rules: ['waf-global-rule-has-conditio'] })).toThrow('there is no rule');
  });

  it('are listed with the rules', () => {
    const page = packageText('docs/rules/README.md');
    for (const [refused, { why }] of notOffered) expect(page).toContain(`| ${refused} | ${why} |`);
  });
});
