-- cancel frees a talk's slot; cancelling again changes nothing.
-- ARGV: op, person or staff, now, terms, code, last moment to cancel.
-- Returns a talk, or no-booking, past, too-late.
local code, deadline = ARGV[5], ARGV[6]
local b = owned(code)
if not b then return answer('no-booking') end
if not cancelled(b) then
  if tonumber(b[START]) <= tonumber(now) then return answer('past') end
  if tonumber(b[START]) < tonumber(deadline) then return answer('too-late') end
  cancel(code, b)
  freed(b[AT_SLOT], b[START])
end
return answer_talk(code, b)
