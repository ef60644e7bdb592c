
-- What a script does to talks. One is read as a list, by these places:
local AT_SLOT, START, FACTS, LIFE, WORDS, PERSON = 1, 2, 3, 4, 5, 6

local function read_talk(code)
  return redis.call('HMGET', tag .. BOOKING .. code, 'slot', 'start', 'facts', 'life', 'words', 'person')
end

-- owned gives a talk to those who may touch it; others get nil.
local function owned(code)
  local b = read_talk(code)
  if b[AT_SLOT] and (b[PERSON] == by or by == 'staff') then return b end
end

local function cancelled(b) return string.sub(b[LIFE], -1) ~= '\n' end

-- older gives the life of a talk one change on, and its sequence.
local function older(b, mark)
  local made, sequence = string.match(b[LIFE], '^(%d+)\n%d+\n(%d+)')
  sequence = sequence + 1
  return made .. '\n' .. now .. '\n' .. sequence .. '\n' .. mark, sequence
end

-- answer_talk answers with a talk: what was decided is the result, the words
-- and the person follow it.
local function answer_talk(code, slot, start, facts, life, words, person)
  return answer('talk\n' .. code .. '\n' .. slot .. '\n' .. start .. '\n' .. facts .. '\n' .. life) .. '\n' .. words .. '\n' .. person
end

-- tell appends an event about a talk, which is looked up when the event is
-- read. The id is made of what happened, never of a counter: that would repeat
-- itself after a failover.
local function tell(kind, code, version, was)
  redis.call('RPUSH', tag .. OUT, kind .. '\n' .. code .. '\n' .. version .. '\n' .. was .. '\n' .. by)
end

-- take makes a slot a talk's.
local function take(slot, person, code)
  redis.call('HSET', tag .. SLOT .. slot, 'state', 'booked ' .. code .. ' ' .. person)
end

-- cancel marks a talk cancelled and tells so; its slot is the caller's to free.
local function cancel(code, b)
  local life, sequence = older(b, '1')
  b[LIFE] = life
  redis.call('HSET', tag .. BOOKING .. code, 'life', life)
  redis.call('ZADD', tag .. OF .. b[PERSON], '-' .. b[START], code)
  tell('cancelled', code, sequence, '')
end
