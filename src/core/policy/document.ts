import { kindOf, PolicyError, refuse } from './error.js';
import { parseStatement, type Statement } from './statement.js';

/** A policy as AWS hands it out: JSON text (URL-encoded or not), or the parsed object. */
export type PolicySource = string | object;

/** A policy document in one spelling: lists are lists, principals and conditions are taken apart. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

const KNOWN_ELEMENTS = new Set(['Version', 'Id', 'Statement']);
const REMEMBERED_TEXTS = 256;
const parsed = new WeakMap<object, PolicyDocument>();
const parsedTexts = new Map<string, PolicyDocument>();

/** Reads a policy document once per object (and per recent text); throws PolicyError for anything AWS would not accept. */
export function parsePolicy(source: PolicySource): PolicyDocument {
  if (typeof source === 'string') return parseText(source);
  if (typeof source !== 'object' || source === null)
    throw new PolicyError(`a policy is a JSON object, not ${kindOf(source)}`);
  const known = parsed.get(source);
  if (known) return known;
  const document = readDocument(source);
  parsed.set(source, document);
  parsed.set(document, document);
  return document;
}

function parseText(text: string): PolicyDocument {
  const known = parsedTexts.get(text);
  if (known) return known;
  const document = readDocument(readJson(text));
  // Forgetting everything now and then keeps the memory bounded without the bookkeeping of an LRU.
  if (parsedTexts.size >= REMEMBERED_TEXTS) parsedTexts.clear();
  parsedTexts.set(text, document);
  return document;
}

function readJson(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') refuse('the policy is an empty text');
  for (const candidate of [trimmed, decode(trimmed), unescapeQuotes(trimmed)]) {
    const read = candidate === undefined ? undefined : tryJson(candidate);
    if (read) return read.value;
  }
  return refuse('the policy is not JSON');
}

// What is no JSON here may be JSON after decoding, so failing is an answer, not an error.
function tryJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // API Gateway hands out its policy as a JSON text inside a JSON text.
    return typeof value === 'string' ? tryJson(value.trim()) : { value };
  } catch {
    return undefined;
  }
}

function decode(text: string): string | undefined {
  try {
    return /%[0-9a-f]{2}/i.test(text) ? decodeURIComponent(text.replace(/\+/g, ' ')) : undefined;
  } catch {
    return undefined;
  }
}

function unescapeQuotes(text: string): string | undefined {
  return text.startsWith('{\\"') ? text.replaceAll('\\"', '"').replaceAll('\\/', '/') : undefined;
}

function readDocument(value: unknown): PolicyDocument {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(`a policy is a JSON object, not ${kindOf(value)}`);
  const element = value as Record<string, unknown>;
  for (const key of Object.keys(element)) if (!KNOWN_ELEMENTS.has(key)) refuse(`a policy has no element "${key}"`);
  const written = element.Statement ?? [];
  const list: unknown[] = Array.isArray(written) ? written : [written];
  return {
    ...textElement(element, 'Version'),
    ...textElement(element, 'Id'),
    Statement: list.map((statement, index) => parseStatement(statement, index)),
  };
}

function textElement<K extends string>(element: Record<string, unknown>, key: K): { [P in K]?: string } {
  const value = element[key];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string') refuse(`${key} is a text, not ${kindOf(value)}`);
  return { [key]: value } as { [P in K]: string };
}
