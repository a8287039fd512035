import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { plan, replay, ruleBook } from '../../src/audit.js';
import { demandsOf } from '../../src/core/plan.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { pointerBytes } from '../../src/core/snapshot-spool.js';
import type { Report } from '../../src/core/types.js';
import { packagePath, packageText } from '../../src/package-files.js';
import { renderHtml, renderJson, renderMarkdown, renderTable } from '../../src/report/index.js';
import { readCall } from '../server/call.js';
import { type Answer, forward, type Listening, listen, reply } from '../server/exchange.js';
import type { Stub } from '../server/stub.js';
import { auditShop, quickRules } from './audits.js';
import { openShop } from './shop.js';

/** Bad input: whatever a snapshot, a rules.yaml or an answer of AWS holds, there is one clear refusal or a report. */

// FUZZ_RUNS and FUZZ_SEED widen the search by hand; the suite itself is the same in every run.
const times = Number(process.env['FUZZ_RUNS'] ?? 1);
const patience = 60_000 * times;
const bounds = (numRuns: number) => ({
  seed: Number(process.env['FUZZ_SEED'] ?? 20261122),
  numRuns: numRuns * times,
  endOnFailure: true,
});

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const fits = ajv.compile(JSON.parse(packageText('schema/report.schema.json')));
const folder = mkdtempSync(path.join(tmpdir(), 'stocktake-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A report that says something of every rule, as the schema promises, and that every renderer can show. */
function expectWhole(report: Report, rules: readonly string[]): void {
  expect([...new Set(report.findings.map(finding => finding.rule))].sort()).toEqual([...rules].sort());
  expect(fits(JSON.parse([...renderJson(report)].join(''))) ? [] : fits.errors).toEqual([]);
  for (const text of [renderHtml(report), renderMarkdown(report), renderTable(report, { width: 80, color: false })])
    expect(text).not.toBe('');
}

/** The report, or the text of the one InputError; any other failure stays one. */
async function reportOrRefusal(make: () => Promise<Report>): Promise<Report | string> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Error && error.name === 'InputError') return error.message;
    throw error;
  }
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Place = readonly (string | number)[];

/** Every place inside a value, itself left out. */
function placesIn(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const place = [...at, Array.isArray(value) ? Number(name) : name];
    return [place, ...placesIn(part, place)];
  });
}

const missing = Symbol('missing');
const others = [
  missing,
  null,
  true,
  7,
  -1.5,
  1e300,
  'x',
  '',
  '2026-11-22T09:00:00.000Z',
  '{"Statement":5}',
  [],
  [null],
  ['x'],
  {},
  { x: 1 },
  { Statement: null },
] as const;

/** A copy with one place changed. */
function changed(value: Json, [first, ...rest]: Place, to: (typeof others)[number]): Json {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, Json>;
  if (first === undefined) return value;
  if (rest.length > 0) copy[first] = changed(copy[first] ?? null, rest, to);
  else if (to !== missing) copy[first] = to as Json;
  else if (Array.isArray(copy)) copy.splice(Number(first), 1);
  else delete copy[first];
  return copy as Json;
}

describe('a snapshot', { timeout: patience }, () => {
  const file = packagePath('demo/sample.snapshot');
  const bytes = readFileSync(file);
  const mine = path.join(folder, 'mine.snapshot');
  const pointer = JSON.parse(gunzipSync(bytes.subarray(-pointerBytes)).toString()) as { footer: number };
  const footer = JSON.parse(gunzipSync(bytes.subarray(pointer.footer, -pointerBytes)).toString()) as {
    index: Record<string, { at: number; bytes: number; line: number }>;
  };
  const members = Object.entries(footer.index).map(([id, { at, bytes: length, line }]) => {
    const text = gunzipSync(bytes.subarray(at, at + length)).toString();
    return {
      id,
      line,
      lines: text
        .split('\n')
        .filter(Boolean)
        .map(one => JSON.parse(one) as Json),
    };
  });
  const rulesOn = new Map(
    members.map(({ id }) => {
      const reading = plan().rules.filter(rule => demandsOf([rule]).some(({ collection }) => collection.id === id));
      return [id, reading.map(rule => rule.check.id)];
    }),
  );

  /** Writes the sample with other lines in one collection, or another footer. */
  function write(other: { id?: string; lines?: Json[]; footer?: (whole: Json) => Json }): void {
    const index: Record<string, Json> = {};
    const parts: Buffer[] = [];
    let at = 0;
    for (const { id, line, lines } of members) {
      const part = gzipSync(
        (id === other.id ? (other.lines ?? []) : lines).map(one => `${JSON.stringify(one)}\n`).join(''),
      );
      index[id] = { at, bytes: part.length, line };
      at += part.length;
      parts.push(part);
    }
    const whole = { ...footer, index } as Json;
    parts.push(gzipSync(`${JSON.stringify(other.footer ? other.footer(whole) : whole)}\n`));
    parts.push(gzipSync(`{"footer":${String(at).padStart(15)}}\n`, { level: 0 }));
    writeFileSync(mine, Buffer.concat(parts));
  }

  const factPlaces = members.flatMap(({ id, lines }) =>
    (rulesOn.get(id) ?? []).length === 0
      ? []
      : lines.flatMap((line, row) => placesIn(line).map(place => ({ id, row, place }))),
  );
  const otherValue = fc.constantFrom(...others);

  it('that is rewritten as it was gives the report that it gave', async () => {
    write({});
    expect(await replay(mine)).toEqual(await replay(file));
    expect(factPlaces.length).toBeGreaterThan(2000);
  });

  it('with any field of any fact missing or of another type: a refusal that names file, line and field, or a report', async () => {
    const told = { refused: 0, reported: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(factPlaces.length - 1), otherValue, async (chosen, value) => {
        const { id, row, place } = factPlaces[chosen] as (typeof factPlaces)[number];
        const { lines, line } = members.find(member => member.id === id) as (typeof members)[number];
        write({ id, lines: lines.map((one, at) => (at === row ? changed(one, place, value) : one)) });
        const rules = rulesOn.get(id) ?? [];
        const result = await reportOrRefusal(() => replay(mine, { rules }));
        if (typeof result === 'string') {
          told.refused += 1;
          expect(result.startsWith(`${mine}:${line + row}: ${place[0]}`), result).toBe(true);
        } else {
          told.reported += 1;
          expectWhole(result, rules);
        }
      }),
      bounds(150),
    );
    expect(Math.min(...Object.values(told))).toBeGreaterThan(5);
  });

  it('with any field of what it says of itself missing or of another type: a refusal that names file and field, or a report', async () => {
    const { index: _index, ...itself } = footer;
    const places = [
      ...placesIn(itself as unknown as Json),
      ...placesIn({ index: { 'kms.keys': { at: 0, bytes: 0, line: 1 } } }),
    ];
    const rules = rulesOn.get('kms.keys') ?? [];
    const told = { refused: 0, reported: 0 };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), otherValue, async (place, value) => {
        write({ footer: whole => changed(whole, place, value) });
        const result = await reportOrRefusal(() => replay(mine, { rules }));
        if (typeof result === 'string') {
          told.refused += 1;
          expect(result).toMatch(
            new RegExp(`^${mine}:(\\d+:)? (${String(place[0])}\\b|is of snapshot version|the facts of)`),
          );
        } else {
          told.reported += 1;
          expectWhole(result, rules);
        }
      }),
      bounds(100),
    );
    expect(Math.min(...Object.values(told))).toBeGreaterThan(5);
  });

  /** All that a snapshot holds, or the refusal. */
  const contents = async (): Promise<unknown> => {
    try {
      const { about, run, index, ...snapshot } = await Snapshot.open(mine).then(one => ({
        about: one.about,
        run: one.run,
        index: one.index,
        load: (id: string) => one.load(id),
      }));
      return { about, run, facts: await Promise.all(Object.keys(index).map(id => snapshot.load(id))) };
    } catch (error) {
      if (error instanceof Error && error.name === 'InputError') return error.message;
      throw error;
    }
  };

  it('with any byte changed holds the same facts, or is refused', async () => {
    writeFileSync(mine, bytes);
    const whole = await contents();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const other = Buffer.from(bytes);
        other[at] = (other[at] ?? 0) ^ by;
        writeFileSync(mine, other);
        const found = await contents();
        if (typeof found === 'string') expect(found).toMatch(new RegExp(`^${mine}(:\\d+)?: `));
        else expect(found).toEqual(whole);
      }),
      bounds(100),
    );
  });

  it('cut short at any byte, lengthened, or of random bytes is refused', async () => {
    const cut = fc.nat(bytes.length - 1).map(length => bytes.subarray(0, length));
    const longer = fc.uint8Array({ minLength: 1, maxLength: 200 }).map(more => Buffer.concat([bytes, more]));
    const random = fc.uint8Array({ maxLength: 400 }).map(more => Buffer.from(more));
    const zipped = random.map(more => gzipSync(more));
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, longer, random, zipped), async given => {
        writeFileSync(mine, given);
        expect(await contents()).toMatch(new RegExp(`^${mine}: (was cut short|is not a)`));
      }),
      bounds(150),
    );
  });
});

describe('a rules.yaml', { timeout: patience }, () => {
  const bundled = packageText('rules.yaml');
  const ids = plan().rules.map(rule => rule.check.id);
  const params = ['min_length', 'min_remembered', 'allowed_key_ids', 'constructor', '__proto__', 'toString', 'x'];

  /** Its rules are read, or there is one sentence with file and line. */
  function expectRead(text: string): 'read' | 'refused' {
    try {
      expect(ruleBook({ file: 'mine.yaml', text }).rules.length).toBeGreaterThanOrEqual(0);
      return 'read';
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'InputError') throw error;
      expect(error.message).toMatch(/^mine\.yaml:\d+: ./);
      return 'refused';
    }
  }

  it.each([
    [
      'an unknown rule',
      'rules:\n  kms-key-rotation-enabeld: off',
      'mine.yaml:3: rules.kms-key-rotation-enabeld: there is no rule "kms-key-rotation-enabeld"; did you mean "kms-key-rotation-enabled"?',
    ],
    [
      'an unknown parameter',
      'rules:\n  iam-password-policy-reuse-prevented:\n    params:\n      remembered: 5',
      'mine.yaml:5: rules.iam-password-policy-reuse-prevented.params.remembered: rule "iam-password-policy-reuse-prevented" has no parameter "remembered"; it has min_remembered',
    ],
    [
      'a parameter that every object has',
      'rules:\n  iam-password-policy-reuse-prevented:\n    params: { constructor: 5 }',
      'mine.yaml:4: rules.iam-password-policy-reuse-prevented.params.constructor: rule "iam-password-policy-reuse-prevented" has no parameter "constructor"; it has min_remembered',
    ],
    [
      'a parameter of a wrong type',
      'rules:\n  iam-password-policy-reuse-prevented:\n    params: { min_remembered: many }',
      'mine.yaml:4: rules.iam-password-policy-reuse-prevented.params.min_remembered: must be a number, but is a text',
    ],
    [
      'a negative number',
      'rules:\n  iam-password-policy-reuse-prevented:\n    params: { min_remembered: -1 }',
      'mine.yaml:4: rules.iam-password-policy-reuse-prevented.params.min_remembered: must be a number of 0 or more',
    ],
    [
      'a wrong severity',
      'rules:\n  kms-key-rotation-enabled: { severity: urgent }',
      'mine.yaml:3: rules.kms-key-rotation-enabled.severity: Invalid option: expected one of "critical"|"high"|"medium"|"low"|"info"',
    ],
    ['an unknown field', 'rulez: {}', 'mine.yaml:2: rulez: unknown field "rulez"'],
    [
      'a duplicate key',
      'rules:\n  kms-key-rotation-enabled: off\n  kms-key-rotation-enabled: off',
      'mine.yaml:4: Map keys must be unique',
    ],
    ['a name that is not there', 'rules: *base', 'mine.yaml:2: there is no "&base" above'],
    [
      'names that grow without end',
      'a: &a [1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c]',
      'mine.yaml:1: refers to itself too often with "*"',
    ],
    ['a key that is a list', 'rules:\n  ? [a]\n  : off', 'mine.yaml:3: a key must be a name'],
    ['a key that JavaScript hides', 'rules:\n  __proto__: off', 'mine.yaml:3: a key must be a name'],
    ['two documents', '---\nversion: 1', expect.stringMatching(/^mine\.yaml:2: .*multiple documents/) as string],
  ])('with %s is refused in one sentence', (_name, text, sentence) => {
    const read = () => ruleBook({ file: 'mine.yaml', text: `version: 1\n${text}\n` });
    expect(read).toThrow(expect.objectContaining({ name: 'InputError', message: sentence }) as Error);
  });

  it('of any shape is read or refused', () => {
    const word = fc.oneof(
      fc.constantFrom('off', 'high', 'security', 'default', 'none', '__proto__', 'null'),
      fc.string(),
    );
    const leaf = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const any = fc.oneof(leaf, fc.array(leaf, { maxLength: 2 }), fc.dictionary(word, leaf, { maxKeys: 2 }));
    const values = fc.dictionary(fc.constantFrom(...params), any, { maxKeys: 2 });
    const fields = ['severity', 'category', 'tier', 'params', 'x'].map(name => [name, fc.oneof(any, values)] as const);
    const line = fc.oneof(any, fc.record(Object.fromEntries(fields), { requiredKeys: [] }));
    const rules = fc.dictionary(
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: word }),
      line,
      { maxKeys: 2 },
    );
    const book = fc.record(
      {
        version: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, any),
        extends: fc.oneof(fc.constantFrom('default', 'none'), any),
        scoring: any,
        rules: fc.oneof({ weight: 9, arbitrary: rules }, { weight: 1, arbitrary: any }),
      },
      { requiredKeys: ['version'] },
    );
    const told = { read: 0, refused: 0 };
    const check = fc.property(book, given => {
      told[expectRead(stringify(given))] += 1;
    });
    fc.assert(check, bounds(200));
    expect(Math.min(...Object.values(told))).toBeGreaterThan(5);
  });

  it('with any field of an exception or a gate missing or of any shape is read or refused', () => {
    const word = fc.oneof(
      fc.constantFrom('*', 'kms-*', 'arn:*', 'high', '2026-13-40', '9999-12-31', '1970-01-01', '__proto__', ''),
      fc.string({ unit: 'binary' }),
    );
    const leaf = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const any = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(word, leaf, { maxKeys: 2 }));
    const whole = {
      rules: ['kms-key-rotation-enabled'],
      resources: ['one'],
      reason: 'being rebuilt',
      owner: 'anna',
      expires: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    };
    const policy = { new: 'high', rules: ['kms-*'], minScore: { overall: 70 }, maxWaste: 5, incomplete: true };
    const altered = (valid: object) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(valid), 'everything', 'ticket', 'x'), fc.option(any, { nil: undefined }))
        .map(([name, value]) => ({ ...valid, [name]: value }));
    const book = fc.record(
      {
        version: fc.constant(1),
        exceptions: fc.array(fc.oneof(fc.constant(whole), altered(whole)), { maxLength: 2 }),
        maxExceptionDays: fc.oneof({ weight: 4, arbitrary: fc.constant(30) }, any),
        gate: fc.oneof(fc.constant(policy), altered(policy)),
      },
      { requiredKeys: ['version'] },
    );
    const told = { read: 0, refused: 0 };
    fc.assert(
      fc.property(book, given => {
        told[expectRead(stringify(given))] += 1;
      }),
      bounds(300),
    );
    expect(Math.min(...Object.values(told))).toBeGreaterThan(20);
  });

  it('of any text is read or refused', () => {
    const token = fc.constantFrom(
      ':',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '!!set ',
      '!x ',
      '|',
      '>',
      '"',
      "'",
      '#',
      '? ',
      ', ',
      '\n',
      '\n  ',
      '\t',
      '<<: ',
      '---\n',
      '...\n',
      '%YAML 9\n',
      '\0',
      '\ufeff',
      '\r',
      '1e999',
      '.nan',
      '~',
    );
    const random = fc
      .array(fc.oneof(token, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 12 })
      .map(parts => parts.join(''));
    const spliced = fc
      .tuple(fc.nat(bundled.length), fc.nat(30), random)
      .map(([at, length, text]) => bundled.slice(0, at) + text + bundled.slice(at + length));
    const short = fc.tuple(fc.nat(bundled.length), fc.nat(400)).map(([at, length]) => bundled.slice(at, at + length));
    const check = fc.property(fc.oneof({ weight: 3, arbitrary: random }, short), text => {
      expectRead(text);
    });
    fc.assert(check, bounds(120));
    fc.assert(
      fc.property(spliced, text => void expectRead(text)),
      bounds(10),
    );
  });
});

describe('an answer of AWS', { timeout: patience }, () => {
  const planned = plan({ rules: quickRules });
  const operations = [...new Set([...planned.base, ...planned.calls.map(({ call }) => call)].map(call => call.id))];
  const rulesBy = new Map<string, Set<string>>();
  for (const { call, rules } of planned.calls)
    rulesBy.set(call.id, new Set([...(rulesBy.get(call.id) ?? []), ...rules]));

  let shop: Stub;
  let meddler: Listening;
  let change: { operation: string; seed: number; value: (typeof others)[number] } | undefined;
  let hits = 0;
  beforeAll(async () => {
    shop = await openShop();
    // The shop has none of these; here their answers have to hold something.
    shop.onAll({
      'organizations:DescribeResourcePolicy': () => ({ ResourcePolicy: { Content: '{"Statement":[]}' } }),
      's3:GetBucketPolicyStatus': () => ({ PolicyStatus: { IsPublic: false } }),
      's3:GetBucketWebsite': () => ({ IndexDocument: { Suffix: 'index.html' } }),
      's3:GetObjectLockConfiguration': () => ({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
      's3express:GetBucketLifecycleConfiguration': () => ({ Rules: [] }),
      'wafv2:GetPermissionPolicy': () => ({ Policy: '{"Statement":[]}' }),
      'wafv2:GetWebACLForResource': () => ({ WebACL: { Name: 'front', Id: 'a', ARN: 'arn' } }),
      's3control:GetPublicAccessBlock': () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    });
    meddler = await listen(async (exchange, response) => {
      const { operation } = await readCall(exchange);
      const answer = await forward(exchange, shop.port);
      if (operation !== change?.operation || answer.status >= 300) return reply(response, answer);
      hits += 1;
      reply(response, { ...answer, body: meddled(answer, change.seed, change.value) });
    });
  });
  afterAll(async () => {
    await meddler.stop();
    await shop.stop();
  });

  /** The body with one field changed; in XML, where every value is a text, one element cut, emptied or filled with another. */
  function meddled({ body, headers }: Answer, seed: number, value: (typeof others)[number]): string {
    const text = body.toString();
    if (headers['content-type']?.includes('json')) {
      const whole = JSON.parse(text || '{}') as Json;
      const places = placesIn(whole);
      return places.length === 0 ? text : JSON.stringify(changed(whole, places[seed % places.length] ?? [], value));
    }
    const elements = [...text.matchAll(/<(\w+)(?: [^>]*)?>/g)];
    const [opening, name] = elements[seed % Math.max(1, elements.length)] ?? ['', ''];
    const from = elements[seed % Math.max(1, elements.length)]?.index ?? 0;
    const to = text.indexOf(`</${name}>`, from);
    if (to < 0) return text;
    const end = to + `</${name}>`.length;
    if (value === missing) return text.slice(0, from) + text.slice(end);
    const filling =
      value === null ? '' : typeof value === 'object' ? '<x>1</x>' : String(value).replaceAll('"', '&quot;');
    return `${text.slice(0, from)}${opening}${filling}${text.slice(to)}`;
  }

  it.each(operations)('%s, with any field missing or of another type: a report, or one refusal', async operation => {
    const reading = rulesBy.get(operation);
    const rules = reading && reading.size > 0 ? [...reading] : ['kms-key-rotation-enabled', 'kms-key-single-region'];
    hits = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(...others), async (seed, value) => {
        change = { operation, seed, value };
        const result = await reportOrRefusal(() => auditShop(meddler.port, { rules, maxDuration: 3 }));
        if (typeof result !== 'string') expectWhole(result, rules);
        else expect(['sts:GetCallerIdentity', 'ec2:DescribeRegions'], result).toContain(operation);
      }),
      bounds(2),
    );
    expect(hits).toBeGreaterThan(0);
  });
});
