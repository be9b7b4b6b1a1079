/** A field that a channel's template may name. */
export interface TemplateField {
  name: string;
  /** What it holds, in a sentence. */
  description: string;
  sample: string;
}

const field = (name: string, description: string, sample: string): TemplateField => ({ name, description, sample });

/**
 * Every field that a template may name. Each holds one line of text; what does not apply is empty, so that
 * `{{#runbookUrl}}…{{/runbookUrl}}` shows its inside only where there is a runbook.
 */
export const TEMPLATE_FIELDS: readonly TemplateField[] = [
  field("title", "What happens, in a sentence.", "Ownership of Sample Vault is being renounced"),
  field("description", "What the alert says besides its title.", "The owner gives up control for good."),
  field("severity", "critical, high, medium, low or info.", "critical"),
  field("notice", "Why it is told, when it is not the first message: an escalation, a failed channel.", ""),
  field("status", "What became of the transaction.", "Pending: not in a block yet"),
  field("network", "The network's name.", "mainnet"),
  field("contract", "The watched contract's name; its address when it has none.", "Sample Vault"),
  field("rule", "The rule's name.", "Owner leaves"),
  field("call", "The function called, as a signature when it is known.", "renounceOwnership()"),
  field("event", "The event logged, for rules on events.", ""),
  field("arguments", "The arguments of the call or event.", ""),
  field("from", "The sender's address.", "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"),
  field("to", "The address called.", "0x3ee18B2214AFF97000D974cf647E7C347E8fa585"),
  field("value", "What is sent along, in the network's coin; empty when nothing is.", "3.5"),
  field("txHash", "The transaction's hash.", "0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060"),
  field("blockNumber", "The block that it is in; empty while it is in none.", ""),
  field("detectedAt", "When it was seen (RFC 3339).", "2026-01-15T08:31:12.000Z"),
  field("occurrences", "How often it happened; empty for once.", ""),
  field("senders", "How many senders did it; empty for one.", ""),
  field("count", "How many alerts the message tells of; empty for one.", ""),
  field("acknowledgedBy", "Who acknowledged it; empty while nobody did.", ""),
  field("alertUrl", "The alert in Sentinel.", "https://sentinel.example.com/alerts/0197a1b2"),
  field("acknowledgeUrl", "A link that acknowledges after a click.", "https://sentinel.example.com/ack/AZehsg"),
  field("explorerUrl", "The transaction in the block explorer.", "https://etherscan.io/tx/0x5c504ed4"),
  field("runbookUrl", "The rule's runbook.", "https://wiki.example.com/runbooks/ownership"),
];
