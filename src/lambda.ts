import { log, messageOf } from './lambda/log.js';
import { type Outcome, runScheduled } from './lambda/run.js';
import { readSettings } from './lambda/settings.js';

/** The door of the scheduled audit: AWS Lambda calls `handler`. */

/** The part of Lambda's context that is used. */
interface Context {
  invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

const environment = { ...process.env };
// The SDK would take this for the address of every service; it is only where the socket goes.
delete process.env['AWS_ENDPOINT_URL'];

/** Audits the account the function is in, and rejects when no report could be written. */
export async function handler(_event: unknown, context: Context): Promise<Outcome> {
  try {
    return await runScheduled(readSettings(environment), {
      functionArn: context.invokedFunctionArn,
      remaining: () => context.getRemainingTimeInMillis(),
    });
  } catch (error) {
    log('error', 'invocation-failed', { message: messageOf(error) });
    throw error;
  }
}
