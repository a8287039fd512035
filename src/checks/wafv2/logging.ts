import type { LogScope } from '@aws-sdk/client-wafv2';
import { type Aws, call } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import type { Kept } from './places.js';

/** Where a web ACL's logs go. */
export interface Logging {
  /** Who keeps it: `CUSTOMER`, or a service that logs for the customer. */
  LogScope: string;
  LogDestinationConfigs: string[];
  /** What becomes of requests that no filter names, `KEEP` or `DROP`; null where all requests are logged. */
  LoggingFilter: { DefaultBehavior: string } | null;
}

export const getLogging = call('wafv2:GetLoggingConfiguration', 'wafv2:GetLoggingConfiguration', { perSecond: 5 });

/** The logging of a web ACL, null where nothing logs; asked once, whoever wants to know. */
export const readLogging = (acl: Kept, aws: Aws): Promise<Logging | null> =>
  aws.in(acl.Region).once(`${getLogging.id} ${acl.ARN}`, () => askFor(acl, aws.in(acl.Region)));

/** The customer's own configuration, or else one that Security Lake or CloudWatch keeps: each is asked for by itself. */
async function askFor(acl: Kept, aws: Aws): Promise<Logging | null> {
  const own = await orNull(['WAFNonexistentItemException'], () => readConfiguration(acl, 'CUSTOMER', aws));
  if (own) return own;
  for (const scope of ['SECURITY_LAKE', 'CLOUDWATCH_TELEMETRY_RULE_MANAGED'] as const) {
    // A region that does not know the scope calls it an invalid parameter.
    const codes = ['WAFNonexistentItemException', 'WAFInvalidParameterException'];
    const kept = await orNull(codes, () => readConfiguration(acl, scope, aws));
    if (kept) return kept;
  }
  return null;
}

async function readConfiguration({ ARN }: Kept, scope: LogScope, aws: Aws): Promise<Logging | null> {
  const { GetLoggingConfigurationCommand, WAFV2Client } = await import('./sdk.js');
  const command = new GetLoggingConfigurationCommand({ ResourceArn: ARN, LogScope: scope });
  const { LoggingConfiguration: found } = await aws.client(WAFV2Client).send(command);
  if (!found?.LogDestinationConfigs?.length) return null;
  const filter = found.LoggingFilter;
  return {
    LogScope: scope,
    LogDestinationConfigs: [...found.LogDestinationConfigs],
    LoggingFilter: filter ? { DefaultBehavior: filter.DefaultBehavior ?? '' } : null,
  };
}
