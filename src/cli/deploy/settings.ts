import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { InputError, nearest } from '../../core/input.js';

/** Days that CloudWatch Logs can keep a log for. */
const logDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
/** CloudWatch compares seven days at most, hour by hour. */
const mostHours = 168;

const schedule = z
  .string()
  .regex(
    /^(rate\([1-9]\d* (minutes?|hours?|days?)\)|cron\(\S+ \S+ \S+ \S+ \S+ \S+\))$/,
    'must be rate(1 day) or cron(0 4 * * ? *), as EventBridge Scheduler writes it',
  );
const names = z.array(z.string().regex(/^[a-z0-9*-]+$/, 'must be names, separated by commas')).min(1);

const settingsSchema = z
  .strictObject({
    schedule: schedule.default('cron(0 4 * * ? *)').describe('When to audit.'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
      .default('Etc/UTC')
      .describe('The time zone that the schedule is in.'),
    regions: z
      .union([z.literal('all'), names])
      .default('all')
      .describe('Regions to audit.'),
    services: names.optional().describe('Only rules of these services.'),
    categories: names.optional().describe('Only rules of these categories.'),
    rules: z.string().optional().describe('Your rules.yaml: the role may read what these rules need.'),
    emails: z
      .array(z.email('must be an e-mail address'))
      .default([])
      .describe('Who is told; each has to confirm a message of AWS once.'),
    retentionDays: z.int().min(1).max(3650).default(365).describe('Days that dated reports are kept.'),
    logRetentionDays: z
      .int()
      .refine(days => logDays.includes(days), `must be one of ${logDays.join(', ')}`)
      .default(90)
      .describe("Days that the function's log is kept."),
    memory: z.int().min(256).max(10_240).default(1024).describe('MB of memory; more is also faster.'),
    timeout: z.int().min(60).max(900).default(900).describe('Seconds that one invocation may take.'),
    continuations: z.int().min(0).max(50).default(4).describe('Further invocations for an account that needs longer.'),
    reservedConcurrency: z
      .union([z.literal(0), z.literal(1)])
      .default(1)
      .describe('1: never two audits at once. 0 where the account has no concurrency to reserve.'),
    keyArn: z
      .string()
      .regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'must be the ARN of a KMS key')
      .optional()
      .describe('Your own KMS key for the bucket and the topic.'),
    noReportHours: z
      .int()
      .min(0)
      .max(mostHours, `must be at most ${mostHours}: CloudWatch does not look back further`)
      .default(26)
      .describe('An alarm goes off after so many hours without a report; 0 turns it off.'),
    namespace: z
      .string()
      .regex(/^(?!AWS\/)[\w./#: -]{1,255}$/, 'must be a name of CloudWatch metrics that does not begin with AWS/')
      .default('Stocktake')
      .describe('The namespace of the CloudWatch metrics.'),
  })
  .superRefine(({ schedule, noReportHours }, context) => {
    const hours = hoursBetween(schedule);
    if (noReportHours > 0 && hours !== undefined && noReportHours <= hours) {
      const message = `must be more than the ${hours} hours between two audits of ${schedule}, or 0 for no such alarm`;
      context.addIssue({ code: 'custom', path: ['noReportHours'], message });
    }
  });

/** How an account is audited on a schedule. */
export type DeploySettings = z.infer<typeof settingsSchema>;

/** Checks settings and fills in what is usual; an InputError that names the field, and where it was read from. */
export function checkSettings(given: unknown, file?: string): DeploySettings {
  const parsed = settingsSchema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = { ...(file === undefined ? {} : { file }), field: (issue?.path ?? []).map(String).join('.') };
  if (issue?.code === 'unrecognized_keys') {
    const [word = ''] = issue.keys;
    const like = nearest(word, Object.keys(settingsSchema.shape));
    throw new InputError(`there is no setting "${word}"${like ? `; did you mean "${like}"?` : ''}`, {
      ...place,
      field: word,
    });
  }
  throw new InputError(issue?.message ?? 'is wrong', place);
}

/** Settings from a YAML file; the path of `rules` is seen from there. */
export function readSettingsFile(file: string): DeploySettings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { file });
  }
  const document = parseDocument(text, { uniqueKeys: true });
  const [fault] = document.errors;
  if (fault) {
    const line = fault.linePos?.[0].line;
    throw new InputError(fault.message.split('\n')[0] ?? 'is not YAML', { file, ...(line ? { line } : {}) });
  }
  const settings = checkSettings(document.toJS(), file);
  const rules = settings.rules === undefined ? undefined : path.resolve(path.dirname(file), settings.rules);
  return { ...settings, ...(rules === undefined ? {} : { rules }) };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Undefined for a cron expression. */
function hoursBetween(expression: string): number | undefined {
  const [, number, unit] = /^rate\((\d+) (minute|hour|day)/.exec(expression) ?? [];
  if (number === undefined) return undefined;
  return (Number(number) * { minute: 1, hour: 60, day: 24 * 60 }[unit as 'minute' | 'hour' | 'day']) / 60;
}
