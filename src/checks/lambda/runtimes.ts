/** When AWS ends its support of a runtime, and where that is written. */
export interface RuntimeEnd {
  /** `2026-10-31`: from then on there are no security updates and no support. */
  Deprecation: string;
  Source: string;
}

const page = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html';
/** Runtimes that AWS supports, or did until this year: dates are AWS's forecast and may be put off. */
const supported = `${page} (supported runtimes, as of 2026-10)`;
const deprecated = `${page} (deprecated runtimes)`;

const ends: Readonly<Record<string, readonly [deprecation: string, source: string]>> = {
  'nodejs24.x': ['2028-04-30', supported],
  'nodejs22.x': ['2027-04-30', supported],
  'nodejs20.x': ['2026-04-30', supported],
  'python3.14': ['2029-06-30', supported],
  'python3.13': ['2029-06-30', supported],
  'python3.12': ['2028-10-31', supported],
  'python3.11': ['2027-06-30', supported],
  'python3.10': ['2026-10-31', supported],
  java25: ['2029-06-30', supported],
  java21: ['2029-06-30', supported],
  'java17.al2023': ['2029-06-30', supported],
  'java11.al2023': ['2029-06-30', supported],
  'java8.al2023': ['2029-06-30', supported],
  java17: ['2027-06-30', supported],
  java11: ['2027-06-30', supported],
  'java8.al2': ['2027-06-30', supported],
  dotnet10: ['2028-11-14', supported],
  dotnet8: ['2026-11-10', supported],
  'ruby4.0': ['2029-03-31', supported],
  'ruby3.4': ['2028-03-31', supported],
  'ruby3.3': ['2027-03-31', supported],
  'provided.al2023': ['2029-06-30', supported],
  'provided.al2': ['2026-07-31', supported],
  'ruby3.2': ['2026-03-31', deprecated],
  'python3.9': ['2025-12-15', deprecated],
  'nodejs18.x': ['2025-09-01', deprecated],
  dotnet6: ['2024-12-20', deprecated],
  'python3.8': ['2024-10-14', deprecated],
  'nodejs16.x': ['2024-06-12', deprecated],
  dotnet7: ['2024-05-14', deprecated],
  java8: ['2024-01-08', deprecated],
  'go1.x': ['2024-01-08', deprecated],
  provided: ['2024-01-08', deprecated],
  'ruby2.7': ['2023-12-07', deprecated],
  'nodejs14.x': ['2023-12-04', deprecated],
  'python3.7': ['2023-12-04', deprecated],
  'dotnetcore3.1': ['2023-04-03', deprecated],
  'nodejs12.x': ['2023-03-31', deprecated],
  'python3.6': ['2022-07-18', deprecated],
  'dotnet5.0': ['2022-05-10', deprecated],
  'dotnetcore2.1': ['2022-01-05', deprecated],
  'nodejs10.x': ['2021-07-30', deprecated],
  'ruby2.5': ['2021-07-30', deprecated],
  'python2.7': ['2021-07-15', deprecated],
  'nodejs8.10': ['2020-03-06', deprecated],
  'nodejs4.3': ['2020-03-05', deprecated],
  'nodejs4.3-edge': ['2020-03-05', deprecated],
  'nodejs6.10': ['2019-08-12', deprecated],
  'dotnetcore1.0': ['2019-06-27', deprecated],
  'dotnetcore2.0': ['2019-05-30', deprecated],
  nodejs: ['2016-10-31', deprecated],
};

/** When a runtime ends; undefined where AWS has set no date, or the runtime is newer than this table. */
export function endOfRuntime(runtime: string): RuntimeEnd | undefined {
  const [Deprecation, Source] = Object.hasOwn(ends, runtime) ? (ends[runtime] ?? []) : [];
  return Deprecation === undefined || Source === undefined ? undefined : { Deprecation, Source };
}
