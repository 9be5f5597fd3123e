//! What a Redis server does in one step, so that no other worker comes in between. The server's clock is the fleet's.

use super::names::Names;
use redis::{Cmd, cmd};

/// The number of this moment, larger than each before it, also where the server lost what it knew.
const FENCE: &str = "
local function fence(key)
  local time = redis.call('TIME')
  local number = time[1] * 1000000 + time[2]
  local last = tonumber(redis.call('GET', key) or '0')
  if last >= number then number = last + 1 end
  redis.call('SET', key, string.format('%.0f', number), 'PX', 8640000000)
  return string.format('%.0f', number)
end
";

/// Keys: the lease, the fence. The answer to a call that is repeated is the same.
const LEASE: &str = "
local held = redis.call('GET', KEYS[1])
if held then
  local owner, number = string.match(held, '^(.*):(%d+)$')
  if owner == ARGV[1] then return number end
  return false
end
local number = fence(KEYS[2])
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. number, 'PX', ARGV[2])
return number
";

/// Keys: the lease.
const RELEASE: &str = "
local held = redis.call('GET', KEYS[1])
if held and string.match(held, '^(.*):%d+$') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
";

/// Keys: the record, the removal of all, the removal of its group, the fence. Who writes without a lease writes now.
const WRITE: &str = "
local given = ARGV[1]
if given == '0' then given = fence(KEYS[4]) end
local number = tonumber(given)
for i = 2, 3 do
  local removed = redis.call('GET', KEYS[i])
  if removed and tonumber(removed) >= number then return 0 end
end
local kept = string.match(redis.call('GETRANGE', KEYS[1], 0, 20), '^(%d+):')
if kept and tonumber(kept) > number then return 0 end
redis.call('SET', KEYS[1], given .. ':' .. ARGV[3], 'PX', ARGV[2])
return 1
";

/// Keys: the removal, the fence.
const REMOVE: &str = "
redis.call('SET', KEYS[1], fence(KEYS[2]), 'PX', 8640000000)
return 1
";

/// Keys: the pause.
const PAUSE: &str = "
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1
";

/// Keys: the line. Microseconds to wait for the place that is taken, and when it is.
const TURN: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local next = due + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000) + 1000)
return { due - now, due }
";

/// Keys: the name of the key that others use. Tells the one of before.
const MEET: &str = "
local before = redis.call('GET', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', 8640000000)
return before
";

/// A script with its keys; arguments follow.
pub fn script(text: &str, keys: &[&str]) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(text).arg(keys.len()).arg(keys);
    command
}

fn with_fence(text: &str, keys: &[&str]) -> Cmd {
    script(&format!("{FENCE}{text}"), keys)
}

/// Takes a lease for so many milliseconds; its fence, or nothing.
pub fn lease(names: &Names, own: &[u8], owner: &str, life: u64) -> Cmd {
    let mut command = with_fence(LEASE, &[&names.lease(own), &names.fence()]);
    command.arg(owner).arg(life);
    command
}

/// Gives a lease back.
pub fn release(names: &Names, own: &[u8], owner: &str) -> Cmd {
    let mut command = script(RELEASE, &[&names.lease(own)]);
    command.arg(owner);
    command
}

/// Writes a record for so many milliseconds, unless it is older than what is there or than a removal.
pub fn write(names: &Names, group: &[u8], own: &[u8], fence: u64, life: u64, sealed: &[u8]) -> Cmd {
    let (all, its) = (names.removed(None), names.removed(Some(group)));
    let mut command = with_fence(WRITE, &[&names.record(own), &all, &its, &names.fence()]);
    command.arg(fence).arg(life).arg(sealed);
    command
}

/// Forgets what was written so far.
pub fn remove(names: &Names, group: Option<&[u8]>) -> Cmd {
    with_fence(REMOVE, &[&names.removed(group), &names.fence()])
}

/// Pauses a record for so many milliseconds, or for longer where that was told before.
pub fn pause(names: &Names, own: &[u8], length: u64) -> Cmd {
    let mut command = script(PAUSE, &[&names.pause(own)]);
    command.arg(length);
    command
}

/// Takes a place in a line whose places are so many microseconds apart.
pub fn turn(names: &Names, line: &[u8], interval: u64) -> Cmd {
    let mut command = script(TURN, &[&names.line(line)]);
    command.arg(interval);
    command
}

/// Says under which name this process keeps its records; the last one that said so before.
pub fn meet(name: &str) -> Cmd {
    let mut command = script(MEET, &["pa:name"]);
    command.arg(name);
    command
}
