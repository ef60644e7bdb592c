-- move books the new slot and frees the old one, or changes nothing.
-- ARGV: op, person or staff, now, terms, code, slot, earliest, latest, last moment to move.
-- Returns a talk, or no-booking, cancelled, too-late (the old one), no-slot,
-- past (either), too-soon, too-far (the new one), taken.
local code, slot, earliest, latest, deadline = unpack(ARGV, 5)
local b = owned(code)
if not b then return answer('no-booking') end
if cancelled(b) then return answer('cancelled') end
local was, began, person = b[AT_SLOT], b[START], b[PERSON]
if tonumber(began) <= tonumber(now) then return answer('past') end
if tonumber(began) < tonumber(deadline) then return answer('too-late') end
if was == slot then return answer_talk(code, b) end
local state, start, facts, holder, ends, _, offer = read_slot(slot)
if not state then return answer('no-slot') end
local out = outside(start, earliest, latest)
if out and (out == 'past' or not (state == 'held' and holder == person and ends > clock)) then return answer(out) end
if not open(person, state, holder, ends, offer) then return answer('taken') end

b[AT_SLOT], b[START], b[FACTS] = slot, start, facts
local sequence = grow_older(b, '')
write_talk(code, b)
redis.call('ZADD', tag .. TALKS, start, code)
redis.call('ZADD', tag .. OF .. person, start, code)
take(slot, person, code)
if offer then leave(person, slot) end
tell('moved', code, sequence, was)
freed(was, began)
return answer_talk(code, b)
