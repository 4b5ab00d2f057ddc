using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>What became of one try to send a message.</summary>
internal abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>The network has it.</summary>
    /// <param name="MessageId">The network's id of the message, or of what an <see cref="Arrangement"/> made.</param>
    /// <param name="ChannelId">The channel it went to; for a member, the private channel that was opened; for an entry of a
    /// calendar, the server.</param>
    public sealed record Sent(string MessageId, string ChannelId) : SendOutcome
    {
        /// <summary>A further id under which an edited message is known from now on; null: it keeps the one it has.</summary>
        public string? Revision { get; init; }
    }

    /// <summary>It surely did not go out, and can go out later.</summary>
    /// <param name="After">Not before; null: the pump's own backoff.</param>
    /// <param name="Reason">A short code for rows and logs.</param>
    public sealed record TryLater(Duration? After, string Reason) : SendOutcome
    {
        /// <summary>The reason of what waits because the network takes nothing more for a while.</summary>
        public const string RateLimited = "rate-limited";

        /// <summary>The reason of what waits because the network wants a captcha solved.</summary>
        public const string CaptchaWanted = "captcha-wanted";

        /// <summary>The reason of what waits because private channels were opened too fast.</summary>
        public const string OpeningTooFast = "opening-too-fast";
    }

    /// <summary>It may have gone out: the connection broke before the answer came.</summary>
    public sealed record Uncertain(string Reason) : SendOutcome;

    /// <summary>It will never go out like this.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>The member's private messages are closed to the bot.</summary>
    public sealed record Unreachable(string Reason) : SendOutcome;
}
