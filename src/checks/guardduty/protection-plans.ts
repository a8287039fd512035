import { check, fail, pass } from '../../core/check.js';
import { detectors } from './detectors.js';
import { featureOf, isOn, notOffered, sawFeature } from './features.js';
import { onDetectors } from './scope.js';

/** What a rule on one protection plan says; the rest is the same for all of them. */
interface Plan {
  id: string;
  title: string;
  why: string;
  feature: string;
  note: string;
}

const planRule = ({ id, title, why, feature, note }: Plan) =>
  check({
    ...onDetectors,
    id,
    title,
    why,
    fix: {
      command: `aws guardduty update-detector --detector-id {DetectorId} --features '[{"Name":"${feature}","Status":"ENABLED"}]' --region {region}`,
      undo: `aws guardduty update-detector --detector-id {DetectorId} --features '[{"Name":"${feature}","Status":"DISABLED"}]' --region {region}`,
      note: `${note} In a member account the administrator account decides: "aws guardduty update-member-detectors" there.`,
    },
    fields: ['guardduty:GetDetector.Features.Status', 'guardduty:GetDetector.Features.Name'],
    on: detectors.with(),
    test(detector) {
      const found = featureOf(detector, feature);
      if (!found) return notOffered(feature, detector);
      const seen = sawFeature(feature, found.Status);
      return isOn(found) ? pass(`${feature} is ENABLED`, seen) : fail(`${feature} is ${found.Status}`, seen);
    },
  });

/** The protection plans that are judged one by one. */
export const protectionPlans = [
  planRule({
    id: 'guardduty-s3-protection-enabled',
    title: 'GuardDuty watches access to objects in S3',
    why: 'Stolen data mostly leaves through S3. Without this plan GuardDuty sees changes of buckets only, and not who reads or deletes what is in them.',
    feature: 'S3_DATA_EVENTS',
    note: 'Billed by the number of object events.',
  }),
  planRule({
    id: 'guardduty-eks-audit-log-monitoring-enabled',
    title: 'GuardDuty reads the audit logs of EKS',
    why: 'Whoever gets into a Kubernetes cluster works through its API. Its audit log shows it, if somebody reads it.',
    feature: 'EKS_AUDIT_LOGS',
    note: 'Costs nothing while there is no EKS cluster.',
  }),
  planRule({
    id: 'guardduty-ec2-malware-protection-enabled',
    title: 'GuardDuty scans the disks of suspicious instances for malware',
    why: 'When an instance behaves as if it were taken over, a scan of its disks tells within minutes whether it is.',
    feature: 'EBS_MALWARE_PROTECTION',
    note: 'Billed by the size of scanned disks, which are scanned only after a finding.',
  }),
  planRule({
    id: 'guardduty-rds-protection-enabled',
    title: 'GuardDuty watches logins to databases',
    why: 'Guessed passwords and logins from strange places are how databases are robbed. This plan learns what is usual, and needs nothing installed.',
    feature: 'RDS_LOGIN_EVENTS',
    note: 'Billed by the size of the watched databases.',
  }),
  planRule({
    id: 'guardduty-lambda-protection-enabled',
    title: 'GuardDuty watches the network traffic of Lambda functions',
    why: 'A function with a poisoned library calls home. Its traffic shows in no other log.',
    feature: 'LAMBDA_NETWORK_LOGS',
    note: 'Billed by the volume of traffic.',
  }),
  planRule({
    id: 'guardduty-runtime-monitoring-enabled',
    title: 'GuardDuty watches what runs inside instances and containers',
    why: 'Logs tell what was asked of AWS. Only an agent inside sees the process that was started, the file that was changed and the connection that was opened.',
    feature: 'RUNTIME_MONITORING',
    note: 'Billed by the vCPUs of what it watches. Let GuardDuty look after the agents as well, or install them yourself.',
  }),
];
