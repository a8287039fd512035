import { type Aws, metricCall } from '../core/collection.js';
import { Unavailable } from '../core/unavailable.js';
import { type MetricQuery, type MetricSeries, midnightBefore } from '../core/metrics.js';

/** What AWS allows in one request. */
const queriesAtMost = 500;
const pointsAtMost = 100_800;
const repeatsAtMost = 3;
const day = 86_400_000;

interface Asked {
  query: MetricQuery;
  /** Places in the list of the caller that want this very series. */
  for: number[];
}

type Answer = MetricSeries | Error;

/**
 * Reads metrics of one region, 500 a request, whole UTC days up to and with today. One answer for each query, in their
 * order: a series of a complete answer, or the error that kept it from being read. Never rejects.
 */
export async function readMetrics(
  queries: readonly MetricQuery[],
  aws: Aws,
  charge: (metrics: number) => void,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const asked = [...distinct(queries).values()];
  for (const batch of batchesOf(asked)) {
    const told = await askBatch(batch, aws, charge);
    batch.forEach((one, at) => {
      for (const place of one.for) answers[place] = told[at] ?? partial(aws.region);
    });
  }
  return answers;
}

function distinct(queries: readonly MetricQuery[]): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const [at, query] of queries.entries()) {
    const { Namespace, MetricName, Statistic, Days, Period = 86_400 } = query;
    const dimensions = Object.entries(query.Dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([Namespace, MetricName, dimensions, Statistic, Days, Period]);
    const known = asked.get(key);
    if (known) known.for.push(at);
    else asked.set(key, { query, for: [at] });
  }
  return asked;
}

/** As few requests as the limits allow: a request's points grow with the longest window in it. */
function batchesOf(asked: readonly Asked[]): Asked[][] {
  const daily = asked.filter(({ query }) => (query.Period ?? 86_400) >= 86_400);
  const finer = asked.filter(({ query }) => (query.Period ?? 86_400) < 86_400);
  const batches: Asked[][] = [];
  // A day's points are few; what is finer fills what room they leave.
  let batch: Asked[] = [];
  let perDay = 0;
  let days = 0;
  for (const one of [...finer, ...daily]) {
    const more = 86_400 / (one.query.Period ?? 86_400);
    const window = Math.max(days, one.query.Days + 1);
    if (batch.length === queriesAtMost || (batch.length > 0 && (perDay + more) * window > pointsAtMost)) {
      batches.push(batch);
      batch = [];
      perDay = 0;
      days = 0;
    }
    batch.push(one);
    perDay += more;
    days = Math.max(days, one.query.Days + 1);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

async function askBatch(batch: readonly Asked[], aws: Aws, charge: (metrics: number) => void): Promise<Answer[]> {
  const today = midnightBefore(aws.now);
  const answers: Answer[] = batch.map(({ query }) => emptySeries(query, today));
  let open = batch.map((_one, at) => at);
  try {
    for (let round = 0; round < repeatsAtMost && open.length > 0; round++) {
      // Only what is complete may be read as zero; what is not is asked again from the start.
      for (const at of open) answers[at] = emptySeries((batch[at] as Asked).query, today);
      open = await askOnce(batch, open, answers, aws, charge);
    }
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    return batch.map(() => failure);
  }
  for (const at of open) answers[at] = partial(aws.region);
  return answers;
}

/** Asks the open queries, all pages; the ones that came back incomplete are returned. */
async function askOnce(
  batch: readonly Asked[],
  open: readonly number[],
  answers: Answer[],
  aws: Aws,
  charge: (metrics: number) => void,
): Promise<number[]> {
  const { CloudWatchClient, GetMetricDataCommand } = await import('./sdk/cloudwatch.js');
  const today = midnightBefore(aws.now);
  const longest = Math.max(...open.map(at => (batch[at] as Asked).query.Days));
  const complete = new Set<number>();
  const forbidden = new Set<number>();
  charge(open.length);
  let NextToken: string | undefined;
  do {
    const page = await aws.client(CloudWatchClient).send(
      new GetMetricDataCommand({
        StartTime: new Date(today - longest * day),
        EndTime: new Date(today + day),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: open.map(at => queryOf((batch[at] as Asked).query, at)),
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    for (const { Id, StatusCode, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const at = Number(Id?.slice(1));
      const series = answers[at];
      if (!open.includes(at) || series === undefined || series instanceof Error) continue;
      fill(series, Timestamps, Values);
      if (StatusCode === 'Complete') complete.add(at);
      if (StatusCode === 'Forbidden') forbidden.add(at);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  for (const at of forbidden) {
    answers[at] = Object.assign(new Error('CloudWatch does not let this metric be read'), { name: 'AccessDenied' });
  }
  return open.filter(at => !complete.has(at) && !forbidden.has(at));
}

const partial = (region: string): Unavailable =>
  new Unavailable({
    reason: 'unexpected-answer',
    api: metricCall.id,
    actions: metricCall.actions,
    region,
    message: `${metricCall.id} gave only a part of this metric, ${repeatsAtMost} times`,
  });

function queryOf({ Namespace, MetricName, Dimensions, Statistic, Period = 86_400 }: MetricQuery, at: number) {
  return {
    Id: `q${at}`,
    MetricStat: {
      Metric: {
        Namespace,
        MetricName,
        Dimensions: Object.entries(Dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period,
      Stat: Statistic,
    },
    ReturnData: true,
  };
}

function emptySeries({ Days, Period = 86_400 }: MetricQuery, today: number): MetricSeries {
  const periods = Math.ceil(((Days + 1) * 86_400) / Period);
  return {
    Start: new Date(today - Days * day).toISOString(),
    Period,
    Values: Array.from<null>({ length: periods }).fill(null),
  };
}

/** Puts points where they belong; those before the series' own window are of other queries' longer ones. */
function fill(
  { Start, Period, Values: series }: MetricSeries,
  times: readonly Date[],
  values: readonly number[],
): void {
  const start = Date.parse(Start);
  for (const [index, time] of times.entries()) {
    const at = Math.floor((time.getTime() - start) / (Period * 1000));
    const value = values[index];
    if (at >= 0 && at < series.length && value !== undefined) series[at] = value;
  }
}
