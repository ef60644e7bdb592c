
-- What a script does for those who wait. ARGV[4]: the terms of an offer.

-- suited gives the person who waits longest of those whom a start suits, who
-- are kept no other slot and were not kept this one before, with their wish's id.
local function suited(slot, start)
  local from = 0
  while true do
    local people = redis.call('ZRANGE', tag .. WAIT, from, from + 99)
    for _, person in ipairs(people) do
      local after, before, offer, passed, id = unpack(redis.call('HMGET', tag .. WISH .. person, 'after', 'before', 'offer', 'passed', 'id'))
      if person ~= by and offer == '' and start >= tonumber(after) and start <= tonumber(before)
        and not string.find(passed, '\n' .. slot .. '\n', 1, true) then
        return person, id, passed
      end
    end
    if #people < 100 then return end
    from = from + 100
  end
end

-- freed passes a slot that is nobody's any more to who waits for it, and frees
-- it if there is nobody or no time left to keep it.
local function freed(slot, start)
  local key = tag .. SLOT .. slot
  start = tonumber(start)
  local person, id, passed = suited(slot, start)
  if person then
    local notice, longest, least = string.match(ARGV[4], '(%d+) (%d+) (%d+)')
    local at = tonumber(now) or clock
    local length = math.min(tonumber(longest), start - notice - at)
    if length > 0 and length >= tonumber(least) then
      local ends = clock + length
      keep(slot, person, id, ends, false, true)
      redis.call('HSET', tag .. WISH .. person, 'offer', slot, 'passed', passed .. slot .. '\n')
      local facts = redis.call('HGET', key, 'facts')
      tell_holder('offered', slot, id, at + length, start, facts, person)
      return
    end
  end
  redis.call('HSET', key, 'state', 'free')
end

-- unhold ends a hold or an offer.
local function unhold(slot, start, holder, offer)
  if offer then redis.call('HSET', tag .. WISH .. holder, 'offer', '') end
  freed(slot, start)
end

-- let_go ends a person's hold on a slot, if they have it; an offer stays theirs.
local function let_go(person, slot)
  local state, start, _, holder, _, _, offer = read_slot(slot)
  if state == 'held' and holder == person and not offer then unhold(slot, start, person, offer) end
end

-- leave takes a person off the waiting list, with their words; what was kept
-- for them, if it is not the slot they take, goes to the next.
local function leave(person, taken)
  if redis.call('ZREM', tag .. WAIT, person) == 0 then return end
  local kept = redis.call('HGET', tag .. WISH .. person, 'offer')
  redis.call('DEL', tag .. WISH .. person)
  if kept == '' or kept == taken then return end
  local state, start = read_slot(kept)
  if state then freed(kept, start) end
end
