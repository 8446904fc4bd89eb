import {personalEndpoint as meta} from '../../rules/personal-endpoint.ts'
import {isInProduct, judgeEach} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

/** Tunnels to whoever opened them, dynamic names of homes, and demo spaces. */
const personalHost =
  /(?:^|\.)(?:ngrok(?:-free)?\.(?:io|app|dev)|ngrok\.pizza|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|localhost\.run|lhr\.life|tunnelmole\.net|bore\.pub|pinggy\.(?:io|link)|devtunnels\.ms|gradio\.(?:live|app)|duckdns\.org|no-?ip\.(?:org|com|biz)|ddns\.net|dyndns\.org|webhook\.site|requestbin\.(?:com|net)|pipedream\.net|replit\.(?:app|dev)|repl\.co|glitch\.me|ts\.net)$/i

export const personalEndpoint: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['service', 'mcp-server'], asset => {
      const addresses = asset.kind === 'service' ? asset.facts.endpoints : [asset.facts.url ?? '']
      const found = addresses.find(address => personalHost.test(hostOf(address)))
      return found === undefined || !isInProduct(asset) ? undefined : `${asset.name} is reached at ${hostOf(found)}`
    }),
}

function hostOf(address: string): string {
  return /^(?:\w+:\/\/)?(?:[^/?#@]*@)?([^/?#:]+)/.exec(address.slice(0, 1000))?.[1] ?? ''
}
