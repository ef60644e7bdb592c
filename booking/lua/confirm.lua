-- confirm books a slot. The hold's token decides nothing as long as the slot is
-- open to the person: a hold that lapsed must not lose what they wrote.
-- The same slot confirmed again by its owner is the same talk, with the newer words.
-- ARGV: op, person, now, terms, slot, token ('' if never held), code, words, earliest, latest, most.
-- Returns a talk, or no-slot, past, too-soon, too-far, too-many, taken, lapsed (it was
-- held, and has gone to somebody else), collision (the code is in use: try another).
local slot, token, code, words, earliest, latest, most = unpack(ARGV, 5)
local state, start, facts, holder, ends, _, offer = read_slot(slot)
if not state then return answer('no-slot') end
local out = outside(start, earliest, latest)
if out == 'past' then return answer(out) end
if state == 'booked' and holder == by then
  code = ends
  local b = read_talk(code)
  b[WORDS] = words
  write_talk(code, b)
  return answer_talk(code, b)
end
-- The bounds were kept when the hold was given.
if out and not (state == 'held' and holder == by and ends > clock) then return answer(out) end
if not open(by, state, holder, ends, offer) then return answer(token == '' and 'taken' or 'lapsed') end
if full(by, most) then return answer('too-many') end
if redis.call('ZADD', tag .. TALKS, 'NX', start, code) == 0 then return 'collision' end
local b = { slot, start, facts, now .. '\n' .. now .. '\n0\n', words, by }
write_talk(code, b)
redis.call('ZADD', tag .. OF .. by, start, code)
take(slot, by, code)
leave(by, slot)
tell('booked', code, '0', '')
return answer_talk(code, b)
