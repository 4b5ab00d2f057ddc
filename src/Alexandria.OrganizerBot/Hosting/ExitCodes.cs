namespace Alexandria.OrganizerBot.Hosting;

/// <summary>What the process says at its end.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>A check or a rehearsal found something.</summary>
    public const int Failed = 1;

    /// <summary>The bot is set up wrongly, or was refused; starting it again changes nothing.</summary>
    public const int Refused = 2;
}
