import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixFor, literalWord, shellQuote } from '../../src/core/fix.js';

const about = { account: { id: '111122223333', partition: 'aws' }, regions: [], started: '2026-11-22T09:00:00.000Z' };
const resource = {
  id: 'k-1',
  arn: 'arn:aws:kms:eu-north-1:111122223333:key/k-1',
  region: 'eu-north-1',
  type: 'AWS::KMS::Key',
};

it('puts in the real ids', () => {
  const fix = { command: 'aws kms enable-key-rotation --key-id {KeyId} --region {region}', note: 'for {account}' };
  expect(fixFor(fix, { KeyId: 'k-1' }, resource, about)).toEqual({
    command: 'aws kms enable-key-rotation --key-id k-1 --region eu-north-1',
    note: 'for 111122223333',
  });
});

it('shows what the facts do not hold', () => {
  expect(fixFor({ command: 'aws x --name {Nothing} {Deep}' }, { Deep: { a: 1 } }, resource, about).command).toBe(
    'aws x --name <Nothing> <Deep>',
  );
});

it('quotes a hostile name so that a shell reads one word', () => {
  const name = 'x\'; rm -rf ~; echo `id` $(id) "\n&& |';
  const { command = '' } = fixFor({ command: 'echo {KeyId}' }, { KeyId: name }, resource, about);
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(`${name.replace('\n', '?')}\n`);
});

it('any text without control characters is one word', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 30 }), text => {
      const plain = text.replace(/[\u0000-\u001f\u007f]/g, '?');
      expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })).toBe(plain);
    }),
    { numRuns: 40 },
  );
});

it.each(['--endpoint-url=http://evil.example', '-x', 'file:///etc/passwd', 'fileb://a', 'https://evil.example'])(
  'leaves %s to a person, since the AWS CLI would not take it for a name',
  name => {
    const fix = {
      command: 'aws cloudwatch delete-alarms --alarm-names {Name}',
      undo: 'aws x --name {Name}',
      note: '{Name}',
    };
    expect(fixFor(fix, { Name: name }, resource, about)).toEqual({
      command: 'aws cloudwatch delete-alarms --alarm-names <Name>',
      undo: 'aws x --name <Name>',
      note: name,
      missing: ['<Name>'],
    });
    expect(literalWord(name)).toBe('<name>');
  },
);
