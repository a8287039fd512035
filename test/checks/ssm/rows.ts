import type { Node } from '../../../src/checks/ssm/nodes.js';
import type { Parameter } from '../../../src/checks/ssm/parameters.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';
import { series } from '../s3/rows.js';

export const parameterRow = (Name: string, more: Partial<Parameter> = {}, region = 'eu-north-1'): StoredRow =>
  row(
    {
      Name,
      ARN: `arn:aws:ssm:${region}:111122223333:parameter/${Name}`,
      Type: 'String',
      Tier: 'Standard',
      DataType: 'text',
      KeyId: null,
      Version: 1,
      LastModifiedDate: '2025-01-01T00:00:00.000Z',
      ...more,
    } satisfies Parameter,
    {},
    region,
  );

export const nodeRow = (InstanceId: string, PingStatus = 'Online', region = 'eu-north-1'): StoredRow =>
  row(
    {
      InstanceId,
      Name: null,
      PingStatus,
      LastPingDateTime: '2026-11-22T08:00:00.000Z',
      RegistrationDate: '2025-01-01T00:00:00.000Z',
    } satisfies Node,
    {},
    region,
  );

export const noSessions = { Sessions: [], Truncated: false };

export const settingsRow = (
  SettingValue: string | null | object,
  { sessions = noSessions as unknown, reads = series(null) as unknown } = {},
  region = 'eu-north-1',
): StoredRow =>
  row(
    { RegionName: region },
    {
      activationTier: typeof SettingValue === 'string' ? { SettingValue, Status: 'Customized' } : SettingValue,
      sessions,
      use: { GetParameter: reads, GetParameters: series(null), GetParametersByPath: series(null) },
    },
    region,
  );
