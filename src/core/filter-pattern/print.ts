import type { Expression, Pattern, Selector, Value } from './tree.js';

/** Writes a tree as a pattern that parses to the same tree; compound terms always stand in parentheses. */
export function printPattern(pattern: Pattern): string {
  return pattern.kind === 'everything' ? '' : `{ ${printExpression(pattern)} }`;
}

function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'all':
      return expression.terms.map(printTerm).join(' && ');
    case 'any':
      return expression.terms.map(printTerm).join(' || ');
    case 'compare':
      return `${printSelector(expression.selector)} ${expression.operator} ${printValue(expression.value)}`;
    case 'is':
      return `${printSelector(expression.selector)} IS ${String(expression.value).toUpperCase()}`;
    case 'exists':
      return `${printSelector(expression.selector)} EXISTS`;
    case 'not-exists':
      return `${printSelector(expression.selector)} NOT EXISTS`;
  }
}

function printTerm(term: Expression): string {
  return `(${printExpression(term)})`;
}

function printSelector(selector: Selector): string {
  const steps = selector.map(step => {
    if (step.kind === 'any') return '[*]';
    if (step.kind === 'index') return `[${step.index}]`;
    if (/^[\p{L}\p{N}_-]+$/u.test(step.key)) return `.${step.key}`;
    return step.key.includes("'") ? `["${step.key}"]` : `['${step.key}']`;
  });
  return `$${steps.join('')}`;
}

function printValue(value: Value): string {
  if (value.kind === 'text') return `"${value.text.replace(/["\\]/g, '\\$&')}"`;
  return value.kind === 'number' ? value.text : `%${value.source}%`;
}
