import {listed} from '../../../lib/text/listed.ts'
import {untrustedInSystemPrompt as meta} from '../../../rules/untrusted-in-system-prompt.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** Names of what users, pages, documents and colleagues write. */
const untrusted =
  /^(?:user|customer|human|visitor|raw)_?(?:input|message|msg|query|prompt|question|text|request|content)s?$|^(?:query|question|e?mail|e?mail_(?:body|text|content)|web_?(?:page|content|results?)|page_(?:content|text)|html|search_results?|retrieved_\w{1,30}|scraped_\w{1,30}|untrusted_\w{1,30}|message|attachment_(?:text|content)|pdf_(?:text|content)|file_contents?|issue_(?:body|text|title)|comment_(?:body|text)|pr_(?:body|description)|ticket(?:_(?:body|text))?|transcript|conversation|chat_history|review_text|documents?|document_(?:text|content))$/i

/** Roles of texts that a model obeys before all others. */
const leading: ReadonlySet<string> = new Set(['system', 'instructions'])

/** By variables in a system prompt that a request brings, or whose names stand for what users or strangers write. */
export const untrustedInSystemPrompt: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['prompt'], prompt => {
      const {role, variables = [], requested = []} = prompt.facts
      const named = variables.map(lastPart).filter(name => untrusted.test(name))
      const found = leading.has(role) ? [...new Set([...named, ...requested])].sort() : []
      return found.length === 0 || !isInProduct(prompt)
        ? undefined
        : `system prompt ${prompt.name} takes in ${listed(found)}`
    }),
}

/** `state.userMessage` as `user_message`. */
function lastPart(name: string): string {
  return name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}
