import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies?: Record<string, string>;
  devDependencies: Record<string, string>;
};

function documented(): string[] {
  const rows = readFileSync(join(root, 'docs/dependencies.md'), 'utf8').match(/^\| @?[a-z].*$/gm) ?? [];
  return rows.flatMap(row => row.split('|')[1]?.trim().split(', ') ?? []).filter(name => name !== 'package');
}

describe('dependencies', () => {
  it('are none for whoever installs the package', () => {
    expect(manifest.dependencies ?? {}).toEqual({});
  });

  it('have exact versions', () => {
    const loose = Object.entries(manifest.devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  it('are each documented, once, and nothing else is', () => {
    expect(documented().sort()).toEqual(Object.keys(manifest.devDependencies).sort());
  });
});
