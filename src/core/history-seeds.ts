import * as z from 'zod';
import { emptyHistory, type History } from './history.js';
import { categories, type Report, severities, verdicts } from './types.js';
import { withRun } from './trend.js';

/** What earlier reports tell, by account. */
export type Seeds = ReadonlyMap<string, History>;

const score = z.looseObject({
  value: z.number().nullable(),
  coverage: z.number().nullable(),
  rules: z.looseObject({
    passed: z.number(),
    failed: z.number(),
    undecided: z.number(),
    // Reports from before there were exceptions do not have it.
    excepted: z.number().default(0),
  }),
});
/** As much of a report as a history reads; reports of older versions hold less than those of today. */
const earlierReport = z.looseObject({
  version: z.literal(1),
  tool: z.looseObject({ version: z.string() }),
  account: z.looseObject({ id: z.string() }),
  regions: z.array(z.looseObject({ name: z.string(), state: z.string() })),
  started: z.iso.datetime(),
  complete: z.boolean(),
  scores: z.looseObject({ overall: score, categories: z.partialRecord(z.enum(categories), score) }),
  rules: z.array(z.looseObject({ id: z.string() })),
  hints: z.array(z.string()),
  findings: z.array(
    z.looseObject({
      rule: z.string(),
      verdict: z.enum(verdicts),
      severity: z.enum(severities),
      resource: z.looseObject({
        id: z.string(),
        arn: z.string().exactOptional(),
        name: z.string().exactOptional(),
        region: z.string(),
        type: z.string(),
      }),
      exception: z.looseObject({}).exactOptional(),
    }),
  ),
  ledger: z
    .looseObject({
      bill: z.looseObject({}).nullable(),
      savings: z.looseObject({ usd: z.number(), unknown: z.number() }),
    })
    .exactOptional(),
});

/**
 * Histories from earlier reports, for a place that keeps none yet. What is no report of a version that is read is passed
 * over and named to `tell`.
 */
export async function seedFrom(
  reports: AsyncIterable<{ text: string; file: string }>,
  tell: (sentence: string) => void,
): Promise<Seeds> {
  const seeds = new Map<string, History>();
  for await (const { file, text } of reports) {
    const report = reportIn(text);
    if (report === undefined) {
      tell(`${file} is no report of this version and does not begin the history`);
      continue;
    }
    const account = report.account.id;
    seeds.set(account, withRun(seeds.get(account) ?? emptyHistory(account), report).history);
  }
  return seeds;
}

function reportIn(text: string): Report | undefined {
  try {
    const read = earlierReport.safeParse(JSON.parse(text));
    return read.success ? (read.data as unknown as Report) : undefined;
  } catch {
    return undefined;
  }
}
