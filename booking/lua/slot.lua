
-- What a script does to slots, and to those who wait for one.

local function read_slot(slot)
  local v = redis.call('HMGET', slot_key(slot), 'state', 'start', 'length', 'place', 'by', 'until', 'token', 'booking')
  if not v[1] then return nil end
  return { id = slot, state = v[1], start = tonumber(v[2]), length = v[3], place = v[4],
    by = v[5], ends = tonumber(v[6] or 0), token = v[7], booking = v[8] }
end

-- open tells whether the person may take the slot: nobody has it, the hold on
-- it has lapsed, or the hold is the person's own.
local function open(s, person)
  return s.state == 'free' or (s.state == 'held' and (s.by == person or s.ends <= clock))
end

-- emit appends an event. Its id is built from the thing that happened, never
-- from a counter: a counter would repeat itself after a failover. Where it is
-- about a booking, the booking is looked up when the event is read.
local function emit(e)
  e.by = by
  redis.call('RPUSH', OUT, cjson.encode(e))
end

-- offer_on tells the first who waits, and whose wish the slot meets, that it is
-- theirs to take. They leave the list; their words stay two weeks, so that the
-- booking form can be filled with them.
local function offer_on(slot, start)
  local from = 0
  while true do
    local people = redis.call('ZRANGE', WAIT, from, from + 99, 'WITHSCORES')
    if #people == 0 then return end
    for i = 1, #people, 2 do
      local p, joined = people[i], people[i + 1]
      local w = redis.call('HMGET', wish_key(p), 'after', 'before', 'lang', 'address')
      if p ~= by and start > tonumber(joined) and start >= tonumber(w[1] or 0) and start <= tonumber(w[2] or 0) then
        redis.call('ZREM', WAIT, p)
        redis.call('PEXPIRE', wish_key(p), 14 * DAY)
        local s = read_slot(slot)
        emit({ event = 'offered:' .. slot .. ':' .. joined .. ':' .. p, kind = 'offered', person = p, lang = w[3], address = w[4],
          slot = slot, start = tostring(start), length = s.length, place = s.place })
        return
      end
    end
    from = from + 100
  end
end

-- unhold frees a held slot.
local function unhold(s)
  redis.call('HSET', slot_key(s.id), 'state', 'free', 'by', '')
  redis.call('ZREM', HOLDS, s.id)
  if redis.call('GET', hold_key(s.by)) == s.id then redis.call('DEL', hold_key(s.by)) end
  offer_on(s.id, s.start)
end

-- let_go ends the person's hold, if there is one.
local function let_go(person)
  local slot = redis.call('GET', hold_key(person))
  local s = slot and read_slot(slot)
  if s and s.state == 'held' and s.by == person then unhold(s) end
end

-- take makes the slot the booking's.
local function take(s, person, code)
  redis.call('HSET', slot_key(s.id), 'state', 'booked', 'by', person, 'booking', code)
  if s.state == 'held' then
    redis.call('ZREM', HOLDS, s.id)
    if redis.call('GET', hold_key(s.by)) == s.id then redis.call('DEL', hold_key(s.by)) end
  end
end

-- give_back frees a booked slot.
local function give_back(slot, start)
  redis.call('HSET', slot_key(slot), 'state', 'free', 'by', '', 'booking', '')
  offer_on(slot, start)
end
