import { notApplicable, saw, type Verdict } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import type { Detector, Feature } from './detectors.js';

const api = 'guardduty:GetDetector';
const enabled = 'ENABLED';

/** Whether a feature or one of its options is on. */
export const isOn = (one: { Status: string } | undefined): boolean => one?.Status === enabled;

/** What a verdict about a feature rests on. */
export const sawFeature = (Name: string, Status: string) => saw(api, `Features[${Name}].Status`, Status, enabled);

/** The same for an option of a feature. */
export const sawOption = (feature: string, Name: string, Status: string | null) =>
  saw(api, `Features[${feature}].AdditionalConfiguration[${Name}].Status`, Status, enabled);

type OfFeatures = Pick<Detector, 'Features' | 'DataSources'>;

/**
 * The feature of this name; undefined where the region does not offer it: GetDetector lists what a region offers, also
 * where it was never turned on. A list without any feature, which only the older form of the answer can stand in for,
 * proves nothing of the kind.
 */
export function featureOf({ Features, DataSources }: OfFeatures, name: string): Feature | undefined {
  const found = Features.find(one => one.Name === name);
  if (found || Features.length > 0) return found;
  const older = DataSources.find(one => one.Name === name);
  if (older) return { ...older, AdditionalConfiguration: [] };
  return cannotTell('unexpected-answer', api, `GetDetector lists no features; whether ${name} is on is not known`);
}

/** The verdict on what a region does not offer. */
export const notOffered = (name: string, { Features }: OfFeatures): Verdict =>
  notApplicable(
    `GuardDuty does not list ${name} here: this region does not offer it`,
    saw(
      api,
      'Features[].Name',
      Features.map(one => one.Name),
    ),
  );
