using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>A request that the daemon refuses, in the real one's words.</summary>
internal sealed class RpcRefusal(int code, string message, JsonObject? response = null) : Exception(message)
{
    public const int Parse = -32700;
    public const int Invalid = -32600;
    public const int NoMethod = -32601;
    public const int BadAccount = -32602;
    public const int Unexpected = -32603;
    public const int User = -1;
    public const int Io = -3;
    public const int Untrusted = -4;
    public const int RateLimited = -5;
    public const int CaptchaRejected = -6;

    public int Code => code;

    /// <summary>What stands in <c>error.data.response</c>; null: <c>data</c> is null.</summary>
    public JsonObject? Response => response;

    public static RpcRefusal NotCast(string from, string to) =>
        new(
            Unexpected,
            $"class java.lang.{from} cannot be cast to class java.lang.{to} (java.lang.{from} and java.lang.{to} are in module java.base of loader 'bootstrap') (ClassCastException)"
        );

    public static RpcRefusal NullPointer(string what) => new(Unexpected, $"{what} (NullPointerException)");

    public static RpcRefusal MissingArgument(string type) =>
        NullPointer(
            $"Cannot invoke \"java.lang.{type}.{type.ToLowerInvariant()}Value()\" because the return value of \"net.sourceforge.argparse4j.inf.Namespace.get{type}(String)\" is null"
        );
}
