import { describe, expect, it } from 'vitest';
import { apiGateway } from '../../../src/checks/apigateway/system.js';
import type { StoredRow } from '../../../src/core/world.js';
import { look } from '../../support/use.js';
import { gap, world } from '../../support/world.js';
import { apiRow, daily, everyDay, httpRow } from './rows.js';

const of = (rest: StoredRow[], http: StoredRow[]) =>
  world({ 'apigateway.restApis': rest, 'apigateway.httpApis': http });
const hidden = { requests: gap('cloudwatch:GetMetricData') };

describe('API Gateway', () => {
  it('is used where an API had requests, and names the newest first', () => {
    const { inventory, use } = look(apiGateway, of([apiRow('old')], [httpRow('new', daily(3, 0, 0))]));
    expect(inventory).toEqual({ count: 2, noun: 'APIs', names: ['new', 'old'], newest: '2026-02-01T00:00:00.000Z' });
    expect(use).toMatchObject({ grade: 'strong', last: '2026-11-20', window: 90 });
  });

  it('is used as soon as one API is known to be', () => {
    const { use } = look(apiGateway, of([apiRow('a', {}, hidden)], [httpRow('b', everyDay(1))]));
    expect(use.grade).toBe('strong');
  });

  it('is not used where every API was looked at, and none had a request', () => {
    const { use } = look(apiGateway, of([apiRow('a')], [httpRow('b', daily())]));
    expect(use).toMatchObject({ grade: 'none', message: 'none of 2 APIs was called in 90 days', last: null });
    expect(look(apiGateway, of([], [])).use.message).toBe('there is no API');
  });

  it('says nothing where an API or a metric could not be seen', () => {
    expect(() => look(apiGateway, of([apiRow('a', {}, hidden)], []))).toThrow('GetMetricData was denied');
    expect(() => look(apiGateway, world({ 'apigateway.restApis': [] }))).toThrow('not collected');
  });
});
