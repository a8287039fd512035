import { describe, expect, it } from 'vitest';
import { appSync } from '../../../src/checks/appsync/system.js';
import type { StoredRow } from '../../../src/core/world.js';
import { look } from '../../support/use.js';
import { gap, row, world } from '../../support/world.js';
import { daily } from '../apigateway/rows.js';
import { apiRow, requests } from './rows.js';

const of = (graphql: StoredRow[], events: StoredRow[] = []) =>
  world({ 'appsync.graphqlApis': graphql, 'appsync.eventApis': events });
const eventApi = (metrics: unknown) => row({ apiId: 'e', name: 'e' }, { requests: metrics });

describe('AppSync', () => {
  it('is used where an API had requests or connections', () => {
    const { inventory, use } = look(appSync, of([apiRow('a', {}, { requests: requests(daily(1, 0)) }), apiRow('b')]));
    expect(inventory).toEqual({ count: 2, noun: 'APIs', names: ['a', 'b'] });
    expect(use).toMatchObject({ grade: 'strong', last: '2026-11-21' });
    const connected = apiRow('a', {}, { requests: requests(daily(), daily(7)) });
    expect(look(appSync, of([connected])).use).toMatchObject({ grade: 'strong', last: '2026-11-22' });
  });

  it('is not used where no API was asked', () => {
    expect(look(appSync, of([apiRow('a')])).use).toMatchObject({
      grade: 'none',
      message: 'the one API was not called in 90 days',
    });
    expect(look(appSync, of([])).use.message).toBe('there is no API');
  });

  it('says nothing of event APIs that no request was seen of, nor of what was hidden', () => {
    expect(() => look(appSync, of([apiRow('a')], [eventApi(requests(daily()))]))).toThrow('channel namespace');
    expect(look(appSync, of([apiRow('a')], [eventApi(requests(daily(1)))])).use.grade).toBe('strong');
    const hidden = apiRow('a', {}, { requests: gap('cloudwatch:GetMetricData') });
    expect(() => look(appSync, of([hidden]))).toThrow('GetMetricData was denied');
  });
});
