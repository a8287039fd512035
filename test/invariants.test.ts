import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allChecks } from '../src/checks/index.js';
import { Frameworks } from '../src/core/frameworks.js';
import { usesOf } from '../src/core/plan.js';
import { evaluate } from '../src/core/evaluate.js';
import { frameworkTexts, packageText } from '../src/package-files.js';
import { ruleFor, sourceOf, type World } from './support/world.js';

/** What holds for every check; a new one gets these proofs for nothing. */
const book = parse(packageText('rules.yaml')) as { rules: Record<string, { params?: Record<string, unknown> }> };
const checks = [...allChecks.values()].map(known => ({ id: known.check.id, ...known }));

it('rules.yaml names every check, and nothing else', () => {
  expect(Object.keys(book.rules).sort()).toEqual([...allChecks.keys()].sort());
});

it('rules.yaml shows every parameter with the default of the code', () => {
  for (const { check } of checks)
    expect({ [check.id]: book.rules[check.id]?.params ?? {} }).toEqual({ [check.id]: check.params });
});

describe.each(checks)('$id', ({ check, id, service }) => {
  it('has an id of its service, a title, a reason and a fix', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(id.startsWith(`${service}-`)).toBe(true);
    expect(check.title).toMatch(/^[A-Z].*[^.]$/);
    expect(check.why).toMatch(/\.$/);
    expect(check.fix.command ?? check.fix.byHand ?? '').not.toBe('');
  });

  it('says which fields decide, each of a call it declares', () => {
    const needs = usesOf({ check, service, severity: 'low', category: 'security', tier: 1, params: {} });
    const calls = needs.flatMap(({ collection, details }) => [
      ...collection.calls,
      ...details.flatMap(name => collection.details[name]?.calls ?? []),
    ]);
    for (const field of check.fields) {
      const api = field.slice(0, field.indexOf('.'));
      if (api === 'rules') continue;
      expect([id, ...calls.map(call => call.id)]).toContain(api);
    }
  });
});

it('ids of frameworks are known, or are of rules yet to come', () => {
  const frameworks = new Frameworks(frameworkTexts());
  const answered = checks.filter(({ id }) => Object.keys(frameworks.controlsOf(id)).length > 0);
  expect(answered.length).toBeGreaterThan(checks.length / 2);
  expect(frameworks.controlsOf('iam-user-no-initial-setup-access-key')['cis-5.0']).toEqual(['1.10']);
});

const folder = new URL('worlds/', import.meta.url);
const modules = await Promise.all(
  readdirSync(folder).map(name => import(new URL(name, folder).href) as Promise<{ worlds: World[] }>),
);
const worlds = modules.flatMap(module => module.worlds);
const withoutIndexes = (path: string): string => path.replace(/\[[^\]]*\]/g, '');

it('evidence names only fields that the rule declares, and no verdict comes without any', async () => {
  const bare = new Set<string>();
  for (const world of worlds) {
    for (const { check } of checks) {
      const { findings } = await evaluate([ruleFor(check)], sourceOf(world));
      for (const { evidence, rule, verdict } of findings) {
        const declared = check.fields.map(withoutIndexes);
        for (const { api, field } of evidence) expect([rule, ...declared]).toContain(withoutIndexes(`${api}.${field}`));
        if ((verdict === 'PASS' || verdict === 'FAIL') && evidence.length === 0) bare.add(rule);
      }
    }
  }
  expect([...bare]).toEqual([]);
});

it('each check is decided somewhere in the test worlds', async () => {
  const decided = new Set<string>();
  for (const world of worlds) {
    const { findings } = await evaluate(
      checks.map(({ check }) => ruleFor(check)),
      sourceOf(world),
    );
    for (const { rule, verdict } of findings) if (verdict === 'PASS' || verdict === 'FAIL') decided.add(rule);
  }
  // What a person or a list of the owner's has to say is decided with parameters, in the tests of these rules.
  const byParameter = [
    'account-contact-details-current',
    'account-security-questions-registered',
    'kms-enclave-key-pcrs-known',
    'kms-enclave-unknown-image-not-seen',
  ];
  const missing = checks.map(({ id }) => id).filter(id => !decided.has(id) && !byParameter.includes(id));
  expect(missing).toEqual([]);
});

it('no rule text speaks of anything but AWS and the reader', () => {
  const text = JSON.stringify(checks.map(({ check }) => [check.title, check.why, check.fix, check.scope]));
  expect(text).not.toMatch(/catalogue|\bpeers?\b|TODO|stocktake's/i);
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).not.toMatch(/\/work\/|localhost/);
});
