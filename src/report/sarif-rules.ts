import type { Category, RuleInfo, Severity } from '../core/types.js';
import { sliceWhole } from './evidence.js';
import { code, join, type Markdown, text } from './markdown-text.js';
import { sayPlainly } from './sarif-text.js';
import { capitalize } from './wording.js';

/** SARIF's own three levels. */
export const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** Scores in the middle of the bands that GitHub shows as critical, high, medium and low. */
const securitySeverity: Record<Severity, string> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.1',
};

const problemSeverity = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

/** GitHub shows ten tags of a rule, and refuses a file with more than twenty. */
const mostTags = 10;
/** GitHub shows so many characters of a description. */
const longestDescription = 1000;

/** A rule as SARIF's reportingDescriptor, with the properties that GitHub code scanning reads. */
export function describeRule(rule: RuleInfo): object {
  const level = levels[rule.severity];
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: sayPlainly(rule.title) },
    fullDescription: { text: sliceWhole(sayPlainly(rule.why || rule.title), longestDescription) },
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    defaultConfiguration: { level },
    properties: { precision: 'high', severity: rule.severity, ...gravityOf(rule.category, rule), tags: tagsOf(rule) },
  };
}

/** GitHub reads `security-severity` of rules with the tag "security", and `problem.severity` of all others. */
function gravityOf(category: Category, { severity }: RuleInfo): object {
  return category === 'security'
    ? { 'security-severity': securitySeverity[severity] }
    : { 'problem.severity': problemSeverity[levels[severity]] };
}

function tagsOf({ category, service, frameworks }: RuleInfo): string[] {
  const controls = Object.entries(frameworks).flatMap(([framework, ids]) => ids.map(id => `${framework}/${id}`));
  return [...new Set([category, service, ...controls])].slice(0, mostTags);
}

function helpText(rule: RuleInfo): string {
  const parts = [
    `${rule.title}.`,
    rule.why,
    rule.fields.length > 0 ? `Decided by ${rule.fields.join(', ')}.` : '',
    `More: stocktake explain ${rule.id}`,
  ];
  return parts.filter(Boolean).map(sayPlainly).join(' ');
}

function helpMarkdown({ id, title, why, severity, category, fields, actions }: RuleInfo): string {
  const list = (label: string, names: readonly string[]): Markdown[] =>
    names.length > 0 ? [`${label}: ${join(names.map(code), ', ')}` as Markdown] : [];
  return [
    `**${text(title)}**`,
    text(why),
    `${text(capitalize(severity))}, ${text(category)}.`,
    ...list('Decided by', fields),
    ...list('Needs', actions),
    `More: ${code(`stocktake explain ${id}`)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
