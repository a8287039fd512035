import type { GetCostAndUsageCommandInput, ResultByTime } from '@aws-sdk/client-cost-explorer';
import {
  BillBook,
  type BilledRecord,
  type BilledUsage,
  type BillLine,
  type BillRecord,
  monthBefore,
  monthOf,
  usageRecords,
} from '../../core/bill.js';
import { type Aws, call, collection } from '../../core/collection.js';
import { splitUsageType } from '../../core/usage-type.js';
import { Unavailable } from '../../core/unavailable.js';

const sdk = () => import('./sdk.js');

const costAndUsage = call('ce:GetCostAndUsage', 'ce:GetCostAndUsage', { usd: 0.01 });

/** Whole months before the current one that are asked for. */
const fullMonths = 3;

/** The lines of the bill: usage by service, usage type and region, a month each. */
export const lines = collection<BillLine>({
  id: 'cost-explorer.lines',
  scope: 'global',
  noun: 'lines of the bill',
  none: 'the bill has no line in these months',
  calls: [costAndUsage],
  async list(aws) {
    if (aws.bill) return aws.bill.lines;
    return aws.kept(`cost-explorer.lines ${periodOf(aws).Start}`, async () => {
      const book = new BillBook('cost-explorer');
      const asked: Asked = {
        Metrics: ['UnblendedCost', 'UsageQuantity'],
        GroupBy: groupedBy('SERVICE', 'USAGE_TYPE'),
        Filter: { Dimensions: { Key: 'RECORD_TYPE', Values: [...usageRecords] } },
      };
      for await (const month of monthsOf(asked, aws)) for (const one of usageOf(month)) book.addUsage(one);
      return book.lines;
    });
  },
  resource: ({ Service, UsageType, Region, Currency }) => ({
    id: `${Service}/${UsageType}/${Region}/${Currency}`,
    name: `${Service} ${UsageType}`,
    type: 'AWS::::BillLine',
  }),
});

/** What the bill holds beside usage: credits, refunds, tax, fees, by service. */
export const records = collection<BillRecord>({
  id: 'cost-explorer.records',
  scope: 'global',
  noun: 'kinds of charges on the bill',
  none: 'the bill has no charge in these months',
  calls: [costAndUsage],
  async list(aws) {
    if (aws.bill) return aws.bill.records;
    return aws.kept(`cost-explorer.records ${periodOf(aws).Start}`, async () => {
      const book = new BillBook('cost-explorer');
      const asked: Asked = { Metrics: ['UnblendedCost'], GroupBy: groupedBy('SERVICE', 'RECORD_TYPE') };
      for await (const month of monthsOf(asked, aws)) for (const one of recordsOf(month)) book.addRecord(one);
      return book.records;
    });
  },
  resource: ({ Service, RecordType, Currency }) => ({
    id: `${Service}/${RecordType}/${Currency}`,
    name: `${Service}: ${RecordType}`,
    type: 'AWS::::BillRecord',
  }),
});

type Asked = Pick<GetCostAndUsageCommandInput, 'Filter' | 'GroupBy' | 'Metrics'>;

const groupedBy = (...keys: string[]): NonNullable<GetCostAndUsageCommandInput['GroupBy']> =>
  keys.map(Key => ({ Type: 'DIMENSION' as const, Key }));

/** Three whole months and what there is of this one; the end is exclusive. */
function periodOf({ now }: Pick<Aws, 'now'>): { Start: string; End: string } {
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
  return { Start: `${monthBefore(monthOf(now), fullMonths)}-01`, End: tomorrow };
}

async function* monthsOf(asked: Asked, aws: Aws): AsyncGenerator<ResultByTime> {
  const { CostExplorerClient, GetCostAndUsageCommand } = await sdk();
  const client = aws.client(CostExplorerClient);
  let NextPageToken: string | undefined;
  do {
    const command = new GetCostAndUsageCommand({
      ...asked,
      TimePeriod: periodOf(aws),
      Granularity: 'MONTHLY',
      ...(NextPageToken === undefined ? {} : { NextPageToken }),
    });
    const page = await client.send(command).catch(refused);
    yield* page.ResultsByTime ?? [];
    NextPageToken = page.NextPageToken;
  } while (NextPageToken !== undefined && NextPageToken !== '');
}

const api = costAndUsage.id;
/** What AWS answers where nobody has opened Cost Explorer yet; its code is that of a lack of permission. */
const notEnabled = /not enabled for cost explorer/i;
/** What AWS answers a member account that its management account keeps from seeing its costs. */
const memberRefused = /(linked|member) account/i;

/** Says what to do where the refusal is not about permissions; every other error goes on. */
function refused(error: unknown): never {
  const { name, message } = error as Error;
  const gap = { api, actions: [api], region: 'global' };
  if (notEnabled.test(message)) {
    throw new Unavailable({
      ...gap,
      reason: 'unsupported',
      message:
        'Cost Explorer is not turned on in this account: open it once in the Billing console and ask again a day later, or hand in an exported bill with --bill',
    });
  }
  if (name === 'DataUnavailableException') {
    throw new Unavailable({
      ...gap,
      reason: 'unsupported',
      message: 'Cost Explorer has no data of this account yet: ask again a day after it was turned on',
    });
  }
  if (name === 'AccessDeniedException' && memberRefused.test(message)) {
    throw new Unavailable({
      ...gap,
      reason: 'denied',
      cause: 'organization-policy',
      message:
        'the management account does not let this member account see its costs: it can allow it under "Linked account access", or hand in an exported bill with --bill',
    });
  }
  throw error;
}

interface Amount {
  Amount?: string | undefined;
  Unit?: string | undefined;
}

function numberOf({ Amount }: Amount = {}): number {
  const value = Number(Amount ?? 0);
  if (Number.isFinite(value)) return value;
  throw new Unavailable({
    reason: 'unexpected-answer',
    api,
    actions: [api],
    region: 'global',
    message: `Cost Explorer gave an amount that is no number: ${String(Amount).slice(0, 40)}`,
  });
}

function* groupsOf(month: ResultByTime) {
  const at = { Month: (month.TimePeriod?.Start ?? '').slice(0, 7), Estimated: month.Estimated === true };
  for (const { Keys = [], Metrics = {} } of month.Groups ?? []) {
    const [Service = '', kind = ''] = Keys;
    const cost = Metrics['UnblendedCost'];
    const money = { Service, Amount: numberOf(cost), Currency: cost?.Unit ?? '' };
    yield { at, kind, money, quantity: Metrics['UsageQuantity'] };
  }
}

function* usageOf(month: ResultByTime): Iterable<BilledUsage> {
  for (const { at, kind, money, quantity } of groupsOf(month)) {
    yield { ...money, ...splitUsageType(kind), ...at, Quantity: numberOf(quantity), Unit: unitOf(quantity) };
  }
}

function* recordsOf(month: ResultByTime): Iterable<BilledRecord> {
  for (const { at, kind, money } of groupsOf(month)) yield { ...money, RecordType: kind, ...at };
}

const unitOf = ({ Unit }: Amount = {}): string => (Unit === undefined || Unit === 'N/A' ? '' : Unit);
