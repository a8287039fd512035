import type { Evidence, Fix, ResourceRef } from '../core/types.js';
import { isFaithful } from './reveal.js';

const longest = 160;

/** A value as AWS's JSON has it, short enough for a line. */
export function formatValue(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > longest ? `${sliceWhole(text, longest)}… (${text.length} characters)` : text;
}

/** The first characters of a text, never half of a surrogate pair. */
export function sliceWhole(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** One line that says what was seen: where, which field, its value, and what it should be. */
export interface SeenField {
  where: string;
  value: string;
  expected?: string;
}

/** Evidence in words that every page shares. */
export function describeEvidence({ api, field, value, expected }: Evidence): SeenField {
  const seen = { where: [api, field].filter(Boolean).join(' · '), value: formatValue(value) };
  return expected === undefined ? seen : { ...seen, expected: formatValue(expected) };
}

/** What people call a resource. */
export function nameOf({ id, name, arn }: ResourceRef): string {
  return name || id || arn || 'unnamed';
}

/** A fix as it may be shown: a command with hidden characters is withheld, for what is copied must be what is seen. */
export interface ShownFix {
  command?: string;
  byHand?: string;
  note?: string;
  undo?: string;
}

const withheld =
  'The command is left out here, for this name holds characters that cannot be shown: it is in report.json.';

export function showFix(fix: Fix): ShownFix {
  if (fix.command === undefined || isFaithful(fix.command)) return fix;
  const { command: _hidden, undo: _too, ...rest } = fix;
  return { ...rest, byHand: [rest.byHand, withheld].filter(Boolean).join(' ') };
}
