"""Lua scripts of the store: read a contact in one round trip, commit a turn atomically with
compare-and-set."""

from __future__ import annotations

from hashlib import sha1

COMMIT = """
local session, reply, generation, erased, optout, optouts, outbox, sends, index, quiet, due =
  unpack(KEYS)
local contact, delivery, version, tombstone, known = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local new, seconds, answer, answer_seconds = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local id, payload, opt, quiet_at, erasing = ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14]
local deadline = tonumber(ARGV[15])
local due_at = ARGV[16]
local call = redis.call

local given = call('GET', reply)
if given then return given end
local seconds_now, micros_now = unpack(call('TIME'))
if seconds_now + micros_now / 1e6 > deadline then return -1 end
if call('GETRANGE', session, 0, 7) ~= version
   or (call('GET', erased) or '0') ~= tombstone
   or call('GET', generation) ~= known then return 0 end

if erasing ~= '' then
  local replies = string.sub(reply, 1, #reply - #delivery)
  for _, entry in ipairs(call('LRANGE', index, 0, -1)) do
    local kind, where, what = string.match(entry, '^(%l)(%S+) ?(.*)$')
    call('XDEL', kind == 't' and outbox or sends, where)
    if what ~= '' then call('DEL', replies .. what) end
  end
  call('DEL', index, (string.gsub(session, ':session:', ':aside:', 1)))
  call('SET', erased, erasing)
  tombstone = erasing
end
local epoch = string.match(tombstone, '^%d+')

if new == '' then call('DEL', session) else call('SET', session, new, 'EX', seconds) end
call('SET', reply, answer, 'EX', answer_seconds)
local function add(stream, text)
  return call('XADD', stream, '*', 'contact', contact, 'delivery', delivery, 'epoch', epoch,
    'session', id, 'payload', text)
end
call('RPUSH', index, 't' .. add(outbox, payload) .. ' ' .. delivery)
for i = 17, #ARGV do call('RPUSH', index, 's' .. add(sends, ARGV[i])) end
call('EXPIRE', index, seconds)
if opt == '-' then
  call('DEL', optout)
  call('SREM', optouts, contact)
elseif opt ~= '' then
  call('SET', optout, string.sub(opt, 2))
  call('SADD', optouts, contact)
end
if quiet_at == '' then call('ZREM', quiet, contact) else call('ZADD', quiet, quiet_at, contact) end
if due_at == '' then call('ZREM', due, contact) else call('ZADD', due, due_at, contact) end
return 1
"""

# Only while nobody is served: what was said since then is newer than the archive.
PUT_BACK = """
local generation, session, optout, erased, optouts, quiet, due = unpack(KEYS)
local contact, new, seconds, quiet_at, opted_out, tombstone, due_at = unpack(ARGV)
local call = redis.call

if call('EXISTS', generation) == 1 then return 0 end
if new ~= '' then call('SET', session, new, 'EX', seconds) end
if quiet_at ~= '' then call('ZADD', quiet, quiet_at, contact) end
if due_at ~= '' then call('ZADD', due, due_at, contact) end
if tombstone ~= '' then call('SET', erased, tombstone) end
if opted_out ~= '' then
  call('SET', optout, opted_out)
  call('SADD', optouts, contact)
end
return 1
"""

EXCHANGE = """
local stored = redis.call('GET', KEYS[1])
if not stored or string.sub(stored, 9) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], string.sub(stored, 1, 8) .. ARGV[2], 'KEEPTTL')
return 1
"""

UNLOCK = (
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
)


def digest(script: str) -> str:
    return sha1(script.encode(), usedforsecurity=False).hexdigest()
