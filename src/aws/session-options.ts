import type { ExportedBill } from '../core/collection.js';
import type { Spending } from './purse.js';

/** How to reach an account. */
export interface SessionOptions extends Spending {
  profile?: string;
  roleArn?: string;
  externalId?: string;
  /** Region names, or `all` for every region that the account has enabled (the default). */
  regions?: readonly string[] | 'all';
  /** Redirects the socket only; endpoint rules and signing stay as on AWS. */
  endpointUrl?: string;
  /** Requests a second for each service and region; default 50. */
  rate?: number;
  /** Requests under way at once; default 100. */
  concurrency?: number;
  /** Seconds that one request may take; default 20. */
  requestTimeout?: number;
  /** Findings to read of one detector (GuardDuty, Security Hub ...) in one region at most; default 5000. */
  maxDetectorFindings?: number;
  /** Folder that keeps Cost Explorer's answers for a day. */
  ceCache?: string;
  /** The bill, read from an export, in place of Cost Explorer. */
  bill?: ExportedBill;
  /** Milliseconds to wait before attempt `n`, in place of the SDK's own; for tests. */
  retryDelay?: (attempt: number) => number;
  onCall?: () => void;
  now?: Date;
}
