import type { GetServiceLastAccessedDetailsResponse, IAMClient } from '@aws-sdk/client-iam';
import type { Aws } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { Unavailable } from '../../core/unavailable.js';

const sdk = () => import('./sdk.js');

/** A service that the policies of a user or role allow; `LastAuthenticated` is null where it was never tried. */
export interface ServiceLastAccessed {
  ServiceNamespace: string;
  LastAuthenticated: string | null;
  /** Where it was tried last. */
  LastAuthenticatedRegion: string | null;
}

const attempts = 20;

/**
 * The services that the policies of a user or role allow, by namespace. AWS works them out in a job that takes seconds;
 * it is asked once, however many collections want it.
 */
export const listServicesLastAccessed = (arn: string, aws: Aws): Promise<ServiceLastAccessed[]> =>
  aws.once(`services last accessed by ${arn}`, () => askForServices(arn, aws));

async function askForServices(arn: string, aws: Aws): Promise<ServiceLastAccessed[]> {
  const { GenerateServiceLastAccessedDetailsCommand, IAMClient: Client } = await sdk();
  const client = aws.client(Client);
  const { JobId } = await client.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: arn }));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const answer = await askFor(JobId, undefined, client);
    if (answer.JobStatus === 'COMPLETED') return readPages(answer, JobId, client);
    if (answer.JobStatus === 'FAILED') throw noAnswer(answer.Error?.Message ?? 'the job failed');
    await aws.pause(Math.min(250 * 2 ** attempt, 4000));
  }
  throw noAnswer(`the job was not done after ${attempts} requests`);
}

async function askFor(JobId: string | undefined, Marker: string | undefined, client: IAMClient) {
  const { GetServiceLastAccessedDetailsCommand } = await sdk();
  return client.send(
    new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000, ...(Marker ? { Marker } : {}) }),
  );
}

async function readPages(
  first: GetServiceLastAccessedDetailsResponse,
  JobId: string | undefined,
  client: IAMClient,
): Promise<ServiceLastAccessed[]> {
  const found: ServiceLastAccessed[] = [];
  for (let page = first; ; page = await askFor(JobId, page.Marker, client)) {
    for (const {
      ServiceNamespace = '',
      LastAuthenticated,
      LastAuthenticatedRegion = null,
    } of page.ServicesLastAccessed ?? [])
      found.push({ ServiceNamespace, LastAuthenticated: isoOf(LastAuthenticated), LastAuthenticatedRegion });
    if (!page.IsTruncated || !page.Marker) return found;
  }
}

const noAnswer = (message: string): Unavailable =>
  new Unavailable({
    reason: 'unexpected-answer',
    api: 'iam:GetServiceLastAccessedDetails',
    actions: ['iam:GetServiceLastAccessedDetails'],
    region: 'global',
    message: `AWS did not tell which services the user or role may use: ${message}`,
  });
