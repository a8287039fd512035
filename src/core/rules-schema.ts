import * as z from 'zod';
import { declaredStates } from './ledger.js';
import { categories, severities } from './types.js';

const lineSchema = z.strictObject({
  severity: z.enum(severities).optional(),
  category: z.enum(categories).optional(),
  tier: z.int().min(1).max(3).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
const day = z.string().refine(isDay, 'must be a day such as 2026-12-31');
const words = z.string().trim().min(1);

const declarationSchema = z.strictObject({
  service: words.describe('A service of the ledger: dynamodb, lambda, cognito ...'),
  state: z.enum(declaredStates),
  since: day.optional(),
  until: day.optional().describe('When it is to be gone, or was gone.'),
  'replaced-by': words.optional(),
  purpose: words.optional(),
  owner: words.optional(),
  note: words.optional(),
  budget: z.number().min(0).optional().describe('USD a month that it may cost.'),
});

const microserviceSchema = z.strictObject({
  microservice: words.describe('The name of a Lambda function.'),
  purpose: words.optional(),
  owner: words.optional(),
  note: words.optional(),
});

const exceptionSchema = z.strictObject({
  rules: z.array(words).min(1, 'names no rule').describe('Ids of rules; * stands for any part.'),
  resources: z
    .array(words)
    .min(1, 'names no resource')
    .describe('Ids, names or ARNs of resources; * stands for any part.'),
  regions: z
    .array(words.regex(/^[a-z0-9*-]+$/, 'is no name of a region, such as eu-north-1'))
    .min(1, 'names no region; leave it out where all are meant')
    .optional()
    .describe('Regions of these resources, "global" for those that have none; * stands for any part.'),
  everything: z.literal(true).optional().describe('Confirms that all resources, or all rules, are meant.'),
  reason: words,
  owner: words,
  expires: day.describe('The last day on which it holds.'),
  ticket: words.optional(),
});

const limits = <Value extends z.ZodType>(value: Value) => z.partialRecord(z.enum(['overall', ...categories]), value);

/** What stops a release. Each field is a condition; one that is met is enough. */
const gateSchema = z.strictObject({
  new: z.enum(severities).optional().describe('A finding of this severity or above that the baseline does not have.'),
  severity: z.enum(severities).optional().describe('Any open finding of this severity or above.'),
  rules: z.array(words).min(1).optional().describe('Any open finding of these rules; * stands for any part.'),
  minScore: limits(z.number().min(0).max(100)).optional(),
  minCoverage: limits(z.number().min(0).max(1)).optional(),
  maxWaste: z.number().min(0).optional().describe('USD a month that may be paid for nothing.'),
  incomplete: z.boolean().optional().describe('Stop when something could not be seen or judged.'),
  expired: z.boolean().optional().describe('Stop when an exception that has run out would have accepted a finding.'),
});

/** What a `rules.yaml` has to look like. */
export const rulesSchema = z.strictObject({
  version: z.literal(1),
  extends: z.enum(['default', 'none']).optional(),
  scoring: z
    .strictObject({
      weights: z.partialRecord(z.enum(severities), z.number().min(0)).optional(),
      minCoverage: z.number().min(0).max(1).optional(),
    })
    .optional(),
  rules: z.record(z.string(), z.union([lineSchema, z.literal('off')])).optional(),
  declared: z
    .array(z.union([declarationSchema, microserviceSchema]))
    .optional()
    .describe('What the owner says of the services and microservices of the account.'),
  exceptions: z.array(exceptionSchema).optional().describe('Failures that are accepted until a day.'),
  maxExceptionDays: z.int().min(1).optional().describe('How far ahead `expires` may be.'),
  gate: gateSchema.optional(),
});
