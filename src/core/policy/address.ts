/**
 * How much of the world an address range is. The limits are those of S3's definition of public:
 * ranges wider than /8 (IPv4) or /32 (IPv6, the smallest block a registry hands to a provider) are practically everyone.
 */
const WIDEST = { 4: 8, 6: 32 } as const;
const BITS = { 4: 32, 6: 128 } as const;

interface AddressRange {
  readonly version: 4 | 6;
  readonly prefix: number;
}

/** True when every text is an address range, none is wider than the limits and together they are not half of all addresses. */
export function areNarrowRanges(texts: readonly string[]): boolean {
  const ranges = [...new Set(texts.map(text => text.trim().toLowerCase()))].map(readRange);
  const share = { 4: 0, 6: 0 };
  for (const range of ranges) {
    if (!range || range.prefix < WIDEST[range.version]) return false;
    share[range.version] += 2 ** -range.prefix;
  }
  return ranges.length > 0 && share[4] < 0.5 && share[6] < 0.5;
}

function readRange(text: string): AddressRange | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIpv4(address) ? 4 : isIpv6(address) ? 6 : undefined;
  if (version === undefined || rest.length > 0) return undefined;
  if (prefix === undefined) return { version, prefix: BITS[version] };
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= BITS[version] ? { version, prefix: Number(prefix) } : undefined;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return false;
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const embedded = last !== undefined && isIpv4(last) ? groups.pop() !== undefined : false;
  const length = groups.length + (embedded ? 2 : 0);
  return groups.every(group => /^[0-9a-f]{1,4}$/.test(group)) && (halves.length === 2 ? length < 8 : length === 8);
}
