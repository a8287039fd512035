import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const specifiers = /(?:\bfrom\s*|\bimport\s*\(?\s*|<reference\s+types=)["']([^"']+)["']/g;

/** The declaration files that `index.d.ts` reaches, and what they need that is not among them. */
function reach(folder) {
  const needs = [];
  const queue = [join(folder, 'index.d.ts')];
  for (const file of queue) {
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, specifier] of text.matchAll(specifiers)) {
      const next = join(dirname(file), specifier.replace(/\.js$/, '.d.ts'));
      if (!specifier.startsWith('.') || !existsSync(next)) needs.push(`${relative(folder, file)} needs '${specifier}'`);
      else if (!queue.includes(next)) queue.push(next);
    }
  }
  return { files: queue.map(file => relative(folder, file)), needs };
}

/**
 * Writes the declarations that the library's own `index.d.ts` reaches, and no others, into `types`. Throws when one of
 * them needs a package: what is bundled for running is not there for the compiler of whoever installs us.
 */
export function emitDeclarations(root, scratch, types) {
  const command = join(root, 'node_modules/typescript/bin/tsc');
  const args = [command, '-p', 'tsconfig.build.json', '--outDir', scratch, '--pretty', 'false'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (!existsSync(join(scratch, 'index.d.ts'))) throw new Error(`no declarations were made:\n${stdout}${stderr}`);
  const { files, needs } = reach(scratch);
  // What is private to the package may have types that no declaration can name; only what is reached matters here.
  const sources = new Set(files.map(file => `src/${file.replace(/\.d\.ts$/, '.ts')}`));
  const errors = stdout.split('\n').filter(line => sources.has(/^(.+?)\(\d+,/.exec(line)?.[1]));
  const faults = [...needs, ...errors];
  if (faults.length > 0) throw new Error(`the public types must stand alone:\n${faults.join('\n')}`);
  for (const file of files) {
    mkdirSync(dirname(join(types, file)), { recursive: true });
    copyFileSync(join(scratch, file), join(types, file));
  }
}
