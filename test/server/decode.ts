import { NormalizedSchema } from '@smithy/core/schema';
import { type Call, matchBinding } from './call.js';
import type { Exchange } from './exchange.js';
import type { OperationSchema } from './services.js';

/** The input of a call under AWS's field names; numbers and booleans are typed, timestamps stay as they were sent. */
export async function decodeInput(
  call: Call,
  operation: OperationSchema,
  exchange: Exchange,
): Promise<Record<string, unknown>> {
  const schema = NormalizedSchema.of(operation.input() as never);
  switch (call.protocol) {
    case 'json':
      return JSON.parse(exchange.body.toString() || '{}') as Record<string, unknown>;
    case 'query':
    case 'ec2':
      return decodeForm(schema, new URLSearchParams(exchange.body.toString()), call.protocol === 'ec2');
    case 'rest-json':
      return { ...jsonBody(schema, exchange), ...(await decodeBindings(call, schema, exchange)) };
    default:
      // Read operations of the XML services carry their whole input in path, query and headers.
      return decodeBindings(call, schema, exchange);
  }
}

function jsonBody(schema: NormalizedSchema, { body }: Exchange): Record<string, unknown> {
  return body.length > 0 ? (unwired(schema, JSON.parse(body.toString())) as Record<string, unknown>) : {};
}

/** A JSON value under AWS's field names, where those on the wire differ (GuardDuty). */
function unwired(schema: NormalizedSchema, value: unknown): unknown {
  if (Array.isArray(value))
    return schema.isListSchema() ? value.map(one => unwired(schema.getValueSchema(), one)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (schema.isMapSchema())
    return Object.fromEntries(entries.map(([key, one]) => [key, unwired(schema.getValueSchema(), one)]));
  if (!schema.isStructSchema()) return value;
  const members = new Map<string, readonly [string, NormalizedSchema]>();
  for (const [name, member] of schema.structIterator())
    members.set(member.getMergedTraits().jsonName ?? name, [name, member]);
  return Object.fromEntries(
    entries.map(([key, one]): [string, unknown] => {
      const [name, member] = members.get(key) ?? [key];
      return [name, member ? unwired(member, one) : one];
    }),
  );
}

async function decodeBindings(call: Call, schema: NormalizedSchema, exchange: Exchange) {
  const input: Record<string, unknown> = { ...(await matchBinding(exchange, call.service))?.labels };
  if (!schema.isStructSchema()) return input;
  for (const [name, member] of schema.structIterator()) {
    const { httpQuery, httpHeader } = member.getMergedTraits();
    const sent = httpQuery ? exchange.query.getAll(httpQuery) : [exchange.headers[httpHeader?.toLowerCase() ?? '']];
    const values = sent.filter(value => value !== undefined).map(value => scalar(itemOf(member), value));
    if (values.length > 0) input[name] = member.isListSchema() ? values : values[0];
  }
  return input;
}

function itemOf(member: NormalizedSchema): NormalizedSchema {
  return member.isListSchema() ? member.getValueSchema() : member;
}

function scalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isNumericSchema()) return Number(text);
  return schema.isBooleanSchema() ? text === 'true' : text;
}

function decodeForm(schema: NormalizedSchema, form: URLSearchParams, ec2: boolean): Record<string, unknown> {
  const read = (shape: NormalizedSchema, key: string): unknown => {
    if (shape.isListSchema()) return readList(shape, key);
    if (shape.isStructSchema()) return readStruct(shape, `${key}.`);
    const text = form.get(key);
    return text === null ? undefined : scalar(shape, text);
  };
  const readList = (shape: NormalizedSchema, key: string): unknown[] | undefined => {
    const item = shape.getValueSchema();
    const flat = ec2 || shape.getMergedTraits().xmlFlattened;
    const prefix = flat ? key : `${key}.${item.getMergedTraits().xmlName ?? 'member'}`;
    const values: unknown[] = [];
    for (let index = 1; has(`${prefix}.${index}`); index += 1) values.push(read(item, `${prefix}.${index}`));
    return values.length > 0 ? values : undefined;
  };
  const readStruct = (shape: NormalizedSchema, prefix: string): Record<string, unknown> | undefined => {
    const struct: Record<string, unknown> = {};
    for (const [name, member] of shape.structIterator()) {
      const value = read(member, prefix + keyOf(member, name));
      if (value !== undefined) struct[name] = value;
    }
    return Object.keys(struct).length > 0 ? struct : undefined;
  };
  const keyOf = (member: NormalizedSchema, name: string): string => {
    const { xmlName, ec2QueryName } = member.getMergedTraits();
    if (!ec2) return xmlName ?? name;
    const key = (ec2QueryName as string | undefined) ?? xmlName ?? name;
    return key.charAt(0).toUpperCase() + key.slice(1);
  };
  const keys = [...form.keys()];
  const has = (key: string): boolean => keys.some(sent => sent === key || sent.startsWith(`${key}.`));
  return schema.isStructSchema() ? (readStruct(schema, '') ?? {}) : {};
}
