import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import type { RowOf } from '../../core/collection.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import { cannotTell } from '../../core/unavailable.js';
import { type RestApi, restApis } from './rest-apis.js';
import type { RestMethod } from './rest-resources.js';
import { type Stage, stages } from './stages.js';

const monthDays = 30;
const measured = restApis.with('requests', 'methods');

export const couldBeHttp = check({
  id: 'apigateway-rest-api-could-be-http',
  title: 'Busy APIs that only pass requests on are HTTP APIs',
  why: 'A REST API costs more than three times as much for each request as an HTTP API, which does the same where requests only go through to a function or a server.',
  fix: {
    byHand:
      'Define the same routes in an HTTP API (API Gateway > Create API > HTTP API), try it under its own address, and move the mapping of the custom domain over; it can be moved back.',
    note: 'A project, not a setting: authorizers, logs and the shape of the event that functions get differ. HTTP APIs have no edge-optimized endpoint, no execution logs and no X-Ray tracing.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'cloudwatch:GetMetricData.Count',
    'apigateway:GetRestApis.policy',
    'apigateway:GetResources.resourceMethods',
    'apigateway:GetStages.webAclArn',
    'apigateway:GetStages.cacheClusterEnabled',
    'apigateway:GetStages.clientCertificateId',
  ],
  on: measured,
  also: { apis: restApis.with(), stages: stages.with() },
  params: { min_requests: 5_000_000 },
  scope: 'a private API, which HTTP APIs cannot be',
  applies: api => !api.endpointTypes.includes('PRIVATE'),
  test(api, tables, { params }) {
    const requests = totalOf(lastDays(api.requests.Count, monthDays));
    const seen = saw('cloudwatch:GetMetricData', 'Count', requests, `at most ${params.min_requests} a month`);
    if (requests <= params.min_requests) return pass(`${requests} requests in ${monthDays} days`, seen);
    demandMetricsOfItsOwn(api, tables.apis);
    const own = featureOf(api);
    if (own) return pass(`${own.what}, which HTTP APIs cannot`, seen, own.evidence);
    const ofApi = tables.stages.in(api.region).at('restApiId', api.id);
    const guarded = ofApi.first(stage => stage.webAclArn !== null);
    if (guarded) {
      const acl = saw('apigateway:GetStages', 'webAclArn', guarded.webAclArn);
      return notApplicable(`stage ${guarded.stageName} has a web ACL, and HTTP APIs cannot have one`, acl);
    }
    const staged = ofApi.first(stage => featureOfStage(stage) !== undefined);
    const ofStage = staged && featureOfStage(staged);
    if (ofStage) return pass(`${ofStage.what}, which HTTP APIs cannot`, seen, ofStage.evidence);
    const saving = {
      ...saves(
        { price: 'apigateway/ApiGatewayRequest', units: requests },
        { price: 'apigateway/ApiGatewayHttpRequest', units: -requests },
      ),
      estimated: true,
    };
    const message = `${requests} requests in ${monthDays} days, and nothing in use that an HTTP API lacks (reckoned with requests of at most 512 KB)`;
    return { ...fail(message, seen), saving };
  },
});

/** CloudWatch knows REST APIs by name only. */
function demandMetricsOfItsOwn(api: RestApi & { region: string }, all: Table<RestApi & { region: string }>): void {
  const twin = all
    .in(api.region)
    .at('name', api.name)
    .first(one => one.id !== api.id);
  if (twin === undefined) return;
  cannotTell(
    'unexpected-answer',
    'cloudwatch:GetMetricData',
    `the APIs ${api.id} and ${twin.id} are both named ${api.name}; CloudWatch counts their requests together`,
  );
}

/** Something that the API uses and HTTP APIs do not have. */
function featureOf(api: RowOf<typeof measured>) {
  if (api.policy !== null) {
    return { what: 'has a resource policy', evidence: saw('apigateway:GetRestApis', 'policy', 'set') };
  }
  for (const method of api.methods) {
    const what = featureOfMethod(method);
    const where = `${method.httpMethod} ${method.path}`;
    if (what) {
      const evidence = saw('apigateway:GetResources', 'resourceMethods', {
        method: where,
        type: method.integration?.type,
      });
      return { what: `${where} ${what}`, evidence };
    }
  }
  return undefined;
}

function featureOfMethod({ httpMethod, apiKeyRequired, requestValidatorId, integration }: RestMethod) {
  if (apiKeyRequired) return 'asks for an API key';
  if (requestValidatorId !== null) return 'validates requests';
  // Answers to preflight requests are a setting of HTTP APIs.
  if (integration === null || httpMethod === 'OPTIONS') return undefined;
  if (integration.responseTransferMode === 'STREAM') return 'streams its responses';
  if (integration.type === 'AWS') return 'calls an AWS service or changes requests on the way';
  if (integration.type === 'HTTP') return 'changes requests on the way';
  if (integration.type === 'MOCK') return 'answers by itself';
  return undefined;
}

function featureOfStage({ stageName, cacheClusterEnabled, clientCertificateId }: Stage) {
  if (cacheClusterEnabled) {
    const evidence = saw('apigateway:GetStages', 'cacheClusterEnabled', true);
    return { what: `stage ${stageName} caches responses`, evidence };
  }
  if (clientCertificateId !== null) {
    const evidence = saw('apigateway:GetStages', 'clientCertificateId', clientCertificateId);
    return { what: `stage ${stageName} shows back ends a client certificate`, evidence };
  }
  return undefined;
}
