import type { LedgerFlag, LedgerRow, LedgerState, Paid } from '../core/ledger.js';
import { toUsd } from './amounts.js';
import { type Bill, isPaid, type PaidLine } from './bill.js';
import { type Declarations, isDeclared, isReplaced } from './declared.js';
import type { Seen, Sight } from './observed.js';
import type { BillService, PriceBook } from './prices.js';
import { sentenceOf } from './sentence.js';

/** The state of section "declared, observed, paid": null is a bill that could not be read. */
export function stateOf(declared: boolean, seen: Seen, paid: boolean | null): LedgerState {
  if (seen === 'unknown') return paid ? 'unverified-paid' : 'unverified-free';
  if (seen === 'yes') {
    if (declared) return paid === false ? 'active-free' : 'active';
    return paid ? 'shadow-paid' : 'shadow-free';
  }
  // What nobody uses is neither called paid nor free while the bill is unread.
  if (paid === null) return 'unverified-free';
  if (declared) return paid ? 'paid-idle' : 'dormant';
  return paid ? 'orphan-spend' : 'absent';
}

/** What rows are made of. */
export interface RowBasis {
  bill: Bill | undefined;
  /** Why there is no bill. */
  unpaid: string | undefined;
  declarations: Declarations;
  prices: PriceBook;
  now: Date;
}

interface Place {
  service: string;
  title: string;
  region: string;
  sight: Sight;
  lines: readonly PaidLine[];
  known: BillService | undefined;
  guard: boolean;
}

/** One service in one place. */
export function rowOf(place: Place, basis: RowBasis): LedgerRow {
  const { service, title, region, sight } = place;
  const { bill, declarations, now } = basis;
  const declared = declarations.of(service, region);
  const paid = paidOf(place, basis);
  const cost = bill ? isPaid(place.lines.reduce((sum, line) => sum + line.micros, 0)) : null;
  // Nothing of it, no trace of it, and nobody speaks of it: there is nothing to verify.
  const nothing = sight.seen === 'no' && sight.gone && declared.by.length === 0 && cost === null;
  const told = nothing ? 'absent' : stateOf(isDeclared(declared), sight.seen, cost);
  // What is there is never hidden, even where it costs nothing and nobody speaks of it.
  const state = told === 'absent' && sight.exists ? 'dormant' : told;
  const flags = flagsOf(place, basis, paid, cost);
  const answer = answerOf(sight, cost);
  const sentence = sentenceOf({
    answer,
    declared,
    flags,
    isReplaced: isReplaced(declared),
    now,
    paid,
    region,
    unpaid: basis.unpaid,
    month: bill?.month,
    sight,
  });
  return { service, title, region, state, flags, answer, sentence, declared, observed: sight.observed, paid };
}

function answerOf({ exists, observed, seen }: Sight, cost: boolean | null): LedgerRow['answer'] {
  if (seen === 'yes') return 'in-use';
  if (seen === 'unknown') return 'cannot-tell';
  return exists || cost || observed.last !== null ? 'idle' : 'never-seen';
}

function paidOf({ lines, region, service }: Place, { bill, prices }: RowBasis): Paid {
  if (!bill) return { usd: null, months: [], credits: 0, lines: [] };
  const sum = (micros: (line: PaidLine) => number): number => toUsd(lines.reduce((all, line) => all + micros(line), 0));
  return {
    usd: sum(line => line.micros),
    months: bill.months.map(month => sum(line => line.months.get(month) ?? 0)),
    credits: region === '*' ? toUsd(bill.creditsOf(service, prices)) : 0,
    lines: linesOf(lines),
  };
}

/** Lines of several regions under one usage type, the dearest first; those without usage are left out. */
function linesOf(lines: readonly PaidLine[]): Paid['lines'] {
  const found = new Map<string, { micros: number; quantity: number; unit: string }>();
  for (const { usageType, micros, quantity, unit } of lines) {
    const known = found.get(usageType) ?? { micros: 0, quantity: 0, unit };
    found.set(usageType, { micros: known.micros + micros, quantity: known.quantity + quantity, unit });
  }
  return [...found]
    .filter(([, { micros, quantity }]) => micros !== 0 || quantity !== 0)
    .sort(([a, x], [b, y]) => y.micros - x.micros || (a < b ? -1 : 1))
    .map(([usageType, { micros, quantity, unit }]) => ({ usageType, usd: toUsd(micros), quantity, unit }));
}

function flagsOf(place: Place, basis: RowBasis, paid: Paid, cost: boolean | null): LedgerFlag[] {
  const { bill, declarations, now, prices } = basis;
  const { known, region, service, sight, guard } = place;
  const { state, until } = declarations.of(service, region);
  const masked = cost === true && region === '*' && (paid.usd ?? 0) + paid.credits <= 0.01;
  const covered =
    bill !== undefined &&
    place.lines.some(line => line.quantity > 0) &&
    (region === '*' || region === 'global' || cost === false) &&
    bill.isCovered(service, prices);
  const held: [LedgerFlag, boolean][] = [
    ['credit-masked', masked],
    ['commitment-covered', covered],
    ['residual', cost === true && sight.seen === 'no' && sight.gone],
    ['guard', guard],
    ['carrier', known?.carrier === true],
    [
      'retiring',
      state === 'retiring' || (until !== undefined && state !== 'retired' && until > now.toISOString().slice(0, 10)),
    ],
    ['too-young', sight.young],
  ];
  return held.flatMap(([flag, holds]) => (holds ? [flag] : []));
}

const rank: readonly LedgerState[] = [
  'orphan-spend',
  'paid-idle',
  'shadow-paid',
  'unverified-paid',
  'active',
  'shadow-free',
  'dormant',
  'active-free',
  'unverified-free',
  'absent',
];

/** What is declared gone and still costs money first, then what has most to say; a service, then its regions. */
export function inOrder(rows: readonly LedgerRow[]): LedgerRow[] {
  const whole = rows.filter(row => row.region === '*');
  const overdue = (row: LedgerRow): number => Number(isReplaced(row.declared) && (row.paid.usd ?? 0) >= 0.005);
  whole.sort(
    (a, b) =>
      overdue(b) - overdue(a) ||
      rank.indexOf(a.state) - rank.indexOf(b.state) ||
      (b.paid.usd ?? 0) - (a.paid.usd ?? 0) ||
      compare(a.service, b.service),
  );
  return whole.flatMap(row => [
    row,
    ...rows
      .filter(one => one.service === row.service && one.region !== '*')
      .sort((a, b) => (b.paid.usd ?? 0) - (a.paid.usd ?? 0) || compare(a.region, b.region)),
  ]);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
