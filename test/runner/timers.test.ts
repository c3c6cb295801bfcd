import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Lease } from '../../src/runner/holder/lease.ts';
import { UnreadReport } from '../../src/runner/program/unread-report.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hour = 3_600_000;
const minute = 60_000;

function openLease(leaseMs = 12 * hour) {
  const expired = vi.fn();
  return { expired, lease: new Lease({ leaseMs, quietMs: 15 * minute }, expired) };
}

test('a lease is over when no client came for so long and nothing was written lately', () => {
  const { expired } = openLease();
  vi.advanceTimersByTime(12 * hour - 1);
  expect(expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(expired).toHaveBeenCalledTimes(1);
});

test('a client stops the lease, and it begins anew when the client has left', () => {
  const { expired, lease } = openLease();
  vi.advanceTimersByTime(11 * hour);
  lease.attended(true);
  vi.advanceTimersByTime(100 * hour);
  lease.attended(false);
  vi.advanceTimersByTime(12 * hour - 1);
  expect(expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(expired).toHaveBeenCalledTimes(1);
});

test('a program that writes is not ended before it has been quiet', () => {
  const { expired, lease } = openLease();
  for (let written = 0; written < 13 * 6; written++) {
    vi.advanceTimersByTime(10 * minute);
    lease.output();
  }
  vi.advanceTimersByTime(15 * minute - 1);
  expect(expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(expired).toHaveBeenCalledTimes(1);
});

test('a lease longer than any timer is kept, and one of nothing ends no program at once', () => {
  const long = openLease(60 * 24 * hour);
  vi.advanceTimersByTime(60 * 24 * hour - 1);
  expect(long.expired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(long.expired).toHaveBeenCalledTimes(1);
  const none = openLease(0);
  expect(none.expired).not.toHaveBeenCalled();
  none.lease.over();
  vi.advanceTimersByTime(24 * hour);
  expect(none.expired).not.toHaveBeenCalled();
});

function openReport() {
  const told: number[] = [];
  return { told, report: new UnreadReport((bytes) => told.push(bytes)) };
}

test('input is reported when none of it was taken for a second, then each second if it changed, then when all is taken', () => {
  const { told, report } = openReport();
  report.waiting(100);
  vi.advanceTimersByTime(999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([100]);
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([100]);
  for (const left of [150, 140, 130]) report.waiting(left);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([100, 130]);
  report.taken(20);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([100, 130, 20]);
  report.taken(0);
  expect(told).toEqual([100, 130, 20, 0]);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([100, 130, 20, 0]);
});

test('a program that takes its input, quickly or slowly, is not reported', () => {
  const { told, report } = openReport();
  report.waiting(100);
  report.taken(0);
  report.waiting(100);
  for (let left = 99; left > 0; left--) {
    vi.advanceTimersByTime(900);
    report.taken(left);
  }
  expect(told).toEqual([]);
  report.taken(0);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([]);
});
