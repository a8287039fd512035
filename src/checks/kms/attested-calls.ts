import { type Aws, call, collection, detail } from '../../core/collection.js';
import { decodeMeasurement } from '../../core/policy/index.js';
import { isEnabledCustomerKey, keys } from './keys.js';

const sdk = () => import('../cloudtrail/sdk.js');

/** Operations that an enclave calls with an attestation document. */
const operations = ['Decrypt', 'DeriveSharedSecret', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateRandom'];
const pagesEach = 20;
const eventsPerPage = 50;

/** Calls of one operation with one key by enclaves with the same measurements. */
export interface AttestedCall {
  EventName: string;
  KeyArn: string;
  /** The enclave of the latest call, `i-...-enc...`. */
  ModuleId: string;
  /** PCR name to the value as CloudTrail writes it, hex or base64. */
  Measurements: Record<string, string>;
  Count: number;
  /** ISO 8601. */
  Latest: string;
}

/** What CloudTrail's event history of a region tells of attested calls, newest first and at most 1,000 events an operation. */
export interface Lookup {
  Calls: AttestedCall[];
  Looked: { EventName: string; Events: number; Truncated: boolean; Oldest: string | null }[];
}

interface Place {
  RegionName: string;
}

/** One row a region. Event history needs no trail; it keeps management events, those of KMS included, for 90 days. */
export const attestedCalls = collection<Place, { lookup: Lookup }>({
  id: 'kms.attestedCalls',
  noun: 'event histories',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: place => ({ id: place.RegionName, type: 'AWS::::Region' }),
  details: {
    lookup: detail({
      calls: [call('cloudtrail:LookupEvents', 'cloudtrail:LookupEvents', { perSecond: 2 })],
      get: (_place, aws) => lookUp(aws),
    }),
  },
});

/** The event history of regions that have a customer key to call; the others are not asked. */
export const attestedCallsOfOurKeys = attestedCalls
  .with('lookup')
  .onlyFor({ keys: keys.with() }, (place, tables) => tables.keys.in(place.RegionName).some(isEnabledCustomerKey));

async function lookUp(aws: Aws): Promise<Lookup> {
  const groups = new Map<string, AttestedCall>();
  const looked: Lookup['Looked'] = [];
  // One after the other: two requests a second are all that LookupEvents allows.
  for (const EventName of operations) looked.push(await lookUpOperation(EventName, groups, aws));
  return { Calls: [...groups.values()], Looked: looked };
}

async function lookUpOperation(
  EventName: string,
  groups: Map<string, AttestedCall>,
  aws: Aws,
): Promise<Lookup['Looked'][0]> {
  const { CloudTrailClient, paginateLookupEvents } = await sdk();
  const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: EventName }];
  const looked = { EventName, Events: 0, Truncated: false, Oldest: null as string | null };
  let pages = 0;
  for await (const page of paginateLookupEvents(
    { client: aws.client(CloudTrailClient), pageSize: eventsPerPage },
    { LookupAttributes },
  )) {
    for (const { CloudTrailEvent, EventTime } of page.Events ?? []) {
      const time = EventTime?.toISOString() ?? '';
      looked.Events += 1;
      looked.Oldest = time;
      const attested = attestedCallOf(CloudTrailEvent ?? '{}', EventName, time);
      if (attested) addTo(groups, attested);
    }
    pages += 1;
    looked.Truncated = pages === pagesEach && Boolean(page.NextToken);
    if (pages === pagesEach) break;
  }
  return looked;
}

/** The parts of CloudTrail's record that are read; everything else in it stays behind. */
interface TrailRecord {
  eventSource?: string;
  resources?: { ARN?: string; type?: string }[] | null;
  additionalEventData?: { recipient?: Record<string, string> | null } | null;
}

function attestedCallOf(text: string, EventName: string, time: string): AttestedCall | undefined {
  const record = JSON.parse(text) as TrailRecord;
  const recipient = record.additionalEventData?.recipient;
  const KeyArn = record.resources?.find(one => /^arn:[^:]+:kms:.*:key\//.test(one.ARN ?? ''))?.ARN;
  const ModuleId = recipient?.['attestationDocumentModuleId'] ?? '';
  // `-enc` tells an enclave from a NitroTPM; GenerateRandom uses no key unless a key store is named.
  if (record.eventSource !== 'kms.amazonaws.com' || !recipient || !KeyArn || !ModuleId.includes('-enc'))
    return undefined;
  return { EventName, KeyArn, ModuleId, Measurements: measurementsOf(recipient), Count: 1, Latest: time };
}

function measurementsOf(recipient: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  const image = recipient['attestationDocumentEnclaveImageDigest'];
  if (image) found['PCR0'] = image;
  for (const number of [1, 2, 3, 4, 8]) {
    const value = recipient[`attestationDocumentEnclavePCR${number}`];
    if (value) found[`PCR${number}`] = value;
  }
  return found;
}

function addTo(groups: Map<string, AttestedCall>, one: AttestedCall): void {
  const group = JSON.stringify([one.KeyArn, one.EventName, one.Measurements]);
  const known = groups.get(group);
  if (known) known.Count += 1;
  else groups.set(group, one);
}

const zeros = '0'.repeat(96);

/** Debug mode leaves PCR0, PCR1 and PCR2 empty, all three; the other registers keep their values. */
export const isDebugMode = ({ Measurements }: Pick<AttestedCall, 'Measurements'>): boolean =>
  ['PCR0', 'PCR1', 'PCR2'].every(pcr => decodeMeasurement(Measurements[pcr] ?? '') === zeros);
