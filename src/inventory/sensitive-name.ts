const sensitive =
  /(?:^|[^a-z])(?:pii|phi|ehr|patients?|medical[-_ ]?records?|diagnos[ei]s|payroll|salar(?:y|ies)|customers?|clients?|employees?|personal|private|confidential|secrets?|internal|e?mails?|inbox|support[-_ ]?tickets?|tickets?|user[-_ ]?(?:chats?|messages?|queries|data|feedback)|chat[-_ ]?logs?|transcripts?|feedback|crm|passports?|ssn)(?:$|[^a-z])/i

/** Whether a path or name says that what it holds is personal or confidential. */
export function isSensitiveName(name: string): boolean {
  return name.length < 500 && sensitive.test(name)
}

const training =
  /(?:^|[/_.-])(?:train(?:ing|er)?|fine-?_?tun(?:e|ing)|sft|dpo|orpo|lora|qlora|grpo|rlhf|distil(?:l|lation)?)(?:$|[/_.-])/i

/** Whether a file is one in which models are trained, by its name and folders. */
export function isTrainingPath(path: string): boolean {
  return training.test(path)
}
