import { tooYoung } from '../../core/age.js';
import { check, fail, notApplicable, pass, saw, type Verdict } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import { lastDays, type MetricSeries, totalOf } from '../../core/metrics.js';
import { gigabyte, saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { eventDataStores } from './event-data-stores.js';
import { historyDays } from './event-history.js';

const stores = eventDataStores.with('queried', 'ingestion');
type Store = RowOf<typeof stores>;

/** AWS recommends the seven-year price from here on. */
const terabytesAtLeast = 25;
const ingestionDays = 30;
const sevenYears = 'FIXED_RETENTION_PRICING';
const priceOf = (mode: string): string =>
  mode === sevenYears ? 'cloudtrail/Ingestion-Bytes' : 'cloudtrail/Ingestion-Bytes-1yearstore-Live-CloudTrail-Logs';

export const lakeStoreInUse = check({
  id: 'cloudtrail-lake-store-in-use',
  title: 'Event data stores are queried, and billed by the mode that fits',
  why: 'CloudTrail Lake is billed for every gigabyte that it takes in, many times what a trail costs. It pays only where somebody asks it questions.',
  fix: {
    command: 'aws cloudtrail stop-event-data-store-ingestion --event-data-store {EventDataStoreArn} --region {region}',
    undo: 'aws cloudtrail start-event-data-store-ingestion --event-data-store {EventDataStoreArn} --region {region}',
    note: 'That can be taken back. Deleting comes after: termination protection has to be switched off, and within seven days the store can be restored. CloudTrail Lake is closed to new customers since 31 May 2026: after the last store there may be no other.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'cloudtrail:ListQueries.Queries.CreationTime',
    'cloudtrail:GetEventDataStore.BillingMode',
    'cloudtrail:GetEventDataStore.CreatedTimestamp',
    'cloudwatch:GetMetricData.HourlyDataIngested',
  ],
  on: stores,
  scope: 'it takes in no events (Status is not ENABLED)',
  applies: store => store.Status === 'ENABLED',
  params: { window_days: 30 },
  test(store, _also, { params, account, now }) {
    const owner = store.EventDataStoreArn.split(':')[4] ?? '';
    if (owner !== account) return notApplicable(`it is a store of account ${owner}, and is judged there`);
    const days = Math.min(params.window_days, historyDays);
    const last = store.queried.Latest;
    const seen = saw('cloudtrail:ListQueries', 'Queries[].CreationTime', last, `within ${days} days`);
    const made = saw('cloudtrail:GetEventDataStore', 'CreatedTimestamp', store.CreatedTimestamp);
    if (last && daysBetween(last, now) <= days) return billedRight(store, last, now, seen, made);
    const young = tooYoung(store.CreatedTimestamp, days, now, made);
    if (young) return young;
    if (store.FederationStatus.startsWith('ENABL')) {
      return cannotTell(
        'not-collected',
        'cloudtrail:ListQueries',
        'it is federated: queries in Athena do not show in its own list',
      );
    }
    const said = gigabytesOf(store.ingestion.HourlyDataIngested);
    const taken = said === null ? '' : `; it took in ${said.toFixed(2)} GB in ${ingestionDays} days`;
    return {
      ...fail(`no query in ${days} days${taken}`, seen, made),
      ...(said === null ? {} : { saving: saves({ price: priceOf(store.BillingMode), units: said }) }),
      disuse: { grade: 'strong', window: days, last: last?.slice(0, 10) ?? null, evidence: [seen] },
    };
  },
});

type Seen = ReturnType<typeof saw>;

function billedRight(store: Store, last: string, now: Date, seen: Seen, made: Seen): Verdict {
  const mode = saw('cloudtrail:GetEventDataStore', 'BillingMode', store.BillingMode);
  const queried = `queried on ${last.slice(0, 10)}`;
  if (store.BillingMode !== sevenYears) return pass(queried, seen, mode);
  const young = tooYoung(store.CreatedTimestamp, ingestionDays, now, made);
  if (young) return young;
  const gigabytes = gigabytesOf(store.ingestion.HourlyDataIngested);
  if (gigabytes === null) {
    const message = `${queried}, but CloudWatch has no figure of what it takes in: whether its billing mode fits cannot be seen`;
    return cannotTell('unexpected-answer', 'cloudwatch:GetMetricData', message);
  }
  const taken = saw('cloudwatch:GetMetricData', 'HourlyDataIngested', Math.round(gigabytes * gigabyte));
  if (gigabytes >= terabytesAtLeast * 1024) return pass(`${queried}; takes in ${gigabytes.toFixed(0)} GB`, taken, mode);
  const message = `billed for seven years of retention (${sevenYears}), while it takes in ${gigabytes.toFixed(2)} GB a month, less than ${terabytesAtLeast} TB`;
  return {
    ...fail(message, mode, taken),
    fix: {
      command: `aws cloudtrail update-event-data-store --event-data-store {EventDataStoreArn} --billing-mode EXTENDABLE_RETENTION_PRICING --region {region}`,
      note: 'This cannot be taken back. A year is included; keeping events longer is billed by the gigabyte.',
    },
    cleanUp: { does: 'change', risk: 'low', undo: 'never', order: 5 },
    saving: saves(
      { price: priceOf(sevenYears), units: gigabytes },
      { price: priceOf('EXTENDABLE_RETENTION_PRICING'), units: -gigabytes },
    ),
  };
}

/** Null where there is no data point at all: every store has one an hour, so that none means that we asked in vain. */
const gigabytesOf = (series: MetricSeries): number | null =>
  series.Values.every(value => value === null) ? null : totalOf(lastDays(series, ingestionDays)) / gigabyte;
