/** The name in a function's ARN, qualified or not: `arn:aws:lambda:eu-north-1:111122223333:function:search:live` -> `search`. */
export const functionNameOf = (functionArn: string): string => functionArn.split(':')[6] ?? '';

/** The alias or version in a qualified ARN; empty where there is none. */
export const qualifierOf = (functionArn: string): string => functionArn.split(':')[7] ?? '';

/** Lambda writes its times as `2025-03-01T08:00:00.000+0000`; here as ISO 8601 has it, and as it came where it is no time. */
export function isoTimeOf(text: string | undefined): string {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? (text ?? '') : new Date(time).toISOString();
}
