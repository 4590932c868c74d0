-- For wrk: asks with each token of the file in turn, and prints what was measured on one line that is easy to read for a program:
-- figures <requests> <microseconds> <p50 in microseconds> <p99 in microseconds> <failed requests>

local asked = {}
local last = 0

function init(arguments)
  for token in io.lines(arguments[1]) do
    asked[#asked + 1] = wrk.format("GET", nil, { ["Authorization"] = "Bearer " .. token })
  end
end

function request()
  last = last % #asked + 1
  return asked[last]
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("figures %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), failed))
end
