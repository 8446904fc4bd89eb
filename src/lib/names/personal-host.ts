/** Tunnels to whoever opened them, dynamic names of homes, and demo spaces. */
const personalHost =
  /(?:^|\.)(?:ngrok(?:-free)?\.(?:io|app|dev)|ngrok\.pizza|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|localhost\.run|lhr\.life|tunnelmole\.net|bore\.pub|pinggy\.(?:io|link)|devtunnels\.ms|gradio\.(?:live|app)|duckdns\.org|no-?ip\.(?:org|com|biz)|ddns\.net|dyndns\.org|webhook\.site|requestbin\.(?:com|net)|pipedream\.net|replit\.(?:app|dev)|repl\.co|glitch\.me|ts\.net)$/i

/** Spaces of single users, machines in a home, and names that laptops give themselves. */
const privateHost =
  /(?:^|\.)hf\.space$|^192\.168\.\d{1,3}\.\d{1,3}$|(?:^|[-_.])(?:macbook|mbp|imac|laptop|thinkpad)[\w-]{0,40}(?:\.|$)|^desktop-[a-z0-9]{7}(?:\.|$)|^[\w-]{1,60}\.local$|\.(?:app\.github\.dev|gitpod\.io)$/i

/**
 * A host of one person: a tunnel, a machine in a home, a demo. Services of a cluster and of Docker end in `.local`,
 * too.
 */
export function isPersonalHost(host: string): boolean {
  return (
    personalHost.test(host) ||
    (privateHost.test(host) && !/\.svc\.|cluster\.local$|^(?:host\.docker|docker|minikube|kubernetes)\b/i.test(host))
  )
}
