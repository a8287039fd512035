import type { MethodSetting as AnyMethodSetting, Stage as AnyStage } from '@aws-sdk/client-api-gateway';
import { type Aws, call, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { arnOf } from './pages.js';
import { listCall, listRestApis, type RestApi } from './rest-apis.js';
import { metricDays, trafficOf } from './traffic.js';

const sdk = () => import('./sdk.js');

/** What is set for one method of a stage, or for all of them (key "*" for path and method). */
export interface MethodSetting {
  /** `OFF`, `ERROR`, `INFO`. */
  loggingLevel: string;
  dataTraceEnabled: boolean;
  metricsEnabled: boolean;
  cachingEnabled: boolean;
  cacheDataEncrypted: boolean;
}

/** A stage of a REST API, as GetStages tells; of its variables the names alone. */
export interface Stage {
  restApiId: string;
  apiName: string;
  stageName: string;
  arn: string;
  createdDate: string | null;
  lastUpdatedDate: string | null;
  cacheClusterEnabled: boolean;
  /** GB, as AWS writes it: `0.5`. */
  cacheClusterSize: string | null;
  methodSettings: Record<string, MethodSetting>;
  variableNames: string[];
  accessLogDestinationArn: string | null;
  tracingEnabled: boolean;
  webAclArn: string | null;
  clientCertificateId: string | null;
  tags: Record<string, string>;
}

interface Details {
  /** Stages of one name of APIs of one name share these metrics. */
  cache: { Count: MetricSeries; CacheHitCount: MetricSeries; CacheMissCount: MetricSeries };
  /** What the stage's log group took in; null where execution logging is off or says errors only. */
  logged: { IncomingBytes: MetricSeries } | null;
}

export const stages = collection<Stage, Details>({
  id: 'apigateway.stages',
  noun: 'stages of REST APIs',
  calls: [listCall, call('apigateway:GetStages', 'apigateway:GET', { each: true })],
  async list(aws) {
    const apis = await listRestApis(aws);
    return (await Promise.all(apis.map(api => listStages(api, aws)))).flat();
  },
  resource: ({ restApiId, apiName, stageName, arn, tags }) => ({
    id: `${restApiId}/${stageName}`,
    arn,
    name: `${apiName}/${stageName}`,
    type: 'AWS::ApiGateway::Stage',
    tags,
  }),
  details: {
    cache: {
      metrics({ apiName, stageName }) {
        const of = (name: string) => trafficOf(name, { ApiName: apiName, Stage: stageName });
        return {
          Count: of('Count'),
          CacheHitCount: of('CacheHitCount'),
          CacheMissCount: of('CacheMissCount'),
        };
      },
    },
    logged: {
      when: isVerbose,
      otherwise: null,
      metrics: ({ restApiId, stageName }) => ({
        IncomingBytes: {
          Namespace: 'AWS/Logs',
          MetricName: 'IncomingBytes',
          Dimensions: { LogGroupName: `API-Gateway-Execution-Logs_${restApiId}/${stageName}` },
          Statistic: 'Sum',
          Days: metricDays,
        },
      }),
    },
  },
});

/** One API whose stages are refused must not hide those of the others. */
async function listStages(api: RestApi, aws: Aws): Promise<Stage[]> {
  const { APIGatewayClient, GetStagesCommand } = await sdk();
  try {
    const { item = [] } = await aws.client(APIGatewayClient).send(new GetStagesCommand({ restApiId: api.id }));
    return item.map(stage => stageOf(stage, api, aws));
  } catch (error) {
    aws.missed({ id: api.id }, error);
    return [];
  }
}

const stageOf = (stage: AnyStage, api: RestApi, aws: Aws): Stage => ({
  restApiId: api.id,
  apiName: api.name,
  stageName: stage.stageName ?? '',
  arn: arnOf(aws, `/restapis/${api.id}/stages/${stage.stageName}`),
  createdDate: isoOf(stage.createdDate),
  lastUpdatedDate: isoOf(stage.lastUpdatedDate),
  cacheClusterEnabled: stage.cacheClusterEnabled ?? false,
  cacheClusterSize: stage.cacheClusterSize ?? null,
  methodSettings: Object.fromEntries(
    Object.entries(stage.methodSettings ?? {}).map(([key, setting]) => [key, settingOf(setting)]),
  ),
  variableNames: Object.keys(stage.variables ?? {}).sort(),
  accessLogDestinationArn: stage.accessLogSettings?.destinationArn ?? null,
  tracingEnabled: stage.tracingEnabled ?? false,
  webAclArn: stage.webAclArn || null,
  clientCertificateId: stage.clientCertificateId ?? null,
  tags: stage.tags ?? {},
});

const settingOf = (setting: AnyMethodSetting): MethodSetting => ({
  loggingLevel: setting.loggingLevel ?? 'OFF',
  dataTraceEnabled: setting.dataTraceEnabled ?? false,
  metricsEnabled: setting.metricsEnabled ?? false,
  cachingEnabled: setting.cachingEnabled ?? false,
  cacheDataEncrypted: setting.cacheDataEncrypted ?? false,
});

/** Whole requests and responses are written; without a logging level nothing is. */
export const isTraced = ({ dataTraceEnabled, loggingLevel }: MethodSetting): boolean =>
  dataTraceEnabled && loggingLevel !== 'OFF';

/** Some method logs more than its errors. */
function isVerbose({ methodSettings }: Stage): boolean {
  return Object.values(methodSettings).some(setting => setting.loggingLevel === 'INFO' || isTraced(setting));
}
