using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Storage;
using BenchmarkDotNet.Attributes;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>What BenchmarkDotNet runs; it wants a public class that can be derived from.</summary>
public class SmallThings
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _place = Encoding.ASCII.GetBytes("pledges/A1|member");
    private readonly byte[] _userId = Encoding.ASCII.GetBytes(Sketch.UserId(1));
    private readonly Pledge _pledge = Sketch.Pledge(new MemberKey(new string('k', 43)), person: 1);
    private readonly Pledge[] _pledges =
    [
        .. Enumerable.Range(0, 10_000).Select(person => Sketch.Pledge(new MemberKey($"member-{person}"), person)),
    ];
    private MemberKeys? _keys;
    private byte[]? _sealed;

    /// <summary>For the whole run: nobody tells this class when it is over.</summary>
    private static RowSeal Sealer { get; } = new(RandomNumberGenerator.GetBytes(32));

    [GlobalSetup]
    public void SetUp()
    {
        _keys = new MemberKeys(MasterKey.Make());
        _sealed = Seal();
    }

    [Benchmark]
    public byte[] Json() => RowJson.Write(_pledge);

    [Benchmark]
    public byte[] Seal() => Sealer.Seal(RowJson.Write(_pledge), _place);

    [Benchmark]
    public Pledge Open() => RowJson.Read<Pledge>(Sealer.Open(_sealed, _place));

    [Benchmark]
    public string MemberKey() => _keys!.Of(Sketch.Campaign.Id, Networks.Discord, "300000000000100001").Value;

    [Benchmark]
    public byte[] Hmac() => HMACSHA256.HashData(_key, _userId);

    [Benchmark]
    public int Plan() =>
        ReminderPlanner.Plan(Sketch.Action, Sketch.Campaign.Cadence, Sketch.Campaign.QuietHours, Sketch.Now).Count;

    [Benchmark]
    public long ResolveWallTime() =>
        MeetingTime.Resolve(Sketch.Action.Starts.Local, Sketch.Action.Starts.Zone).ToUnixTimeTicks();

    [Benchmark]
    public Tally FoldTally() => Tally.Of(_pledges, Sketch.Action.Asks);

    [Benchmark]
    public int SumHeadCounts() => _pledges.Sum(pledge => pledge.HeadCount);
}
