import { type PolicyDocument } from '../../core/policy-document.js';
import { packageText } from '../../package-files.js';
import type { DeploySettings } from './settings.js';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: string[];
}
interface Template {
  Resources: Record<string, Resource>;
}

const isReads = (id: string): boolean => /^Reads\d*$/.test(id);
const idAt = (name: string, at: number): string => `${name}${at === 0 ? '' : at + 1}`;

/** The template of the release with what these rules read, and with everyone who is told. */
export function templateFor(settings: DeploySettings, reads: readonly PolicyDocument[]): string {
  const { Resources, ...rest } = JSON.parse(packageText('infra/stocktake.template.json')) as Template;
  const first = Resources['Reads'];
  const recipient = Resources['Recipient'];
  if (!first || !recipient) throw new Error('the template of the release has no Reads or no Recipient');
  const policies = reads.map((PolicyDocument, at): [string, Resource] => [
    idAt('Reads', at),
    { ...first, Properties: { ...first.Properties, PolicyDocument } },
  ]);
  const others = settings.emails
    .slice(1)
    .map((Endpoint, at): [string, Resource] => [
      idAt('Recipient', at + 1),
      { Type: recipient.Type, Properties: { ...recipient.Properties, Endpoint } },
    ]);
  const kept = Object.entries(Resources)
    .filter(([id]) => !isReads(id))
    .map(([id, resource]): [string, Resource] => [id, waitingFor(resource, policies)]);
  return JSON.stringify({ ...rest, Resources: Object.fromEntries([...kept, ...policies, ...others]) });
}

function waitingFor(resource: Resource, policies: readonly (readonly [string, Resource])[]): Resource {
  if (!Array.isArray(resource.DependsOn) || !resource.DependsOn.some(isReads)) return resource;
  const others = resource.DependsOn.filter(id => !isReads(id));
  return { ...resource, DependsOn: [...others, ...policies.map(([id]) => id)].sort() };
}

/** Where the function's package is. */
export interface CodePlace {
  bucket: string;
  key: string;
}

/** The parameters of that template. */
export function parametersFor(settings: DeploySettings, code: CodePlace): Record<string, string> {
  return {
    CodeBucket: code.bucket,
    CodeKey: code.key,
    ScheduleExpression: settings.schedule,
    ScheduleTimezone: settings.timeZone,
    Regions: settings.regions === 'all' ? 'all' : settings.regions.join(','),
    Services: (settings.services ?? []).join(','),
    Categories: (settings.categories ?? []).join(','),
    Email: settings.emails[0] ?? '',
    RetentionDays: String(settings.retentionDays),
    LogRetentionDays: String(settings.logRetentionDays),
    MemorySize: String(settings.memory),
    Timeout: String(settings.timeout),
    MaxContinuations: String(settings.continuations),
    ReservedConcurrency: String(settings.reservedConcurrency),
    KeyArn: settings.keyArn ?? '',
    NoReportHours: String(settings.noReportHours),
    Namespace: settings.namespace,
  };
}
