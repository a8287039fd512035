import { expect, it } from 'vitest';
import { inspectorSystem } from '../../../src/checks/inspector/system.js';
import { observe } from '../../support/system.js';
import { gap, world } from '../../support/world.js';
import { accountRow } from './rows.js';

const seen = (accounts: Parameters<typeof world>[0][string]) =>
  observe(inspectorSystem, world({ 'inspector.accounts': accounts }));
const all = { ec2: 'DISABLED', ecr: 'DISABLED', lambda: 'DISABLED', lambdaCode: null, codeRepository: null };

it('is in use while a scan is on, and says what it watches', () => {
  const coverage = [
    { groupKey: 'AWS_LAMBDA_FUNCTION', count: 9 },
    { groupKey: 'AWS_EC2_INSTANCE', count: 0 },
  ];
  const { inventory, use } = seen([accountRow('ENABLED', { ...all, lambda: 'ENABLED' }, { coverage })]);
  expect(use).toMatchObject({ grade: 'medium', message: 'scans are on: lambda; they watch 9 Lambda functions' });
  expect(inventory).toEqual({ count: 1, noun: 'scans', names: ['lambda'] });
  const hidden = accountRow(
    'ENABLED',
    { ...all, ecr: 'ENABLED' },
    { coverage: gap('inspector2:ListCoverageStatistics') },
  );
  expect(seen([hidden]).use).toMatchObject({
    grade: 'medium',
    message: expect.stringContaining('not known') as string,
  });
});

it('is not while no scan is on', () => {
  expect(seen([accountRow('ENABLED', all)]).use).toMatchObject({ grade: 'none', message: 'no scan is on' });
  expect(seen([accountRow('DISABLED')]).use).toMatchObject({ grade: 'none', message: 'Inspector is DISABLED' });
  expect(seen([accountRow('DISABLED')]).inventory?.count).toBe(0);
});

it('cannot tell without sight', () => {
  expect(() => seen({ gaps: [gap('inspector2:BatchGetAccountStatus')] }).use).toThrow('was denied');
});
