import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { leanSchemas } from './lean-schemas.mjs';

const entries = ['src/cli.ts', 'src/index.ts', 'src/lambda.ts'];

// Some packages inside the bundle are CommonJS and ask for Node's own modules with require().
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * Bundles the doors with everything inside, the SDK too, as split ECMAScript modules in one flat folder, and returns
 * the input files that went in, and the files of the bundle that the Lambda door needs. Flat, because code reads rules.yaml and the like as `../` of its own file.
 */
export async function bundle(root, outdir) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: entries.filter(entry => existsSync(join(root, entry))),
    outdir,
    bundle: true,
    splitting: true,
    minifyWhitespace: true,
    minifySyntax: true,
    // Names stay: those of errors and classes are read at run time, and esbuild's keepNames would define them anew for
    // every closure that is ever made, a tenth of the time that judging takes.
    minifyIdentifiers: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // `main` first, esbuild's default for Node, would choose CommonJS and lose tree shaking: twice the size and start.
    mainFields: ['module', 'main'],
    conditions: ['module'],
    chunkNames: 'chunk-[hash]',
    entryNames: '[name]',
    banner: { js: banner },
    // The licences of what is inside are written to THIRD-PARTY-LICENSES.txt, whole.
    legalComments: 'none',
    metafile: true,
    plugins: [leanSchemas],
    logLevel: 'warning',
  });
  const { inputs, outputs } = result.metafile;
  const names = Object.fromEntries(
    Object.entries(outputs).map(([file, { imports }]) => [
      basename(file),
      imports.filter(({ external }) => !external).map(({ path }) => basename(path)),
    ]),
  );
  return { inputs: Object.keys(inputs), lambda: reachedFrom('lambda.js', names) };
}

/** A file and all that it imports, now or later, by name. */
function reachedFrom(door, imports) {
  const reached = new Set([door]);
  for (const name of reached) for (const next of imports[name] ?? []) reached.add(next);
  return [...reached].sort((a, b) => a.localeCompare(b, 'en'));
}

/** The text of all licences of the packages that the bundle's input files belong to. */
export function licensesOf(root, inputs) {
  const folders = inputs.flatMap(input => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  const texts = [...new Set(folders)]
    .sort((a, b) => a.localeCompare(b, 'en'))
    .map(folder => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return `${name} ${version} (${license})\n\n${licenseText(join(root, folder)) ?? `Licensed under ${license}.`}`;
    });
  return `${texts.map(text => text.trim()).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function licenseText(folder) {
  const names = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'LICENSE-MIT'];
  const found = names.map(name => join(folder, name)).find(path => existsSync(path));
  return found === undefined ? undefined : readFileSync(found, 'utf8').trim();
}
