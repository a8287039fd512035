import type { MetricSeries } from '../../core/metrics.js';
import { gigabyte } from '../../core/saving.js';

/** Gigabytes as AWS bills them. */
export const gigabytes = (bytes: number): number => bytes / gigabyte;

/** Whole days alone: what a month is reckoned from. */
export const withoutToday = (series: MetricSeries): MetricSeries => ({ ...series, Values: series.Values.slice(0, -1) });

/** An amount of data for people: `3.2 GB`, `14 MB`. */
export function sayBytes(bytes: number): string {
  if (bytes >= gigabyte / 10) return `${(bytes / gigabyte).toFixed(1)} GB`;
  if (bytes >= 1024 ** 2) return `${Math.round(bytes / 1024 ** 2)} MB`;
  return `${Math.ceil(bytes / 1024)} kB`;
}

/** Names that AWS gives to groups whose logs it delivers itself, and bills on a line of its own. */
const vended = /^(\/aws\/(lambda|vendedlogs|route53)\/|aws-waf-logs-)/;

/** What a gigabyte written to the group is billed as, as far as its name tells. */
export const ingestionPrice = (logGroupName: string): string =>
  vended.test(logGroupName) ? 'cloudwatch/VendedLog-Bytes' : 'cloudwatch/DataProcessing-Bytes';
