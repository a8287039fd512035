import type { Replica, Secret } from '../../../src/checks/secretsmanager/secrets.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';

export const secretArn = (name: string, region = 'eu-north-1') =>
  `arn:aws:secretsmanager:${region}:111122223333:secret:${name}-AbCdEf`;

/** A secret of two years that was read yesterday. */
export const secretRow = (
  Name: string,
  more: Partial<Secret> = {},
  replicas: Replica[] | object = [],
  region = 'eu-north-1',
): StoredRow =>
  row(
    {
      ARN: secretArn(Name, region),
      Name,
      Description: '',
      KmsKeyId: null,
      OwningService: null,
      PrimaryRegion: null,
      RotationEnabled: false,
      RotationLambdaARN: null,
      CreatedDate: '2024-11-01T08:00:00.000Z',
      LastChangedDate: '2024-11-01T08:00:00.000Z',
      LastRotatedDate: null,
      LastAccessedDate: '2026-11-21T00:00:00.000Z',
      DeletedDate: null,
      Tags: {},
      ...more,
    } satisfies Secret,
    { replicas },
    region,
  );
