import { diff } from './diff.js';
import { judgeGate } from './gate.js';
import type { GatePolicy } from './rules-file.js';
import { type Standings, standingsOf } from './standings.js';
import type { Report } from './types.js';

/** What a report is held against. */
export interface Yardstick {
  /** The run that it is compared with. */
  since?: Standings | undefined;
  policy?: GatePolicy | undefined;
}

/** The report with its `changes` since an earlier run, and with what a gate decides. */
export function holdAgainst(report: Report, { since, policy }: Yardstick): Report {
  const changes = since && diff(since, standingsOf(report, 'this run'));
  return {
    ...report,
    ...(changes ? { changes } : {}),
    ...(policy ? { gate: judgeGate(report, policy, changes) } : {}),
  };
}
