import type {TextHit} from './invisible.ts'

/** What no honest text says to a model behind the back of its user. */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override) (?:all |any |the |your |of |every ){0,3}(?:previous|prior|above|earlier|preceding|other) (?:\w{1,20} )?(?:instructions?|prompts?|rules?|messages?|guidelines?|context)\b/i,
  /\b(?:do not|don't|never|must not|without) (?:ever )?(?:tell|telling|inform|informing|mention(?:ing)?|reveal(?:ing)?|show(?:ing)?|notify(?:ing)?|alert(?:ing)?|disclos(?:e|ing)) (?:this |it |that |any of this |about this )?(?:to |with )?(?:the |your )?(?:user|human|developer|operator|them)\b/i,
  /\b(?:silently|secretly|covertly) (?:\w{1,20} ){0,3}(?:send|upload|post|read|copy|include|append|execute|run|exfiltrate|forward)\b/i,
  /\b(?:send|post|upload|forward|exfiltrate|transmit) (?:[\w'’.-]{1,30} ){1,10}(?:to|at) https?:\/\//i,
  /\b(?:read|cat|open|load|include|pass|send) (?:[\w'’./~-]{1,30} ){0,8}[`'"]?(?:~|\$HOME|\/home\/\w{1,30}|\/root)?\/?\.(?:ssh\/|aws\/credentials|cursor\/mcp\.json|netrc|npmrc|config\/gcloud)/i,
  /\b(?:curl|wget)\b[^\n|]{1,200}\|\s{0,5}(?:sudo )?(?:ba|z|da)?sh\b/i,
]
/** Marks by which a description claims to stand above the user's own words. */
const authority = /<\/?(?:important|system|instructions?|secret|hidden|admin)>/i
const [commentStart, commentEnd] = ['<!--', '-->']
const shownLength = 80

/** An order in a text that whoever decides does not read. */
export function findOrders(text: string): TextHit[] {
  for (const order of orders) {
    const found = order.exec(text)
    if (found !== null) return [{at: found.index, what: JSON.stringify(found[0].slice(0, shownLength))}]
  }
  return []
}

/** The same, and the marks that such descriptions wear. */
export function findToolOrders(text: string): TextHit[] {
  const mark = authority.exec(text)
  const found = findOrders(text)
  return found.length > 0 || mark === null ? found : [{at: mark.index, what: JSON.stringify(mark[0])}]
}

/** Orders in the comments of Markdown; one that is never closed hides all that follows. */
export function findOrdersInComments(text: string): TextHit[] {
  for (let start = text.indexOf(commentStart); start !== -1; ) {
    const from = start + commentStart.length
    const found = text.indexOf(commentEnd, from)
    const end = found === -1 ? text.length : found
    const [hit] = findOrders(text.slice(from, end))
    if (hit !== undefined) return [{at: from + hit.at, what: hit.what}]
    start = text.indexOf(commentStart, end)
  }
  return []
}
