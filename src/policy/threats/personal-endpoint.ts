import {personalEndpoint as meta} from '../../rules/personal-endpoint.ts'
import {isInProduct, judgeEach} from './found.ts'
import type {ThreatRule} from './threat-rule.ts'

/** Tunnels to whoever opened them, dynamic names of homes, and demo spaces. */
const personalHost =
  /(?:^|\.)(?:ngrok(?:-free)?\.(?:io|app|dev)|ngrok\.pizza|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|localhost\.run|lhr\.life|tunnelmole\.net|bore\.pub|pinggy\.(?:io|link)|devtunnels\.ms|gradio\.(?:live|app)|duckdns\.org|no-?ip\.(?:org|com|biz)|ddns\.net|dyndns\.org|webhook\.site|requestbin\.(?:com|net)|pipedream\.net|replit\.(?:app|dev)|repl\.co|glitch\.me|ts\.net)$/i

/** Spaces of single users, machines in a home, and names that laptops give themselves. */
const privateHost =
  /(?:^|\.)hf\.space$|^192\.168\.\d{1,3}\.\d{1,3}$|(?:^|[-_.])(?:macbook|mbp|imac|laptop|thinkpad)[\w-]{0,40}(?:\.|$)|^desktop-[a-z0-9]{7}(?:\.|$)|^[\w-]{1,60}\.local$|\.(?:app\.github\.dev|gitpod\.io)$/i

/** By the host of a service's endpoint or of an MCP server. */
export const personalEndpoint: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['service', 'mcp-server'], asset => {
      const addresses = asset.kind === 'service' ? asset.facts.endpoints : [asset.facts.url ?? '']
      const found = addresses.find(address => isPersonal(hostOf(address)))
      return found === undefined || !isInProduct(asset) ? undefined : `${asset.name} is reached at ${hostOf(found)}`
    }),
}

/** Services of a cluster and of Docker end in `.local`, too. */
function isPersonal(host: string): boolean {
  return (
    personalHost.test(host) ||
    (privateHost.test(host) && !/\.svc\.|cluster\.local$|^(?:host\.docker|docker|minikube|kubernetes)\b/i.test(host))
  )
}

function hostOf(address: string): string {
  return /^(?:\w+:\/\/)?(?:[^/?#@]*@)?([^/?#:]+)/.exec(address.slice(0, 1000))?.[1] ?? ''
}
