import { expect, test } from 'vitest';
import { follows } from '../../../src/checks/cloudwatch/alarm-rule.js';

const arn = 'arn:aws:cloudwatch:eu-north-1:111122223333:alarm:root';
const isRoot = (name: string) => name === 'root' || name === arn || name === 'root "use"';

test.each([
  ['ALARM(root)', 'always'],
  ['ALARM("root")', 'always'],
  [`ALARM(${arn})`, 'always'],
  [`ALARM("${arn}")`, 'always'],
  ['ALARM("root \\"use\\"")', 'always'],
  ['alarm( root )', 'always'],
  ['ALARM(root) OR ALARM(other)', 'always'],
  ['ALARM(other) or (ALARM(root) or OK(third))', 'always'],
  ['NOT OK(root)', 'always'],
  ['NOT (OK(root) AND ALARM(other))', 'always'],
  ['ALARM(root) AND TRUE', 'always'],
  ['TRUE', 'always'],
  ['ALARM(root) AND ALARM(other) OR ALARM(root)', 'always'],
  ['ALARM(root) AND (ALARM(other) OR OK(other))', 'not-always'],
  ['ALARM(root) AND ALARM(other)', 'not-always'],
  ['ALARM(root) AND NOT ALARM(maintenance)', 'not-always'],
  ['OK(root)', 'not-always'],
  ['INSUFFICIENT_DATA(root)', 'not-always'],
  ['ALARM(other)', 'not-always'],
  ['FALSE OR ALARM("root-2")', 'not-always'],
  ['AT_LEAST(1, ALARM, (root, other))', 'unreadable'],
  ['ALARM(root', 'unreadable'],
  ['(ALARM(root)', 'unreadable'],
  ['ALARM(root))', 'unreadable'],
  ['ALARM(root) ALARM(other)', 'unreadable'],
  ['ALARM(root) AND', 'unreadable'],
  ['', 'unreadable'],
])('%s: %s', (rule, expected) => {
  expect(follows(rule, isRoot)).toBe(expected);
});
