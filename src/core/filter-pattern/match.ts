import { isNumber } from './parse.js';
import { occurs, parseRegex } from './regex.js';
import type { Condition, Operator, Pattern, Selector, Value } from './tree.js';

/**
 * Whether CloudWatch Logs counts this JSON event (a parsed record). As AWS documents and does: text is compared with
 * case; a comparison, `!=` included, is false where the property is missing, null, a boolean, an array or an object; a
 * `*` in a selector needs one element or field for which the condition holds.
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  if (pattern.kind === 'everything') return true;
  if (pattern.kind === 'all') return pattern.terms.every(term => matches(term, event));
  if (pattern.kind === 'any') return pattern.terms.some(term => matches(term, event));
  return holds(pattern, select(event, pattern.selector));
}

/** Whether a text value of a pattern, in which `*` stands for any run of characters, covers the whole text. */
export function covers(glob: string, text: string): boolean {
  let [g, t, star, retry] = [0, 0, -1, 0];
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g++;
      retry = t;
    } else if (g < glob.length && glob[g] === text[t]) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++retry;
    } else return false;
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}

function holds(condition: Condition, nodes: readonly unknown[]): boolean {
  switch (condition.kind) {
    case 'exists':
      return nodes.length > 0;
    case 'not-exists':
      return nodes.length === 0;
    case 'is':
      return nodes.includes(condition.value);
    case 'compare':
      return nodes.some(node => isScalar(node) && compares(node, condition.operator, condition.value));
  }
}

function isScalar(node: unknown): node is string | number {
  return typeof node === 'string' || typeof node === 'number';
}

function compares(node: string | number, operator: Operator, value: Value): boolean {
  if (operator === '=') return equals(node, value);
  if (operator === '!=') return !equals(node, value);
  if (typeof node !== 'number' || value.kind !== 'number') return false;
  const limit = Number(value.text);
  if (operator === '<') return node < limit;
  if (operator === '<=') return node <= limit;
  return operator === '>' ? node > limit : node >= limit;
}

function equals(node: string | number, value: Value): boolean {
  if (value.kind === 'regex') return occurs(parseRegex(value.source), String(node));
  if (value.kind === 'number' && typeof node === 'number' && isNumber(value.text)) return node === Number(value.text);
  return covers(value.text, String(node));
}

function select(event: unknown, selector: Selector): unknown[] {
  let nodes = [event];
  for (const step of selector) {
    nodes = nodes.flatMap(node => {
      if (typeof node !== 'object' || node === null) return [];
      if (step.kind === 'any') return Object.values(node);
      if (step.kind === 'index') return Array.isArray(node) && step.index < node.length ? [node[step.index]] : [];
      if (Array.isArray(node) || !Object.hasOwn(node, step.key)) return [];
      return [(node as Record<string, unknown>)[step.key]];
    });
  }
  return nodes;
}
