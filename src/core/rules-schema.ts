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
});
