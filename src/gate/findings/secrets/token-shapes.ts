/** A kind of secret whose issuer gives it a shape that nothing else has. */
export interface TokenShape {
  /** With its article: `a GitHub token`. */
  readonly kind: string;
  /** Global; the group `value` is the secret, else all of it. */
  readonly pattern: RegExp;
  /** Nothing else looks like this. */
  readonly certain: boolean;
}

const shape = (kind: string, pattern: RegExp, certain = true): TokenShape => ({ kind, pattern, certain });

/** The most specific first: what one of them took is not looked at by the next. */
export const tokenShapes: readonly TokenShape[] = [
  shape('an AWS access key id', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g),
  shape(
    'an AWS secret access key',
    /(?:aws|secret_?access)[\w.-]{0,30}["'\]]{0,2}\s{0,3}(?:=>|:=|[=:])\s{0,3}["'`]?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  ),
  shape('a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{50,255})\b/g),
  shape('a GitLab token', /\bgl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_-]{20,}/g),
  shape('a Slack token', /\b(?:xox[abeoprs]-(?:\d-)?[A-Za-z0-9-]{16,}|xapp-\d-[A-Za-z0-9-]{16,})/g),
  shape('a Slack webhook', /hooks\.slack\.com\/(?:services|workflows)\/(?<value>T[A-Za-z0-9]+\/[A-Za-z0-9/]{20,})/g),
  shape('a Stripe key', /\b(?:[sr]k_live|whsec)_[A-Za-z0-9+/]{16,}/g),
  shape('a Stripe test key', /\b[sr]k_test_[A-Za-z0-9]{16,}/g, false),
  shape('an Anthropic key', /\bsk-ant-[a-z]{2,10}\d{2}-[A-Za-z0-9_-]{20,}/g),
  shape('an OpenRouter key', /\bsk-or-v1-[a-f0-9]{40,}/g),
  shape(
    'an OpenAI key',
    /\bsk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})/g,
  ),
  shape('an OpenAI key', /\bsk-[A-Za-z0-9]{32,64}\b/g, false),
  shape('a Google API key', /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g),
  shape('a Google client secret', /\bGOCSPX-[A-Za-z0-9_-]{28}/g),
  shape('a Google access token', /\bya29\.[A-Za-z0-9_-]{30,}/g),
  shape('an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g),
  shape('an npm token', /:_(?:authToken|auth|password)\s?=\s?"?(?<value>[A-Za-z0-9+/=_-]{16,})/g),
  shape('a PyPI token', /\bpypi-AgE[A-Za-z0-9_-]{40,}/g),
  shape('a RubyGems key', /\brubygems_[a-f0-9]{48}\b/g),
  shape('a crates.io token', /\bcio[A-Za-z0-9]{32}\b/g, false),
  shape('a SendGrid key', /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}/g),
  shape('a Twilio key', /\bSK[a-f0-9]{32}\b/g),
  shape('a Twilio token', /twilio[\w.-]{0,30}["'\]]{0,2}\s{0,3}(?:=>|:=|[=:])\s{0,3}["'`]?(?<value>[a-f0-9]{32})\b/gi),
  shape('an Azure key', /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?<value>[A-Za-z0-9+/]{40,}={0,2})/g),
  shape(
    'an Azure client secret',
    /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/g,
  ),
  shape('a Mailgun key', /\bkey-[a-f0-9]{32}\b/g),
  shape('a Hugging Face token', /\bhf_[A-Za-z0-9]{30,}\b/g),
  shape('a DigitalOcean token', /\bdo[opr]_v1_[a-f0-9]{64}\b/g),
  shape('a Shopify token', /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b/g),
  shape('a Telegram bot token', /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/g),
  shape('a Discord token', /\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}\b/g, false),
  shape('a Databricks token', /\bdapi[a-f0-9]{32}\b/g),
  shape('a Docker token', /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/g),
  shape('a Vault token', /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/g),
  shape('an Atlassian token', /\bATATT3[A-Za-z0-9_=-]{50,}/g),
  shape('a Groq key', /\bgsk_[A-Za-z0-9]{40,}\b/g),
  shape('an xAI key', /\bxai-[A-Za-z0-9]{60,}\b/g),
  shape('a Linear key', /\blin_(?:api|oauth)_[A-Za-z0-9]{32,}\b/g),
  shape('an age key', /\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/g),
  shape('a JSON web token', /\beyJ[A-Za-z0-9_-]{10,400}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,}/g, false),
  shape('an authorization header', /\bBearer\s+(?<value>[A-Za-z0-9._~+/=-]{24,})/g, false),
];

/** What every shape above has in it: a line without is not looked at any further. */
export const shapeHints =
  /AKIA|ASIA|ABIA|ACCA|aws|secret_?access|gh[pousr]_|github_pat_|\bgl[a-z]+-|xox|xapp-|hooks\.slack|k_live|k_test|whsec_|sk-|AIza|GOCSPX|ya29|npm_|:_(?:auth|password)|pypi-|rubygems_|\bcio|SG\.|SK[a-f0-9]{32}|twilio|Account|SharedAccess|[78]Q~|key-|hf_|_v1_|shp|:AA|\b[MNO][A-Za-z0-9_-]{23,27}\.|dapi|dckr_|hv[sbr]\.|ATATT3|gsk_|xai-|lin_|AGE-SECRET|eyJ|Bearer/i;
