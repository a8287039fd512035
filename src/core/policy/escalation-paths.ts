/** One published way to gain more permissions than one was given. */
export interface EscalationPath {
  /** Stable name: service and method. */
  readonly id: string;
  /** Everything one must be allowed to do; a pattern means every published action that it covers. */
  readonly actions: readonly string[];
  /** What the holder does with it. */
  readonly how: string;
  /** What must already exist in the account. */
  readonly needs?: string;
  /** The service principals the role is handed to, where iam:PassRole is part of it. */
  readonly passedTo?: readonly string[];
}

interface More {
  readonly needs?: string;
  readonly passedTo?: string;
}

function path(id: string, actions: string, how: string, { needs, passedTo }: More = {}): EscalationPath {
  return {
    id,
    actions: actions.split(' '),
    how,
    ...(needs === undefined ? {} : { needs }),
    ...(passedTo === undefined ? {} : { passedTo: passedTo.split(' ').map(service => `${service}.amazonaws.com`) }),
  };
}

/** Rewrites policies, credentials and memberships; no other service is involved. */
const iamPaths: readonly EscalationPath[] = [
  path('iam-full-access', 'iam:*', 'grants itself anything'),
  path('iam-put-anything', 'iam:Put*', 'writes inline policies and boundaries'),
  path('iam-create-policy-version', 'iam:CreatePolicyVersion', 'writes a new default version of a policy it is under'),
  path('iam-set-default-policy-version', 'iam:SetDefaultPolicyVersion', 'goes back to a wider version of a policy', {
    needs: 'an older, wider version',
  }),
  path(
    'iam-policy-version-and-default',
    'iam:CreatePolicyVersion iam:SetDefaultPolicyVersion',
    'writes a version and makes it the default',
  ),
  path('iam-create-access-key', 'iam:CreateAccessKey', 'makes a key for another user'),
  path('iam-replace-access-key', 'iam:CreateAccessKey iam:DeleteAccessKey', 'replaces one of two keys of another user'),
  path('iam-create-login-profile', 'iam:CreateLoginProfile', 'sets a console password for another user'),
  path('iam-update-login-profile', 'iam:UpdateLoginProfile', 'changes the console password of another user'),
  path('iam-attach-user-policy', 'iam:AttachUserPolicy', 'attaches AdministratorAccess to a user'),
  path('iam-attach-group-policy', 'iam:AttachGroupPolicy', 'attaches AdministratorAccess to a group'),
  path('iam-attach-role-policy', 'iam:AttachRolePolicy', 'attaches AdministratorAccess to a role'),
  path('iam-put-user-policy', 'iam:PutUserPolicy', 'writes an inline policy into a user'),
  path('iam-put-group-policy', 'iam:PutGroupPolicy', 'writes an inline policy into a group'),
  path('iam-put-role-policy', 'iam:PutRolePolicy', 'writes an inline policy into a role'),
  path('iam-add-user-to-group', 'iam:AddUserToGroup', 'joins a group of administrators', {
    needs: 'a privileged group',
  }),
  path('iam-update-assume-role-policy', 'iam:UpdateAssumeRolePolicy', 'lets itself into a role', {
    needs: 'a privileged role',
  }),
  path(
    'iam-attach-user-policy-and-key',
    'iam:AttachUserPolicy iam:CreateAccessKey',
    'widens another user and takes a key of it',
  ),
  path(
    'iam-put-user-policy-and-key',
    'iam:PutUserPolicy iam:CreateAccessKey',
    'widens another user and takes a key of it',
  ),
  path(
    'iam-new-user-with-key',
    'iam:CreateUser iam:CreateAccessKey',
    'makes a user outside every control and takes its key',
  ),
  path('iam-new-user-in-group', 'iam:CreateUser iam:AddUserToGroup', 'makes a user in a privileged group'),
  path('iam-new-user-attach', 'iam:CreateUser iam:AttachUserPolicy', 'makes a user with AdministratorAccess'),
  path('iam-new-user-put', 'iam:CreateUser iam:PutUserPolicy', 'makes a user with an inline policy'),
  path(
    'iam-attach-and-trust',
    'iam:AttachRolePolicy iam:UpdateAssumeRolePolicy',
    'widens a role and lets itself into it',
  ),
  path('iam-put-and-trust', 'iam:PutRolePolicy iam:UpdateAssumeRolePolicy', 'widens a role and lets itself into it'),
  path(
    'iam-version-and-trust',
    'iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy',
    'widens a role and lets itself into it',
  ),
  path('sts-attach-and-assume', 'sts:AssumeRole iam:AttachRolePolicy', 'widens a role it may assume'),
  path('sts-put-and-assume', 'sts:AssumeRole iam:PutRolePolicy', 'widens a role it may assume'),
  path('sts-trust-and-assume', 'sts:AssumeRole iam:UpdateAssumeRolePolicy', 'lets itself into a role and assumes it'),
  path('sts-version-and-assume', 'sts:AssumeRole iam:CreatePolicyVersion', 'widens a policy of a role it may assume'),
  path('iam-delete-user-boundary', 'iam:DeleteUserPermissionsBoundary', 'drops the boundary that holds a user back', {
    needs: 'a user under a boundary',
  }),
  path('iam-delete-role-boundary', 'iam:DeleteRolePermissionsBoundary', 'drops the boundary that holds a role back', {
    needs: 'a role under a boundary',
  }),
];

/** Hands a role to something new that runs the holder's own code. */
const passRolePaths: readonly EscalationPath[] = [
  path('ec2-run-instances', 'iam:PassRole ec2:RunInstances', 'starts an instance with the role', { passedTo: 'ec2' }),
  path('ec2-request-spot-instances', 'iam:PassRole ec2:RequestSpotInstances', 'starts a spot instance with the role', {
    passedTo: 'ec2 spotfleet',
  }),
  path(
    'ec2-associate-instance-profile',
    'iam:PassRole ec2:AssociateIamInstanceProfile',
    'puts the role on an instance it can enter',
    { passedTo: 'ec2', needs: 'an instance without a profile' },
  ),
  path(
    'ec2-replace-instance-profile',
    'iam:PassRole ec2:ReplaceIamInstanceProfileAssociation',
    'swaps the role of an instance it can enter',
    { passedTo: 'ec2', needs: 'an instance with a profile' },
  ),
  path(
    'autoscaling-new-group',
    'iam:PassRole autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration',
    'starts instances with the role through a new group',
    { passedTo: 'ec2 autoscaling' },
  ),
  path(
    'autoscaling-change-group',
    'iam:PassRole autoscaling:UpdateAutoScalingGroup autoscaling:CreateLaunchConfiguration',
    'starts instances with the role through an existing group',
    { passedTo: 'ec2 autoscaling', needs: 'an Auto Scaling group' },
  ),
  path(
    'lambda-create-and-invoke',
    'iam:PassRole lambda:CreateFunction lambda:InvokeFunction',
    'runs a new function with the role',
    { passedTo: 'lambda' },
  ),
  path(
    'lambda-create-and-map',
    'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping',
    'lets a stream or queue run a new function',
    { passedTo: 'lambda', needs: 'a stream or queue' },
  ),
  path(
    'lambda-create-and-map-new-table',
    'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping dynamodb:CreateTable dynamodb:PutItem',
    'lets a new table run a new function',
    { passedTo: 'lambda' },
  ),
  path(
    'lambda-create-and-permit',
    'iam:PassRole lambda:CreateFunction lambda:AddPermission',
    'lets another account run a new function',
    { passedTo: 'lambda' },
  ),
  path('glue-new-dev-endpoint', 'iam:PassRole glue:CreateDevEndpoint', 'logs in to a new development endpoint', {
    passedTo: 'glue',
  }),
  path('glue-new-job-run', 'iam:PassRole glue:CreateJob glue:StartJobRun', 'runs a new job with the role', {
    passedTo: 'glue',
  }),
  path('glue-new-job-trigger', 'iam:PassRole glue:CreateJob glue:CreateTrigger', 'lets a trigger run a new job', {
    passedTo: 'glue',
  }),
  path(
    'glue-change-job-run',
    'iam:PassRole glue:UpdateJob glue:StartJobRun',
    'gives a job the role and its own script',
    { passedTo: 'glue', needs: 'a Glue job' },
  ),
  path(
    'glue-change-job-trigger',
    'iam:PassRole glue:UpdateJob glue:CreateTrigger',
    'gives a job the role and lets a trigger run it',
    { passedTo: 'glue', needs: 'a Glue job' },
  ),
  path('glue-new-session', 'iam:PassRole glue:CreateSession glue:RunStatement', 'runs statements in a new session', {
    passedTo: 'glue',
  }),
  path('cloudformation-create-stack', 'iam:PassRole cloudformation:CreateStack', 'has the role build a stack', {
    passedTo: 'cloudformation',
  }),
  path(
    'cloudformation-create-stack-set',
    'iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances',
    'has the role build a stack set',
    { passedTo: 'cloudformation' },
  ),
  path(
    'cloudformation-update-stack-set',
    'iam:PassRole cloudformation:UpdateStackSet',
    'changes what a stack set builds',
    { passedTo: 'cloudformation', needs: 'a stack set' },
  ),
  path(
    'datapipeline-new-pipeline',
    'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline',
    'runs a shell step in a new pipeline',
    { passedTo: 'datapipeline elasticmapreduce ec2' },
  ),
  path('codestar-create-project', 'iam:PassRole codestar:CreateProject', 'has CodeStar build a project with the role', {
    passedTo: 'codestar cloudformation',
  }),
  path(
    'codebuild-new-project-build',
    'iam:PassRole codebuild:CreateProject codebuild:StartBuild',
    'builds its own commands with the role',
    { passedTo: 'codebuild' },
  ),
  path(
    'codebuild-new-project-batch',
    'iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch',
    'builds its own commands in a batch',
    { passedTo: 'codebuild' },
  ),
  path(
    'ecs-new-task-service',
    'iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService',
    'runs a new task as a service',
    { passedTo: 'ecs-tasks', needs: 'an ECS cluster' },
  ),
  path('ecs-new-task-run', 'iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask', 'runs a new task', {
    passedTo: 'ecs-tasks',
    needs: 'an ECS cluster',
  }),
  path(
    'ecs-new-task-start',
    'iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask',
    'starts a new task on an instance',
    { passedTo: 'ecs-tasks', needs: 'an ECS container instance' },
  ),
  path(
    'ecs-new-cluster-service',
    'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService',
    'runs a new task in a new cluster',
    { passedTo: 'ecs-tasks' },
  ),
  path(
    'ecs-new-cluster-run',
    'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask',
    'runs a new task in a new cluster',
    { passedTo: 'ecs-tasks' },
  ),
  path('ecs-run-with-override', 'iam:PassRole ecs:RunTask', 'runs a task with its own role and command', {
    passedTo: 'ecs-tasks',
    needs: 'a task definition',
  }),
  path('ecs-start-with-override', 'iam:PassRole ecs:StartTask', 'starts a task with its own role and command', {
    passedTo: 'ecs-tasks',
    needs: 'a task definition and a container instance',
  }),
  path(
    'ecs-start-on-own-instance',
    'iam:PassRole ecs:StartTask ecs:RegisterContainerInstance ecs:DeregisterContainerInstance',
    'starts a task on its own instance',
    { passedTo: 'ecs-tasks', needs: 'a task definition' },
  ),
  path(
    'sagemaker-new-notebook',
    'iam:PassRole sagemaker:CreateNotebookInstance',
    'opens a new notebook with the role',
    { passedTo: 'sagemaker' },
  ),
  path('sagemaker-new-training-job', 'iam:PassRole sagemaker:CreateTrainingJob', 'runs its own training code', {
    passedTo: 'sagemaker',
  }),
  path('sagemaker-new-processing-job', 'iam:PassRole sagemaker:CreateProcessingJob', 'runs its own processing code', {
    passedTo: 'sagemaker',
  }),
  path('apprunner-create-service', 'iam:PassRole apprunner:CreateService', 'runs its own image with the role', {
    passedTo: 'tasks.apprunner apprunner',
  }),
  path(
    'agentcore-new-interpreter',
    'iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:InvokeCodeInterpreter',
    'runs code in a new interpreter',
    { passedTo: 'bedrock-agentcore' },
  ),
  path(
    'agentcore-new-interpreter-session',
    'iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    'runs code in a new interpreter',
    { passedTo: 'bedrock-agentcore' },
  ),
  path(
    'agentcore-new-runtime',
    'iam:PassRole bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:CreateAgentRuntimeEndpoint bedrock-agentcore:CreateWorkloadIdentity bedrock-agentcore:InvokeAgentRuntimeCommand',
    'runs commands in a new agent runtime',
    { passedTo: 'bedrock-agentcore' },
  ),
  path(
    'agentcore-new-harness',
    'iam:PassRole bedrock-agentcore:CreateHarness bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:CreateAgentRuntimeEndpoint bedrock-agentcore:CreateWorkloadIdentity bedrock-agentcore:GetAgentRuntime bedrock-agentcore:GetHarness bedrock-agentcore:InvokeAgentRuntimeCommand',
    'runs commands in a new harness',
    { passedTo: 'bedrock-agentcore' },
  ),
  path(
    'agentcore-new-browser',
    'iam:PassRole bedrock-agentcore:CreateBrowser bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream',
    'reads the role out of a new browser',
    { passedTo: 'bedrock-agentcore' },
  ),
  path(
    'batch-new-job',
    'iam:PassRole batch:RegisterJobDefinition batch:SubmitJob',
    'runs its own container with the role',
    { passedTo: 'ecs-tasks batch', needs: 'a job queue' },
  ),
  path(
    'batch-new-queue-and-job',
    'iam:PassRole batch:CreateComputeEnvironment batch:CreateJobQueue batch:RegisterJobDefinition batch:SubmitJob',
    'builds a queue and runs its own container',
    { passedTo: 'ecs-tasks batch' },
  ),
  path('braket-create-job', 'iam:PassRole braket:CreateJob', 'runs its own script in a hybrid job', {
    passedTo: 'braket',
  }),
  path(
    'cognito-identity-pool-roles',
    'iam:PassRole cognito-identity:SetIdentityPoolRoles',
    'binds the role to a pool that hands out credentials',
    { passedTo: 'cognito-identity', needs: 'an identity pool' },
  ),
  path('emr-run-job-flow', 'iam:PassRole elasticmapreduce:RunJobFlow', 'runs a step on a cluster with the role', {
    passedTo: 'elasticmapreduce ec2',
  }),
  path(
    'emr-serverless-new-application',
    'iam:PassRole emr-serverless:CreateApplication emr-serverless:StartJobRun',
    'runs its own job with the role',
    { passedTo: 'emr-serverless' },
  ),
  path(
    'gamelift-new-fleet',
    'iam:PassRole gamelift:CreateBuild gamelift:CreateFleet gamelift:RequestUploadCredentials',
    'runs its own server with the role',
    { passedTo: 'gamelift' },
  ),
  path(
    'imagebuilder-new-image',
    'iam:PassRole imagebuilder:CreateComponent imagebuilder:CreateImageRecipe imagebuilder:CreateInfrastructureConfiguration imagebuilder:CreateImage',
    'runs its own build step with the role',
    { passedTo: 'ec2 imagebuilder' },
  ),
  path(
    'kinesisanalytics-new-application',
    'iam:PassRole kinesisanalytics:CreateApplication kinesisanalytics:StartApplication',
    'runs its own Flink code with the role',
    { passedTo: 'kinesisanalytics' },
  ),
  path(
    'omics-new-workflow',
    'iam:PassRole omics:CreateWorkflow omics:StartRun',
    'has a workflow hand out the credentials of the role',
    { passedTo: 'omics' },
  ),
  path(
    'ssm-new-automation',
    'iam:PassRole ssm:CreateDocument ssm:StartAutomationExecution',
    'runs its own script with the role',
    { passedTo: 'ssm' },
  ),
];

/** Takes over something that already has a role. */
const existingRolePaths: readonly EscalationPath[] = [
  path(
    'ec2-change-user-data',
    'ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances',
    'has an instance run its own start script',
    { needs: 'an instance with a privileged role' },
  ),
  path(
    'ec2-change-launch-template',
    'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate',
    'has the next instances run its own start script',
    { needs: 'a launch template with a privileged role' },
  ),
  path(
    'ec2-instance-connect',
    'ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances',
    'logs in to an instance',
    { needs: 'an instance with a privileged role' },
  ),
  path(
    'ec2-serial-console',
    'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
    'logs in through the serial console',
    { needs: 'serial console access and an instance with a privileged role' },
  ),
  path('lambda-update-code', 'lambda:UpdateFunctionCode', 'replaces the code of a function', {
    needs: 'a function with a privileged role',
  }),
  path('lambda-update-configuration', 'lambda:UpdateFunctionConfiguration', 'adds a layer or a wrapper to a function', {
    needs: 'a function with a privileged role',
  }),
  path(
    'lambda-update-and-invoke',
    'lambda:UpdateFunctionCode lambda:InvokeFunction',
    'replaces the code of a function and runs it',
    { needs: 'a function with a privileged role' },
  ),
  path(
    'lambda-update-and-permit',
    'lambda:UpdateFunctionCode lambda:AddPermission',
    'replaces the code of a function and lets another account run it',
    { needs: 'a function with a privileged role' },
  ),
  path('glue-update-dev-endpoint', 'glue:UpdateDevEndpoint', 'adds its key to a development endpoint', {
    needs: 'an endpoint with a privileged role',
  }),
  path('cloudformation-update-stack', 'cloudformation:UpdateStack', 'has the role of a stack build something else', {
    needs: 'a stack with a service role',
  }),
  path(
    'cloudformation-change-set',
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet',
    'has the role of a stack build something else',
    { needs: 'a stack with a service role' },
  ),
  path('codebuild-start-build', 'codebuild:StartBuild', 'overrides the commands of a build', {
    needs: 'a project with a privileged role',
  }),
  path('codebuild-start-build-batch', 'codebuild:StartBuildBatch', 'overrides the commands of a batch', {
    needs: 'a project with a privileged role',
  }),
  path(
    'codedeploy-create-deployment',
    'codedeploy:CreateDeployment codedeploy:RegisterApplicationRevision codedeploy:GetDeploymentConfig',
    'runs its own hook on an instance',
    { needs: 'a deployment group with a privileged instance' },
  ),
  path('ecs-execute-command', 'ecs:ExecuteCommand ecs:DescribeTasks', 'enters a running container', {
    needs: 'a task with a privileged role',
  }),
  path('batch-submit-job', 'batch:SubmitJob', 'overrides the command of a job', {
    needs: 'a job definition with a privileged role',
  }),
  path('sagemaker-notebook-url', 'sagemaker:CreatePresignedNotebookInstanceUrl', 'opens a notebook', {
    needs: 'a notebook with a privileged role',
  }),
  path(
    'sagemaker-notebook-lifecycle',
    'sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance',
    'has a notebook run its own start script',
    { needs: 'a notebook with a privileged role' },
  ),
  path('ssm-start-session', 'ssm:StartSession', 'logs in to an instance', {
    needs: 'a managed instance with a privileged role',
  }),
  path('ssm-send-command', 'ssm:SendCommand', 'runs commands on an instance', {
    needs: 'a managed instance with a privileged role',
  }),
  path('apprunner-update-service', 'apprunner:UpdateService', 'replaces the image or command of a service', {
    needs: 'a service with a privileged role',
  }),
  path(
    'agentcore-interpreter-session',
    'bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    'runs code in an interpreter',
    { needs: 'an interpreter with a privileged role' },
  ),
  path(
    'agentcore-runtime-command',
    'bedrock-agentcore:InvokeAgentRuntimeCommand',
    'runs commands in an agent runtime',
    { needs: 'a runtime with a privileged role' },
  ),
  path(
    'agentcore-browser-session',
    'bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream',
    'reads the role out of a browser',
    { needs: 'a browser with a privileged role' },
  ),
];

/**
 * The known escalation paths, published by Rhino Security Labs, Bishop Fox (IAM Vulnerable), NCC Group (PMapper),
 * BeyondTrust, hackingthe.cloud, Datadog's pathfinding.cloud and Prowler. iam:PassRole alone and sts:AssumeRole alone are
 * not here: what they give depends on roles, not on the policy.
 */
export const escalationPaths: readonly EscalationPath[] = [...iamPaths, ...passRolePaths, ...existingRolePaths];
