import { describe, expect, it } from 'vitest';
import { executionLogsNotVerbose } from '../../../src/checks/apigateway/stage-logs.js';
import type { MethodSetting } from '../../../src/checks/apigateway/stages.js';
import { gap, judge, world } from '../../support/world.js';
import { everyDay, setting, stageRow } from './rows.js';

const gigabytes = (perDay: number) => ({ IncomingBytes: everyDay(perDay * 1024 ** 3) });
const judged = async (settings: Record<string, Partial<MethodSetting>>, logged: unknown) => {
  const methodSettings = Object.fromEntries(Object.entries(settings).map(([key, one]) => [key, setting(one)]));
  const seen = world({ 'apigateway.stages': [stageRow('a', { methodSettings }, { logged })] });
  return (await judge(executionLogsNotVerbose, seen))[0];
};

describe('execution logs of a stage', () => {
  it.each([
    ['no setting', {}, null, 'PASS'],
    ['errors only', { '*/*': { loggingLevel: 'ERROR' } }, null, 'PASS'],
    // Without a level nothing is written.
    ['tracing without a level', { '*/*': { dataTraceEnabled: true } }, null, 'PASS'],
    ['level INFO, a little', { '*/*': { loggingLevel: 'INFO' } }, gigabytes(0.01), 'PASS'],
    ['level INFO, a lot', { '*/*': { loggingLevel: 'INFO' } }, gigabytes(0.1), 'FAIL'],
    ['level INFO of one method, a lot', { '*/*': {}, 'orders/GET': { loggingLevel: 'INFO' } }, gigabytes(1), 'FAIL'],
    ['whole requests, a little', { '*/*': { loggingLevel: 'ERROR', dataTraceEnabled: true } }, gigabytes(0), 'FAIL'],
  ] as const)('with %s', async (_what, settings, logged, verdict) => {
    expect((await judged(settings, logged))?.verdict).toBe(verdict);
  });

  it('free a month of ingestion and storage', async () => {
    const found = await judged({ '*/*': { loggingLevel: 'INFO' } }, gigabytes(2));
    expect(found?.message).toBe('level INFO wrote 62 GB in 30 days, of which ERROR would leave next to nothing');
    expect(found?.saving).toEqual({
      releases: [
        { price: 'cloudwatch/DataProcessing-Bytes', units: 62 },
        { price: 'cloudwatch/TimedStorage-ByteHrs', units: 62 },
      ],
      estimated: true,
    });
  });

  it('name the methods whose requests are logged whole', async () => {
    const found = await judged({ 'pay/POST': { loggingLevel: 'INFO', dataTraceEnabled: true } }, gigabytes(1));
    expect(found?.message).toContain('logged (pay/POST): 31 GB in 30 days');
  });

  it('wait for the metric', async () => {
    const found = await judged({ '*/*': { loggingLevel: 'INFO' } }, gap('cloudwatch:GetMetricData'));
    expect(found?.verdict).toBe('NOT_AVAILABLE');
  });
});
