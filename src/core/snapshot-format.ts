import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import * as z from 'zod';
import { denialCauses, gapReasons } from './types.js';
import type { About, RunReport } from './world.js';

/** The shape of facts on disk. */

export const inflate = promisify(gunzip);
export const deflate = promisify(gzip);

/** The version of the format; another one is refused. */
export const formatVersion = 1;

const gapSchema = z.object({
  reason: z.enum(gapReasons),
  api: z.string(),
  actions: z.array(z.string()),
  region: z.string(),
  resource: z.string().optional(),
  message: z.string(),
  cause: z.enum(denialCauses).optional(),
});
const outcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), gap: gapSchema }),
]);
// AWS's own fields are taken as they are: a record of zod's would copy each of them. No field may pose as a prototype.
const factsSchema = z.custom<Record<string, unknown>>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, '__proto__'),
  'Invalid input: expected record',
);
/** What one line has to look like. */
export const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('row'),
    region: z.string(),
    item: factsSchema,
    details: z.record(z.string(), outcomeSchema),
  }),
  z.object({ kind: z.literal('gap'), region: z.string(), gap: gapSchema }),
  z.object({ kind: z.literal('done'), region: z.string() }),
]);
/** What a run says of its account. */
export const aboutSchema = z.object({
  account: z.object({
    id: z.string(),
    alias: z.string().optional(),
    partition: z.string(),
    arn: z.string().optional(),
  }),
  regions: z.array(z.string()),
  started: z.iso.datetime(),
});
/** What the footer has to look like. */
export const footerSchema = z.object({
  stocktake: z.literal('snapshot'),
  version: z.number(),
  about: aboutSchema,
  run: z.object({
    finished: z.iso.datetime(),
    regions: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['audited', 'not-enabled', 'denied-by-organization', 'unreachable']),
        message: z.string().optional(),
      }),
    ),
    calls: z.record(z.string(), z.int().min(0)),
    spent: z.record(z.string(), z.number().min(0)).optional(),
    gaps: z.array(gapSchema),
    ended: z
      .object({ reason: z.enum(['deadline', 'interrupted', 'expired-credentials']), message: z.string() })
      .optional(),
  }),
  index: z.record(z.string(), z.object({ at: z.int().min(0), bytes: z.int().min(0), line: z.int().min(1) })),
});

/** Where the lines of a collection are: byte offset and length of its gzip member, number of its first line. */
export interface MemberPlace {
  at: number;
  bytes: number;
  line: number;
}

/** The footer: what the file holds. */
export interface Footer {
  stocktake: 'snapshot';
  version: number;
  about: About;
  run: RunReport;
  index: Record<string, MemberPlace>;
}

/** The value of a JSON text, undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
