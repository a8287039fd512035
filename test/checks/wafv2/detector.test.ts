import { describe, expect, it } from 'vitest';
import { detector } from '../../../src/checks/wafv2/detector.js';
import { webAcls } from '../../../src/checks/wafv2/web-acls.js';
import { regions as regionsCollection } from '../../../src/checks/account/regions.js';
import type { Gap } from '../../../src/core/types.js';
import { Unavailable } from '../../../src/core/unavailable.js';
import { LoadedCollection, type StoredRow } from '../../../src/core/world.js';
import { gap, row } from '../../support/world.js';
import { aclRow, balancer, cloudfrontRow } from './rows.js';

function tablesOf(rows: StoredRow[], regions: string[], gaps: Gap[] = []): object {
  const audited = regions.map(name => row({ RegionName: name }, {}, name));
  return {
    webAcls: new LoadedCollection(webAcls, { rows, gaps }, regions).table,
    regions: new LoadedCollection(regionsCollection, { rows: audited, gaps: [] }, regions).table,
  };
}
const both = ['eu-north-1', 'us-east-1'];
const acls = [aclRow('shop'), aclRow('old', { resources: [] }), cloudfrontRow('edge')];
const names = (region: string, tables: object) => detector.protections?.(region, tables).map(({ name }) => name);

describe('the detector of WAF', () => {
  it('stands by the web ACLs of a region, and says how many protect nothing', () => {
    const tables = tablesOf(acls, both);
    expect(detector.standing('eu-north-1', tables)).toMatchObject({
      state: 'on',
      message: '2 web ACLs; 1 of them protects nothing',
    });
    expect(detector.standing('us-east-1', tables)).toMatchObject({ state: 'on', message: '1 web ACL' });
    expect(detector.standing('eu-north-1', tablesOf([], both))).toMatchObject({ state: 'off', message: 'no web ACLs' });
  });

  it('tells what each protects', () => {
    expect(detector.protections?.('eu-north-1', tablesOf([aclRow('shop')], both))).toEqual([
      {
        name: 'shop',
        arn: 'arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/shop/id-shop',
        scope: 'REGIONAL',
        rules: 1,
        protects: [balancer],
      },
    ]);
  });

  it('shows those of CloudFront once, also where their region is not audited', () => {
    expect([names('eu-north-1', tablesOf(acls, both)), names('us-east-1', tablesOf(acls, both))]).toEqual([
      ['shop', 'old'],
      ['edge'],
    ]);
    const without = tablesOf(acls, ['eu-north-1', 'eu-west-1']);
    expect([names('eu-north-1', without), names('eu-west-1', without)]).toEqual([['shop', 'old', 'edge'], []]);
  });

  it('takes no refusal for "off", nor the refusal of one region for that of another', () => {
    const refused = tablesOf([aclRow('shop')], both, [gap('wafv2:ListWebACLs', { region: 'us-east-1' })]);
    expect(() => detector.standing('us-east-1', refused)).toThrow(Unavailable);
    expect(detector.standing('eu-north-1', refused).state).toBe('on');
    const edge = tablesOf([], both, [gap('wafv2:ListWebACLs', { region: 'global' })]);
    expect(() => detector.standing('us-east-1', edge)).toThrow(Unavailable);
  });

  it('stands although what a web ACL protects could not be seen', () => {
    const hidden = tablesOf([aclRow('shop', { resources: gap('wafv2:ListResourcesForWebACL') })], both);
    expect(detector.standing('eu-north-1', hidden).message).toBe(
      '1 web ACL; what 1 of them protects could not be seen',
    );
    expect(() => detector.protections?.('eu-north-1', hidden)).toThrow(Unavailable);
  });
});
