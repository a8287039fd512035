import type { Fix, ResourceRef } from './types.js';
import type { About } from './world.js';

/** A fix with this resource's real ids in it; what the facts do not hold stays visible as `<Field>`. */
export function fixFor(fix: Fix, row: object, resource: ResourceRef, about: About): Fix {
  const values: Record<string, unknown> = {
    account: about.account.id,
    partition: about.account.partition,
    id: resource.id,
    arn: resource.arn,
    name: resource.name ?? resource.id,
    region: resource.region,
  };
  const valueOf = (name: string): unknown => values[name] ?? (row as Record<string, unknown>)[name];
  const fill = (text: string, sayOf: (name: string) => string | undefined): string =>
    text.replace(/\{([A-Za-z_]\w*)\}/g, (_whole, name: string) => sayOf(name) ?? `<${name}>`);
  const textOf = (name: string): string | undefined => {
    const value = valueOf(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const wordOf = (name: string): string | undefined => {
    const value = textOf(name);
    return value === undefined || isTakenByCli(value) ? undefined : shellQuote(value);
  };
  const isKnown = (name: string): boolean => wordOf(name) !== undefined;
  const missing = fix.command === undefined ? [] : missingIn(fix.command, isKnown);
  // What the command does not need to be told, its undo has to know.
  const undo =
    fix.undo !== undefined && missingIn(fix.undo, isKnown).every(one => missing.includes(one)) ? fix.undo : undefined;
  return {
    ...(fix.command === undefined ? {} : { command: fill(fix.command, wordOf) }),
    ...(fix.byHand === undefined ? {} : { byHand: fill(fix.byHand, textOf) }),
    ...(fix.note === undefined ? {} : { note: fill(fix.note, textOf) }),
    ...(undo === undefined ? {} : { undo: fill(undo, wordOf) }),
    ...(missing.length === 0 ? {} : { missing }),
  };
}

/** What a person has to put into a command: fields that no fact tells, words in angle brackets, and files. */
function missingIn(command: string, isKnown: (name: string) => boolean): string[] {
  const fields = [...command.matchAll(/\{([A-Za-z_]\w*)\}/g)].flatMap(([, name = '']) =>
    isKnown(name) ? [] : [`<${name}>`],
  );
  const words = [...command.matchAll(/<[A-Za-z][^<>]*>|file:\/\/[\w.-]+/g)].map(([word]) => word);
  return [...new Set([...fields, ...words])];
}

/**
 * A word for the command of a fix; a brace ends and reopens the quotes, so that no text of AWS's reads as a placeholder.
 * What the AWS CLI would not take for a name is left for a person to write.
 */
export const literalWord = (text: string): string =>
  isTakenByCli(text) ? '<name>' : shellQuote(text).replaceAll('{', "{''");

/** Whether the AWS CLI reads a word as an option, or as a place whose content is meant, however it is quoted. */
const isTakenByCli = (text: string): boolean => /^(?:-|fileb?:\/\/|https?:\/\/)/i.test(text);

/** A word that a POSIX shell reads as exactly this text; control characters become `?`. */
export function shellQuote(text: string): string {
  // biome-ignore lint: control characters are what this removes
  const printable = text.replace(/[\u0000-\u001f\u007f]/g, '?');
  return /^[A-Za-z0-9_/:=.,@%+-]+$/.test(printable) ? printable : `'${printable.replaceAll("'", `'\\''`)}'`;
}
