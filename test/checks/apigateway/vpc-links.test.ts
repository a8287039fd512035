import { describe, expect, it } from 'vitest';
import { vpcLinkInUse } from '../../../src/checks/apigateway/vpc-links.js';
import type { StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { apiRow, linkRow, method } from './rows.js';

const through = (connectionId: string) => ({ methods: [method({ connectionType: 'VPC_LINK', connectionId })] });
const judged = (links: StoredRow[], apis: StoredRow[]) =>
  judge(vpcLinkInUse, world({ 'apigateway.vpcLinks': links, 'apigateway.restApis': apis }));
const balancer = { price: 'elb/LoadBalancerUsage', units: 730 };

describe('a VPC link', () => {
  it('is in use when a method goes through it', async () => {
    const [used, spare] = await judged([linkRow('l1'), linkRow('l2')], [apiRow('a', {}, through('l1'))]);
    expect(used).toMatchObject({ verdict: 'PASS', message: 'used by the API a' });
    expect(spare).toMatchObject({
      verdict: 'FAIL',
      message: 'no method of any REST API goes through it (load balancer l2)',
      saving: { releases: [balancer], estimated: true },
      disuse: { grade: 'medium', window: 0 },
    });
  });

  it('frees no load balancer that another link needs, and none twice', async () => {
    const targetArns = ['arn:aws:elasticloadbalancing:eu-north-1:111122223333:loadbalancer/net/shared/1'];
    const [, second, third] = await judged(
      [linkRow('l1'), linkRow('l2', { targetArns }), linkRow('l3', { targetArns })],
      [apiRow('a', {}, through('l1'))],
    );
    expect(second?.saving?.releases).toEqual([balancer]);
    expect(third?.saving?.releases).toEqual([]);
    const [, unused] = await judged(
      [linkRow('l1', { targetArns }), linkRow('l2', { targetArns })],
      [apiRow('a', {}, through('l1'))],
    );
    expect(unused).toMatchObject({ verdict: 'FAIL', saving: { releases: [] } });
  });

  it('is not judged where a stage variable chooses the link', async () => {
    const [named, other] = await judged(
      [linkRow('l1'), linkRow('l2')],
      [apiRow('a', {}, through('l1')), apiRow('b', {}, through('${stageVariables.link}'))],
    );
    expect(named?.verdict).toBe('PASS');
    expect(other).toMatchObject({ verdict: 'NOT_AVAILABLE', gap: { reason: 'not-collected' } });
  });

  it('is out of scope while it is made or deleted, and in scope when it failed', async () => {
    const links = ['DELETING', 'FAILED', 'PENDING'].map(status => linkRow(status, { status }));
    expect((await judged(links, [])).map(found => found.verdict)).toEqual(['NOT_APPLICABLE', 'FAIL', 'NOT_APPLICABLE']);
  });

  it('waits for the methods of every API of its region, and of no other', async () => {
    const [found] = await judged([linkRow('l1')], [apiRow('a', {}, { methods: gap('apigateway:GetResources') })]);
    expect(found?.verdict).toBe('NOT_AVAILABLE');
    const refused = world({
      'apigateway.vpcLinks': [linkRow('l1')],
      'apigateway.restApis': { gaps: [gap('apigateway:GetRestApis', { region: 'us-east-1' })] },
    });
    expect((await judge(vpcLinkInUse, refused))[0]?.verdict).toBe('FAIL');
  });
});
