using System.Globalization;
using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>Permissions as https://docs.discord.com/developers/topics/permissions computes them.</summary>
public sealed class ChannelPermissionsTests
{
    private const ulong View = DiscordPermissions.ViewChannel;
    private const ulong Send = DiscordPermissions.SendMessages;
    private const ulong Attach = DiscordPermissions.AttachFiles;

    [Fact]
    public void Roles_add_up() => Assert.Equal(View | Send, Held(everyone: View, a: Send));

    [Fact]
    public void A_role_that_the_member_does_not_hold_counts_for_nothing() =>
        Assert.Equal(View, Held(everyone: View, stranger: Send | DiscordPermissions.Administrator));

    [Fact]
    public void Everyones_overwrite_is_undone_by_a_roles_and_that_by_the_members_own()
    {
        Assert.Equal(View, Held(View | Send, overwrites: Role("guild", deny: Send)));
        Assert.Equal(View | Send, Held(View | Send, overwrites: [Role("guild", deny: Send), Role("a", allow: Send)]));
        Assert.Equal(
            View,
            Held(View | Send, overwrites: [Member("me", deny: Send), Role("guild", deny: Send), Role("a", allow: Send)])
        );
    }

    [Fact]
    public void What_one_role_denies_another_may_allow() =>
        Assert.Equal(View | Send, Held(View, overwrites: [Role("a", allow: Send), Role("b", deny: Send)]));

    [Fact]
    public void Overwrites_of_others_do_not_bind() =>
        Assert.Equal(
            View | Send,
            Held(View | Send, overwrites: [Role("stranger", deny: Send), Member("you", deny: View)])
        );

    [Fact]
    public void An_administrator_is_bound_by_no_overwrite() =>
        Assert.Equal(
            ulong.MaxValue,
            Held(0, a: DiscordPermissions.Administrator, overwrites: Member("me", deny: View))
        );

    [Fact]
    public void Who_cannot_see_a_channel_can_do_nothing_in_it() =>
        Assert.Equal(0UL, Held(View | Send | Attach, overwrites: Role("guild", deny: View)));

    private static ulong Held(
        ulong everyone,
        ulong a = 0,
        ulong stranger = 0,
        params PermissionOverwrite[] overwrites
    ) =>
        ChannelPermissions.Of(
            "guild",
            "me",
            ["a", "b"],
            [
                new Role("guild", "@everyone", Text(everyone), 0),
                new Role("a", "a", Text(a), 1),
                new Role("b", "b", null, 2),
                new Role("stranger", "stranger", Text(stranger), 3),
            ],
            overwrites
        );

    private static PermissionOverwrite Role(string id, ulong allow = 0, ulong deny = 0) =>
        new(id, 0, Text(allow), Text(deny));

    private static PermissionOverwrite Member(string id, ulong allow = 0, ulong deny = 0) =>
        new(id, 1, Text(allow), Text(deny));

    private static string Text(ulong bits) => bits.ToString(CultureInfo.InvariantCulture);
}
