import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import type { AsyncBuffer } from 'hyparquet';
import { BillBook, type BillLine, type BillRecord, usageRecords } from '../core/bill.js';
import { InputError } from '../core/input.js';
import { splitUsageType } from '../core/usage-type.js';
import { CsvError, CsvReader } from './csv.js';
import { billName } from './product-codes.js';

/** The columns of a Data Export (CUR 2.0) that a bill is read from; of the old reports under the same names. */
const columns = {
  usageType: ['line_item_usage_type'],
  product: ['line_item_product_code', 'product_servicecode', 'product_product_name'],
  kind: ['line_item_line_item_type'],
  cost: ['line_item_unblended_cost'],
  quantity: ['line_item_usage_amount'],
  currency: ['line_item_currency_code'],
  period: ['bill_billing_period_start_date'],
} as const;
type Column = keyof typeof columns;
const unitColumn = 'pricing_unit';

/** Reads an exported bill: CUR 2.0 as CSV, CSV in gzip, or Parquet. An InputError names the file, line and column. */
export async function readBill(file: string): Promise<{ lines: BillLine[]; records: BillRecord[] }> {
  const start = await readStart(file);
  const book = new BillBook('export');
  if (start.subarray(0, 4).toString('latin1') === 'PAR1') await readParquet(file, book);
  else if (start[0] === 0x1f && start[1] === 0x8b)
    await readCsv(file, createReadStream(file).pipe(createGunzip()), book);
  else if (start.subarray(0, 2).toString('latin1') === 'PK') {
    throw new InputError('is a zip archive: unpack it first, or export as CSV, gzip or Parquet', { file });
  } else if (/\.gz$/i.test(file)) throw new InputError('is not gzip, although its name says so', { file });
  else if (/\.parquet$/i.test(file)) throw new InputError('is not Parquet, although its name says so', { file });
  else await readCsv(file, createReadStream(file), book);
  const { lines, records } = book;
  if (records.length === 0) throw new InputError('has no line of a bill', { file });
  return { lines, records };
}

async function readStart(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).isDirectory()) throw new InputError('is a folder; name one file of the export', { file });
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      if (bytesRead === 0) throw new InputError('is empty', { file });
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { file });
  }
}

async function readCsv(file: string, bytes: Readable, book: BillBook): Promise<void> {
  const reader = new CsvReader();
  const decoder = new StringDecoder('utf8');
  let row: RowReader | undefined;
  let width = 0;
  const take = (records: Iterable<{ line: number; fields: string[] }>): void => {
    for (const { line, fields } of records) {
      if (!row) {
        width = fields.length;
        row = new RowReader(
          file,
          fields.map((name, at) => (at === 0 ? name.replace(/^\uFEFF/, '') : name)),
          line,
        );
        continue;
      }
      if (fields.length !== width) {
        throw new InputError(`has ${fields.length} of ${width} columns here: was it cut short?`, { file, line });
      }
      row.add(name => fields[name], line, book);
    }
  };
  try {
    for await (const piece of bytes) take(reader.read(decoder.write(piece as Buffer)));
    take(reader.read(decoder.end()));
    take(reader.end());
  } catch (error) {
    if (error instanceof CsvError) throw new InputError(`is no CSV: ${error.message}`, { file, line: error.line });
    if (error instanceof InputError) throw error;
    throw damaged(file, error);
  }
  if (!row) throw new InputError('is empty', { file });
}

/** What zlib and the file system say of a file that is not whole. */
function damaged(file: string, error: unknown): InputError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return new InputError('is cut short: the gzip data ends before its end', { file });
  if (code.startsWith('Z_')) return new InputError(`is damaged gzip (${message})`, { file });
  return new InputError(`cannot be read (${code || message})`, { file });
}

/** Rows of a Parquet file that are held in memory at once. */
const rowsAtOnce = 50_000;

async function readParquet(file: string, book: BillBook): Promise<void> {
  const [{ asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema }, { compressors }] =
    await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
  const broken = (error: unknown): never => {
    if (error instanceof InputError) throw error;
    throw new InputError(`is damaged or cut short Parquet (${(error as Error).message})`, { file });
  };
  const buffer: AsyncBuffer = await asyncBufferFromFile(file).catch(broken);
  const metadata = await parquetMetadataAsync(buffer).catch(broken);
  const names = parquetSchema(metadata).children.map(child => child.element.name);
  const row = new RowReader(file, names);
  const total = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < total; rowStart += rowsAtOnce) {
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      compressors,
      columns: row.names,
      rowStart,
      rowEnd: Math.min(rowStart + rowsAtOnce, total),
    }).catch(broken);
    for (const [at, one] of rows.entries()) row.add(index => one[names[index] ?? ''], rowStart + at + 1, book);
  }
}

/** Reads one row of an export by its columns; they are looked up once. */
class RowReader {
  readonly #at: Record<Column, number>;
  readonly #unit: number;
  /** The columns that are read. */
  readonly names: string[];

  constructor(
    private readonly file: string,
    header: readonly string[],
    line?: number,
  ) {
    const known = header.map(plainName);
    const place = (column: Column): number => {
      const at = columns[column].map(name => known.indexOf(name)).find(index => index >= 0);
      if (at !== undefined) return at;
      throw new InputError('there is no such column; a Data Export (CUR 2.0) has it', {
        file,
        ...(line === undefined ? {} : { line }),
        field: columns[column][0],
      });
    };
    const found = (Object.keys(columns) as Column[]).map(column => [column, place(column)] as const);
    this.#at = Object.fromEntries(found) as Record<Column, number>;
    this.#unit = known.indexOf(unitColumn);
    this.names = [...new Set([...Object.values(this.#at), this.#unit])].flatMap(at => header[at] ?? []);
  }

  add(read: (at: number) => unknown, line: number, book: BillBook): void {
    const text = (column: Column): string => textOf(read(this.#at[column]));
    const month = /^\d{4}-\d{2}/.exec(text('period'))?.[0];
    if (month === undefined) throw this.#wrong('period', line, `"${text('period')}" is no date`);
    const RecordType = text('kind');
    const Currency = text('currency');
    const usage = text('usageType');
    const Service = RecordType === 'Tax' ? 'Tax' : billName(text('product'), usage);
    const at = { Month: month, Amount: this.#number('cost', text('cost'), line), Estimated: false };
    book.addRecord({ Service, RecordType, Currency, ...at });
    if (!usageRecords.includes(RecordType)) return;
    const Quantity = this.#number('quantity', text('quantity'), line);
    const Unit = this.#unit < 0 ? '' : textOf(read(this.#unit));
    book.addUsage({ Service, ...splitUsageType(usage), Unit, Currency, ...at, Quantity });
  }

  #number(column: Column, text: string, line: number): number {
    const value = Number(text.trim());
    if (!Number.isFinite(value)) throw this.#wrong(column, line, `"${text}" is no number`);
    return value;
  }

  #wrong(column: Column, line: number, message: string): InputError {
    return new InputError(message, { file: this.file, line, field: columns[column][0] });
  }
}

/** `lineItem/UsageType` of the old reports is `line_item_usage_type` of the new. */
const plainName = (name: string): string =>
  name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\//g, '_')
    .toLowerCase();

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : String(value as number | bigint);
}
