export { ACMClient, DescribeCertificateCommand, paginateListCertificates } from '@aws-sdk/client-acm';
