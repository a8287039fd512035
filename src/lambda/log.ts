import { hideSecretsIn } from '../core/secrets.js';

type Level = 'info' | 'warn' | 'error';

/** Writes one line of JSON to the function's log; texts are searched for secrets first. */
export function log(
  level: Level,
  event: string,
  fields: Readonly<Record<string, string | number | boolean>> = {},
): void {
  const clean = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? hideSecretsIn(value) : value,
  ]);
  process.stdout.write(`${JSON.stringify({ level, event, ...Object.fromEntries(clean) })}\n`);
}

/** What an error says, on one line. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\s+/g, ' ').trim();
