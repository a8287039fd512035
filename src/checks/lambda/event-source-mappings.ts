import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { functionNameOf } from './qualified.js';

const sdk = () => import('./sdk.js');

/** A queue or stream that Lambda reads for a function. */
export interface EventSourceMapping {
  UUID: string;
  /** Null for Kafka clusters outside AWS. */
  EventSourceArn: string | null;
  State: string;
  /** Qualified where an alias or a version is called. */
  FunctionArn: string;
  LastModified: string | null;
}

/** The mappings of a region by the name of the function that they call. */
export async function listEventSourceMappings(aws: Aws): Promise<Map<string, EventSourceMapping[]>> {
  const { LambdaClient, paginateListEventSourceMappings } = await sdk();
  const found = new Map<string, EventSourceMapping[]>();
  for await (const page of paginateListEventSourceMappings({ client: aws.client(LambdaClient) }, {})) {
    for (const { EventSourceArn, FunctionArn = '', LastModified, State = '', UUID = '' } of page.EventSourceMappings ??
      []) {
      const name = functionNameOf(FunctionArn);
      const mapping = {
        UUID,
        EventSourceArn: EventSourceArn ?? null,
        State,
        FunctionArn,
        LastModified: isoOf(LastModified),
      };
      found.set(name, [...(found.get(name) ?? []), mapping]);
    }
  }
  return found;
}
