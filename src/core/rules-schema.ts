import * as z from 'zod';
import { categories, severities } from './types.js';

const lineSchema = z.strictObject({
  severity: z.enum(severities).optional(),
  category: z.enum(categories).optional(),
  tier: z.int().min(1).max(3).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
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
});
