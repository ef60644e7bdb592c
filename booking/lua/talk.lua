
-- What a script does to talks. One is read as a list, by these places:
local AT_SLOT, START, FACTS, LIFE, WORDS, PERSON = 1, 2, 3, 4, 5, 6
local TALK = '^([^\n]*)\n(%d+)\n([^\n]*)\n(%d+\n%d+\n%d+\n1?)\n([^\n]*\n[^\n]*\n[^\n]*\n[^\n]*)\n(.*)$'

-- read_talk gives nil if there is none.
local function read_talk(code)
  local text = redis.call('GET', tag .. BOOKING .. code)
  return text and { string.match(text, TALK) }
end

local function write_talk(code, b)
  redis.call('SET', tag .. BOOKING .. code, table.concat(b, '\n'))
end

-- owned gives a talk to those who may touch it; others get nil.
local function owned(code)
  local b = read_talk(code)
  if b and (b[PERSON] == by or by == 'staff') then return b end
end

local function cancelled(b) return string.sub(b[LIFE], -1) ~= '\n' end

-- grow_older takes the life of a talk one change on, and gives its sequence.
local function grow_older(b, mark)
  local made, sequence = string.match(b[LIFE], '^(%d+)\n%d+\n(%d+)')
  sequence = sequence + 1
  b[LIFE] = made .. '\n' .. now .. '\n' .. sequence .. '\n' .. mark
  return sequence
end

-- answer_talk answers with a talk: what was decided is the result, the words
-- and the person follow it.
local function answer_talk(code, b)
  return answer('talk\n' .. code .. '\n' .. table.concat(b, '\n', AT_SLOT, LIFE)) .. '\n' .. b[WORDS] .. '\n' .. b[PERSON]
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
  local sequence = grow_older(b, '1')
  write_talk(code, b)
  redis.call('ZADD', tag .. OF .. b[PERSON], '-' .. b[START], code)
  tell('cancelled', code, sequence, '')
end
