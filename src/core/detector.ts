import type { Need, TablesOf } from './collection.js';
import type { Evidence, Severity } from './types.js';

/** How one of AWS's own detectors stands in one region. `partial`: on, but something it needs to be of use is missing. */
export const detectorStates = ['on', 'partial', 'suspended', 'off', 'unknown'] as const;
export type DetectorState = (typeof detectorStates)[number];

/** How a detector stands, and in one sentence why. */
export interface DetectorStanding {
  state: DetectorState;
  /** What was seen: `enabled; 2 of 7 protection plans are off: RDS_LOGIN_EVENTS, LAMBDA_NETWORK_LOGS`. */
  message: string;
  evidence: Evidence[];
}

/** The detector's place in an organization; absent where the account stands alone. */
export interface DetectorOrganization {
  role: 'administrator' | 'member';
  /** `administrator 444455556666`, `12 members, 11 of them enabled; new accounts are enabled automatically (NEW)`. */
  message: string;
}

/** One open finding of a detector, in the words that all detectors share. */
export interface DetectorFinding {
  id: string;
  /** AWS's own type, control or rule: `UnauthorizedAccess:IAMUser/...`, `S3.8`, `s3-bucket-logging-enabled`, a CVE. */
  type: string;
  title: string;
  severity: Severity;
  /** ARN or id of what it is about, and CloudFormation's type name where it has one; empty where the detector names none. */
  resource: { id: string; type: string };
  /** The account it is about: in an administrator's account the members' findings show, too. */
  account: string;
  /** ISO 8601; null where AWS gave none. */
  created: string | null;
  updated: string | null;
}

/** Findings that were read, gravest first, and how many there are beyond the limit. */
export interface DetectorFindings {
  findings: DetectorFinding[];
  /** Findings that were left unread: a number, or null for some, of which AWS does not tell how many. */
  leftOut: number | null;
}

/** A detector's verdict about something that one of our rules judges, too. */
export interface Opinion {
  /** What judged: `IAM.4`, `access-keys-rotated`, `external access`. */
  control: string;
  /** The rules that ask the same. */
  rules: readonly string[];
  verdict: 'PASS' | 'FAIL';
  /** What was judged, as the detector names it: ARN, id or name. `account` for the account as a whole. */
  resource: { id: string; type: string } | 'account';
  /** When the detector judged, ISO 8601; null where AWS gave no time. */
  at: string | null;
  evidence: Evidence[];
}

/** Money that a detector says it costs, free of charge to ask. */
export interface DetectorUsage {
  /** The plan or usage type, AWS's word: `S3_DATA_EVENTS`. */
  what: string;
  amount: number;
  currency: string;
  /** What the amount covers: `last 30 days`, `estimated for a month`. */
  period: string;
  /** What is watched for it, where the facts tell: `212 functions`. */
  watches?: string;
}

/** A web ACL and what it protects. */
export interface Protection {
  name: string;
  arn: string;
  scope: 'REGIONAL' | 'CLOUDFRONT';
  rules: number;
  /** ARNs of what it protects. */
  protects: string[];
}

interface Spec<Needs extends Record<string, Need>> {
  /** The service whose rules bring it in: the folder of its room. */
  id: string;
  /** For people: `GuardDuty`. */
  title: string;
  needs: Needs;
  /** What it judges that rules of ours judge, too: its own name for it, and the rules. */
  peers?: Readonly<Record<string, readonly string[]>>;
  standing(region: string, tables: TablesOf<Needs>): DetectorStanding;
  organization?(region: string, tables: TablesOf<Needs>): DetectorOrganization | undefined;
  findings?(region: string, tables: TablesOf<Needs>): DetectorFindings;
  opinions?(region: string, tables: TablesOf<Needs>): Opinion[];
  usage?(region: string, tables: TablesOf<Needs>): DetectorUsage[];
  protections?(region: string, tables: TablesOf<Needs>): Protection[];
}

/**
 * One of AWS's own detectors, for the part of the report that shows them beside our verdicts. Pure, like a check: each
 * function looks at one region and may raise `Unavailable`, which is shown as not known. It is brought in when a rule
 * of its service is chosen, and never changes a score.
 */
export interface Detector {
  readonly id: string;
  readonly title: string;
  readonly needs: Readonly<Record<string, Need>>;
  /** What it judges that rules of ours judge, too: its own name for it, and the rules. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
  standing(region: string, tables: object): DetectorStanding;
  organization?(region: string, tables: object): DetectorOrganization | undefined;
  findings?(region: string, tables: object): DetectorFindings;
  opinions?(region: string, tables: object): Opinion[];
  usage?(region: string, tables: object): DetectorUsage[];
  protections?(region: string, tables: object): Protection[];
}

/** Defines a detector. */
export const detector = <Needs extends Record<string, Need>>(spec: Spec<Needs>): Detector =>
  spec as unknown as Detector;
