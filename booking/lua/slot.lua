
-- What a script does to slots.

-- read_slot gives state, start, facts and whose it is; then for a held one the
-- end of the hold, its token, whether it is an offer and whether it was
-- extended, for a booked one the code. Nothing if there is no such slot.
local function read_slot(slot)
  local v = redis.call('HMGET', tag .. SLOT .. slot, 'state', 'start', 'facts')
  local state, start, facts = v[1], v[2], v[3]
  if not state or state == 'free' then return state, start, facts end
  local code, owner = string.match(state, '^booked (%w+) (.*)$')
  if code then return 'booked', start, facts, owner, code end
  local ends, token, extended, offer, holder = string.match(state, '^held (%d+) (%S+) (%S) (%S) (.*)$')
  return 'held', start, facts, holder, tonumber(ends), token, offer == '+', extended == '+'
end

-- open tells whether a person may take a slot: nobody has it, it is kept for
-- them, or somebody's hold on it has lapsed. What is kept for one who waits is
-- theirs until it was passed on.
local function open(person, state, holder, ends, offer)
  if state == 'held' then return holder == person or (not offer and ends <= clock) end
  return state == 'free'
end

-- outside tells which bound a start lies outside of, if any.
local function outside(start, earliest, latest)
  start = tonumber(start)
  if start <= tonumber(now) then return 'past' end
  if start < tonumber(earliest) then return 'too-soon' end
  if start > tonumber(latest) then return 'too-far' end
end

-- full tells whether a person has as many talks to come as one may have.
local function full(person, most)
  return redis.call('ZCOUNT', tag .. OF .. person, '(' .. now, '+inf') >= tonumber(most)
end

-- tell_holder appends an event about a slot that somebody held or was kept.
local function tell_holder(kind, slot, token, ends, start, facts, person)
  redis.call('RPUSH', tag .. OUT, table.concat({ kind, slot, token, ends, start, facts, person }, '\n'))
end

-- keep makes the slot a person's until a moment.
local function keep(slot, person, token, ends, extended, offer)
  redis.call('HSET', tag .. SLOT .. slot, 'state',
    'held ' .. ends .. ' ' .. token .. (extended and ' +' or ' -') .. (offer and ' + ' or ' - ') .. person)
  redis.call('ZADD', tag .. HOLDS, ends, slot)
end
