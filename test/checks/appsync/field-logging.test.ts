import { describe, expect, it } from 'vitest';
import { fieldLoggingNotVerbose } from '../../../src/checks/appsync/field-logging.js';
import { gap, judge, world } from '../../support/world.js';
import { everyDay } from '../apigateway/rows.js';
import { apiRow } from './rows.js';

const gigabytes = (perDay: number) => ({ IncomingBytes: everyDay(perDay * 1024 ** 3) });
const judged = async (fieldLogLevel: string | null, logged: unknown) => {
  const seen = world({ 'appsync.graphqlApis': [apiRow('a', { fieldLogLevel }, { logged })] });
  return (await judge(fieldLoggingNotVerbose, seen))[0];
};

describe('field logs of a GraphQL API', () => {
  it.each([
    [null, null, 'PASS'],
    ['NONE', null, 'PASS'],
    ['ERROR', null, 'PASS'],
    ['ALL', gigabytes(0.01), 'PASS'],
    ['ALL', gigabytes(1), 'FAIL'],
    ['INFO', gigabytes(1), 'FAIL'],
    ['DEBUG', gigabytes(1), 'FAIL'],
  ] as const)('at level %s', async (level, logged, verdict) => {
    expect((await judged(level, logged))?.verdict).toBe(verdict);
  });

  it('free what they take in', async () => {
    expect((await judged('ALL', gigabytes(1)))?.saving).toEqual({
      releases: [
        { price: 'cloudwatch/DataProcessing-Bytes', units: 31 },
        { price: 'cloudwatch/TimedStorage-ByteHrs', units: 31 },
      ],
      estimated: true,
    });
  });

  it('wait for the metric', async () => {
    expect((await judged('ALL', gap('cloudwatch:GetMetricData')))?.verdict).toBe('NOT_AVAILABLE');
  });
});
