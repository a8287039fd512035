import { posix } from 'node:path';

const doors = ['cli', 'lambda', 'index'];
const purePackages = /^(?!@aws-sdk\/|@smithy\/|node:)/;

/**
 * The house in one table: what each room may import (`reaches`: other rooms, by value or by type; `typesOf`: rooms it
 * may name in types only), which packages, and the door that a lint message points to.
 */
export const rooms = {
  door: {
    reaches: ['door', 'audit', 'aws', 'checks', 'core', 'ledger', 'report', 'package-files', 'version'],
    packages: /./,
    way: 'a door (cli, lambda, index) is where everything comes together; nothing imports a door',
  },
  audit: {
    reaches: ['audit', 'aws', 'checks', 'core', 'ledger', 'report', 'package-files', 'version'],
    packages: purePackages,
    way: 'audit is handed its session, rules and options by a door',
  },
  checks: {
    reaches: ['checks', 'core'],
    packages: purePackages,
    way: "a check takes facts from a collection and words from core; AWS is asked in a collection's list or details",
  },
  aws: {
    reaches: ['aws', 'core', 'version'],
    packages: /./,
    way: 'aws is handed the calls it may make; what to ask is decided by checks and core/plan',
  },
  ledger: {
    reaches: ['ledger', 'checks', 'core'],
    packages: purePackages,
    way: "the ledger reads facts that checks' collections brought, and words from core",
  },
  report: {
    reaches: ['report'],
    typesOf: ['core'],
    // Keys of a clean-up sheet are written by a page and read back by core.
    files: ['core/types', 'core/sheet-key'],
    packages: purePackages,
    way: 'a renderer is given one Report, whose shape is in core/types; what a page needs belongs in the Report',
  },
  core: {
    reaches: ['core'],
    packages: purePackages,
    way: 'core knows neither AWS nor checks nor pages; a door or audit hands in what it needs',
  },
  'package-files': {
    reaches: [],
    packages: /^$/,
    way: 'package-files.ts reads what comes with the tool, for audit and the doors',
  },
  version: {
    reaches: [],
    packages: /^$/,
    way: 'version.ts is generated and imports nothing',
  },
};

/** Path below the nearest `src/` folder, without its ending, or undefined outside `src/`. */
export function pathInHouse(filename) {
  const match = /^(?:.*\/)?src\/(.+?)\.[cm]?[jt]s$/.exec(filename.replaceAll('\\', '/'));
  return match?.[1];
}

/** The room a path of the house belongs to: its folder, or `door` or `audit` for the files at the top. */
export function roomOf(path) {
  const top = path.split('/')[0] ?? '';
  if (doors.includes(top)) return 'door';
  return Object.hasOwn(rooms, top) ? top : undefined;
}

/** The path of the house that a relative specifier means, seen from another. */
export function resolveInHouse(from, specifier) {
  const target = posix.join(posix.dirname(from), specifier);
  return target.startsWith('..') ? undefined : target.replace(/\.[cm]?[jt]s$/, '');
}
