package reminders

import "github.com/redis/go-redis/v9"

// subscribeScript puts one subscription in place of the last. A round that the
// last one covered keeps its time, so that a pending reminder of it stays.
// KEYS: op, subscriber, subscribers, since, refused, rounds.
// ARGV: person, address, language, now (process clock, ms), leads, 1 if what is told follows,
// how many rounds, then these ("" is all), then id and version of each round that is told.
// Returns 1 if there was a subscription before, else 0.
var subscribeScript = redis.NewScript(`
local known = redis.call('GET', KEYS[1])
if known then return tonumber(known) end
local old = redis.call('HGETALL', KEYS[2])
local at = {}
for i = 1, #old, 2 do
  if string.sub(old[i], 1, 3) == 'at:' then at[old[i]] = old[i+1] end
end
local new = {'to', ARGV[2], 'lang', ARGV[3], 'leads', ARGV[5]}
local function put(field, value)
  new[#new+1] = field
  new[#new+1] = value
end
local function earliest(field)
  local e = ARGV[4]
  for _, s in ipairs({at[field] or e, at['at:'] or e}) do
    if tonumber(s) < tonumber(e) then e = s end
  end
  return e
end
local last = 7 + ARGV[7]
for i = 8, last do
  put('at:' .. ARGV[i], earliest('at:' .. ARGV[i]))
  if ARGV[i] == '' then
    for field, since in pairs(at) do
      if field ~= 'at:' then put(field, since) end
    end
  end
end
if ARGV[6] == '1' then
  for i = last + 1, #ARGV, 2 do put('told:' .. ARGV[i], ARGV[i+1]) end
else
  local stands = redis.call('HGETALL', KEYS[6])
  for i = 1, #stands, 2 do
    if string.sub(stands[i], 1, 2) == 'v:' then put('told:' .. string.sub(stands[i], 3), stands[i+1]) end
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

// tellScript notes what a subscriber was told of a round, if they still are one
// and were not told later news.
// KEYS: subscriber. ARGV: field, version, revision, now (process clock, ms). Returns 1 if it was noted.
var tellScript = redis.NewScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local by = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', ' (%d+) %d+$')
if by and tonumber(by) > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4])
return 1`)

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

// Every decision about jobs is one of these scripts, for many jobs at once: each
// collection is read or changed once for all of them, which is most of the speed.
// Repeating a script whose answer was lost does no harm.

// enqueueScript adds the jobs that are not known yet.
// KEYS: due, channels, jobs, done. ARGV: channel, ms to keep, then id, due, payload of each job.
// Returns how many were new.
var enqueueScript = redis.NewScript(`
local span = math.floor(redis.call('TIME')[1] * 1000 / ARGV[2])
local ids = {}
for i = 3, #ARGV, 3 do ids[#ids+1] = ARGV[i] end
local waiting = redis.call('HMGET', KEYS[3], unpack(ids))
local settled = redis.call('HMGET', KEYS[4] .. span, unpack(ids))
local before = redis.call('HMGET', KEYS[4] .. span - 1, unpack(ids))
local due, jobs = {}, {}
for i, id in ipairs(ids) do
  if not (waiting[i] or settled[i] or before[i]) then
    local n = #due
    due[n+1], due[n+2] = ARGV[3*i+1], id
    jobs[n+1], jobs[n+2] = id, ARGV[3*i+2]
  end
end
if #due > 0 then
  redis.call('HSET', KEYS[3], unpack(jobs))
  redis.call('ZADD', KEYS[1], unpack(due))
  redis.call('SADD', KEYS[2], ARGV[1])
end
return #due / 2`)

// claimScript leases what another worker leased too long ago, and what is due.
// KEYS: due, lease, jobs, doubt, tries, held, last.
// ARGV: now (process clock, ms), most jobs, lease (µs), channel.
// Returns ms until there may be more ("" if nothing waits), the end of these
// leases, then id, payload, tries, doubt of each job.
var claimScript = redis.NewScript(`
local t = redis.call('TIME')
local server = t[1] * 1000000 + t[2]
local held = tonumber(redis.call('HGET', KEYS[6], ARGV[4]) or 0)
if held > server then return {tostring(math.ceil((held - server) / 1000)), ''} end
local ids = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', server, 'LIMIT', 0, ARGV[2])
local fresh = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2] - #ids)
for _, id in ipairs(fresh) do ids[#ids+1] = id end
local out = {'', ''}
if #ids > 0 then
  local last = tonumber(redis.call('GET', KEYS[7]) or 0)
  out[2] = string.format('%.0f', math.max(server + ARGV[3], last + 1))
  redis.call('SET', KEYS[7], out[2])
  local lease = {}
  for i, id in ipairs(ids) do lease[2*i-1], lease[2*i] = out[2], id end
  redis.call('ZADD', KEYS[2], unpack(lease))
  if #fresh > 0 then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, #fresh - 1) end
  local payload = redis.call('HMGET', KEYS[3], unpack(ids))
  local doubt = redis.call('SMISMEMBER', KEYS[4], unpack(ids))
  local tries = redis.call('HMGET', KEYS[5], unpack(ids))
  for i, id in ipairs(ids) do
    local n = #out
    out[n+1], out[n+2], out[n+3], out[n+4] = id, payload[i] or '', tries[i] or '0', tostring(doubt[i])
  end
end
local due = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
local ends = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
local left = math.min(due and due - ARGV[1] or math.huge, ends and math.ceil((ends - server) / 1000) or math.huge)
if left < math.huge then out[1] = tostring(math.max(0, left)) end
return out`)

// glanceScript looks without taking.
// KEYS: due and lease of each channel. ARGV: now (process clock, ms).
// Returns for each channel ms until something may be claimed; -1 if nothing waits.
var glanceScript = redis.NewScript(`
local t = redis.call('TIME')
local server = t[1] * 1000000 + t[2]
local out = {}
for i = 1, #KEYS, 2 do
  local due = redis.call('ZRANGE', KEYS[i], 0, 0, 'WITHSCORES')[2]
  local ends = redis.call('ZRANGE', KEYS[i+1], 0, 0, 'WITHSCORES')[2]
  local left = math.min(due and due - ARGV[1] or math.huge, ends and math.ceil((ends - server) / 1000) or math.huge)
  out[#out+1] = left < math.huge and math.max(0, left) or -1
end
return out`)

// beginScript marks jobs as being sent, those whose lease is still the one that
// was given and lasts long enough for a send. From then on the job is in doubt.
// KEYS: lease, doubt. ARGV: µs a send may take, end of the lease given, then id of each job.
// Returns 1 or 0 for each job: whether it may be sent now.
var beginScript = redis.NewScript(`
local t = redis.call('TIME')
local server = t[1] * 1000000 + t[2]
local given = tonumber(ARGV[2])
local ids = {unpack(ARGV, 3)}
local out, ours = {}, {}
for i, ends in ipairs(redis.call('ZMSCORE', KEYS[1], unpack(ids))) do
  out[i] = 0
  if ends and tonumber(ends) == given and given - server >= tonumber(ARGV[1]) then
    out[i] = 1
    ours[#ours+1] = ids[i]
  end
end
if #ours > 0 then redis.call('SADD', KEYS[2], unpack(ours)) end
return out`)

// settleScript ends jobs for good: those that were sent, which is true whichever
// claim says so and whatever became of the job meanwhile, and those that are not
// to be, if the lease is still the one that was given. It frees before it writes,
// and so a Redis that is full lets it through.
// KEYS: due, lease, jobs, doubt, tries, dead, why, done, tally.
// ARGV: ms to keep, then id, end of the lease given, how it ended of each job.
var settleScript = redis.NewScript(`
local ids, marks, counts = {}, {}, {}
for i = 2, #ARGV, 3 do
  local how = ARGV[i+2]
  if how == 'sent' or tonumber(redis.call('ZSCORE', KEYS[2], ARGV[i]) or 0) == tonumber(ARGV[i+1]) then
    local n = #marks
    ids[#ids+1], marks[n+1], marks[n+2] = ARGV[i], ARGV[i], how
    counts[how] = (counts[how] or 0) + 1
  end
end
if #ids == 0 then return end
if redis.call('ZREM', KEYS[2], unpack(ids)) < #ids then
  redis.call('ZREM', KEYS[1], unpack(ids))
  redis.call('ZREM', KEYS[6], unpack(ids))
  redis.call('HDEL', KEYS[7], unpack(ids))
end
local known = redis.call('HDEL', KEYS[3], unpack(ids))
redis.call('SREM', KEYS[4], unpack(ids))
redis.call('HDEL', KEYS[5], unpack(ids))
local done = KEYS[8] .. math.floor(redis.call('TIME')[1] * 1000 / ARGV[1])
redis.call('HSET', done, unpack(marks))
redis.call('PEXPIRE', done, 2 * ARGV[1])
if known > 0 then
  for how, n in pairs(counts) do redis.call('HINCRBY', KEYS[9], how, n) end
  redis.call('PEXPIRE', KEYS[9], ARGV[1])
end`)

// buryScript gives jobs up, if the lease is still the one that was given, and
// forgets those of the dead whose time of keeping is over.
// KEYS: lease, jobs, doubt, tries, dead, why.
// ARGV: ms to keep, now (process clock, ms), then id, end of the lease given, why of each job.
var buryScript = redis.NewScript(`
for i = 3, #ARGV, 3 do
  local ends = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if ends and tonumber(ends) == tonumber(ARGV[i+1]) then
    redis.call('ZREM', KEYS[1], ARGV[i])
    redis.call('ZADD', KEYS[5], ARGV[2], ARGV[i])
    redis.call('HSET', KEYS[6], ARGV[i], ARGV[i+2])
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', ARGV[2] - ARGV[1], 'LIMIT', 0, 100)) do
  redis.call('ZREM', KEYS[5], id)
  redis.call('HDEL', KEYS[6], id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('HDEL', KEYS[4], id)
  redis.call('SREM', KEYS[3], id)
end`)

// nackScript puts jobs back to be tried at another time, if the lease is still
// the one that was given.
// KEYS: due, lease, doubt, tries. ARGV: id, end of the lease given, due, 1 if it
// counts as a failure, 1 if it may have been delivered, of each job.
var nackScript = redis.NewScript(`
for i = 1, #ARGV, 5 do
  local id = ARGV[i]
  local ends = redis.call('ZSCORE', KEYS[2], id)
  if ends and tonumber(ends) == tonumber(ARGV[i+1]) then
    redis.call('ZREM', KEYS[2], id)
    redis.call('ZADD', KEYS[1], ARGV[i+2], id)
    if ARGV[i+3] == '1' then redis.call('HINCRBY', KEYS[4], id, 1) end
    redis.call(ARGV[i+4] == '1' and 'SADD' or 'SREM', KEYS[3], id)
  end
end`)

// moveScript puts jobs into another channel's queue, if the lease is still the one
// that was given. In doubt they stay so.
// KEYS: lease, due and channels of the shard, of which due is the other channel's.
// ARGV: that channel, due, then id, end of the lease given of each job.
var moveScript = redis.NewScript(`
redis.call('SADD', KEYS[3], ARGV[1])
for i = 3, #ARGV, 2 do
  local ends = redis.call('ZSCORE', KEYS[1], ARGV[i])
  if ends and tonumber(ends) == tonumber(ARGV[i+1]) then
    redis.call('ZADD', KEYS[2], ARGV[2], ARGV[i])
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end`)

// requeueScript puts a dead job back, to be tried as if it never had been. What
// may have been delivered stays in doubt.
// KEYS: due, tries, dead, why. ARGV: id, due. Returns 1 if it was dead, else 0.
var requeueScript = redis.NewScript(`
if redis.call('ZREM', KEYS[3], ARGV[1]) == 0 then return 0 end
redis.call('HDEL', KEYS[4], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
return 1`)

// holdScript leaves a channel alone for a while.
// KEYS: held. ARGV: channel, µs.
var holdScript = redis.NewScript(`
local t = redis.call('TIME')
local until_ = t[1] * 1000000 + t[2] + ARGV[2]
if until_ > tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or 0) then
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', until_))
end`)
