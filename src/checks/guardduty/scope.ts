import type { Detector } from './detectors.js';

/** Rules on what a detector watches leave suspended ones to guardduty-enabled. */
export const onDetectors = {
  scope: 'the detector is suspended; guardduty-enabled judges that',
  applies: ({ Status }: Pick<Detector, 'Status'>): boolean => Status === 'ENABLED',
} as const;
