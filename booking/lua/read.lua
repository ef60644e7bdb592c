-- The beginning of every script that only reads.

local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000) -- ms

-- rows encodes a list; an empty one would come out as an object.
local function rows(list)
  if #list == 0 then return '[]' end
  return cjson.encode(list)
end
