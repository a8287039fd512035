import { describe, expect, it } from 'vitest';
import { cognito } from '../../../src/checks/cognito/system.js';
import type { StoredRow } from '../../../src/core/world.js';
import { look } from '../../support/use.js';
import { gap, row, world } from '../../support/world.js';
import { daily } from '../apigateway/rows.js';
import { clientRow, machineRow, poolRow, tokens } from './rows.js';

const of = (clients: StoredRow[], identities: StoredRow[] = []) =>
  world({
    'cognito.userPools': [poolRow('pool')],
    'cognito.clients': clients,
    'cognito.identityPools': identities,
  });
const signedIn = (signIns: object) => clientRow('pool', 'web', {}, { signIns });
const identityPool = row({ IdentityPoolId: 'eu-north-1:1', IdentityPoolName: 'guests' });

describe('Cognito', () => {
  it.each([['SignInSuccesses'], ['TokenRefreshSuccesses'], ['FederationSuccesses Google']])(
    'is used where %s is above zero',
    name => {
      const { inventory, use } = look(cognito, of([signedIn({ [name]: daily(2, 0) })], [identityPool]));
      expect(use).toMatchObject({ grade: 'strong', last: '2026-11-21', window: 90 });
      expect(inventory).toEqual({
        count: 2,
        noun: 'user and identity pools',
        names: ['pool', 'guests'],
        newest: '2025-01-01T00:00:00.000Z',
      });
    },
  );

  it('is not used where nobody signed in', () => {
    const { use } = look(cognito, of([signedIn({ SignInSuccesses: daily(0) })]));
    expect(use).toMatchObject({ grade: 'none', message: 'nobody signed in to the one user pool in 90 days' });
  });

  it('says nothing where there is use that leaves no metric', () => {
    expect(() => look(cognito, of([clientRow('pool', 'web')], [identityPool]))).toThrow('identity pools');
    expect(() => look(cognito, of([machineRow('robot', tokens(null))]))).toThrow('tokens that machines get');
    const hidden = clientRow('pool', 'web', {}, { signIns: gap('cloudwatch:GetMetricData') });
    expect(() => look(cognito, of([hidden]))).toThrow('GetMetricData was denied');
  });
});
