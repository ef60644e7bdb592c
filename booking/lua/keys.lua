-- The keys, and what lies under them. KEYS[1] is the hash tag "{b:P}", P being
-- prefix and programme: every key begins with it, so that on a Cluster each
-- script finds all of its keys on one node. No key is named anywhere else.
local tag = KEYS[1]
local BY_START = ':by-start' -- ZSET start (ms) → slot; every slot there is
local TALKS    = ':talks'    -- ZSET start (ms) → code; every booking there is
local HOLDS    = ':holds'    -- ZSET until (ms, server) → slot; when the sweeper must look, not whether
local WAIT     = ':wait'     -- ZSET joined (ms) → person
local OUT      = ':out'      -- LIST of events, oldest first, each on its lines
local SLOT     = ':slot:'    -- slot → HASH start facts zone wall state
local BOOKING  = ':bk:'      -- code → STRING slot start facts life words person, each on its lines
local OF       = ':of:'      -- person → ZSET start (ms; negative once cancelled) → code
local WISH     = ':wish:'    -- person → HASH person id joined text idea lang address after before offer passed
local RECENT   = ':recent:'  -- day of the server → HASH of what fades: op → what came of it; 'held PERSON' → slot, the one they held last

-- What changes together is kept as one text:
--   state  "free", "booked CODE PERSON", or "held UNTIL(ms, server) TOKEN EXTENDED OFFER PERSON", where + is yes and - no
--   life   made (ms), changed (ms), sequence, and 1 once cancelled, on four lines
--   words  lang, address, where and idea, on four lines of JSON
-- facts is JSON on one line. No script looks into JSON.

-- An event is of a talk: kind, code, version, the slot before (or nothing), who acted;
-- or of a slot that somebody held or was kept: kind, slot, token, until when (or nothing), start, facts, whom it concerns.
local OF_SLOT = { offered = true, ended = true, withdrawn = true }

local DAY = 86400000 -- ms
local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000) -- ms, the server's: it measures holds and judges nothing else
local day = math.floor(clock / DAY)
local today, yesterday = tag .. RECENT .. day, tag .. RECENT .. day - 1

-- recall gives what was remembered under a name today or yesterday.
local function recall(name)
  return redis.call('HGET', today, name) or redis.call('HGET', yesterday, name)
end
