import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBill } from '../../src/aws/bill-file.js';
import { InputError } from '../../src/core/input.js';

// Six lines of an October, written with hyparquet-writer: snappy, a timestamp, doubles.
const parquet = fileURLToPath(new URL('october.parquet', import.meta.url));
const header =
  'bill_billing_period_start_date,line_item_line_item_type,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_unblended_cost,line_item_currency_code,pricing_unit';
const lines = [
  '2026-10-01T00:00:00.000Z,Usage,AmazonDynamoDB,EUN1-WriteCapacityUnit-Hrs,59000,38.3,USD,WriteCapacityUnit-Hrs',
  '2026-10-01T00:00:00.000Z,Usage,AmazonDynamoDB,EUN1-WriteCapacityUnit-Hrs,76.92,0.1,USD,WriteCapacityUnit-Hrs',
  '2026-10-01T00:00:00.000Z,Usage,awskms,eu-north-1-KMS-Keys,1,1,USD,Keys',
  '2026-10-01T00:00:00.000Z,Usage,AmazonEC2,EUN1-BoxUsage:t3.micro,744,7.5,USD,Hrs',
  '2026-10-01T00:00:00.000Z,Usage,AmazonEC2,EUN1-NatGateway-Hours,744,33.4,USD,Hrs',
  '2026-10-01T00:00:00.000Z,Credit,AmazonDynamoDB,EUN1-WriteCapacityUnit-Hrs,0,-10,USD,',
  '2026-10-01T00:00:00.000Z,Tax,AmazonDynamoDB,,1,7.05,USD,',
];
const csv = [header, ...lines, ''].join('\n');

describe('an exported bill', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bill-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const readFrom = async (name: string, content: string | Uint8Array) => {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return readBill(file);
  };
  const complaint = async (name: string, content: string | Uint8Array) => {
    const error = await readFrom(name, content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message.replace(`${folder}/`, '');
  };
  const summary = ({ lines: found, records }: Awaited<ReturnType<typeof readBill>>) => ({
    lines: found.map(one => [one.Service, one.UsageType, one.Region, one.Months.map(month => month.Amount)]),
    records: records.map(one => [one.Service, one.RecordType, one.Months.map(({ Month, Amount }) => [Month, Amount])]),
  });
  const expected = {
    lines: [
      ['AWS Key Management Service', 'KMS-Keys', 'eu-north-1', [1]],
      ['Amazon DynamoDB', 'WriteCapacityUnit-Hrs', 'eu-north-1', [38.4]],
      ['Amazon Elastic Compute Cloud - Compute', 'BoxUsage:t3.micro', 'eu-north-1', [7.5]],
      ['EC2 - Other', 'NatGateway-Hours', 'eu-north-1', [33.4]],
    ],
    records: [
      ['AWS Key Management Service', 'Usage', [['2026-10', 1]]],
      ['Amazon DynamoDB', 'Credit', [['2026-10', -10]]],
      ['Amazon DynamoDB', 'Usage', [['2026-10', 38.4]]],
      ['Amazon Elastic Compute Cloud - Compute', 'Usage', [['2026-10', 7.5]]],
      ['EC2 - Other', 'Usage', [['2026-10', 33.4]]],
      ['Tax', 'Tax', [['2026-10', 7.05]]],
    ],
  };

  it.each([
    ['as CSV', 'bill.csv', csv],
    ['as CSV with CRLF and a byte order mark', 'bill.csv', `\uFEFF${csv.replaceAll('\n', '\r\n')}`],
    ['as gzip', 'bill.csv.gz', gzipSync(csv)],
    ['of several gzip members', 'bill.csv.gz', Buffer.concat([gzipSync(csv.slice(0, 300)), gzipSync(csv.slice(300))])],
    [
      'under the names of the old reports',
      'bill.csv',
      csv.replace(
        header,
        'bill/BillingPeriodStartDate,lineItem/LineItemType,lineItem/ProductCode,lineItem/UsageType,lineItem/UsageAmount,lineItem/UnblendedCost,lineItem/CurrencyCode,pricing/unit',
      ),
    ],
  ])('is read %s', async (_what, name, content) => {
    expect(summary(await readFrom(name, content))).toEqual(expected);
  });

  it('is read as Parquet', async () => {
    expect(summary(await readBill(parquet))).toEqual(expected);
  });

  it('takes any order of columns, and columns that it does not know', async () => {
    const turned = csv
      .trimEnd()
      .split('\n')
      .map(line => ['"x, y"', ...line.split(',').reverse()].join(','))
      .join('\n');
    expect(summary(await readFrom('bill.csv', turned))).toEqual(expected);
  });

  it('keeps a product that it has no name for', async () => {
    const { lines: found } = await readFrom('bill.csv', csv.replaceAll('awskms', 'AWSNovelty'));
    expect(found.map(({ Service }) => Service)).toContain('AWSNovelty');
  });

  it.each([
    ['an empty file', 'a.csv', '', 'a.csv: is empty'],
    ['a header alone', 'a.csv', `${header}\n`, 'a.csv: has no line of a bill'],
    ['a line cut short', 'a.csv', csv.slice(0, 330), 'a.csv:3: has 3 of 8 columns here: was it cut short?'],
    [
      'another schema',
      'a.csv',
      'Service,Cost\nS3,1\n',
      'a.csv:1: line_item_usage_type: there is no such column; a Data Export (CUR 2.0) has it',
    ],
    [
      'an amount that is none',
      'a.csv',
      csv.replace('38.3', '38,3'.replace(',', '#')),
      'a.csv:2: line_item_unblended_cost: "38#3" is no number',
    ],
    [
      'a date that is none',
      'a.csv',
      csv.replace('2026-10-01T00', 'October'),
      'a.csv:2: bill_billing_period_start_date: "October:00:00.000Z" is no date',
    ],
    [
      'an open quote',
      'a.csv',
      csv.replace('Usage,Amazon', '"Usage,Amazon'),
      'a.csv:2: is no CSV: a quoted field is never closed',
    ],
    ['a name that lies', 'a.csv.gz', csv, 'a.csv.gz: is not gzip, although its name says so'],
    ['another name that lies', 'a.parquet', csv, 'a.parquet: is not Parquet, although its name says so'],
    ['gzip cut short', 'a.gz', gzipSync(csv).subarray(0, 120), 'a.gz: is cut short: the gzip data ends before its end'],
    [
      'a zip archive',
      'a.zip',
      'PK\u0003\u0004',
      'a.zip: is a zip archive: unpack it first, or export as CSV, gzip or Parquet',
    ],
  ])('refuses %s', async (_what, name, content, message) => {
    expect(await complaint(name, content)).toBe(message);
  });

  it('refuses damaged gzip and Parquet that is cut short', async () => {
    const gzip = gzipSync(csv);
    gzip.fill(0xff, 40, 60);
    expect(await complaint('a.gz', gzip)).toMatch(/^a\.gz: is damaged gzip \(/);
    const whole = await readFile(parquet);
    expect(await complaint('a.parquet', whole.subarray(0, whole.length - 40))).toMatch(
      /^a\.parquet: is damaged or cut short/,
    );
    expect(await complaint('a.parquet', whole.subarray(0, 5))).toMatch(/^a\.parquet: is damaged or cut short/);
  });

  it('refuses what is not there, and a folder', async () => {
    await expect(readBill(path.join(folder, 'none'))).rejects.toThrow(/none: cannot be read \(ENOENT\)/);
    await mkdir(path.join(folder, 'f'));
    await expect(readBill(path.join(folder, 'f'))).rejects.toThrow(/is a folder/);
  });
});
