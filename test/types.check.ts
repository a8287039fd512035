import { keys, rotation } from '../src/checks/kms/keys.js';
import { check, pass } from '../src/core/check.js';
// @ts-expect-error no such detail
keys.with('rotatoin');
check({
  id: 'x',
  title: '',
  why: '',
  fix: {},
  fields: [],
  on: keys.with('rotation'),
  applies: k => k.KeyId === '',
  // @ts-expect-error not asked for
  test: key => pass(key.policy),
});
check({
  id: 'x',
  title: '',
  why: '',
  fix: {},
  fields: [],
  on: keys.with('rotation'),
  params: { max: 3 },
  // @ts-expect-error details are not base facts
  applies: k => k.rotation !== null,
  test: (key, _also, { params }) => pass(key.rotation.KeyRotationEnabled + key.region + params.max.toFixed()),
});
check({
  id: 'x',
  title: '',
  why: '',
  fix: {},
  fields: [],
  on: keys.with('rotation').onlyFor({ keys: keys.with() }, (k, t) => t.keys.some(o => o.KeyId === k.KeyId)),
  also: { more: keys.with('policy') },
  test: (key, { more }) => pass(String(more.some(m => m.policy === key.Arn))),
});
rotation.test({
  KeyId: '',
  Arn: '',
  Description: '',
  KeyManager: '',
  KeyState: '',
  KeySpec: '',
  KeyUsage: '',
  Origin: '',
  MultiRegion: false,
  MultiRegionKeyType: null,
  CreationDate: null,
  DeletionDate: null,
  region: 'x',
  rotation: { KeyRotationEnabled: true, RotationPeriodInDays: null },
});
