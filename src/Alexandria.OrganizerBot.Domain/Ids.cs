using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Alexandria.OrganizerBot.Domain;

/// <summary>A campaign's short name: its folder's name, lower case, for example <c>bus-line-7</c>.</summary>
public readonly record struct CampaignId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// An action's number, unique in one instance of the bot over all campaigns. People write it as a code such as <c>A12</c>,
/// on every network.
/// </summary>
public readonly record struct ActionId(int Number)
{
    /// <summary>The code as people write it.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"A{Number}");

    /// <summary>Reads <c>A12</c>, <c>a12</c> or <c> A12 </c>; anything else is false.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ActionId id)
    {
        id = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is < 2 or > 9 || trimmed[0] is not ('A' or 'a'))
            return false;
        if (!int.TryParse(trimmed[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            return false;
        id = new ActionId(number);
        return true;
    }

    public override string ToString() => Code;
}

/// <summary>
/// Who a member is, to us: a keyed hash (HMAC-SHA-256) of campaign, network and network id in base64url. It cannot be
/// turned back, differs from campaign to campaign, and means nothing once the campaign's key is gone.
/// </summary>
public readonly record struct MemberKey(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Names of the chat networks, as they stand in campaign files, keys and rows.</summary>
public static class Networks
{
    public const string Discord = "discord";
    public const string Signal = "signal";
}
