import { check, fail, pass, saw } from '../../core/check.js';
import { call, collection, type RowOf } from '../../core/collection.js';
import { hoursAMonth, saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { arnOf } from './pages.js';
import { restApis } from './rest-apis.js';

const sdk = () => import('./sdk.js');

/** A link of REST APIs to a network load balancer. The links of HTTP APIs, which have none and are free, are others. */
export interface VpcLink {
  id: string;
  arn: string;
  name: string;
  /** Network load balancers. */
  targetArns: string[];
  /** `AVAILABLE`, `PENDING`, `DELETING`, `FAILED`. */
  status: string;
  tags: Record<string, string>;
}

export const vpcLinks = collection<VpcLink>({
  id: 'apigateway.vpcLinks',
  noun: 'VPC links of REST APIs',
  calls: [call('apigateway:GetVpcLinks', 'apigateway:GET')],
  async list(aws) {
    const { APIGatewayClient, paginateGetVpcLinks } = await sdk();
    const found: VpcLink[] = [];
    for await (const page of paginateGetVpcLinks({ client: aws.client(APIGatewayClient), pageSize: 500 }, {})) {
      for (const link of page.items ?? []) {
        found.push({
          id: link.id ?? '',
          arn: arnOf(aws, `/vpclinks/${link.id}`),
          name: link.name ?? '',
          targetArns: link.targetArns ?? [],
          status: link.status ?? '',
          tags: link.tags ?? {},
        });
      }
    }
    return found;
  },
  resource: ({ id, arn, name, tags }) => ({ id, arn, name, type: 'AWS::ApiGateway::VpcLink', tags }),
});

const isThere = ({ status }: VpcLink): boolean => status === 'AVAILABLE' || status === 'FAILED';

const linked = restApis
  .with('methods')
  .onlyFor({ links: vpcLinks.with() }, (api, { links }) => links.in(api.region).some(isThere));
type Apis = Table<RowOf<typeof linked>>;

export const vpcLinkInUse = check({
  id: 'apigateway-vpc-link-in-use',
  title: 'VPC links of REST APIs lead somewhere',
  why: 'The link is free, but the network load balancer that it needs is billed by the hour, also when no API sends anything through it.',
  fix: {
    command: 'aws apigateway delete-vpc-link --vpc-link-id {id} --region {region}',
    note: 'AWS refuses while a method still names the link. A stage may serve an older deployment that uses it: look before. Then delete its load balancer, if nothing else uses that.',
  },
  cleanUp: { does: 'delete', risk: 'medium', undo: 'never', order: 4 },
  fields: ['apigateway:GetVpcLinks.items', 'apigateway:GetResources.resourceMethods'],
  on: vpcLinks.with(),
  also: { apis: linked, links: vpcLinks.with() },
  scope: 'the link is being made or deleted',
  applies: isThere,
  test(link, tables) {
    const apis = tables.apis.in(link.region);
    const user = apis.first(api => names(api, link.id));
    if (user) {
      const seen = saw('apigateway:GetResources', 'resourceMethods', { api: user.id, connectionId: link.id });
      return pass(`used by the API ${user.name}`, seen);
    }
    demandNoVariables(apis);
    const seen = saw('apigateway:GetResources', 'resourceMethods', { connectionId: null }, { connectionId: link.id });
    const balancers = spareTargets(link, tables.links.in(link.region), apis);
    const rest = balancers.length > 0 ? ` (load balancer ${balancers.map(nameOf).join(', ')})` : '';
    return {
      ...fail(`no method of any REST API goes through it${rest}`, seen),
      saving: {
        ...saves(...balancers.map(() => ({ price: 'elb/LoadBalancerUsage', units: hoursAMonth }))),
        estimated: true,
      },
      disuse: { grade: 'medium', window: 0, last: null, evidence: [seen] },
    };
  },
});

const names = ({ methods }: RowOf<typeof linked>, id: string): boolean =>
  methods.some(({ integration }) => integration?.connectionId === id);

/** A stage variable may name any link; variables' values are not read. */
function demandNoVariables(apis: Apis): void {
  const api = apis.first(({ methods }) => methods.some(one => one.integration?.connectionId?.includes('${') ?? false));
  if (api === undefined) return;
  const message = `the API ${api.name} chooses its VPC link by a stage variable, whose value is not read`;
  cannotTell('not-collected', 'apigateway:GetResources', message);
}

/** Load balancers that no link in use needs, and that no unused link before this one has been counted with. */
function spareTargets(link: VpcLink, links: Table<VpcLink>, apis: Apis): string[] {
  const others = links.all().filter(one => one.id !== link.id);
  const taken = others.filter(one => one.id < link.id || apis.some(api => names(api, one.id)));
  return link.targetArns.filter(arn => !taken.some(one => one.targetArns.includes(arn)));
}

/** `net/name/id` of a load balancer's ARN, without the id. */
const nameOf = (arn: string): string => arn.split('/').at(-2) ?? arn;
