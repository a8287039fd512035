import type { Check } from './check.js';

/** A check and the service whose room defines it. */
export interface KnownCheck {
  check: Check;
  service: string;
}

/** The checks that these modules export, by id; two of one id are a mistake of ours. */
export function knownChecks(rooms: Readonly<Record<string, readonly object[]>>): Map<string, KnownCheck> {
  const known = new Map<string, KnownCheck>();
  for (const [service, modules] of Object.entries(rooms)) {
    for (const one of modules.flatMap(module => Object.values(module).flat())) {
      if (!isCheck(one)) continue;
      if (known.has(one.id)) throw new Error(`two checks have the id ${one.id}`);
      known.set(one.id, { check: one, service });
    }
  }
  return known;
}

const isCheck = (value: unknown): value is Check =>
  typeof value === 'object' && value !== null && 'id' in value && 'test' in value && 'on' in value && 'fields' in value;
