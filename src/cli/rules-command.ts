import { plan, ruleBook } from '../audit.js';
import { Frameworks } from '../core/frameworks.js';
import { InputError } from '../core/input.js';
import { sayUnknown } from '../core/not-offered.js';
import { demandsOf, plannedCalls } from '../core/plan.js';
import { ruleInfo } from '../core/report.js';
import type { Rule } from '../core/rules.js';
import { frameworkTexts } from '../package-files.js';
import { escapeJson, reveal } from '../report/reveal.js';
import { readConfig, ruleOptions, type SelectionFlags } from './arguments.js';
import { columns } from './columns.js';
import { ExitCode } from './exit-code.js';

/** Lists the rules of a selection. */
export async function runRules(flags: SelectionFlags & { format: string }): Promise<number> {
  const { rules } = plan(ruleOptions(flags));
  const frameworks = new Frameworks(frameworkTexts());
  if (flags.format === 'json') {
    const document = rules.map(rule => ({ ...ruleInfo(rule, frameworks), fix: rule.check.fix }));
    process.stdout.write(`${escapeJson(JSON.stringify(document, null, 2))}\n`);
    return ExitCode.fine;
  }
  const rows = rules.map(rule => [rule.check.id, rule.severity, rule.category, rule.check.title]);
  process.stdout.write(`${columns([['rule', 'severity', 'category', 'true when it passes'], ...rows])}\n`);
  process.stdout.write(`${rules.length} rules. "stocktake explain RULE" tells more of one.\n`);
  return ExitCode.fine;
}

/** Says everything about one rule. */
export async function runExplain(id: string, flags: { config?: string; format: string }): Promise<number> {
  const { rules } = ruleBook(flags.config === undefined ? undefined : readConfig(flags.config));
  const rule = rules.find(one => one.check.id === id);
  if (!rule) {
    const ids = rules.map(one => one.check.id);
    throw new InputError(sayUnknown(id, ids, { otherwise: '; "stocktake rules" lists them' }));
  }
  const frameworks = new Frameworks(frameworkTexts());
  if (flags.format === 'json') {
    const document = { ...ruleInfo(rule, frameworks), fix: rule.check.fix };
    process.stdout.write(`${escapeJson(JSON.stringify(document, null, 2))}\n`);
  } else process.stdout.write(reveal(explanationOf(rule, frameworks)));
  return ExitCode.fine;
}

/** A rule in words, as `explain` prints it. */
export function explanationOf(rule: Rule, frameworks: Frameworks): string {
  const info = ruleInfo(rule, frameworks);
  const { fix } = rule.check;
  const calls = plannedCalls(demandsOf([rule]), [rule]).filter(planned => planned.rules.length > 0);
  const controls = Object.entries(info.frameworks).map(([framework, ids]) => [
    frameworks.titles.get(framework) ?? framework,
    ids.join(', '),
  ]);
  const params = Object.entries(info.params).map(([name, value]) => [name, JSON.stringify(value)]);
  const sections: [string, string][] = [
    ['Requires', info.title],
    ['Why', info.why],
    ['Judged on', judgedOn(rule)],
    ['Fields that decide', info.fields.join('\n')],
    ['Parameters', params.length > 0 ? columns(params).trimEnd() : 'none'],
    ['Calls', [...new Set(calls.map(planned => planned.call.id))].join('\n') || 'none'],
    ['IAM actions', info.actions.join('\n') || 'none'],
    ['Frameworks', controls.length > 0 ? columns(controls).trimEnd() : 'none'],
    ['Fix', [fix.command, fix.byHand, fix.note].filter(text => text !== undefined).join('\n')],
    ['To do without it', `in your rules.yaml (--config), under "rules":\n${info.id}: off`],
  ];
  const head = `${info.id}\n${info.severity} · ${info.category} · ${info.service} · tier ${info.tier}\n`;
  return `${head}\n${sections.map(([name, text]) => `${name}\n${text.replace(/^/gm, '  ')}\n`).join('\n')}`;
}

function judgedOn({ check }: Rule): string {
  const subject = `each of the ${check.on.collection.noun}`;
  return check.scope === '' ? subject : `${subject}; not applicable: ${check.scope}`;
}
