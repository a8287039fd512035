import { type Clients, clients } from '../../test/server/redirect.js';
import { DEFAULT_ACCOUNT } from '../../test/server/stub.js';

/** The sample account: Lodge, a made-up company that rents out holiday cabins. */
export const account = DEFAULT_ACCOUNT;
export const alias = 'lodge-prod';
/** Where Lodge runs, and the region that global services and its edge functions need. */
export const regions = ['eu-north-1', 'us-east-1'] as const;
export type Region = (typeof regions)[number];
/** The time of the audit. */
export const now = new Date('2026-11-22T09:00:00Z');
/** Made-up companies that Lodge works with. */
export const partners = { analytics: '210987654321' };

/** The ARN of something of IAM in this account: `role/deploy`. */
export const iamArn = (name: string): string => `arn:aws:iam::${account}:${name}`;
/** The ARN of an AWS managed policy. */
export const awsPolicy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

/** A time before the audit, ISO 8601 in the spelling of the credential report. */
export function daysAgo(days: number, hour = 8): string {
  const at = new Date(now.getTime() - days * 86_400_000);
  at.setUTCHours(hour, 12, 5, 0);
  return at.toISOString().replace('.000Z', '+00:00');
}

/** Hands the clients that seed a region, and sets the clock of the server to when a thing was made. */
export interface Seeder {
  at(region: Region): Clients;
  made(daysBefore: number): Promise<void>;
}

/** A seeder of the server on `port`. */
export async function seederFor(port: number, setClock: (at: Date) => Promise<void>): Promise<Seeder> {
  const made = await Promise.all(regions.map(async region => [region, await clients(port, region)] as const));
  const byRegion = new Map<Region, Clients>(made);
  return {
    at(region) {
      const found = byRegion.get(region);
      if (!found) throw new Error(`no clients for ${region}`);
      return found;
    },
    made: days => setClock(new Date(daysAgo(days))),
  };
}

/** A policy document as JSON text. */
export const policy = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

/** A statement that allows. */
export const allow = (Action: string | string[], Resource: string | string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

/** Who may assume a role. */
export const trust = (Principal: object, more: object = {}): string =>
  policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
