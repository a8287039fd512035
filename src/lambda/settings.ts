import * as z from 'zod';
import { InputError } from '../core/input.js';

/** What the deployment says in the environment of the function. */
export interface Settings {
  bucket: string;
  prefix: string;
  topicArn: string;
  regions: readonly string[] | 'all';
  services: string[] | undefined;
  categories: string[] | undefined;
  /** Key of the reader's own `rules.yaml`. */
  configKey: string;
  namespace: string;
  maxContinuations: number;
  /** Seconds before the function's own time-out at which asking ends. */
  minLeftSeconds: number;
  /** Facts of the run are sent to the bucket every so many seconds. */
  saveSeconds: number;
  /** A server in place of AWS, for tests. */
  endpointUrl: string | undefined;
}

const list = z
  .string()
  .optional()
  .transform(text => {
    const words = (text ?? '').split(',').map(word => word.trim());
    return words.some(word => word !== '') ? words.filter(word => word !== '') : undefined;
  });
const wholeNumber = (least: number, usual: number) => z.coerce.number().int().min(least).default(usual);

const environment = z.object({
  STOCKTAKE_BUCKET: z.string().min(1),
  STOCKTAKE_PREFIX: z.string().default(''),
  STOCKTAKE_TOPIC_ARN: z.string().regex(/^arn:[^:]+:sns:[^:]+:\d{12}:.+$/, 'must be the ARN of a topic'),
  STOCKTAKE_REGIONS: list,
  STOCKTAKE_SERVICES: list,
  STOCKTAKE_CATEGORIES: list,
  STOCKTAKE_CONFIG_KEY: z.string().min(1).default('config/rules.yaml'),
  STOCKTAKE_NAMESPACE: z.string().min(1).default('Stocktake'),
  STOCKTAKE_MAX_CONTINUATIONS: wholeNumber(0, 4),
  STOCKTAKE_MIN_LEFT_SECONDS: wholeNumber(1, 120),
  STOCKTAKE_SAVE_SECONDS: wholeNumber(1, 20),
  AWS_ENDPOINT_URL: z.string().optional(),
});

/** Reads the environment; an InputError that names the variable which is wrong. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = (issue?.path ?? []).map(String).join('.');
    throw new InputError(`${issue?.message ?? 'is wrong'} (environment of the function)`, { field });
  }
  const { data } = parsed;
  const regions = data.STOCKTAKE_REGIONS;
  return {
    bucket: data.STOCKTAKE_BUCKET,
    prefix: data.STOCKTAKE_PREFIX,
    topicArn: data.STOCKTAKE_TOPIC_ARN,
    regions: regions === undefined || regions.includes('all') ? 'all' : regions,
    services: data.STOCKTAKE_SERVICES,
    categories: data.STOCKTAKE_CATEGORIES,
    configKey: data.STOCKTAKE_CONFIG_KEY,
    namespace: data.STOCKTAKE_NAMESPACE,
    maxContinuations: data.STOCKTAKE_MAX_CONTINUATIONS,
    minLeftSeconds: data.STOCKTAKE_MIN_LEFT_SECONDS,
    saveSeconds: data.STOCKTAKE_SAVE_SECONDS,
    endpointUrl: data.AWS_ENDPOINT_URL,
  };
}
