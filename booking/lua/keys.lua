-- The keys, and what lies under them. KEYS[1] is the hash tag "{b:P}", P being
-- prefix and programme: every key begins with it, so that on a Cluster each
-- script finds all of its keys on one node. No key is built anywhere else.
local tag = KEYS[1]
local BY_START = tag .. ':by-start' -- ZSET start (ms) → slot; every slot there is
local TALKS    = tag .. ':talks'    -- ZSET start (ms) → code; every booking there is
local HOLDS    = tag .. ':holds'    -- ZSET until (ms, server) → slot; the sweeper's list
local WAIT     = tag .. ':wait'     -- ZSET joined (ms) → person
local OUT      = tag .. ':out'      -- LIST of events, oldest first

local function slot_key(slot) return tag .. ':slot:' .. slot end          -- HASH id start length place state by token until booking
local function booking_key(code) return tag .. ':bk:' .. code end         -- HASH code slot start length place person idea lang address made changed sequence cancelled
local function person_key(person) return tag .. ':by-person:' .. person end -- SET of codes
local function hold_key(person) return tag .. ':hold:' .. person end      -- STRING slot, the one the person holds
local function wish_key(person) return tag .. ':wish:' .. person end      -- HASH person joined text idea lang address after before
local function ops_key(person, day) return tag .. ':ops:' .. day .. ':' .. person end -- HASH op-id → result, PX two days

-- by_name turns a flat list of fields and values into a table; an empty one is nil.
local function by_name(flat)
  if #flat == 0 then return nil end
  local fields = {}
  for i = 1, #flat, 2 do fields[flat[i]] = flat[i + 1] end
  return fields
end
