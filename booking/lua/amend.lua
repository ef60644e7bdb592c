-- amend replaces the briefing of a talk that has not begun; staff are told.
-- ARGV: op, person or staff, now, code, idea.
-- Returns a talk, or no-booking, cancelled, past.
local code, idea = ARGV[4], ARGV[5]
local b = owned(code)
if not b then return answer('no-booking') end
if cancelled(b) then return answer('cancelled') end
if tonumber(b[START]) <= tonumber(now) then return answer('past') end
b[WORDS] = string.match(b[WORDS], '^[^\n]*\n[^\n]*\n[^\n]*\n') .. idea
write_talk(code, b)
tell('amended', code, op, '')
return answer_talk(code, b)
