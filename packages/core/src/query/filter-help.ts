/** One filter, as it is explained to people. */
export interface FilterHelp {
  readonly name: string
  readonly sentence: string
  readonly example: string
}

/** Every filter of the query language, in the order in which people should meet them. The examples are queries. */
export const filterHelp: readonly FilterHelp[] = [
  { name: 'actor', sentence: 'Who or what did it, by id, name or e-mail address.', example: 'actor:maria' },
  { name: 'actorType', sentence: 'What kind of actor it was.', example: 'actorType:automation' },
  { name: 'role', sentence: 'A role that the actor had at the time.', example: 'role:"Support Manager"' },
  { name: 'action', sentence: 'What was done: the whole action, its beginning, or one part of it.', example: 'action:order.*' },
  {
    name: 'category',
    sentence: 'Security, data, workflow, access or system; trail for the trail itself.',
    example: 'category:security',
  },
  { name: 'object', sentence: 'The record acted on, by type, type/id, id or name.', example: 'object:order/1842' },
  {
    name: 'record',
    sentence: 'A record wherever it stands: acted on, related, or the customer.',
    example: 'record:customer/c_482',
  },
  { name: 'field', sentence: 'A field that changed, by its name or label.', example: 'field:status' },
  { name: 'before', sentence: 'What a changed field was before; takes comparisons.', example: 'field:total before:<500' },
  { name: 'after', sentence: 'What a changed field became; takes comparisons.', example: 'field:total after:>500' },
  { name: 'status', sentence: 'The new value of a status.', example: 'status:Approved' },
  { name: 'source', sentence: 'Through what it came: the kind of source, or its id or name.', example: 'source:bulk_import' },
  { name: 'integration', sentence: 'An integration, by id or name.', example: 'integration:billing' },
  { name: 'workflow', sentence: 'A case, by type, type/id or id.', example: 'workflow:refund/w_31' },
  { name: 'step', sentence: 'The step that a case is in.', example: 'step:"Finance review"' },
  {
    name: 'decision',
    sentence: 'What a step came to; overridden also where a rule was overridden outside a case.',
    example: 'decision:approved',
  },
  { name: 'override', sentence: 'A rule that somebody overrode, by id or name; * is any.', example: 'override:*' },
  { name: 'organization', sentence: 'The organization, by id or name.', example: 'organization:acme' },
  { name: 'customer', sentence: 'The customer, by id or name.', example: 'customer:"Jane Roe"' },
  { name: 'batch', sentence: 'An import or run, by id or the name of its file.', example: 'batch:imp_42' },
  {
    name: 'count',
    sentence: 'How many records an export, a view or a bulk action touched; takes comparisons.',
    example: 'action:*.exported count:>1000',
  },
  { name: 'outcome', sentence: 'Success, failure or denied.', example: 'outcome:failure' },
  { name: 'reason', sentence: 'Words of the reason; none where it has no reason.', example: 'reason:none' },
  { name: 'quality', sentence: 'A named weakness of the event.', example: 'quality:no_reason' },
  { name: 'ip', sentence: 'The network address, or its beginning.', example: 'ip:192.0.2.*' },
  { name: 'correlation', sentence: 'The id that the events of one request have in common.', example: 'correlation:req_18' },
  {
    name: 'causedBy',
    sentence: 'The event that triggered it, by id.',
    example: 'causedBy:019ab3f2-7c10-7d3e-9a41-5b6c7d8e9f00',
  },
  {
    name: 'at',
    sentence: 'When it occurred: a year, month, day or time, or from one to another; days are days of UTC.',
    example: 'at:2026-11',
  },
  { name: 'from', sentence: 'It occurred then or later.', example: 'from:2026-11-01' },
  { name: 'to', sentence: 'It occurred earlier than that.', example: 'to:2026-12-01' },
  {
    name: 'upto',
    sentence: 'It was recorded when the trail had so many events or fewer, whenever it occurred.',
    example: 'upto:884213',
  },
]
