import { type EscalationPath, path } from './path.js';

/** Hands a role to something new that runs the holder's own code. */
export const passRolePaths: readonly EscalationPath[] = [
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
