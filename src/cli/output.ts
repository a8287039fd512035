import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError, nearest } from '../core/input.js';
import type { Report } from '../core/types.js';
import {
  renderCsv,
  renderGithub,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderOverview,
  renderPullRequest,
  renderSarif,
  renderTable,
} from '../report/index.js';
import type { TableOptions } from '../report/table.js';
import { revealLine } from '../report/reveal.js';

const formats = ['html', 'md', 'json', 'table', 'sarif', 'junit', 'csv', 'github', 'pr'] as const;
type Format = (typeof formats)[number];

/** The options of output, as commander gives them. */
export interface OutputFlags {
  format: string[];
  output: string;
  quiet?: boolean;
  color?: boolean;
}

/** Where reports go, checked before anything is asked. */
export interface Output {
  formats: Format[];
  /** `-` for standard output. */
  folder: string;
  quiet: boolean;
  color: boolean;
  /** What a terminal is shown. */
  summary(report: Report, options: TableOptions): string;
}

/** Checks formats and folder; an InputError when the folder cannot be written. */
export async function openOutput(flags: OutputFlags, summary: Output['summary'] = renderTable): Promise<Output> {
  const chosen = flags.format.map(formatOf);
  if (chosen.length === 0)
    throw new InputError(`names no format; there are ${formats.join(', ')}`, { field: '--format' });
  const toStream = flags.output === '-';
  if (toStream && chosen.length !== 1) {
    throw new InputError('one format goes to standard output; name it with --format', { field: '--output -' });
  }
  if (!toStream && chosen.some(format => format !== 'table')) await checkFolder(flags.output);
  const color = flags.color !== false && process.stdout.isTTY === true && !process.env['NO_COLOR'];
  return { formats: chosen, folder: flags.output, quiet: flags.quiet === true, color, summary };
}

function formatOf(word: string): Format {
  const found = formats.find(format => format === word);
  if (found) return found;
  const like = nearest(word, formats);
  throw new InputError(
    `there is no format "${word}"${like ? `; did you mean "${like}"?` : `; there are ${formats.join(', ')}`}`,
    {
      field: '--format',
    },
  );
}

/** Makes the folder where it is missing; an InputError when it cannot be written. */
export async function checkFolder(folder: string): Promise<void> {
  try {
    const there = await stat(folder).catch(() => undefined);
    if (there && !there.isDirectory()) throw new InputError('is a file; reports need a folder', { file: folder });
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new InputError(`cannot be written (${code})`, { file: folder });
  }
}

const names: Record<Exclude<Format, 'table'>, string> = {
  html: 'report.html',
  md: 'report.md',
  json: 'report.json',
  sarif: 'report.sarif',
  junit: 'report.junit.xml',
  csv: 'report.csv',
  github: 'report.github.txt',
  pr: 'report.pr.md',
};

/** Writes the reports, each atomically, and the summary; returns the files. */
export async function writeReports(report: Report, output: Output): Promise<string[]> {
  if (output.folder === '-') {
    const chunks = chunksOf(output.formats[0] ?? 'json', report, output);
    await pipeline(Readable.from(chunks), process.stdout, { end: false });
    return [];
  }
  const files: string[] = [];
  for (const format of output.formats) {
    if (format === 'table') continue;
    const file = path.join(output.folder, names[format]);
    await writeAtomically(file, chunksOf(format, report, output));
    files.push(file);
    if (format === 'md' && report.overview) files.push(await writeOverview(report, output.folder));
  }
  if (output.formats.includes('table') && !output.quiet) process.stdout.write(tableOf(report, output, files));
  return files;
}

/** Writes the overview into a folder; returns the file. */
export async function writeOverview(report: Report, folder: string): Promise<string> {
  const file = path.join(folder, 'overview.md');
  await writeAtomically(file, [renderOverview(report)]);
  return file;
}

function chunksOf(format: Format, report: Report, output: Output): Iterable<string> {
  switch (format) {
    case 'html':
      return [renderHtml(report)];
    case 'md':
      return [renderMarkdown(report)];
    case 'json':
      return renderJson(report);
    case 'table':
      return [tableOf(report, output, [])];
    case 'sarif':
      return renderSarif(report);
    case 'junit':
      return renderJunit(report);
    case 'csv':
      return renderCsv(report);
    case 'github':
      return [renderGithub(report)];
    case 'pr':
      return [renderPullRequest(report)];
  }
}

function tableOf(report: Report, output: Output, files: readonly string[]): string {
  // A terminal that does not know its width says 0.
  const width = process.stdout.columns || 80;
  const table = output.summary(report, { width, color: output.color });
  return files.length > 0 ? `${table}\nWrote ${revealLine(files.join(', '))}\n` : table;
}

/** Writes a file whole or not at all; an InputError when it cannot be written. */
export async function writeAtomically(file: string, chunks: Iterable<string>): Promise<void> {
  const partial = `${file}.${process.pid}.tmp`;
  try {
    await pipeline(Readable.from(chunks), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new InputError(`cannot be written (${code})`, { file });
  }
}

/** The text of a file; undefined where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new InputError(`cannot be read (${code ?? 'unknown reason'})`, { file });
  }
}
