const weekdays: Readonly<Record<string, string>> = {
  SUN: 'Sunday',
  MON: 'Monday',
  TUE: 'Tuesday',
  WED: 'Wednesday',
  THU: 'Thursday',
  FRI: 'Friday',
  SAT: 'Saturday',
};
const dayNames = Object.keys(weekdays);
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const anything = /^[*?]$/;

/** When a schedule runs, in words; the expression itself where words would need a calendar. */
export function sayWhen(expression: string, timezone: string | null = null): string {
  const [, kind = '', inner = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return sayRate(inner) ?? expression;
  const zone = timezone || 'UTC';
  if (kind === 'at') return `once, on ${inner.replace('T', ' at ')} ${zone}`;
  return (kind === 'cron' ? sayCron(inner, zone) : undefined) ?? expression;
}

function sayRate(inner: string): string | undefined {
  const [, count, unit] = /^(\d+)\s+(minute|hour|day)s?$/.exec(inner.trim()) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) === 1 ? `every ${unit}` : `every ${Number(count)} ${unit}s`;
}

function sayCron(inner: string, zone: string): string | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = '*', ...more] = inner.trim().split(/\s+/);
  if (weekday === '' || more.length > 0 || year !== '*') return undefined;
  const days = sayDays(day, month, weekday.toUpperCase());
  if (days === undefined) return undefined;
  const often = sayOften(minute, hour);
  if (often !== undefined) return days === 'every day' ? often : `${often}, ${days}`;
  if (!/^\d+$/.test(minute) || !/^\d+(,\d+)*$/.test(hour)) return undefined;
  const times = hour.split(',').map(one => `${one.padStart(2, '0')}:${minute.padStart(2, '0')}`);
  return `${days} at ${listOf(times)} ${zone}`;
}

/** `0/5` and `*` + `/5` both begin at nought. */
const stepOf = (text: string): number | undefined => {
  const step = /^(?:\*|0)\/(\d+)$/.exec(text)?.[1];
  return step === undefined ? undefined : Number(step);
};

function sayOften(minute: string, hour: string): string | undefined {
  const minutes = stepOf(minute);
  if (anything.test(hour) && (minutes !== undefined || anything.test(minute))) {
    return minutes === undefined || minutes === 1 ? 'every minute' : `every ${minutes} minutes`;
  }
  if (!/^\d+$/.test(minute)) return undefined;
  const past = Number(minute) === 0 ? '' : `, ${Number(minute)} minutes past`;
  if (anything.test(hour)) return `every hour${past}`;
  const hours = stepOf(hour);
  return hours === undefined ? undefined : `every ${hours === 1 ? 'hour' : `${hours} hours`}${past}`;
}

function sayDays(day: string, month: string, weekday: string): string | undefined {
  const when = sayMonths(month.toUpperCase());
  if (when === undefined) return undefined;
  if (anything.test(day) && anything.test(weekday)) return when === '' ? 'every day' : `every day${when}`;
  if (anything.test(day)) {
    const named = sayWeekdays(weekday);
    return named && `${named}${when}`;
  }
  if (!anything.test(weekday)) return undefined;
  if (day === 'L') return `on the last day of ${when === '' ? 'each month' : when.replace(/^ in /, '')}`;
  return /^\d+(,\d+)*$/.test(day)
    ? `on day ${listOf(day.split(','))} of ${when === '' ? 'each month' : when.replace(/^ in /, '')}`
    : undefined;
}

function sayWeekdays(text: string): string | undefined {
  const range = /^([A-Z]{3}|[1-7])-([A-Z]{3}|[1-7])$/.exec(text);
  if (range) {
    const [from, to] = [weekdayOf(range[1]), weekdayOf(range[2])];
    return from && to && `${from} to ${to}`;
  }
  const named = text.split(',').map(weekdayOf);
  return named.every(one => one !== undefined) ? `on ${listOf(named)}` : undefined;
}

/** Days are counted from Sunday, which is 1. */
const weekdayOf = (text = ''): string | undefined =>
  weekdays[/^[1-7]$/.test(text) ? (dayNames[Number(text) - 1] ?? '') : text];

function sayMonths(text: string): string | undefined {
  if (text === '*') return '';
  const named = text
    .split(',')
    .map(one => (/^\d+$/.test(one) ? months[Number(one) - 1] : months.find(each => each === one)));
  if (!named.every(one => one !== undefined)) return undefined;
  return ` in ${listOf(named.map(one => one.charAt(0) + one.slice(1).toLowerCase()))}`;
}

const listOf = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
