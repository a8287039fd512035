import type { LedgerRow } from '../core/ledger.js';

/** A service as a whole of which nobody knows whether it is wanted. */
export const isInQuestion = ({ region, state, declared }: LedgerRow): boolean =>
  region === '*' && (declared.state === 'unsure' || !['active', 'active-free', 'absent'].includes(state));
