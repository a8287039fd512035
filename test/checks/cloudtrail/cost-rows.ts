import type { EventDataStore } from '../../../src/checks/cloudtrail/event-data-stores.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';
import { daily } from '../route53/rows.js';

/** Each day of the last 30 so many bytes. */
export const ingested = (bytes: number | null) => ({ HourlyDataIngested: daily(bytes) });

/** An event data store that was queried last week. */
export const store = (
  Name: string,
  more: Partial<EventDataStore> = {},
  details: Record<string, unknown> = {},
): StoredRow =>
  row(
    {
      EventDataStoreArn: `arn:aws:cloudtrail:eu-north-1:111122223333:eventdatastore/${Name}`,
      Name,
      Status: 'ENABLED',
      BillingMode: 'EXTENDABLE_RETENTION_PRICING',
      RetentionPeriod: 366,
      MultiRegionEnabled: true,
      OrganizationEnabled: false,
      TerminationProtectionEnabled: true,
      FederationStatus: 'DISABLED',
      CreatedTimestamp: '2025-03-01T00:00:00.000Z',
      ...more,
    } satisfies EventDataStore,
    { queried: { Latest: '2026-11-16T10:00:00.000Z' }, ingestion: ingested(1024 ** 3), ...details },
  );
