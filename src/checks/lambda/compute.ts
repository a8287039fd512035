import { totalOf, type MetricSeries } from '../../core/metrics.js';
import { hoursAMonth, type Release } from '../../core/saving.js';

const megabytesInGigabyte = 1024;

/** What a month of so many GB is in the unit that Lambda bills: memory times seconds. */
export const gigabyteSecondsAMonth = (megabytes: number): number =>
  (megabytes / megabytesInGigabyte) * hoursAMonth * 3600;

/** The price of a kind of compute on this processor. */
export const computePrice = (
  kind: 'Lambda-GB-Second' | 'Lambda-Provisioned-Concurrency',
  architectures: readonly string[],
) => `lambda/${kind}${architectures.includes('arm64') ? '-ARM' : ''}`;

/** What a metric that adds up would reach in a month, going on as over the series up to now. */
export const perMonth = (series: MetricSeries, now: Date): number =>
  (totalOf(series) * hoursAMonth * 3_600_000) / (now.getTime() - Date.parse(series.Start));

/** Running time that is not needed: milliseconds a month, with so much memory. */
export const runningTime = (milliseconds: number, megabytes: number, architectures: readonly string[]): Release => ({
  price: computePrice('Lambda-GB-Second', architectures),
  units: (milliseconds / 1000) * (megabytes / megabytesInGigabyte),
});
