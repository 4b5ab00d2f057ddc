using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Scheduling;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot;

/// <summary>The program's table of contents: what it is made of, from the inside out.</summary>
internal static class OrganizerBotServices
{
    public static IServiceCollection AddOrganizerBot(this IServiceCollection services, BotSetup setup) =>
        services
            .AddTime(setup)
            .AddStorage(setup)
            .AddWipe(setup)
            .AddFeatures(setup)
            .AddDiscord(setup)
            .AddSignal(setup)
            .AddDelivery(setup)
            .AddScheduling(setup.Time)
            .AddHostedService<PlatformService>();

    private static IServiceCollection AddTime(this IServiceCollection services, BotSetup setup)
    {
        services.RemoveAll<TimeProvider>();
        services.AddSingleton(setup.Time);
        services.AddSingleton(setup.Protocol);
        services.AddSingleton<WorkInProgress>();
        services.AddSingleton<IdleWatch>();
        if (setup.Clock is { } clock)
        {
            services.AddSingleton(clock);
            services.AddHostedService<RehearsalService>();
        }
        return services;
    }

    private static IServiceCollection AddStorage(this IServiceCollection services, BotSetup setup) =>
        services
            .AddSingleton(provider =>
                Store.Open(setup.Store, setup.Time, provider.GetRequiredService<ILogger<Store>>())
            )
            .AddSingleton(setup.Store)
            .AddSingleton<BackupKeeper>();

    private static IServiceCollection AddWipe(this IServiceCollection services, BotSetup setup)
    {
        services.AddSingleton(new InstanceWipe(setup.Store));
        services.AddSingleton<WipeSwitch>();
        services.AddHostedService<WipeService>();
        return services;
    }

    private static IServiceCollection AddFeatures(this IServiceCollection services, BotSetup setup)
    {
        services.AddSingleton(new CampaignBook(setup.Campaigns));
        services.AddSingleton(Catalogue.Load());
        services.AddSingleton<RequestReader>();
        services.AddSingleton(provider => new FeatureTools(
            provider.GetRequiredService<Store>(),
            provider.GetRequiredService<RequestReader>(),
            provider.GetRequiredService<Catalogue>()
        )
        {
            // Asked when somebody asks: the networks' command lists are made from the catalogue.
            Networks = new NetworkBoard(provider.GetServices<IChatPlatform>),
            Destroy = provider.GetRequiredService<WipeSwitch>().Pull,
        });
        services.AddSingleton<FeatureCatalog>();
        services.AddSingleton<SaidReader>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<InputGuard>();
        services.AddSingleton<SpeedLimits>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton<ConversationReaders>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<ReminderSweep>();
        services.AddSingleton<OfferSweep>();
        services.AddSingleton<SeriesSweep>();
        services.AddSingleton<OutgoingCards>();
        services.AddSingleton<ComposeMessage>(provider => provider.GetRequiredService<OutgoingCards>().Compose);
        services.AddSingleton<MemberReachable>(Places.OfferNowThatReachable);
        services.AddSingleton<CalendarPoll>();
        services.AddSingleton<MeetingIntake>();
        services.AddSingleton(setup.Calendar.Tokens);
        services.AddSingleton<CalendarSources>();
        services.AddSingleton<CalendarReader>();
        services.AddSingleton(new CalendarRhythm(setup.Clock is null ? new Random() : null));
        services.AddSingleton<DocketWatch>();
        services.AddSingleton(provider => new CalendarFetcher(
            new HttpClient(CalendarFetcher.Handler()),
            provider.GetRequiredService<ProtocolTime>().Clock,
            setup.Calendar.Contact
        ));
        return services;
    }

    private static IServiceCollection AddDiscord(this IServiceCollection services, BotSetup setup)
    {
        if (setup.Discord is not { } discord)
            return services;
        services.AddSingleton(discord);
        services.AddSingleton(provider => new DiscordRest(
            DiscordHttp.CreateClient(discord),
            discord,
            provider.GetRequiredService<ProtocolTime>().Clock,
            provider.GetRequiredService<ILogger<DiscordRest>>()
        ));
        services.AddSingleton(provider => new DiscordGateway(
            discord,
            provider.GetRequiredService<DiscordRest>(),
            provider.GetRequiredService<ProtocolTime>().Clock,
            new Random(),
            provider.GetRequiredService<ILogger<DiscordGateway>>()
        ));
        services.AddSingleton<DiscordCommandSync>();
        services.AddSingleton<IChatPlatform>(provider => new DiscordPlatform(
            provider.GetRequiredService<DiscordGateway>(),
            provider.GetRequiredService<DiscordRest>(),
            provider.GetRequiredService<DiscordCommandSync>(),
            provider.GetRequiredService<ProtocolTime>(),
            provider.GetRequiredService<ILogger<DiscordPlatform>>()
        )
        {
            Openings = setup.Openings,
        });
        return services;
    }

    private static IServiceCollection AddSignal(this IServiceCollection services, BotSetup setup)
    {
        if (setup.Signal is not { } signal)
            return services;
        services.AddSingleton(provider => new SignalDaemon(
            signal.Daemon,
            provider.GetRequiredService<ProtocolTime>().Clock,
            new Random(),
            provider.GetRequiredService<ILogger<SignalDaemon>>()
        ));
        services.AddSingleton(provider => new SignalGuard(
            setup.Time,
            signal.MessagesPerMinute,
            provider.GetRequiredService<ProtocolTime>(),
            new Random(),
            provider.GetRequiredService<SignalFiles>()
        ));
        services.AddSingleton(new SignalFiles(setup.Store.DataDirectory));
        services.AddSingleton<SignalTroubles>();
        services.AddSingleton<SignalSender>();
        services.AddSingleton<IChatPlatform, SignalPlatform>();
        return services;
    }

    private static IServiceCollection AddDelivery(this IServiceCollection services, BotSetup setup)
    {
        services.AddSingleton<DeliveryOutcomes>();
        services.AddSingleton<DeliverySupport>();
        services.AddSingleton<Pruner>();
        services.AddSingleton(setup.DeadMan);
        services.AddSingleton<DeadManSwitch>();
        services.AddSingleton<DeliveryPumps>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryPumps>());
        services.AddHostedService<TroubleWatch>();
        return services;
    }
}
