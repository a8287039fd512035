import { randomUUID } from 'node:crypto';
import { JsonShapeSerializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { Call, Protocol } from './call.js';
import type { Answer } from './exchange.js';
import type { OperationSchema } from './services.js';

// Timestamp formats by their number in the SDK's schemas.
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

const DENIED = /AccessDenied|Unauthorized|NotAuthorized|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch/;
const BUSY = /^(SlowDown|RequestLimitExceeded|ServiceUnavailable)/;

/** The status AWS sends with an error code when the caller names none. */
export function statusOf(protocol: Protocol, code: string): number {
  if (code === 'InternalFailure' || code === 'InternalError') return 500;
  if (BUSY.test(code)) return 503;
  return DENIED.test(code) && protocol !== 'json' ? 403 : 400;
}

/** An AWS error in the shape of the protocol, so that the real SDK raises an exception of that name. */
export function encodeError(protocol: Protocol, code: string, message: string, status?: number): Answer {
  const answer = { status: status ?? statusOf(protocol, code), headers: headersOf(protocol) };
  const error = `<Code>${escape(code)}</Code><Message>${escape(message)}</Message>`;
  const requestId = randomUUID();
  switch (protocol) {
    case 'json':
      return { ...answer, body: JSON.stringify({ __type: code, message }) };
    case 'rest-json':
      return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code }, body: JSON.stringify({ message }) };
    case 'ec2':
      return {
        ...answer,
        body: `<Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      };
    case 's3':
      return { ...answer, body: `<Error>${error}<RequestId>${requestId}</RequestId></Error>` };
    default:
      return {
        ...answer,
        body: `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
  }
}

/** A successful answer: `output` under AWS's field names, written by the operation's own schema. */
export function encodeOutput({ protocol }: Call, operation: OperationSchema, output: Record<string, unknown>): Answer {
  const schema = NormalizedSchema.of(operation.output() as never);
  refuseUnknownMembers(operation, schema, output);
  const answer = { status: operation.http?.status ?? 200, headers: headersOf(protocol) };
  switch (protocol) {
    case 'json':
      return { ...answer, body: schema.isUnitSchema() ? '{}' : json(schema, output) };
    case 'query': {
      const result = `<${operation.name}Result>${innerXml(schema, output)}</${operation.name}Result>`;
      return { ...answer, body: `<${operation.name}Response>${result}</${operation.name}Response>` };
    }
    case 'ec2':
      return { ...answer, body: `<${operation.name}Response>${innerXml(schema, output)}</${operation.name}Response>` };
    default:
      return encodeRest(protocol, schema, output, answer);
  }
}

// A misspelt member would be dropped without a word by the serializers.
function refuseUnknownMembers({ name }: OperationSchema, schema: NormalizedSchema, output: Record<string, unknown>) {
  const members = schema.isStructSchema() ? Object.keys(schema.getMemberSchemas()) : [];
  const unknown = Object.keys(output).filter(member => !members.includes(member));
  if (unknown.length > 0) throw new Error(`the answer of ${name} has no member ${unknown.join(', ')}`);
}

function encodeRest(
  protocol: Protocol,
  schema: NormalizedSchema,
  output: Record<string, unknown>,
  { status, headers }: Omit<Answer, 'body'>,
): Answer {
  const write = protocol === 'rest-json' ? json : xml;
  let body = protocol === 'rest-json' ? '{}' : '';
  const inBody: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(output)) {
    if (value === undefined) continue;
    const member = schema.getMemberSchema(name);
    const { httpHeader, httpPayload } = member.getMergedTraits();
    if (httpHeader) headers[httpHeader.toLowerCase()] = `${value as string | number | boolean}`;
    else if (httpPayload) body = write(member, value);
    else inBody[name] = value;
  }
  return { status, headers, body: Object.keys(inBody).length > 0 ? write(schema, inBody) : body };
}

function headersOf(protocol: Protocol): Record<string, string> {
  const types = { json: 'application/x-amz-json-1.1', 'rest-json': 'application/json' } as Record<string, string>;
  return { 'content-type': types[protocol] ?? 'text/xml', 'x-amzn-requestid': randomUUID() };
}

function json(schema: NormalizedSchema, value: unknown): string {
  const serializer = new JsonShapeSerializer({
    timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
    jsonName: true,
  });
  serializer.write(schema, value);
  return new TextDecoder().decode(Buffer.from(serializer.flush() as string | Uint8Array));
}

function xml(schema: NormalizedSchema, value: unknown): string {
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: false,
    xmlNamespace: '',
    serviceNamespace: '',
  });
  serializer.write(schema, value);
  return String(serializer.flush());
}

// The query protocols choose the name of the root element themselves.
function innerXml(schema: NormalizedSchema, value: unknown): string {
  if (schema.isUnitSchema()) return '';
  const whole = xml(schema, value);
  return whole.endsWith('/>') && whole.indexOf('>') === whole.length - 1
    ? ''
    : whole.slice(whole.indexOf('>') + 1, whole.lastIndexOf('</'));
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
