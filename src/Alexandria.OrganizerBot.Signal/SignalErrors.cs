namespace Alexandria.OrganizerBot.Signal;

internal static class SignalErrors
{
    // SignalJsonRpcCommandHandler in signal-cli's source, and the codes of JSON-RPC itself.
    public static SignalErrorKind KindOf(int code) =>
        code switch
        {
            -1 => SignalErrorKind.UserError,
            -3 => SignalErrorKind.Io,
            -4 => SignalErrorKind.UntrustedIdentity,
            -5 => SignalErrorKind.RateLimited,
            -6 => SignalErrorKind.CaptchaRejected,
            -32602 => SignalErrorKind.InvalidParams,
            -32603 => SignalErrorKind.Unexpected,
            -32601 => SignalErrorKind.MethodNotImplemented,
            -32600 or -32700 => SignalErrorKind.InvalidRequest,
            _ => SignalErrorKind.Unknown,
        };
}
