/** What a trail records, as GetEventSelectors tells: either kind of list is empty where the trail uses the other. */
export interface Selectors {
  EventSelectors: EventSelector[];
  AdvancedEventSelectors: AdvancedEventSelector[];
}

/** A basic selector; what AWS leaves out is filled with AWS's defaults (`All`, management events on). */
export interface EventSelector {
  ReadWriteType: string;
  IncludeManagementEvents: boolean;
  DataResources: { Type: string; Values: string[] }[];
  ExcludeManagementEventSources: string[];
}

/** An advanced selector: an event is recorded when every field selector admits it. */
export interface AdvancedEventSelector {
  Name: string | null;
  FieldSelectors: FieldSelector[];
}

/** Conditions on one field of an event; an operator that AWS leaves out is an empty list. */
export interface FieldSelector {
  Field: string;
  Equals: string[];
  StartsWith: string[];
  EndsWith: string[];
  NotEquals: string[];
  NotStartsWith: string[];
  NotEndsWith: string[];
}

type Access = 'read' | 'write';
type Fields = Readonly<Record<string, (field: FieldSelector) => boolean>>;

/** The sources that AWS itself offers to leave out of management events, because they are noisy. */
const noisySources = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

const bedrockSources = [
  'bedrock.amazonaws.com',
  'bedrock-agent.amazonaws.com',
  'bedrock-runtime.amazonaws.com',
  'bedrock-agent-runtime.amazonaws.com',
  'bedrock-data-automation.amazonaws.com',
  'bedrock-data-automation-runtime.amazonaws.com',
];

/**
 * Whether every management event of this access is recorded. Without `source`, the exclusions that AWS offers (KMS and
 * the RDS Data API) do not count against it; with one, it tells of the events of that source.
 */
export function recordsManagement(selectors: Selectors, access: Access, source?: string): boolean {
  const basic = selectors.EventSelectors.some(
    one =>
      one.IncludeManagementEvents &&
      takes(one.ReadWriteType, access) &&
      !(source !== undefined && one.ExcludeManagementEventSources.includes(source)),
  );
  const eventSource = source === undefined ? leavesOutNoiseOnly : is(source);
  return (
    basic || hasAdvanced(selectors, { eventCategory: is('Management'), readOnly: isReadOnly(access), eventSource })
  );
}

/** Whether any management event of this access may be recorded: a selector that narrows in other ways counts. */
export const touchesManagement = (selectors: Selectors, access: Access): boolean =>
  selectors.EventSelectors.some(one => one.IncludeManagementEvents && takes(one.ReadWriteType, access)) ||
  selectors.AdvancedEventSelectors.some(
    ({ FieldSelectors }) =>
      FieldSelectors.some(field => field.Field === 'eventCategory' && is('Management')(field)) &&
      FieldSelectors.every(field => field.Field !== 'readOnly' || isReadOnly(access)(field)),
  );

/** Whether the data events of this access are recorded for every object of every bucket, present and future. */
export function recordsAllObjects(selectors: Selectors, access: Access, partition: string): boolean {
  const prefixes = [`arn:${partition}:s3`, `arn:${partition}:s3:::`];
  const everything = [...prefixes, `arn:${partition}:s3:::*/*`];
  const basic = selectors.EventSelectors.some(
    one =>
      takes(one.ReadWriteType, access) &&
      one.DataResources.some(
        ({ Type, Values }) => Type === 'AWS::S3::Object' && Values.some(value => everything.includes(value)),
      ),
  );
  const wholePrefix = (field: FieldSelector) =>
    uses(field, ['StartsWith']) && field.StartsWith.some(value => prefixes.includes(value));
  return (
    basic ||
    hasAdvanced(selectors, {
      eventCategory: is('Data'),
      'resources.type': is('AWS::S3::Object'),
      'resources.ARN': wholePrefix,
      readOnly: isReadOnly(access),
      eventSource: is('s3.amazonaws.com'),
    })
  );
}

/** What records data events of everything of its kind, in words: `AWS::S3::Object (arn:aws:s3)`; empty when all are narrowed. */
export const unscopedData = ({ EventSelectors, AdvancedEventSelectors }: Selectors): string[] => [
  ...EventSelectors.flatMap(one => one.DataResources).flatMap(({ Type, Values }) =>
    Values.filter(value => wholeService.test(value)).map(value => `${Type} (${value})`),
  ),
  ...AdvancedEventSelectors.filter(
    ({ FieldSelectors }) =>
      FieldSelectors.some(field => field.Field === 'eventCategory' && is('Data')(field)) &&
      !FieldSelectors.some(({ Field }) => narrowing.includes(Field)),
  ).map(({ FieldSelectors, Name }) => Name ?? typesOf(FieldSelectors)),
];

/** Whether data events are recorded at all. */
export const recordsData = ({ EventSelectors, AdvancedEventSelectors }: Selectors): boolean =>
  EventSelectors.some(one => one.DataResources.length > 0) ||
  AdvancedEventSelectors.some(({ FieldSelectors }) =>
    FieldSelectors.some(field => field.Field === 'eventCategory' && is('Data')(field)),
  );

/** `arn:aws:s3`, `arn:aws:s3:::`, `arn:aws:lambda`, `arn:aws:dynamodb`: every resource of the service. */
const wholeService = /^arn:[a-z-]+:[a-z0-9-]+(:::)?$/;
/** Fields that keep most events out; by `readOnly` alone half of a flood is left. */
const narrowing = ['resources.ARN', 'eventName', 'userIdentity.arn'];

const typesOf = (fields: readonly FieldSelector[]): string =>
  fields.flatMap(field => (field.Field === 'resources.type' ? field.Equals : [])).join(', ');

/** Whether changes to Amazon Bedrock, or data events of any of its resource types, are recorded. */
export function recordsBedrock(selectors: Selectors): boolean {
  return (
    bedrockSources.some(source => recordsManagement(selectors, 'write', source)) ||
    selectors.AdvancedEventSelectors.some(
      ({ FieldSelectors }) =>
        FieldSelectors.some(field => field.Field === 'eventCategory' && is('Data')(field)) &&
        FieldSelectors.some(
          field => field.Field === 'resources.type' && field.Equals.some(type => type.startsWith('AWS::Bedrock::')),
        ),
    )
  );
}

const takes = (type: string, access: Access): boolean =>
  type === 'All' || type === (access === 'read' ? 'ReadOnly' : 'WriteOnly');

const isReadOnly = (access: Access) => is(String(access === 'read'));

// A field that is not named here narrows in a way nobody can weigh (one caller, one call): then not everything is recorded.
function hasAdvanced({ AdvancedEventSelectors }: Selectors, admitted: Fields): boolean {
  return AdvancedEventSelectors.some(
    ({ FieldSelectors }) =>
      FieldSelectors.some(({ Field }) => Field === 'eventCategory') &&
      FieldSelectors.every(field => admitted[field.Field]?.(field) ?? false),
  );
}

/** The operators of one field are joined by AND; the values of one operator by OR. */
function is(value: string): (field: FieldSelector) => boolean {
  const positive = (values: readonly string[], test: (wanted: string) => boolean) =>
    values.length === 0 || values.some(test);
  return field =>
    positive(field.Equals, wanted => value === wanted) &&
    positive(field.StartsWith, wanted => value.startsWith(wanted)) &&
    positive(field.EndsWith, wanted => value.endsWith(wanted)) &&
    !field.NotEquals.some(unwanted => value === unwanted) &&
    !field.NotStartsWith.some(unwanted => value.startsWith(unwanted)) &&
    !field.NotEndsWith.some(unwanted => value.endsWith(unwanted));
}

const leavesOutNoiseOnly = (field: FieldSelector): boolean =>
  uses(field, ['NotEquals']) && field.NotEquals.every(source => noisySources.includes(source));

const operators = ['Equals', 'StartsWith', 'EndsWith', 'NotEquals', 'NotStartsWith', 'NotEndsWith'] as const;

/** Whether the field has no operators but these. */
const uses = (field: FieldSelector, only: readonly (typeof operators)[number][]): boolean =>
  operators.every(operator => only.includes(operator) || field[operator].length === 0);
