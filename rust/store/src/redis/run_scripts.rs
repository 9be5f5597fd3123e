//! What a Redis server does in one step for a run. Keys of all: what the run is for, the stream of tenants, all tenants,
//! who is at which, the results, and the tenants in the order of their results.

use super::names::Names;
use super::scripts::script;
use partner_auth::fleet::{Name, Ticket};
use redis::Cmd;

/// How far a run is: its results are one field more, so that a server that drops them is found out. How long it is kept
/// after its last change: one that is whole, and one that may go on. And whether it is there: who lost a part lost it.
const COMMON: &str = "
local function done()
  return math.max(redis.call('HLEN', KEYS[5]) - 1, 0)
end
local function whole()
  local all = redis.call('SCARD', KEYS[3])
  return all > 0 and all == done()
end
local function live()
  local life = whole() and 86400000 or 604800000
  for i = 1, #KEYS do redis.call('PEXPIRE', KEYS[i], life) end
end
local function lost()
  return redis.call('EXISTS', KEYS[1], KEYS[2], KEYS[5]) < 3 or redis.call('LLEN', KEYS[6]) < done()
end
";

/// The run's number, and how many results there are whose failures may be tried again; nothing where the run is for
/// something else, unless nobody gave it a tenant. While somebody is at the run, what failed in it is done. One that was
/// lost begins anew under the number that is given, with the results that are left. Who only joins a whole run does not
/// lengthen its life.
const JOIN: &str = "
local purpose = redis.call('HGET', KEYS[1], 'purpose')
if purpose and purpose ~= ARGV[1] and redis.call('SCARD', KEYS[3]) > 0 then return false end
if lost() then
  redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
  if redis.call('EXISTS', KEYS[5]) == 0 or redis.call('LLEN', KEYS[6]) < done() then redis.call('DEL', KEYS[5], KEYS[6]) end
  for _, tenant in ipairs(redis.call('HKEYS', KEYS[5])) do
    if tenant ~= '-' then redis.call('SADD', KEYS[3], tenant) end
  end
  redis.call('HSET', KEYS[5], '-', '')
  redis.call('HSET', KEYS[1], 'number', ARGV[3])
  redis.call('XGROUP', 'CREATE', KEYS[2], 'w', '0', 'MKSTREAM')
end
redis.call('HSET', KEYS[1], 'purpose', ARGV[1])
if not whole() then live() end
local old = redis.call('LLEN', KEYS[6])
for _, pending in ipairs(redis.call('XPENDING', KEYS[2], 'w', '-', '+', 1000)) do
  if pending[3] < tonumber(ARGV[2]) then old = 0 end
end
return { redis.call('HGET', KEYS[1], 'number'), old }
";

/// A result is D or F for done or failed, its place among the results, the fence of its worker, and what is sealed.
const OFFER: &str = "
if lost() then return {} end
local known, changes = {}, false
for i = 2, #ARGV do
  local tenant, finished, again = ARGV[i], 0, false
  local result = redis.call('HGET', KEYS[5], tenant)
  if result then
    local kind, place = string.match(result, '^(%u)(%d+):')
    again = kind == 'F' and tonumber(place) < tonumber(ARGV[1])
    if again then redis.call('HDEL', KEYS[5], tenant) else finished = 1 end
  end
  local new = redis.call('SADD', KEYS[3], tenant) == 1
  if finished == 0 and (new or again) then redis.call('XADD', KEYS[2], '*', 't', tenant) end
  changes = changes or new or again
  known[i - 1] = finished
end
if changes then live() end
return known
";

/// Entries that are new, then those whose worker has not been heard of for so many milliseconds, from a place in the
/// stream on. Numbers are of the server's clock, so that those of a run that begins anew are larger.
const TAKE: &str = "
if redis.call('EXISTS', KEYS[2]) == 0 then return {} end
local most = tonumber(ARGV[2])
local read = redis.call('XREADGROUP', 'GROUP', 'w', ARGV[1], 'COUNT', most, 'STREAMS', KEYS[2], '>')
local entries = read and read[1] and read[1][2] or {}
if #entries < most then
  local left = redis.call('XPENDING', KEYS[2], 'w', 'IDLE', ARGV[3], ARGV[4], '+', most - #entries)
  for _, pending in ipairs(left) do
    local claimed = redis.call('XCLAIM', KEYS[2], 'w', ARGV[1], ARGV[3], pending[1])
    if claimed[1] then entries[#entries + 1] = claimed[1] end
  end
end
local taken = {}
local time = redis.call('TIME')
local fence = math.max(time[1] * 1000000 + time[2], tonumber(redis.call('HGET', KEYS[1], 'fence') or '0'))
for _, entry in ipairs(entries) do
  local tenant = entry[2][2]
  fence = fence + 1
  redis.call('HSET', KEYS[4], tenant, string.format('%.0f', fence))
  taken[#taken + 1] = { entry[1], tenant, fence }
end
if #taken > 0 then
  redis.call('HSET', KEYS[1], 'fence', string.format('%.0f', fence))
  redis.call('PEXPIRE', KEYS[4], 604800000)
end
return taken
";

/// Arguments: the worker, how long it has been idle, and for each tenant the entry, the tenant and the fence.
const EXTEND: &str = "
for i = 3, #ARGV, 3 do
  if redis.call('HGET', KEYS[4], ARGV[i + 1]) == ARGV[i + 2] then
    redis.call('XCLAIM', KEYS[2], 'w', ARGV[1], 0, ARGV[i], 'IDLE', ARGV[2], 'JUSTID')
    if ARGV[2] ~= '0' then redis.call('HDEL', KEYS[4], ARGV[i + 1]) end
  end
end
return 1
";

/// A server that lost the run takes the result all the same, and so does one that is told twice.
const FINISH: &str = "
local result = redis.call('HGET', KEYS[5], ARGV[2])
if result then
  if string.match(result, '^%u%d+:(%d+):') == ARGV[3] then return 1 end
  return 0
end
local owner = redis.call('HGET', KEYS[4], ARGV[2])
if owner and owner ~= ARGV[3] then return 0 end
if not owner and redis.call('SISMEMBER', KEYS[3], ARGV[2]) == 1 then return 0 end
if owner then
  redis.call('XACK', KEYS[2], 'w', ARGV[1])
  redis.call('XDEL', KEYS[2], ARGV[1])
  redis.call('HDEL', KEYS[4], ARGV[2])
end
redis.call('SADD', KEYS[3], ARGV[2])
local place = redis.call('RPUSH', KEYS[6], ARGV[2]) - 1
redis.call('HSET', KEYS[5], '-', '', ARGV[2], ARGV[4] .. place .. ':' .. ARGV[3] .. ':' .. ARGV[5])
live()
return 1
";

/// Where the next look begins, and the tenants whose result stands; nothing where the run is lost, or another one of
/// that name, or was set back.
const FINISHED: &str = "
if lost() or redis.call('HGET', KEYS[1], 'number') ~= ARGV[2] then return false end
local all = redis.call('LLEN', KEYS[6])
if all < tonumber(ARGV[1]) then return false end
local standing = {}
for i, tenant in ipairs(redis.call('LRANGE', KEYS[6], ARGV[1], -1)) do
  local result = redis.call('HGET', KEYS[5], tenant)
  local place = result and string.match(result, '^%u(%d+):')
  if place and tonumber(place) == ARGV[1] + i - 1 then standing[#standing + 1] = tenant end
end
return { all, standing }
";

/// Results that stand: of a tenant that was done again, the last one. What is sealed is all after the second colon.
const RESULTS: &str = "
local results = {}
local tenants = redis.call('LRANGE', KEYS[6], ARGV[1], ARGV[1] + 99)
for i, tenant in ipairs(tenants) do
  local result = redis.call('HGET', KEYS[5], tenant)
  if result then
    local place, start = string.match(result, '^%u(%d+):%d+:()')
    if tonumber(place) == ARGV[1] + i - 1 then
      results[#results + 1] = { tenant, string.sub(result, start) }
    end
  end
end
return { #tenants, results }
";

const COUNTS: &str = "
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
return { redis.call('SCARD', KEYS[3]), done(), redis.call('HLEN', KEYS[4]) }
";

/// A left tenant has been idle for as long as nobody waits, in milliseconds.
pub const LEFT: u64 = 86_400_000;

fn of_run(text: &str, names: &Names, run: Name) -> Cmd {
    let keys = ['m', 's', 't', 'w', 'r', 'd'].map(|part| names.run(&run, part));
    script(&format!("{COMMON}{text}"), &keys.each_ref().map(String::as_str))
}

/// Joins a run for that purpose; one whose workers were silent for so many milliseconds, nobody is at.
pub fn join(names: &Names, run: Name, purpose: Name, silent: u64, number: Name) -> Cmd {
    let mut command = of_run(JOIN, names, run);
    command.arg(&purpose).arg(silent).arg(&number);
    command
}

/// Adds tenants.
pub fn offer(names: &Names, run: Name, tenants: &[Name], joined: u64) -> Cmd {
    let mut command = of_run(OFFER, names, run);
    command.arg(joined);
    for tenant in tenants {
        command.arg(tenant);
    }
    command
}

/// Takes tenants, also those whose worker has been silent for so many milliseconds, behind an entry.
pub fn take(names: &Names, run: Name, worker: Name, most: usize, silent: u64, behind: Option<&str>) -> Cmd {
    let mut command = of_run(TAKE, names, run);
    command.arg(&worker).arg(most).arg(silent);
    command.arg(behind.map_or("-".to_owned(), |entry| format!("({entry}")));
    command
}

/// Says that a worker is at those, or leaves them.
pub fn extend(names: &Names, run: Name, worker: Name, tickets: &[Ticket], leaves: bool) -> Cmd {
    let mut command = of_run(EXTEND, names, run);
    command.arg(&worker).arg(if leaves { LEFT } else { 0 });
    for ticket in tickets {
        command.arg(&ticket.entry).arg(&ticket.tenant).arg(ticket.fence);
    }
    command
}

/// Keeps a result.
pub fn finish(names: &Names, run: Name, ticket: &Ticket, sealed: &[u8], is_failure: bool) -> Cmd {
    let mut command = of_run(FINISH, names, run);
    command.arg(&ticket.entry).arg(&ticket.tenant).arg(ticket.fence);
    command.arg(if is_failure { "F" } else { "D" }).arg(sealed);
    command
}

/// Tenants with a result, after that place of the run of that number.
pub fn finished(names: &Names, run: Name, number: Name, after: u64) -> Cmd {
    let mut command = of_run(FINISHED, names, run);
    command.arg(after).arg(&number);
    command
}

/// Results after that place.
pub fn results(names: &Names, run: Name, after: u64) -> Cmd {
    let mut command = of_run(RESULTS, names, run);
    command.arg(after);
    command
}

/// How far the run is.
pub fn counts(names: &Names, run: Name) -> Cmd {
    of_run(COUNTS, names, run)
}
