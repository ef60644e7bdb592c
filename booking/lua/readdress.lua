-- readdress changes where and in which language a talk is spoken of; nobody is told.
-- ARGV: op, person or staff, now, code, lang and address (two lines).
-- Returns a talk, or no-booking, cancelled.
local code = ARGV[4]
local b = owned(code)
if not b then return answer('no-booking') end
if cancelled(b) then return answer('cancelled') end
b[WORDS] = ARGV[5] .. string.match(b[WORDS], '^[^\n]*\n[^\n]*(\n.*)$')
write_talk(code, b)
return answer_talk(code, b)
