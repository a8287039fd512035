import type { Aws } from '../../core/collection.js';
import { orNull } from '../../core/facts.js';
import type { MetricQuery } from '../../core/metrics.js';

const sdk = () => import('./sdk.js');

/** How SNS sends text messages in a region. */
export interface SmsAttributes {
  /** USD; null where SNS does not say. */
  MonthlySpendLimit: number | null;
}

/** The web ACL before a pool. */
export interface WebAcl {
  Name: string;
  ARN: string;
}

/** What text messages have cost since the month began, USD: for a region, not for a pool. */
export const smsSpentIn: MetricQuery = {
  Namespace: 'AWS/SNS',
  MetricName: 'SMSMonthToDateSpentUSD',
  Dimensions: {},
  Statistic: 'Maximum',
  Days: 90,
};

/** The text message settings of a region, asked once however many pools send from there. */
export function smsAttributesOf(aws: Aws): Promise<SmsAttributes> {
  return aws.once('sns:GetSMSAttributes', async () => {
    const { GetSMSAttributesCommand, SNSClient } = await sdk();
    const command = new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] });
    const { attributes } = await aws.client(SNSClient).send(command);
    const limit = Number.parseFloat(attributes?.['MonthlySpendLimit'] ?? '');
    return { MonthlySpendLimit: Number.isNaN(limit) ? null : limit };
  });
}

/** The web ACL before a resource; null where there is none. */
export async function webAclOf(ResourceArn: string, aws: Aws): Promise<WebAcl | null> {
  const { GetWebACLForResourceCommand, WAFV2Client } = await sdk();
  const ask = () => aws.client(WAFV2Client).send(new GetWebACLForResourceCommand({ ResourceArn }));
  const found = (await orNull(['WAFNonexistentItemException'], ask))?.WebACL;
  return found ? { Name: found.Name ?? '', ARN: found.ARN ?? '' } : null;
}
