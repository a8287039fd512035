import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Expression,
  matches,
  missedEvents,
  type Operator,
  type Pattern,
  PatternError,
  parsePattern,
  printPattern,
  requirements,
  type Selector,
  type Value,
} from '../../src/core/filter-pattern.js';

const counts = (pattern: string, event: unknown) => matches(parsePattern(pattern), event);

describe('the examples of AWS’s filter pattern syntax', () => {
  const trail = {
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    'cluster.name': 'c',
  };
  const users = {
    user: { id: 1, email: 'John.Stiles@example.com' },
    users: [
      { id: 2, email: 'John.Doe@example.com' },
      { id: 3, email: 'Jane.Doe@example.com' },
    ],
    actions: ['GET', 'PUT', 'DELETE'],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
      [7, 8, 9],
    ],
  };

  it.each([
    ['{ $.eventType = "UpdateTrail" }', trail, true],
    ['{ $.sourceIPAddress != 123.123.* }', trail, true],
    ['{ $.sourceIPAddress = 111.111.* }', trail, true],
    ['{ $.sourceIPAddress != 111.111.* }', trail, false],
    ['{ $.arrayKey[0] = "value" }', trail, true],
    ['{ $.arrayKey[1] = "value" }', trail, false],
    ['{ $.eventType = %Trail% }', trail, true],
    ['{ $.arrayKey[*] = %val.{2}% }', trail, true],
    ['{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }', trail, true],
    ['{ $.[\'cluster.name\'] = "c" }', trail, true],
    ['{ $["cluster.name"] = c }', trail, true],
    ['{ $.objectList[1].id = 2 }', trail, true],
    ['{ $.SomeObject IS NULL }', trail, true],
    ['{ $.eventType IS NULL }', trail, false],
    ['{ $.SomeOtherObject IS NULL }', trail, false],
    ['{ $.SomeOtherObject NOT EXISTS }', trail, true],
    ['{ $.SomeObject NOT EXISTS }', trail, false],
    ['{ $.SomeObject EXISTS }', trail, true],
    ['{ $.ThisFlag IS TRUE }', trail, true],
    ['{ $.ThisFlag is false }', trail, false],
    ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', users, true],
    ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', users, false],
    [
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
      users,
      true,
    ],
    [
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
      users,
      false,
    ],
    ['{ $.users = 1 }', { users: [1, 2, 3] }, false],
    ['{ $.users != 1 }', { users: [1, 2, 3] }, false],
    ['{ $.coordinates[2][*] >= 9 }', users, true],
  ])('%s', (pattern, event, expected) => {
    expect(counts(pattern, event)).toBe(expected);
  });

  it.each([
    ['{ $.n >= 500 }', 500, true],
    ['{ $.n > 500 }', 500, false],
    ['{ $.n < 10e3 }', 9999, true],
    ['{ $.n < 10e-3 }', 0.009, true],
    ['{ $.n <= 55.5 }', 55.6, false],
    ['{ $.n = 1e+3 }', 1000, true],
    ['{ $.n != 1e-3 }', 0.001, false],
    ['{ $.n > +1000 }', 1001, true],
    ['{ $.n = 4* }', 403, true],
    ['{ $.n = "403" }', 403, true],
    ['{ $.n = 111122223333 }', '111122223333', true],
    ['{ $.n = 0111 }', '111', false],
    ['{ $.n > 5 }', '6', false],
  ])('compares numbers: %s with %j is %s', (pattern, n, expected) => {
    expect(counts(pattern, { n })).toBe(expected);
  });
});

describe('what comparisons do where AWS says little', () => {
  it('is false for != on a property that is missing, null or no text and no number', () => {
    expect(counts('{ $.a != x }', {})).toBe(false);
    expect(counts('{ $.a != x }', { a: null })).toBe(false);
    expect(counts('{ $.a != x }', { a: { b: 1 } })).toBe(false);
    expect(counts('{ $.a != x }', { a: true })).toBe(false);
    expect(counts('{ ($.a NOT EXISTS) || ($.a != x) }', {})).toBe(true);
  });

  it('minds the case of values and of names', () => {
    expect(counts('{ $.a = root }', { a: 'Root' })).toBe(false);
    expect(counts('{ $.A = root }', { a: 'root' })).toBe(false);
  });

  it('sees own properties only', () => {
    expect(counts('{ $.constructor EXISTS }', {})).toBe(false);
    expect(counts('{ $.a.length EXISTS }', { a: [1] })).toBe(false);
    expect(counts('{ $.a[0] EXISTS }', { a: 'text' })).toBe(false);
  });

  it.each([
    ['*', '', true],
    ['Create*', 'CreateVpc', true],
    ['*Vpc', 'CreateVpc', true],
    ['*eate*', 'CreateVpc', true],
    ['C*V*c', 'CreateVpc', true],
    ['C*Q*c', 'CreateVpc', false],
    ['Create', 'CreateVpc', false],
    ['CreateVpc', 'Create', false],
    ['a*b', 'ab', true],
    ['a.c', 'abc', false],
  ])('reads * in %s against %j as %s', (glob, a, expected) => {
    expect(counts(`{ $.a = "${glob}" }`, { a })).toBe(expected);
  });

  it('keeps quotation marks and backslashes that are escaped', () => {
    expect(counts('{ $.a = "say \\"hi\\" \\\\ \\d" }', { a: 'say "hi" \\ \\d' })).toBe(true);
  });
});

describe('regular expressions', () => {
  it.each([
    ['^[hc]at', 'hat', true],
    ['^[hc]at', 'a hat', false],
    ['[hc]at$', 'a cat', true],
    ['colou?r', 'color', true],
    ['a{3,5}$', 'aa', false],
    ['^a{2}$', 'aa', true],
    ['^a{2}$', 'aaa', false],
    ['^a{2,}$', 'aaaa', true],
    ['gr[^e]y', 'gray', true],
    ['gr[^e]y', 'grey', false],
    ['cat|dog', 'hotdog', true],
    ['^$', '', true],
    ['^$', 'x', false],
    ['\\d\\D\\w\\W\\s\\S', '1aa- b', true],
    ['\\x41\\.', 'A.', true],
    ['\\x41\\.', 'AB', false],
    ['10\\.10\\.0\\.1', '10.10.0.1', true],
    ['[a-c.]+z', 'xb.az', true],
  ])('%s in %j is %s', (source, a, expected) => {
    expect(counts(`{ $.a = %${source}% }`, { a })).toBe(expected);
  });

  it.each(['(a|b)', 'a!', 'é', 'a*?', 'a{2}{3}', '[a', '[]', 'a{9999}', '*a', 'a{5,2}', '\\b', '(?=a)'])(
    'does not judge %s',
    source => {
      expect(() => parsePattern(`{ $.a = %${source}% }`)).toThrow(
        expect.objectContaining({ name: 'PatternError', reason: 'undecidable' }),
      );
    },
  );

  it('agree with the engine of the language over the common subset', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '-');
    const piece = fc
      .tuple(atom, fc.constantFrom('', '', '?', '*', '+', '{2}', '{1,2}', '{0,}'))
      .map(parts => parts.join(''));
    const sequence = fc
      .tuple(fc.constantFrom('', '^'), fc.array(piece, { maxLength: 5 }), fc.constantFrom('', '$'))
      .map(([start, pieces, end]) => start + pieces.join('') + end);
    const regex = fc.array(sequence, { minLength: 1, maxLength: 3 }).map(parts => parts.join('|'));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(
        regex.filter(source => source !== ''),
        text,
        (source, a) => {
          expect(counts(`{ $.a = %${source}% }`, { a })).toBe(new RegExp(source).test(a));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('take no more time than text times expression, whatever they are', () => {
    const pattern = parsePattern(`{ $.a = %${'.*'.repeat(400)}x$% || $.a = "${'*a'.repeat(400)}b" }`);
    const start = performance.now();
    expect(matches(pattern, { a: 'a'.repeat(2000) })).toBe(false);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('what is not a pattern', () => {
  it.each([
    ['ERROR', 'not-json'],
    ['"DeleteTrail"', 'not-json'],
    ['?StopLogging ?DeleteTrail', 'not-json'],
    ['[ip, user, ..., status = 4*, bytes]', 'not-json'],
    ['%Trail%', 'not-json'],
    ['{', 'syntax'],
    ['{ }', 'syntax'],
    ['{ $.a }', 'syntax'],
    ['{ $ = 1 }', 'syntax'],
    ['{ $.a = }', 'syntax'],
    ['{ $.a == 1 }', 'syntax'],
    ['{ $.a !== 1 }', 'syntax'],
    ['{ $.a = "x }', 'syntax'],
    ['{ $.a = %x }', 'syntax'],
    ['{ ($.a = 1 }', 'syntax'],
    ['{ ($.a = 1)) }', 'syntax'],
    ['{ $.a = 1 && }', 'syntax'],
    ['{ $.a = 1 & $.b = 2 }', 'syntax'],
    ['{ $.a = 1 | $.b = 2 }', 'syntax'],
    ['{ $.a = 1 } { $.b = 2 }', 'syntax'],
    ['{ $.a > x }', 'syntax'],
    ['{ $.a > "1" }', 'syntax'],
    ['{ $.a IS NOT NULL }', 'syntax'],
    ['{ a = 1 }', 'syntax'],
    ['{ $.a[x] = 1 }', 'syntax'],
    [`{ ${'('.repeat(5000)}$.a = 1${')'.repeat(5000)} }`, 'syntax'],
  ])('%s', (text, reason) => {
    expect(() => parsePattern(text)).toThrow(expect.objectContaining({ name: 'PatternError', reason }));
  });

  it('is told with the place', () => {
    expect(() => parsePattern('{ $.a = 1 && $.b ~ 2 }')).toThrow(
      expect.objectContaining({ at: 17, message: 'expected an operator at "~ 2 }"' }),
    );
  });

  it.each(['', '  \n', '""', '" "'])('but %j counts every event', text => {
    expect(parsePattern(text)).toEqual({ kind: 'everything' });
    expect(counts(text, {})).toBe(true);
  });
});

describe('any spacing', () => {
  it('makes no difference', () => {
    const loose = parsePattern('\n{\t( $.a  =  x )\r\n && ( $.b NOT   EXISTS\n|| $.c!=1 ) }\n');
    expect(loose).toEqual(parsePattern('{($.a=x)&&($.b NOT EXISTS||$.c!=1)}'));
  });
});

describe('properties', () => {
  const key = fc.string({ minLength: 1, maxLength: 6 }).filter(text => !(text.includes("'") && text.includes('"')));
  const selector: fc.Arbitrary<Selector> = fc.array(
    fc.oneof(
      key.map(text => ({ kind: 'key' as const, key: text })),
      fc.nat(99).map(index => ({ kind: 'index' as const, index })),
      fc.constant({ kind: 'any' as const }),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const number = fc.oneof(fc.integer().map(String), fc.constantFrom('1e+3', '-1E-3', '+7.5', '.5', '007'));
  const numeric = number.map(text => ({ kind: 'number' as const, text }));
  const value: fc.Arbitrary<Value> = fc.oneof(
    fc.string().map(text => ({ kind: 'text' as const, text })),
    fc.constantFrom('*', 'a"b\\', '\\"', '\\\\n').map(text => ({ kind: 'text' as const, text })),
    numeric,
    fc.constantFrom('^a.*b$', '[a-z]{1,3}|x', '\\.').map(source => ({ kind: 'regex' as const, source })),
  );
  const order = fc.constantFrom<Operator>('<', '<=', '>', '>=');
  const equality = fc.constantFrom<Operator>('=', '!=');
  const { expression } = fc.letrec<{ expression: Expression }>(tie => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ kind: fc.constant('compare' as const), selector, operator: equality, value }),
      fc.record({ kind: fc.constant('compare' as const), selector, operator: order, value: numeric }),
      fc.record({ kind: fc.constant('is' as const), selector, value: fc.constantFrom(null, true, false) }),
      fc.record({ kind: fc.constantFrom('exists' as const, 'not-exists' as const), selector }),
      fc.record({
        kind: fc.constantFrom('all' as const, 'any' as const),
        terms: fc.array(tie('expression'), { minLength: 2, maxLength: 4 }),
      }),
    ),
  }));
  const pattern: fc.Arbitrary<Pattern> = fc.oneof(fc.constant({ kind: 'everything' as const }), expression);

  it('printing a tree and reading it again gives the same tree', () => {
    fc.assert(
      fc.property(pattern, tree => {
        expect(parsePattern(printPattern(tree))).toEqual(tree);
      }),
      { numRuns: 2000 },
    );
  });

  const token = fc.constantFrom(
    ...String.raw`{ } ( ) && || $. $ .a [0] [*] [' = != < % %a% " "x" \ 12 1e9 IS NULL NOT EXISTS * a | & , ^ {3} é 😀`.split(
      ' ',
    ),
    ' ',
    '\n',
    '\u0000',
  );

  it('any text is read, or raises PatternError and nothing else', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(token, { maxLength: 60 }).map(parts => parts.join('')),
      fc.array(token, { maxLength: 60 }).map(parts => `{ $.a = ${parts.join('')} }`),
    );
    fc.assert(
      fc.property(text, source => {
        try {
          const tree = parsePattern(source);
          expect(parsePattern(printPattern(tree))).toEqual(tree);
          matches(tree, { a: 'aaaa', b: [1, { c: null }] });
        } catch (error) {
          if (!(error instanceof PatternError)) throw error;
        }
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['(', ' ', '"', '[', '{ $.a = %', '&&', `{ $.a[${' '.repeat(50_000)}`, `{ $.a = "${'\\'.repeat(50_001)}`])(
    'a long run of %j does not hang it',
    unit => {
      const start = performance.now();
      expect(() => parsePattern(`{ ${unit.repeat(Math.ceil(50_000 / unit.length))}x`)).toThrow(PatternError);
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );

  it('an extra || term never makes a pattern miss more', () => {
    const ids = Object.keys(requirements) as (keyof typeof requirements)[];
    fc.assert(
      fc.property(fc.constantFrom(...ids), expression, expression, (id, one, other) => {
        const missed = missedEvents(printPattern(one), id);
        const wider = missedEvents(printPattern({ kind: 'any', terms: [one, other] }), id);
        if (missed.length === 0) expect(wider).toEqual([]);
      }),
    );
  });
});

describe('sample events', () => {
  it('are whole CloudTrail records, each once', () => {
    for (const [id, { title, events }] of Object.entries(requirements)) {
      expect(title, id).not.toBe('');
      expect(new Set(events.map(sample => JSON.stringify(sample.event))).size, id).toBe(events.length);
      for (const { event } of events) {
        expect(event).toMatchObject({
          eventSource: expect.stringMatching(/^[a-z0-9]+\.amazonaws\.com$/),
          eventName: expect.any(String),
          eventType: expect.stringMatching(/^Aws(ApiCall|ConsoleSignIn)$/),
          userIdentity: { type: expect.any(String), accountId: '111122223333' },
          awsRegion: expect.any(String),
          sourceIPAddress: expect.any(String),
        });
      }
    }
  });

  it('differ by caller, so that each narrowing is seen and named', () => {
    const list = '($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)';
    const narrowed = (condition: string) =>
      missedEvents(`{ (${list}) && (${condition}) }`, 'kms-key-disable-or-deletion');
    expect(narrowed('$.userIdentity.type = IAMUser')).toEqual([
      'DisableKey (by an assumed role in eu-west-1)',
      'DisableKey (by the root user in ap-southeast-2)',
      'ScheduleKeyDeletion (by an assumed role in eu-west-1)',
      'ScheduleKeyDeletion (by the root user in ap-southeast-2)',
    ]);
    expect(narrowed('$.awsRegion = us-east-1')).toHaveLength(4);
    expect(narrowed('$.awsRegion != eu-south-1')).toEqual(['events with awsRegion eu-south-1']);
    expect(narrowed('$.sourceIPAddress != 10.*')).toEqual(['events with sourceIPAddress 10.*']);
    expect(narrowed('$.sourceIPAddress != "*.amazonaws.com"')).toEqual([]);
    expect(narrowed('$.userAgent != "*Terraform*"')).toEqual(['events with userAgent *Terraform*']);
    expect(narrowed('$.userIdentity.arn != "*:assumed-role/Deploy/*"')).toEqual([
      'events with userIdentity.arn *:assumed-role/Deploy/*',
    ]);
    expect(narrowed('$.readOnly IS FALSE && $.eventType = AwsApiCall')).toEqual([]);
    expect(narrowed('$.eventSource = kms.amazonaws.com')).toEqual([]);
  });

  it('of global services all come from one region, so that naming it narrows nothing', () => {
    const pattern =
      '{ ($.eventSource = organizations.amazonaws.com) && ($.awsRegion = us-east-1) && ($.awsRegion != x) }';
    expect(missedEvents(pattern, 'organizations-changes')).toEqual([]);
  });
});
