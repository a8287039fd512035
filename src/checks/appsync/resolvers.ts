import type { Aws } from '../../core/collection.js';

const sdk = () => import('./sdk.js');

/** What answers a field: `Query.listBookings`. Its code and templates are not kept. */
export interface Resolver {
  typeName: string;
  fieldName: string;
  /** `UNIT`, `PIPELINE`. */
  kind: string;
  /** Names of the data sources that it asks, those of its pipeline's functions included. */
  dataSourceNames: string[];
  /** Seconds; null where it does not cache. */
  cachingTtl: number | null;
}

/** Every resolver of an API: AppSync lists them by type only. */
export async function listResolvers(apiId: string, aws: Aws): Promise<Resolver[]> {
  const [types, sourceOf] = await Promise.all([listObjectTypes(apiId, aws), listFunctionSources(apiId, aws)]);
  const { AppSyncClient, paginateListResolvers } = await sdk();
  const found: Resolver[] = [];
  for (const typeName of types) {
    for await (const page of paginateListResolvers({ client: aws.client(AppSyncClient) }, { apiId, typeName })) {
      for (const one of page.resolvers ?? []) {
        const steps = (one.pipelineConfig?.functions ?? []).map(id => sourceOf.get(id));
        const names = [one.dataSourceName, ...steps].filter(name => name !== undefined && name !== '');
        found.push({
          typeName,
          fieldName: one.fieldName ?? '',
          kind: one.kind ?? 'UNIT',
          dataSourceNames: [...new Set(names as string[])],
          cachingTtl: one.cachingConfig?.ttl ?? null,
        });
      }
    }
  }
  return found;
}

/** Only object types have resolvers; inputs, enums and the rest are not asked about. */
async function listObjectTypes(apiId: string, aws: Aws): Promise<string[]> {
  const { AppSyncClient, paginateListTypes } = await sdk();
  const found: string[] = [];
  for await (const page of paginateListTypes({ client: aws.client(AppSyncClient) }, { apiId, format: 'SDL' })) {
    for (const { name = '', definition = '' } of page.types ?? []) {
      if (/^\s*type\s/m.test(definition)) found.push(name);
    }
  }
  return found;
}

/** The data source of each pipeline function, by the function's id. */
async function listFunctionSources(apiId: string, aws: Aws): Promise<Map<string, string>> {
  const { AppSyncClient, paginateListFunctions } = await sdk();
  const found = new Map<string, string>();
  for await (const page of paginateListFunctions({ client: aws.client(AppSyncClient) }, { apiId })) {
    for (const { functionId = '', dataSourceName = '' } of page.functions ?? []) found.set(functionId, dataSourceName);
  }
  return found;
}
