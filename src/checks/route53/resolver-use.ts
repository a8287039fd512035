import { tooYoung } from '../../core/age.js';
import { check, fail, pass, saw } from '../../core/check.js';
import { lastActiveDay, lastDays, totalOf } from '../../core/metrics.js';
import { hoursAMonth, saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';
import { resolverEndpoints } from './resolver-endpoints.js';

export const resolverEndpointInUse = check({
  id: 'route53-resolver-endpoint-in-use',
  title: 'Resolver endpoints carry queries',
  why: 'Each network interface of a resolver endpoint is billed by the hour, whether anybody asks it or not, and there are at least two.',
  fix: {
    command:
      'aws route53resolver delete-resolver-endpoint --resolver-endpoint-id {ResolverEndpointId} --region {region}',
    note: 'First delete the rules that forward through it, and ask who may need it when the other path fails. An endpoint made anew has other addresses.',
  },
  cleanUp: { does: 'delete', risk: 'medium', undo: 'at once', order: 5 },
  fields: [
    'cloudwatch:GetMetricData.InboundQueryVolume',
    'cloudwatch:GetMetricData.OutboundQueryAggregateVolume',
    'ec2:DescribeNetworkInterfaces.NetworkInterfaces.Attachment.AttachTime',
  ],
  on: resolverEndpoints.with('use'),
  params: { window_days: 30 },
  test(endpoint, _also, { params, now }) {
    const days = Math.min(params.window_days, 90);
    const { InboundQueryVolume, OutboundQueryAggregateVolume } = endpoint.use;
    const inward = totalOf(lastDays(InboundQueryVolume, days));
    const outward = totalOf(lastDays(OutboundQueryAggregateVolume, days));
    const seen = [
      saw('cloudwatch:GetMetricData', 'InboundQueryVolume', inward, '> 0'),
      saw('cloudwatch:GetMetricData', 'OutboundQueryAggregateVolume', outward, '> 0'),
    ];
    if (inward + outward > 0) return pass(`${inward + outward} queries in ${days} days`, ...seen);
    const api = 'ec2:DescribeNetworkInterfaces';
    const since = endpoint.AttachTime;
    if (since === null) {
      return cannotTell('unexpected-answer', api, `no query in ${days} days, but AWS does not tell how old it is`);
    }
    const attached = saw(api, 'NetworkInterfaces[].Attachment.AttachTime', since);
    const young = tooYoung(since, days, now, attached);
    if (young) return young;
    const count = endpoint.NetworkInterfaceIds.length;
    const times = [lastActiveDay(InboundQueryVolume) ?? '', lastActiveDay(OutboundQueryAggregateVolume) ?? ''].sort();
    return {
      ...fail(`no query in ${days} days; ${count} network interfaces stand for it`, ...seen, attached),
      saving: saves({ price: 'route53/ResolverNetworkInterface', units: count * hoursAMonth }),
      disuse: { grade: 'strong', window: days, last: times.at(-1) || null, evidence: seen },
    };
  },
});
