import type { Aws } from '../../core/collection.js';
import { cannotTell, Unavailable } from '../../core/unavailable.js';

/** The name under which the report tells of the root user. */
export const ROOT = '<root_account>';

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

/**
 * One line of the credential report in AWS's own words: `true`, `false`, `N/A`, `no_information`, `not_supported` or a
 * date. `additional_credentials_info` tells of keys and certificates beyond two of each, `N/A` where there are none.
 */
export type CredentialRow = Record<(typeof columns)[number] | 'additional_credentials_info', string>;

/** The rows of a report; a line that does not fit the header is noted as missed. Throws Unavailable without a known header. */
export function readCredentialReport(text: string, aws: Pick<Aws, 'missed'>): CredentialRow[] {
  const [header = [], ...lines] = readCsv(text);
  const absent = columns.filter(column => !header.includes(column));
  if (absent.length > 0) throw strange(`the credential report has no column ${absent.join(', ')}`);
  return lines.flatMap(line => {
    if (line.length === header.length) return [rowOf(header, line)];
    const id = line[0] ?? '';
    aws.missed(
      { id },
      strange(`the line of ${id} in the credential report has ${line.length} columns instead of ${header.length}`),
    );
    return [];
  });
}

function rowOf(header: readonly string[], line: readonly string[]): CredentialRow {
  const valueOf = (column: string, absent: string) => line[header.indexOf(column)] ?? absent;
  const known = Object.fromEntries(columns.map(column => [column, valueOf(column, '')]));
  const additional = valueOf('additional_credentials_info', 'N/A');
  return { ...known, additional_credentials_info: additional === '' ? 'N/A' : additional } as CredentialRow;
}

const strange = (message: string): Unavailable =>
  new Unavailable({
    reason: 'unexpected-answer',
    api: 'iam:GetCredentialReport',
    actions: ['iam:GetCredentialReport'],
    region: 'global',
    message,
  });

/** Records of RFC 4180; empty lines are left out. User names may hold commas, so a plain split will not do. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  const endRecord = (): void => {
    if (record.length > 0 || field !== '') records.push([...record, field]);
    record = [];
    field = '';
  };
  for (const [, quoted, plain, separator] of text.matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)|(,|\r\n?|\n)/g)) {
    if (separator === ',') {
      record.push(field);
      field = '';
    } else if (separator !== undefined) endRecord();
    else field += quoted?.replaceAll('""', '"') ?? plain ?? '';
  }
  endRecord();
  return records;
}

/** Whether a column says yes; AWS writes `true`, its guide `TRUE`. */
export const isTrue = (value: string): boolean => value.toLowerCase() === 'true';

/** The moment that a column names, or null where it says that there is none; raises for a text that is neither. */
export function timeOf(row: CredentialRow, column: keyof CredentialRow): Date | null {
  const value = row[column];
  if (['', 'N/A', 'no_information', 'not_supported'].includes(value)) return null;
  const time = new Date(value);
  if (Number.isNaN(time.getTime()))
    cannotTell(
      'unexpected-answer',
      'iam:GetCredentialReport',
      `${column} of ${row.user} is "${value}", which is no date`,
    );
  return time;
}
