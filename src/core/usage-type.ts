/** The codes that AWS puts before usage types, by region. */
const codes: Readonly<Record<string, string>> = {
  USE1: 'us-east-1',
  USE2: 'us-east-2',
  USW1: 'us-west-1',
  USW2: 'us-west-2',
  UGW1: 'us-gov-west-1',
  UGE1: 'us-gov-east-1',
  CAN1: 'ca-central-1',
  CAN2: 'ca-west-1',
  MXC1: 'mx-central-1',
  SAE1: 'sa-east-1',
  EU: 'eu-west-1',
  EUW1: 'eu-west-1',
  EUW2: 'eu-west-2',
  EUW3: 'eu-west-3',
  EUC1: 'eu-central-1',
  EUC2: 'eu-central-2',
  EUN1: 'eu-north-1',
  EUS1: 'eu-south-1',
  EUS2: 'eu-south-2',
  ILC1: 'il-central-1',
  MES1: 'me-south-1',
  MEC1: 'me-central-1',
  AFS1: 'af-south-1',
  APE1: 'ap-east-1',
  APE2: 'ap-east-2',
  APN1: 'ap-northeast-1',
  APN2: 'ap-northeast-2',
  APN3: 'ap-northeast-3',
  APS1: 'ap-southeast-1',
  APS2: 'ap-southeast-2',
  APS3: 'ap-south-1',
  APS4: 'ap-southeast-3',
  APS5: 'ap-south-2',
  APS6: 'ap-southeast-4',
  APS7: 'ap-southeast-5',
  APS9: 'ap-southeast-7',
  CNN1: 'cn-north-1',
  CNW1: 'cn-northwest-1',
  Global: 'global',
};

const code = new RegExp(`^(${Object.keys(codes).join('|')})-`);
/** A region that the table above does not know yet: kept under its code, so that it is never taken for us-east-1. */
const newCode = /^((?:US|CA|MX|SA|EU|IL|ME|AF|AP|CN|UG)[A-Z]{0,2}\d{1,2})-/;
/** KMS and some others write the region out. */
const longName = /^((?:us|ca|mx|sa|eu|il|me|af|ap|cn)(?:-gov|-iso[a-z]?)?-[a-z]+-\d+)-/;

/** Takes the region off a usage type: `EUN1-TimedStorage-ByteHrs` is `TimedStorage-ByteHrs` in eu-north-1. */
export function splitUsageType(text: string): { UsageType: string; Region: string } {
  const first = takeRegion(text);
  if (!first) return { UsageType: text, Region: 'us-east-1' };
  // Transfer between two regions names both; it is billed where it leaves.
  const second = first.Region === 'global' ? undefined : takeRegion(first.UsageType);
  return second && second.Region !== 'global' ? { ...second, Region: first.Region } : first;
}

function takeRegion(text: string): { UsageType: string; Region: string } | undefined {
  const found = code.exec(text) ?? longName.exec(text) ?? newCode.exec(text);
  const prefix = found?.[1];
  if (prefix === undefined || text.length === prefix.length + 1) return undefined;
  return { UsageType: text.slice(prefix.length + 1), Region: codes[prefix] ?? prefix };
}
