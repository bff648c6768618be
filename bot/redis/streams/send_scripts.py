"""Lua scripts of the sender: begin, keep and withdraw the intent of a post, each atomically."""

from __future__ import annotations

# A text may be posted only by the sender that has it in hand, and only with its intent written down
# before.
# Answers: gone, erased, opted_out; go, with nothing; intent, with its time and what became of it.
BEGIN = """
local sends, intent, erased, optout = unpack(KEYS)
local group, consumer, id, epoch, now, seconds = unpack(ARGV)
local call = redis.call

if #call('XRANGE', sends, id, id) == 0 then
  call('XACK', sends, group, id)
  call('DEL', intent)
  return {'gone'}
end
local held = call('XPENDING', sends, group, id, id, 1)[1]
if not held or held[2] ~= consumer then return {'gone'} end
call('XCLAIM', sends, group, consumer, 0, id, 'JUSTID')
if string.match(call('GET', erased) or '0', '^%d+') ~= epoch then return {'erased'} end
local before = call('GET', intent)
if before == now then return {'go'} end  -- the same question again, after a broken connection
if before then return {'intent', before} end
if call('EXISTS', optout) == 1 then return {'opted_out'} end
call('SET', intent, now, 'EX', seconds)
return {'go'}
"""

# A SID belongs to one text only: two with the same words must not both be told by it.
KEEP_SID = """
local intent, owner = unpack(KEYS)
local id, sid, seconds = unpack(ARGV)
local call = redis.call

if not call('SET', owner, id, 'NX', 'EX', seconds) and call('GET', owner) ~= id then return 0 end
local since = string.match(call('GET', intent) or '0', '^%S+')
call('SET', intent, since .. ' ' .. sid, 'EX', seconds)
return 1
"""

# Nothing is left of a text but the SID that it was sent under.
DONE = """
local sends, intent = unpack(KEYS)
local group, id = unpack(ARGV)
redis.call('XDEL', sends, id)
redis.call('XACK', sends, group, id)
redis.call('DEL', intent)
"""
