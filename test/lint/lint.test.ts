import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

interface Diagnostic {
  filename: string;
  code?: string;
  message: string;
  severity: string;
}

const root = join(import.meta.dirname, '../..');
const fixtures = 'test/lint/fixtures';
const files = readdirSync(join(root, fixtures), { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => `${fixtures}/${name.replaceAll('\\', '/')}`)
  .sort();

/** What a fixture says of itself in its first line: `// breaks: <rule> <part of the message> | ...`, or `nothing`. */
function breaks(file: string): string[] {
  const [, said] = /^\/\/ breaks: (.+)/.exec(readFileSync(join(root, file), 'utf8')) ?? [];
  if (said === undefined) throw new Error(`${file} does not say what it breaks`);
  return said === 'nothing' ? [] : said.split(' | ');
}

async function lint(): Promise<Diagnostic[]> {
  const command = join(root, 'node_modules/oxlint/bin/oxlint');
  const run = promisify(execFile)(process.execPath, [command, '--format', 'json', fixtures], {
    cwd: root,
    maxBuffer: 1e8,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
}

describe('the lint rules of the house', () => {
  let found: Diagnostic[] = [];
  beforeAll(async () => {
    found = await lint();
  });

  it.each(files)('%s', file => {
    const said = found
      .filter(one => one.filename.replaceAll('\\', '/') === file)
      .map(one => `${one.code ?? ''} ${one.message}`.trim());
    const expected = breaks(file);
    for (const one of expected) {
      const [, rule = '', part = ''] = /^(\w+\([\w-]+\))? ?(.*)/.exec(one) ?? [];
      expect(
        said.some(text => text.startsWith(rule) && text.includes(part)),
        `${one}\n${said.join('\n')}`,
      ).toBe(true);
    }
    expect(said).toHaveLength(expected.length);
  });

  it('fails the lint, each time', () => {
    expect(new Set(found.map(one => one.severity))).toEqual(new Set(['error']));
  });

  it('is proven for every rule of the house', () => {
    const broken = new Set(files.flatMap(breaks).map(one => /^house\(([\w-]+)\)/.exec(one)?.[1]));
    const rules = readdirSync(join(root, 'lint/rules')).map(name => name.replace(/\.js$/, ''));
    expect(rules.filter(rule => !broken.has(rule))).toEqual([]);
  });
});
