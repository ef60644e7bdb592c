package reminders

import "github.com/redis/go-redis/v9"

// subscribeScript puts one subscription in place of the last. A round that the
// last one covered keeps its time, so that a pending reminder of it stays.
// KEYS: op, subscriber, subscribers, since, refused.
// ARGV: person, address, language, now (process clock, ms), then rounds ("" is all).
// Returns 1 if there was a subscription before, else 0.
var subscribeScript = redis.NewScript(`
local known = redis.call('GET', KEYS[1])
if known then return tonumber(known) end
local old = redis.call('HGETALL', KEYS[2])
local at = {}
for i = 1, #old, 2 do
  if string.sub(old[i], 1, 3) == 'at:' then at[old[i]] = old[i+1] end
end
local new = {'to', ARGV[2], 'lang', ARGV[3]}
local function put(field, since)
  new[#new+1] = field
  new[#new+1] = since
end
local function earliest(field)
  local e = ARGV[4]
  for _, s in ipairs({at[field] or e, at['at:'] or e}) do
    if tonumber(s) < tonumber(e) then e = s end
  end
  return e
end
for i = 5, #ARGV do
  put('at:' .. ARGV[i], earliest('at:' .. ARGV[i]))
  if ARGV[i] == '' then
    for field, since in pairs(at) do
      if field ~= 'at:' then put(field, since) end
    end
  end
end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], unpack(new))
redis.call('ZADD', KEYS[3], 0, ARGV[1])
redis.call('ZADD', KEYS[4], ARGV[4], ARGV[1])
redis.call('ZREM', KEYS[5], ARGV[2])
local was = #old > 0 and 1 or 0
redis.call('SET', KEYS[1], was, 'PX', 86400000)
return was`)

// unsubscribeScript ends a subscription.
// KEYS: op, subscriber, subscribers, since. ARGV: person.
// Returns 1 if there was one, else 0.
var unsubscribeScript = redis.NewScript(`
local known = redis.call('GET', KEYS[1])
if known then return tonumber(known) end
local was = redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('SET', KEYS[1], was, 'PX', 86400000)
return was`)

// Every decision about a job is one of these scripts, for many jobs at once:
// sorted sets are changed once for all of them, which is half of the speed.
// Repeating a script whose answer was lost does no harm.

// enqueueScript adds the jobs that are not known yet.
// KEYS: due, jobs. ARGV: id, due, payload of each job.
// Returns how many were new.
var enqueueScript = redis.NewScript(`
local add = {}
for i = 1, #ARGV, 3 do
  local j = KEYS[2] .. ARGV[i]
  if redis.call('HSETNX', j, 'state', 'due') == 1 then
    redis.call('HSET', j, 'due', ARGV[i+1], 'payload', ARGV[i+2])
    add[#add+1] = ARGV[i+1]
    add[#add+1] = ARGV[i]
  end
end
if #add > 0 then redis.call('ZADD', KEYS[1], unpack(add)) end
return #add / 2`)

// claimScript first gives back what was leased too long, then leases what is due.
// KEYS: due, lease, jobs. ARGV: now (process clock, ms), most jobs, lease (ms), worker.
// Returns next due (ms, "" if none), ms until the next lease ends ("" if none),
// the end of these leases (ms of the server's clock), then id, attempt, due, tries, doubt, payload of each job.
var claimScript = redis.NewScript(`
local t = redis.call('TIME')
local server = t[1] * 1000 + math.floor(t[2] / 1000)
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', server, 'LIMIT', 0, ARGV[2])) do
  local j = KEYS[3] .. id
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZADD', KEYS[1], redis.call('HGET', j, 'due'), id)
  redis.call('HSET', j, 'state', 'due')
end
local ends = tostring(server + ARGV[3])
local out = {'', '', ends}
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
if #ids > 0 then
  local lease = {}
  for i, id in ipairs(ids) do
    local j = KEYS[3] .. id
    local f = redis.call('HMGET', j, 'attempt', 'due', 'tries', 'doubt', 'payload')
    local attempt = (f[1] or 0) + 1
    redis.call('HSET', j, 'state', 'leased', 'attempt', attempt, 'worker', ARGV[4])
    lease[2*i-1], lease[2*i] = ends, id
    local n = #out
    out[n+1], out[n+2], out[n+3] = id, tostring(attempt), f[2]
    out[n+4], out[n+5], out[n+6] = f[3] or '0', f[4] or '0', f[5] or ''
  end
  redis.call('ZREM', KEYS[1], unpack(ids))
  redis.call('ZADD', KEYS[2], unpack(lease))
end
local due = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if due[2] then out[1] = due[2] end
local lease = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if lease[2] then out[2] = tostring(lease[2] - server) end
return out`)

// beginScript marks jobs as being sent, those whose lease is still the one that
// was given and lasts long enough for a send. From then on the job is in doubt.
// KEYS: lease, jobs. ARGV: ms a send may take, end of the lease given, then id of each job.
// Returns 1 or 0 for each job: whether it may be sent now.
var beginScript = redis.NewScript(`
local t = redis.call('TIME')
local server = t[1] * 1000 + math.floor(t[2] / 1000)
local given = tonumber(ARGV[2])
local ids = {unpack(ARGV, 3)}
local out = {}
for i, ends in ipairs(redis.call('ZMSCORE', KEYS[1], unpack(ids))) do
  if ends and tonumber(ends) == given and given - server >= tonumber(ARGV[1]) then
    redis.call('HSET', KEYS[2] .. ids[i], 'state', 'sending', 'doubt', '1')
    out[i] = 1
  else
    out[i] = 0
  end
end
return out`)

// sentScript settles jobs that were delivered. That is true whichever attempt
// says so, and whatever became of the job meanwhile.
// KEYS: due, lease, dead, jobs. ARGV: ms to keep, then id of each job.
var sentScript = redis.NewScript(`
local ids = {unpack(ARGV, 2)}
for _, id in ipairs(ids) do
  local j = KEYS[4] .. id
  redis.call('HSET', j, 'state', 'done', 'why', 'sent', 'payload', '')
  redis.call('PEXPIRE', j, ARGV[1])
end
if redis.call('ZREM', KEYS[2], unpack(ids)) < #ids then
  redis.call('ZREM', KEYS[1], unpack(ids))
  redis.call('ZREM', KEYS[3], unpack(ids))
end`)

// endScript settles jobs that are not to be delivered, or gives them up, and
// drops from the list of the dead those whose time of keeping is over.
// KEYS: lease, dead, jobs. ARGV: ms to keep, now (process clock, ms), then
// id, attempt, done or dead, why of each job.
var endScript = redis.NewScript(`
for i = 3, #ARGV, 4 do
  local j = KEYS[3] .. ARGV[i]
  local f = redis.call('HMGET', j, 'state', 'attempt')
  if f[2] == ARGV[i+1] and (f[1] == 'leased' or f[1] == 'sending') then
    redis.call('HSET', j, 'state', ARGV[i+2], 'why', ARGV[i+3], 'payload', '')
    redis.call('PEXPIRE', j, ARGV[1])
    redis.call('ZREM', KEYS[1], ARGV[i])
    if ARGV[i+2] == 'dead' then redis.call('ZADD', KEYS[2], ARGV[2], ARGV[i]) end
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[2] - ARGV[1])`)

// nackScript puts jobs back to be tried at another time.
// KEYS: due, lease, jobs. ARGV: id, attempt, due, 1 if it counts as a failure,
// 1 if it may have been delivered, of each job.
var nackScript = redis.NewScript(`
for i = 1, #ARGV, 5 do
  local j = KEYS[3] .. ARGV[i]
  local f = redis.call('HMGET', j, 'state', 'attempt')
  if f[2] == ARGV[i+1] and (f[1] == 'leased' or f[1] == 'sending') then
    redis.call('HSET', j, 'state', 'due', 'due', ARGV[i+2], 'doubt', ARGV[i+4])
    redis.call('HINCRBY', j, 'tries', ARGV[i+3])
    redis.call('ZREM', KEYS[2], ARGV[i])
    redis.call('ZADD', KEYS[1], ARGV[i+2], ARGV[i])
  end
end`)
