import type { BillLine, BillRecord } from '../../src/core/bill.js';
import type { DeclaredLine } from '../../src/core/rules-file.js';
import type { CleanUp, Release, Saving } from '../../src/core/saving.js';
import type { Finding } from '../../src/core/types.js';
import { Bill } from '../../src/ledger/bill.js';
import { readPrices } from '../../src/ledger/prices.js';
import { pricesText } from '../../src/package-files.js';

/** The time of every audit here: October is the last full month, of 31 days or 744 hours. */
export const now = new Date('2026-11-22T09:00:00.000Z');
/** The prices that come with the tool. */
export const prices = readPrices(pricesText());

/** A bill of these lines and kinds of charges. */
export const billOf = (lines: readonly BillLine[], records: readonly BillRecord[] = []): Bill =>
  new Bill({ lines, records }, prices, now);

interface Freeing {
  id: string;
  releases?: Release[];
  region?: string;
  rule?: string;
  order?: number;
  does?: CleanUp['does'];
  service?: string;
  saving?: Partial<Saving>;
}

/** A failed cost finding that frees units. */
export function freeing({ id, releases = [], region = 'eu-west-1', ...more }: Freeing): Finding {
  const { rule = 'x-thing-idle', order = 5, does = 'delete', service = 'dynamodb', saving = {} } = more;
  return {
    rule,
    verdict: 'FAIL',
    severity: 'medium',
    category: 'cost',
    service,
    resource: { id, region, type: 'AWS::X::Thing' },
    message: `${id} is idle`,
    evidence: [],
    cleanUp: { does, risk: 'low', undo: 'never', order },
    saving: { releases, ...saving },
  };
}

/** What rules.yaml declares. */
export const declaring = (...lines: DeclaredLine[]): ReadonlyMap<string, DeclaredLine> =>
  new Map(lines.map(line => [line.service, line]));
