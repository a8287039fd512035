import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Files that come with the tool; one folder above this one, in the sources as in the bundle. */
const root = new URL('../', import.meta.url);

/** Path of a file that comes with the tool. */
export const packagePath = (name: string): string => fileURLToPath(new URL(name, root));

/** Text of a file that comes with the tool. */
export const packageText = (name: string): string => readFileSync(new URL(name, root), 'utf8');

/** The bundled `rules.yaml`; `data` is what it says, where the build has read this very text already. */
export function bundledRules(): { file: string; text: string; data?: unknown } {
  const [file, text] = ['rules.yaml', packageText('rules.yaml')];
  const built = new URL('./rules.json', import.meta.url);
  if (!existsSync(built)) return { file, text };
  const { sha256, data } = JSON.parse(readFileSync(built, 'utf8')) as { sha256: string; data: unknown };
  return createHash('sha256').update(text).digest('hex') === sha256 ? { file, text, data } : { file, text };
}

/** Text of `prices.yaml`. */
export const pricesText = (): string => packageText('prices.yaml');

/** Framework id -> text of its file. */
export function frameworkTexts(): Map<string, string> {
  const names = readdirSync(new URL('frameworks/', root)).filter(name => name.endsWith('.yaml'));
  return new Map(names.sort().map(name => [name.slice(0, -'.yaml'.length), packageText(`frameworks/${name}`)]));
}
