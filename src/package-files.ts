import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Files that come with the tool; one folder above this one, in the sources as in the bundle. */
const root = new URL('../', import.meta.url);

/** Path of a file that comes with the tool. */
export const packagePath = (name: string): string => fileURLToPath(new URL(name, root));

/** Text of a file that comes with the tool. */
export const packageText = (name: string): string => readFileSync(new URL(name, root), 'utf8');

/** Framework id -> text of its file. */
export function frameworkTexts(): Map<string, string> {
  const names = readdirSync(new URL('frameworks/', root)).filter(name => name.endsWith('.yaml'));
  return new Map(names.sort().map(name => [name.slice(0, -'.yaml'.length), packageText(`frameworks/${name}`)]));
}
