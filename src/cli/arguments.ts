import { readFileSync } from 'node:fs';
import type { Config, RuleOptions } from '../audit.js';
import { InputError } from '../core/input.js';

/** `a, b` -> `['a', 'b']`. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');

/** Names of regions; at least one, since an empty list could be read as all. */
export function regionList(text: string): string[] {
  const names = listOf(text);
  if (names.length === 0) throw new InputError('names no region', { field: '--regions' });
  return names;
}

/** Lets an option be given several times. */
export const collected =
  (parse: (text: string) => string[]) =>
  (text: string, before: string[] | undefined): string[] => [...(before ?? []), ...parse(text)];

/** A number of at least `least`, or one clear sentence. */
export const numberOf =
  (option: string, least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < least) {
      throw new InputError(`must be a number of at least ${least}, not "${text}"`, { field: option });
    }
    return value;
  };

/** The options that choose rules, as commander gives them. */
export interface SelectionFlags {
  rules?: string[];
  services?: string[];
  categories?: string[];
  severity?: string;
  tier?: number;
  config?: string;
}

/** The selection, with the configuration file read. */
export function ruleOptions(flags: SelectionFlags): RuleOptions {
  const { rules, services, categories, severity, tier } = flags;
  return {
    ...(rules ? { rules } : {}),
    ...(services ? { services } : {}),
    ...(categories ? { categories } : {}),
    ...(severity === undefined ? {} : { severity }),
    ...(tier === undefined ? {} : { tier }),
    ...(flags.config === undefined ? {} : { config: readConfig(flags.config) }),
  };
}

/** Reads the user's `rules.yaml`. */
export function readConfig(file: string): Config {
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { file });
  }
}
