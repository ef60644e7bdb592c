-- The beginning of every script that only reads. Rows are given as flat lists
-- of names and values; a slot's state as text, as it is kept.

-- lapsed tells whether a state is a hold that has ended. An offer that has is
-- still kept until it was passed on.
local function lapsed(state)
  local ends, offer = string.match(state, '^held (%d+) %S+ %S (%S)')
  return ends and offer == '-' and tonumber(ends) <= clock
end

-- held_by tells whether a state is a hold or offer of a person.
local function held_by(state, person)
  return string.match(state, '^held %d+ %S+ %S %S (.*)$') == person
end
