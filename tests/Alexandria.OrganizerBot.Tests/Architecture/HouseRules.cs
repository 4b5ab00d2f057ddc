using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Campaigns;
using ArchUnitNET.Loader;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Type = System.Type;

namespace Alexandria.OrganizerBot.Tests.Architecture;

/// <summary>The rules of the house (docs/architecture.md) that a compiler does not check. Each failure names the culprits.</summary>
public sealed class HouseRules
{
    private const string Root = "Alexandria.OrganizerBot.";

    private static readonly Assembly Program = typeof(RunVerb).Assembly;
    private static readonly Assembly DomainProject = typeof(CampaignId).Assembly;
    private static readonly Assembly DiscordProject = typeof(DiscordRest).Assembly;
    private static readonly Assembly SignalProject = typeof(SignalDaemon).Assembly;
    private static readonly Assembly RehearsalProject = typeof(Rehearsals).Assembly;

    /// <summary>Which type uses which, in the program; inside methods too. Full names.</summary>
    private static readonly Lazy<IReadOnlyList<(string From, string To)>> Uses = new(() =>
        [
            .. new ArchLoader()
                .LoadAssemblies(Program)
                .Build()
                .Types.SelectMany(type =>
                    type.Dependencies.Select(dependency => (type.FullName, dependency.Target.FullName))
                )
                .Distinct(),
        ]
    );

    [Theory]
    [InlineData("Domain")]
    [InlineData("Discord")]
    [InlineData("Signal")]
    [InlineData("Rehearsal")]
    public void What_the_program_stands_on_knows_none_of_ours(string project)
    {
        var file = Checkout.At("src", $"{Root}{project}", $"{Root}{project}.csproj");

        Assert.Empty(XDocument.Load(file).Descendants("ProjectReference"));
    }

    [Fact]
    public void The_domain_uses_NodaTime_and_nothing_else() =>
        Assert.All(
            DomainProject.GetReferencedAssemblies(),
            assembly => Assert.True(assembly.Name == "NodaTime" || IsPlatform(assembly.Name!), assembly.Name)
        );

    /// <summary>Who must not use whom inside the program, and the exceptions with their reason.</summary>
    [Theory]
    [InlineData("Features", "Platforms")]
    [InlineData("Features", "Discord")]
    [InlineData("Features", "Signal")]
    [InlineData("Features", "Scheduling")]
    [InlineData("Conversation", "Platforms")]
    [InlineData("Conversation", "Discord")]
    [InlineData("Conversation", "Signal")]
    [InlineData("Delivery", "Discord")]
    [InlineData("Delivery", "Signal")]
    [InlineData("Delivery", "Features")]
    [InlineData("Storage", "Discord")]
    [InlineData("Storage", "Signal")]
    [InlineData("Storage", "Features")]
    [InlineData("Storage", "Platforms")]
    [InlineData("Storage", "Conversation")]
    [InlineData("Storage", "Hosting")]
    [InlineData("Storage", "Words")]
    [InlineData("Words", "Features")]
    [InlineData("Words", "Conversation")]
    [InlineData("Words", "Storage")]
    [InlineData("Words", "Delivery")]
    [InlineData("Campaigns", "Features")]
    [InlineData("Campaigns", "Conversation")]
    [InlineData("Campaigns", "Storage")]
    [InlineData("Campaigns", "Delivery")]
    [InlineData("Campaigns", "Platforms")]
    [InlineData("Scheduling", "Platforms")]
    [InlineData("Scheduling", "Discord")]
    [InlineData("Scheduling", "Signal")]
    // The command list is made from the catalogue, and the catalogue is where features are listed.
    [InlineData("Platforms", "Features", "Platforms.Discord.DiscordCommandSync -> Features.FeatureCatalog")]
    public void Dependencies_point_one_way(string from, string to, params string[] except)
    {
        Assert.Contains(Uses.Value, use => IsIn(use.From, from));

        var found = Uses
            .Value.Where(use => IsIn(use.From, from) && IsIn(use.To, to))
            .Select(use => $"{use.From[Root.Length..]} -> {use.To[Root.Length..]}");

        Assert.Equal(except, found.Order(StringComparer.Ordinal));
    }

    /// <summary>Which part of the program a library stays in.</summary>
    [Theory]
    [InlineData("LiteDB.", "Storage.")]
    [InlineData("Ical.Net.", "Features.Calendar.")]
    [InlineData("Quartz.", "Scheduling.")]
    [InlineData("YamlDotNet.", "Campaigns.")]
    [InlineData("ScottPlot.", "Features.Tally.")]
    [InlineData("SkiaSharp.", "Features.Tally.")]
    [InlineData("CsvHelper.", "Features.Tally.")]
    [InlineData("System.CommandLine.", "Hosting.CommandLine")]
    [InlineData("QRCoder.", "Hosting.SignalInviteVerb")]
    [InlineData("Microsoft.AspNetCore.", "Hosting.RunVerb")]
    [InlineData("Spectre.Console.", "Hosting.", "Campaigns.CampaignCheck")]
    [InlineData("Alexandria.OrganizerBot.Discord.", "Platforms.Discord.", "Hosting.", "OrganizerBotServices")]
    [InlineData("Alexandria.OrganizerBot.Signal.", "Platforms.Signal.", "Hosting.", "OrganizerBotServices")]
    [InlineData("Alexandria.OrganizerBot.Rehearsal.", "Hosting.RehearseVerb")]
    public void A_library_stays_in_its_place(string library, params string[] places)
    {
        var users = Uses
            .Value.Where(use => use.To.StartsWith(library, StringComparison.Ordinal))
            .Select(use => use.From)
            .Where(from => from.StartsWith(Root, StringComparison.Ordinal))
            .Select(from => from[Root.Length..])
            .Distinct()
            .ToList();

        Assert.NotEmpty(users);
        Assert.DoesNotContain(users, user => !places.Any(place => user.StartsWith(place, StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_of_ours_remembers_a_DateTime()
    {
        Type[] forbidden = [typeof(DateTime), typeof(DateTimeOffset)];
        // As the server wrote it into a header; lives from one poll to the next and is never stored.
        const string header = Root + "Features.Calendar.CalendarStamp.LastModified";
        var found =
            from type in Ours(DomainProject, Program)
            where
                type.Assembly == DomainProject
                || new[] { "Features", "Delivery", "Storage" }.Any(part => IsIn(type.FullName!, part))
            from member in type.GetMembers(Everything)
            where !IsGenerated(member)
            let kept = member switch
            {
                PropertyInfo property => property.PropertyType,
                FieldInfo field => field.FieldType,
                _ => null,
            }
            where kept is not null && Parts(kept).Any(forbidden.Contains)
            select $"{type.FullName}.{member.Name}";

        Assert.Equal([header], found);
    }

    [Fact]
    public void Classes_that_nobody_derives_from_are_sealed()
    {
        var types = Ours(Assemblies()).ToList();

        Assert.Empty(
            types
                // The compiler makes the class of Program.cs.
                .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false, Name: not "Program" })
                .Where(type => !types.Exists(other => other.BaseType == type))
                .Select(type => type.FullName)
        );
    }

    [Fact]
    public void Nothing_is_async_void() =>
        Assert.Empty(
            Assemblies()
                .SelectMany(assembly => assembly.GetTypes())
                .SelectMany(type => type.GetMethods(Everything))
                .Where(method =>
                    method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))
                )
                .Select(Name)
        );

    /// <summary>Waits that nobody needs to give up, each with its reason.</summary>
    private static readonly Dictionary<string, string> WithoutToken = new(StringComparer.Ordinal)
    {
        ["Conversation.SerialByKey.DrainAsync"] = "the work that it waits for has the tokens",
        ["Conversation.Dispatcher.DrainAsync"] = "the work that it waits for has the tokens",
        ["Delivery.DeliveryPump.RecoverAsync"] = "one transaction at start, which must not be left half done",
        ["Discord.GatewaySocket.CloseAsync"] =
            "the goodbye of a connection that was stopped; it has a time limit of its own",
        ["Hosting.CommandLine.InvokeAsync"] = "the command line brings Ctrl+C's own",
        ["Hosting.WantedCommands.MakeAsync"] = "it waits only for an empty temporary store to close",
        ["Storage.StoreWriter.StopAsync"] = "what was handed in must be written before the files close",
    };

    [Fact]
    public void Whatever_waits_can_be_stopped()
    {
        var found = Ours(Program, DiscordProject, SignalProject)
            .Where(type => !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods(Everything | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsPrivate && !method.IsSpecialName && !IsGenerated(method))
            .Where(method => IsAwaitable(method.ReturnType) && method.Name != nameof(IAsyncDisposable.DisposeAsync))
            .Where(method =>
                !method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken))
            )
            .Select(Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(WithoutToken.Keys.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Nobody_needs_more_than_five_others() =>
        Assert.Empty(
            Ours(Assemblies())
                .Where(type => type.IsClass && !IsRecord(type))
                .SelectMany(type => type.GetConstructors(Everything))
                // What a class hands to itself is no dependency.
                .Where(constructor => !constructor.IsPrivate)
                .Where(constructor => constructor.GetParameters().Length > 5)
                .Select(constructor => $"{constructor.DeclaringType}: {constructor.GetParameters().Length}")
        );

    [Fact]
    public async Task The_bot_that_people_run_holds_nothing_of_the_stage()
    {
        using var campaigns = new TemporaryCampaigns();
        campaigns.WriteReviewed("a-campaign");
        var services = new ServiceCollection();
        services.AddOrganizerBot(
            await BotSetup.ReadAsync(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        new Dictionary<string, string?>(StringComparer.Ordinal)
                        {
                            ["Discord:Token"] = "a-token",
                            ["Campaigns:Directory"] = campaigns.Directory,
                        }
                    )
                    .Build(),
                TestContext.Current.CancellationToken
            )
        );

        Assert.Contains(services, service => service.ServiceType == typeof(IdleWatch));
        Assert.DoesNotContain(
            services.SelectMany(service =>
                new[] { service.ServiceType, service.ImplementationType, service.ImplementationInstance?.GetType() }
            ),
            type =>
                type?.Assembly == RehearsalProject || type == typeof(RehearsalClock) || type == typeof(RehearsalService)
        );
    }

    private const BindingFlags Everything =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static Assembly[] Assemblies() => [DomainProject, DiscordProject, SignalProject, RehearsalProject, Program];

    /// <summary>Types that somebody wrote.</summary>
    private static IEnumerable<Type> Ours(params Assembly[] assemblies) =>
        assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !IsGenerated(type) && type.FullName!.StartsWith(Root, StringComparison.Ordinal));

    private static bool IsGenerated(MemberInfo? member) =>
        member is not null
        && (
            member.Name.Contains('<', StringComparison.Ordinal)
            || member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            || member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), inherit: false)
            || IsGenerated(member.DeclaringType)
        );

    private static bool IsIn(string fullName, string part) =>
        fullName.StartsWith($"{Root}{part}.", StringComparison.Ordinal);

    private static bool IsPlatform(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || assembly is "System" or "netstandard";

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Everything) is not null;

    private static bool IsAwaitable(Type type) =>
        typeof(Task).IsAssignableFrom(type)
        || type == typeof(ValueTask)
        || (
            type.IsGenericType
            && (
                type.GetGenericTypeDefinition() == typeof(ValueTask<>)
                || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
            )
        );

    private static IEnumerable<Type> Parts(Type type) =>
        type.GetGenericArguments()
            .SelectMany(Parts)
            .Concat(type.HasElementType ? Parts(type.GetElementType()!) : [])
            .Append(type);

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName![Root.Length..]}.{method.Name}";
}
