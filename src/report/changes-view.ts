import {
  type Change,
  type ChangeCause,
  changeCauses,
  type ChangeKind,
  type Report,
  type Standing,
} from '../core/types.js';
import { nameOf } from './evidence.js';
import { withFullStop } from './headline.js';
import type { MovedRow } from './moved-row.js';
import { sayCounts } from './since.js';
import { countOf, formatNumber, formatTime } from './wording.js';

const mostOfCause = 50;
const mostOfReason = 5;
const mostStale = 20;

/** What changed since another run, as a page shows it. */
export interface ChangesView {
  intro: string;
  groups: { title: string; intro: string; rows: MovedRow[]; more: string }[];
  stale: { intro: string; rows: { rule: string; resource: string; region: string }[]; more: string } | null;
}

/** The verdict of a gate, as a page shows it. */
export interface GateView {
  stopped: boolean;
  title: string;
  reasons: {
    message: string;
    advice: string;
    findings: { name: string; region: string; title: string }[];
    more: string;
  }[];
  held: string[];
}

const causes: Record<ChangeCause, { title: string; intro: string }> = {
  account: { title: 'The account changed', intro: '' },
  rules: { title: 'The rules changed', intro: 'The account did not change here: it is judged otherwise than before.' },
  sight: {
    title: 'We saw more, or less',
    intro: 'Nothing is known to have changed here: one of the two runs could not look.',
  },
};
const tones: Record<ChangeKind, MovedRow['tone']> = { new: 'bad', fixed: 'good', gone: 'good', changed: 'none' };

/** Null where no other run was given. */
export function changesOf({ changes: told, rules }: Report): ChangesView | null {
  if (!told) return null;
  const { changes, since, stale } = told;
  const known = new Set(rules.map(({ id }) => id));
  return {
    intro: `Compared with the run of ${formatTime(since.started)} by stocktake ${since.toolVersion} (${since.from}): ${sayCounts(changes) || 'no difference'}.`,
    groups: changeCauses.flatMap(cause => {
      const ofCause = changes.filter(one => one.cause === cause);
      if (ofCause.length === 0) return [];
      const rows = ofCause.slice(0, mostOfCause).map(one => rowOf(one, known));
      return [{ ...causes[cause], rows, more: restOf(ofCause.length, mostOfCause, 'change') }];
    }),
    stale:
      stale.length === 0
        ? null
        : {
            intro: `${stale.length === 1 ? '1 entry of the baseline fits' : `${formatNumber(stale.length)} entries of the baseline fit`} nothing any more and can go.`,
            rows: stale.slice(0, mostStale),
            more: stale.length > mostStale ? `and ${formatNumber(stale.length - mostStale)} more in report.json` : '',
          },
  };
}

function rowOf(change: Change, known: ReadonlySet<string>): MovedRow {
  const { after, before, cause, kind, message } = change;
  const standing = after ?? before;
  return {
    kind,
    tone: cause === 'account' ? tones[kind] : 'none',
    severity: standing?.severity ?? '',
    name: standing ? nameOf(standing.resource) : '',
    region: standing?.resource.region ?? '',
    title: standing?.title ?? '',
    message,
    rule: standing?.rule ?? '',
    linked: standing !== undefined && known.has(standing.rule),
  };
}

/** Null where no gate was asked for. */
export function gateOf({ gate }: Report): GateView | null {
  if (!gate) return null;
  const { held, passed, reasons } = gate;
  return {
    stopped: !passed,
    title: passed
      ? 'The gate is open: nothing stops here.'
      : `The gate stops, for ${countOf(reasons.length, 'reason')}.`,
    reasons: reasons.map(({ advice, findings, message }) => ({
      message: withFullStop(message),
      advice: withFullStop(advice),
      findings: findings.slice(0, mostOfReason).map(named),
      more: restOf(findings.length, mostOfReason, 'finding'),
    })),
    held: held.map(withFullStop),
  };
}

const named = ({ resource, title }: Standing) => ({ name: nameOf(resource), region: resource.region, title });

const restOf = (count: number, shown: number, noun: string): string =>
  count > shown ? `and ${countOf(count - shown, `more ${noun}`)} in report.json` : '';
