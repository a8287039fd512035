import { type EscalationPath, path } from './path.js';

/** Takes over something that already has a role. */
export const existingRolePaths: readonly EscalationPath[] = [
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
