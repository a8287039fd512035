import type { Check } from './check.js';
import type { Detector } from './detector.js';
import type { System } from './system.js';

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

/** The detectors that these modules export, by id. */
export function knownDetectors(rooms: Readonly<Record<string, readonly object[]>>): Detector[] {
  const found: Detector[] = [];
  for (const [service, modules] of Object.entries(rooms)) {
    for (const one of modules.flatMap(module => Object.values(module))) {
      if (!isDetector(one)) continue;
      if (one.id !== service) throw new Error(`the detector ${one.id} is in the room of ${service}`);
      found.push(one);
    }
  }
  return found;
}

const isDetector = (value: unknown): value is Detector =>
  typeof value === 'object' && value !== null && 'standing' in value && 'needs' in value;

/** A system and the service whose rules bring it in. */
export interface KnownSystem {
  system: System;
  service: string;
}

/** The systems that these modules export, in the order of their ids. */
export function knownSystems(rooms: Readonly<Record<string, readonly object[]>>): KnownSystem[] {
  const found = new Map<string, KnownSystem>();
  for (const [service, modules] of Object.entries(rooms)) {
    for (const one of modules.flatMap(module => Object.values(module))) {
      if (!isSystem(one)) continue;
      if (found.has(one.id)) throw new Error(`two systems have the id ${one.id}`);
      found.set(one.id, { system: one, service });
    }
  }
  return [...found.values()].sort((a, b) => (a.system.id < b.system.id ? -1 : 1));
}

const isSystem = (value: unknown): value is System =>
  typeof value === 'object' && value !== null && 'inventory' in value && 'use' in value && 'namespaces' in value;
