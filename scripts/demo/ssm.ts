import type { At, Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

/** Parameters of the functions, and the days since each was written. */
const written: Record<string, number> = {
  '/lodge/dsql/endpoint': 130,
  '/lodge/flags/instant-booking': 18,
  '/lodge/mail/from': 402,
  '/lodge/payments/provider': 655,
  '/lodge/search/radius-km': 77,
};

/** Systems Manager of the sample account: parameters, and no server outside EC2. */
export const ssm: Record<string, Handler> = {
  'ssm:DescribeParameters': (_input, { region }: At) => ({
    Parameters: (region === 'eu-north-1' ? Object.entries(written) : []).map(([Name, days]) => ({
      Name,
      ARN: `arn:aws:ssm:${region}:${account}:parameter${Name}`,
      Type: 'String',
      Tier: 'Standard',
      DataType: 'text',
      Version: 1,
      LastModifiedDate: new Date(daysAgo(days)),
    })),
  }),
  'ssm:DescribeInstanceInformation': () => ({ InstanceInformationList: [] }),
  'ssm:GetServiceSetting': ({ SettingId }: { SettingId: string }) => ({
    ServiceSetting: { SettingId, SettingValue: 'standard', Status: 'Default' },
  }),
};
