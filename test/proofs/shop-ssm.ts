import type { At, Handler } from '../server/stub.js';

const home = 'eu-north-1';

/** A parameter, and a server in the advanced tier that nobody opens a session on. */
export const ssm: Record<string, Handler> = {
  'ssm:DescribeParameters': (_input, { region }: At) => ({
    Parameters:
      region === home
        ? [{ Name: 'shop/host', Type: 'String', Tier: 'Standard', LastModifiedDate: new Date('2025-03-01T08:00:00Z') }]
        : [],
  }),
  'ssm:DescribeInstanceInformation': (_input, { region }: At) => ({
    InstanceInformationList:
      region === home
        ? [{ InstanceId: 'mi-0abc', PingStatus: 'Online', LastPingDateTime: new Date('2026-11-22T08:00:00Z') }]
        : [],
  }),
  'ssm:GetServiceSetting': ({ SettingId }: { SettingId: string }, { region }: At) => ({
    ServiceSetting: { SettingId, SettingValue: region === home ? 'advanced' : 'standard', Status: 'Customized' },
  }),
  'ssm:DescribeSessions': () => ({ Sessions: [] }),
};
