import { check, fail, pass, type Verdict } from '../../core/check.js';
import { cannotTell } from '../../core/unavailable.js';
import { type Detector, detectors } from './detectors.js';
import { featureOf, isOn, notOffered, sawFeature, sawOption } from './features.js';
import { onDetectors } from './scope.js';

const runtime = 'RUNTIME_MONITORING';
const eksRuntime = 'EKS_RUNTIME_MONITORING';
const eksAddon = 'EKS_ADDON_MANAGEMENT';

const enableWith = (option: string): string =>
  `aws guardduty update-detector --detector-id {DetectorId} --features '[{"Name":"${runtime}","Status":"ENABLED","AdditionalConfiguration":[{"Name":"${option}","Status":"ENABLED"}]}]' --region {region}`;
const decidedElsewhere =
  'In a member account the administrator account decides: "aws guardduty update-member-detectors" there.';
const fields = [
  'guardduty:GetDetector.Features.Status',
  'guardduty:GetDetector.Features.AdditionalConfiguration.Status',
  'guardduty:GetDetector.Features.Name',
] as const;

/** Whether GuardDuty looks after one kind of agents. */
function judgeAgents(detector: Detector, option: string): Verdict {
  const feature = featureOf(detector, runtime);
  if (!feature) return notOffered(runtime, detector);
  const found = feature.AdditionalConfiguration.find(one => one.Name === option);
  if (!found && feature.AdditionalConfiguration.length > 0) return notOffered(option, detector);
  if (!isOn(feature))
    return fail(`${runtime} is ${feature.Status}, so there are no agents`, sawFeature(runtime, feature.Status));
  if (!found)
    return cannotTell('unexpected-answer', 'guardduty:GetDetector', `GetDetector does not say how ${option} stands`);
  const seen = sawOption(runtime, option, found.Status);
  return isOn(found) ? pass(`${option} is ENABLED`, seen) : fail(`${option} is ${found.Status}`, seen);
}

interface Agents {
  id: string;
  title: string;
  why: string;
  option: string;
  note: string;
}

const agentRule = ({ id, title, why, option, note }: Agents) =>
  check({
    ...onDetectors,
    id,
    title,
    why,
    fix: { command: enableWith(option), note: `${note} ${decidedElsewhere}` },
    fields,
    on: detectors.with(),
    test: detector => judgeAgents(detector, option),
  });

/** The agents that GuardDuty can install and update by itself. */
export const managedAgents = [
  agentRule({
    id: 'guardduty-ecs-runtime-agent-managed',
    title: 'GuardDuty looks after its agents in Fargate tasks',
    why: 'Nobody can log in to a Fargate task to install an agent: either GuardDuty puts it there, or nothing watches inside.',
    option: 'ECS_FARGATE_AGENT_MANAGEMENT',
    note: 'Tasks get the agent when they are started next.',
  }),
  agentRule({
    id: 'guardduty-ec2-runtime-agent-managed',
    title: 'GuardDuty looks after its agents on EC2 instances',
    why: 'Agents that people install are forgotten on the next instance. GuardDuty installs and updates them on all.',
    option: 'EC2_AGENT_MANAGEMENT',
    note: 'Agents that you install yourself protect as well; take the rule out if you keep them on every instance. Instances need Systems Manager.',
  }),
];

export const eksRuntimeMonitoring = check({
  ...onDetectors,
  id: 'guardduty-eks-runtime-monitoring-enabled',
  title: 'GuardDuty watches what runs inside EKS clusters',
  why: 'Audit logs show what was asked of a cluster. Only an agent on its nodes sees what a container does once it runs.',
  fix: {
    command: enableWith(eksAddon),
    note: `${runtime} takes the place of ${eksRuntime}: the two cannot be on together. Billed by vCPUs. ${decidedElsewhere}`,
  },
  fields,
  on: detectors.with(),
  test(detector) {
    const older = featureOf(detector, eksRuntime);
    if (older && isOn(older)) return pass(`${eksRuntime} is ENABLED`, sawFeature(eksRuntime, older.Status));
    if (older && !featureOf(detector, runtime))
      return fail(`${eksRuntime} is ${older.Status}`, sawFeature(eksRuntime, older.Status));
    return judgeAgents(detector, eksAddon);
  },
});
