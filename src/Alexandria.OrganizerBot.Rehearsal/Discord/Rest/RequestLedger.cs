namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Remembers the latest requests in the order they arrived. Safe for concurrent use.</summary>
internal sealed class RequestLedger(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, RecordedRequest> _requests = [];
    private long _next;

    public IReadOnlyList<RecordedRequest> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests.OrderBy(entry => entry.Key).Select(entry => entry.Value)];
            }
        }
    }

    public long Add(RecordedRequest request)
    {
        lock (_gate)
        {
            _requests.Remove(_next - most);
            _requests[_next] = request;
            return _next++;
        }
    }

    public void Answered(long number, int status, int? code)
    {
        lock (_gate)
        {
            if (_requests.TryGetValue(number, out var request))
            {
                _requests[number] = request with { Status = status, Code = code };
            }
        }
    }
}
