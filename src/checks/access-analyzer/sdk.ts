export {
  AccessAnalyzerClient,
  ListFindingsV2Command,
  paginateListAnalyzers,
  paginateListFindingsV2,
} from '@aws-sdk/client-accessanalyzer';
