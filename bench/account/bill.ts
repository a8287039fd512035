import { shop } from '../../test/proofs/shop.js';
import type { Handler } from '../../test/server/stub.js';

interface Asked {
  TimePeriod: { Start: string; End: string };
}
interface Answer {
  ResultsByTime: { Groups: object[] }[];
}

/** The first days of the months from `start` on, and of the one after `end`. */
function monthsFrom(start: string, end: string): string[] {
  const months = [start];
  for (let month = start; month < end; months.push(month)) {
    const next = new Date(`${month}T00:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1);
    month = next.toISOString().slice(0, 10);
  }
  return months;
}

/** The bill of the shop, each month of it the same: its own has the months of the proofs, ours must have today's. */
export const billAnswers: Record<string, Handler> = {
  'ce:GetCostAndUsage': (async (input: Asked, at) => {
    const told = (await shop['ce:GetCostAndUsage']?.(input as never, at)) as Answer;
    const { Start, End } = input.TimePeriod;
    const starts = monthsFrom(Start, End);
    return {
      ResultsByTime: starts.slice(0, -1).map((from, index) => {
        const last = index === starts.length - 2;
        return {
          TimePeriod: { Start: from, End: last ? End : starts[index + 1] },
          Total: {},
          Groups: told.ResultsByTime[0]?.Groups ?? [],
          Estimated: last,
        };
      }),
    };
  }) as Handler<Asked> as Handler,
};
