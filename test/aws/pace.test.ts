import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TokenBucket } from '../../src/aws/pace.js';

const never = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** How many of these have been let through so far. */
function counted(bucket: TokenBucket, wanted: number): () => number {
  let through = 0;
  for (let index = 0; index < wanted; index++) void bucket.take().then(() => through++);
  return () => through;
}

it('lets a burst through, then so many a second', async () => {
  const through = counted(new TokenBucket(10, never), 40);
  await vi.advanceTimersByTimeAsync(0);
  expect(through()).toBe(10);
  await vi.advanceTimersByTimeAsync(1000);
  expect(through()).toBeGreaterThanOrEqual(19);
  expect(through()).toBeLessThanOrEqual(20);
});

it('halves on throttling and grows back', async () => {
  const bucket = new TokenBucket(10, never);
  const first = counted(bucket, 10);
  await vi.advanceTimersByTimeAsync(0);
  expect(first()).toBe(10);
  bucket.slowDown();
  const slow = counted(bucket, 100);
  await vi.advanceTimersByTimeAsync(2000);
  expect(slow()).toBeGreaterThanOrEqual(9);
  expect(slow()).toBeLessThanOrEqual(10);
  for (let index = 0; index < 20; index++) bucket.speedUp();
  const before = slow();
  await vi.advanceTimersByTimeAsync(2000);
  expect(slow() - before).toBeGreaterThanOrEqual(18);
});

it('never stops altogether', async () => {
  const bucket = new TokenBucket(1, never);
  for (let index = 0; index < 20; index++) bucket.slowDown();
  const through = counted(bucket, 1);
  await vi.advanceTimersByTimeAsync(4000);
  expect(through()).toBe(1);
});

it('takes its turn in order', async () => {
  const bucket = new TokenBucket(1, never);
  const order: number[] = [];
  for (const name of [1, 2, 3]) void bucket.take().then(() => order.push(name));
  await vi.advanceTimersByTimeAsync(3000);
  expect(order).toEqual([1, 2, 3]);
});

it('lets everything go when the audit ends', async () => {
  const ending = new AbortController();
  const through = counted(new TokenBucket(1, ending.signal), 50);
  await vi.advanceTimersByTimeAsync(0);
  expect(through()).toBe(1);
  ending.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(through()).toBe(50);
});
