import { hasWildcard } from './glob.js';

/** The parts of an ARN (or ARN pattern) as written; `resource` is everything after the fifth colon. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Takes an ARN pattern apart; undefined when the text has not all six parts. */
export function splitArn(text: string): ArnParts | undefined {
  const [head, partition, service, region, account, ...resource] = text.split(':');
  if (head?.toLowerCase() !== 'arn' || partition === undefined || service === undefined) return undefined;
  if (region === undefined || account === undefined || resource.length === 0) return undefined;
  return { partition, service, region, account, resource: resource.join(':') };
}

/** True for a 12-digit account id. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** Services whose ARNs carry no account, but whose first resource name belongs to one owner in the world. */
const UNIQUE_NAMES = new Set(['s3', 'apigateway', 'route53']);

/** The owner that an ARN pattern pins: an account, or '' for a name that is unique in the world; undefined when it pins nobody. */
export function ownerOfArn(text: string): string | undefined {
  const arn = splitArn(text);
  if (!arn) return undefined;
  if (isAccountId(arn.account)) return arn.account;
  if (hasWildcard(arn.service) || (arn.account !== '' && arn.account !== '*')) return undefined;
  const name = arn.service === 's3' ? arn.resource.split('/')[0] : arn.resource;
  return UNIQUE_NAMES.has(arn.service) && name !== undefined && name !== '' && !/[*?$]/.test(name) ? '' : undefined;
}
