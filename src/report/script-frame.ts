import type { Report } from '../core/types.js';
import { type FixGroup, groupMeaning } from './fix-risk.js';
import type { FixCounts } from './fix-script.js';
import { revealLine } from './reveal.js';
import { countOf, formatTime } from './wording.js';

/** The beginning of a fix script: what it is, how it is used, and that it stops at the first thing that fails. */
export function scriptStart(report: Report, { commands, incomplete, byHand }: FixCounts): string[] {
  const { account, started, tool } = report;
  return [
    '#!/usr/bin/env bash',
    // Names from AWS may hold $, `, \ and typographic quotes and are meant as they are; they stand in single quotes.
    '# shellcheck disable=SC2016,SC1003,SC1112',
    `# Fix commands for the account ${revealLine(account.id)}, from what stocktake ${tool.version} saw on ${formatTime(started)}.`,
    `# ${countOf(commands, 'command')} ready, ${incomplete} to be completed first, ${countOf(byHand, 'thing')} to do by hand.`,
    '# Nothing has been run. Read each block, take out what you do not want, then:',
    '#   bash fix.sh               prints every command that is ready; changes nothing',
    '#   bash fix.sh --run low     runs the group "low", asking before each command',
    '#   YES=1 bash fix.sh --run low     the same without asking',
    '# It stops at the first command that fails. Commands that lack something are comments: complete them and put',
    '# them into a group yourself.',
    'set -euo pipefail',
    "export AWS_PAGER=''",
    `readonly account=${/^\d+$/.test(account.id) ? account.id : "''"}`,
    '',
  ];
}

/** The end of a fix script: the groups, the question before each command, and the check of the account. */
export function scriptEnd(groups: readonly { group: FixGroup; names: readonly string[] }[]): string[] {
  const some = groups.filter(({ names }) => names.length > 0);
  return [
    ...frame,
    ...some.flatMap(({ group, names }) => [
      `group_${group}() {`,
      ...names.map(name => `  if wanted ${name}; then ${name}; fi`),
      '}',
      '',
    ]),
    'list() {',
    `  printf '%s\\n' 'Groups of this script (nothing is run without --run):'`,
    ...some.map(
      ({ group, names }) =>
        `  printf '%s\\n' '  ${group.padEnd(7)} ${countOf(names.length, 'command')}: ${groupMeaning[group]}'`,
    ),
    ...(some.length === 0
      ? [`  printf '%s\\n' '  none: every fix has to be completed or done by hand, see the comments'`]
      : []),
    '}',
    '',
    'run=',
    `if [ "$#" -eq 0 ]; then`,
    '  list',
    ...some.map(({ group }) => `  printf '\\n== %s\\n' ${group}; group_${group}`),
    '  exit 0',
    'fi',
    `if [ "$#" -ne 2 ] || [ "$1" != --run ]; then`,
    `  printf '%s\\n' 'usage: bash fix.sh [--run GROUP]' >&2`,
    '  list >&2',
    '  exit 2',
    'fi',
    'run=1',
    'case "$2" in',
    ...some.map(({ group }) => `  ${group}) check_account; group_${group} ;;`),
    `  *) printf 'there is no group %s\\n' "$2" >&2; list >&2; exit 2 ;;`,
    'esac',
    '',
  ];
}

const frame = [
  '# ===== How it is run =====',
  '',
  '# The commands are for this account and no other.',
  'check_account() {',
  '  local caller',
  '  caller=$(aws sts get-caller-identity --query Account --output text)',
  `  if [ "$caller" != "$account" ]; then`,
  `    printf 'these commands are for account %s, the credentials are of %s: nothing was run\\n' "$account" "$caller" >&2`,
  '    exit 1',
  '  fi',
  '}',
  '',
  '# Shows a command; true where it is to be run.',
  'wanted() {',
  `  declare -f "$1" | sed -e '1,2d' -e '$d'`,
  '  [ -n "$run" ] || return 1',
  '  [ "${YES:-}" != 1 ] || return 0',
  '  local answer=',
  `  printf '  run this? (y/N) ' >&2`,
  '  read -r answer || true',
  '  [ "$answer" = y ] || [ "$answer" = Y ] || [ "$answer" = yes ]',
  '}',
  '',
];
