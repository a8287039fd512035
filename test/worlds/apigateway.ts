import { apiRow, cache, cachedStage, everyDay, linkRow, method, setting, stageRow } from '../checks/apigateway/rows.js';
import { gap, type World, world } from '../support/world.js';

const busy = { requests: { Count: everyDay(1_000_000) } };
const none = everyDay(0);
const tracing = { '*/*': setting({ loggingLevel: 'INFO', dataTraceEnabled: true }) };
const through = (connectionId: string) => ({ methods: [method({ connectionType: 'VPC_LINK', connectionId })] });

/** Caches that answer and that do not, logs short and long, a link in use and a spare one. */
const mixed = world({
  'apigateway.restApis': [
    apiRow('busy', {}, busy),
    apiRow('keyed', {}, { ...busy, methods: [method({}, { apiKeyRequired: true })] }),
    apiRow('quiet', {}, through('used')),
    apiRow('inside', { endpointTypes: ['PRIVATE'] }),
  ],
  'apigateway.stages': [
    cachedStage('busy-cached', cache(everyDay(100), everyDay(60), everyDay(40))),
    cachedStage('idle-cached', cache(none, none, none)),
    stageRow('busy', { methodSettings: tracing }, { logged: { IncomingBytes: everyDay(1e9) } }),
    stageRow('keyed', { stageName: 'test' }),
    stageRow('quiet'),
  ],
  'apigateway.vpcLinks': [linkRow('used'), linkRow('spare'), linkRow('new', { status: 'PENDING' })],
});

/** APIs of one name, and one that is guarded. */
const twins = world({
  'apigateway.restApis': [
    apiRow('a', { name: 'orders' }, busy),
    apiRow('b', { name: 'orders' }, busy),
    apiRow('guarded', {}, busy),
  ],
  'apigateway.stages': [
    cachedStage('a', cache(everyDay(100), everyDay(60), everyDay(40)), { apiName: 'orders' }),
    cachedStage('b', cache(everyDay(100), everyDay(60), everyDay(40)), { apiName: 'orders' }),
    cachedStage('guarded', cache(everyDay(100), everyDay(1), everyDay(99)), {
      webAclArn: 'arn:aws:wafv2:eu-north-1:111122223333:regional/webacl/a/1',
    }),
  ],
  'apigateway.vpcLinks': [linkRow('spare')],
});

/** A stage variable that may name any link; metrics and one region that are refused. */
const veiled = world({
  'apigateway.restApis': [
    apiRow('a', {}, { ...through('used'), requests: gap('cloudwatch:GetMetricData') }),
    apiRow('b', {}, through('${stageVariables.link}')),
  ],
  'apigateway.stages': {
    rows: [stageRow('a', { methodSettings: tracing }, { logged: gap('cloudwatch:GetMetricData') })],
    gaps: [gap('apigateway:GetStages', { resource: 'b' })],
  },
  'apigateway.vpcLinks': {
    rows: [linkRow('used'), linkRow('spare')],
    gaps: [gap('apigateway:GetVpcLinks', { region: 'us-east-1' })],
  },
});

export const worlds: World[] = [mixed, twins, veiled];
