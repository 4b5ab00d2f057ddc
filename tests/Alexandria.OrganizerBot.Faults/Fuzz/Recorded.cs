using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>
/// Frames as a real signal-cli 0.13.19 wrote them, between accounts made up for it; only the receiving account was made the
/// same in all of them. What only later
/// versions write is marked as such and follows their source.
/// </summary>
internal static class Recorded
{
    public const string A = "6a165edf-dac8-49ed-8862-8516a95a2775";
    public const string B = "ada8f3c1-f25f-4014-81e3-8c6bbb17a294";
    public const string C = "d5360c64-c8b0-4fbe-8acb-a9f68dccb0ab";
    public const string GroupId = "i5GeKX1XnmoL+WrKG0QRlA==";
    public const string Token = "6a1b2c3d-0000-4000-8000-00000000abcd";

    /// <summary>None of these may stand in a log.</summary>
    public static readonly string[] Secrets = ["+1555", A, B, C, Token, "hello", "pledge", "Riverside", "Member Two"];

    /// <summary>A message to one person, with a style.</summary>
    public const string Message =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceNumber":null,"sourceUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceName":"Action Bot","sourceDevice":1,"timestamp":1795491234574,"serverReceivedTimestamp":1795491234800,"serverDeliveredTimestamp":1795491234800,"dataMessage":{"timestamp":1795491234574,"message":"hello 🚩 *bold* text","expiresInSeconds":0,"viewOnce":false,"textStyles":[{"style":"BOLD","start":9,"length":4}]}},"account":"+15551230001"}}""";

    /// <summary>The form that a subscription gives.</summary>
    public const string Subscribed =
        """{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{"envelope":{"source":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceNumber":null,"sourceUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceName":"Action Bot","sourceDevice":1,"timestamp":1795491429081,"serverReceivedTimestamp":1795491429095,"serverDeliveredTimestamp":1795491429095,"dataMessage":{"timestamp":1795491429081,"message":"after trust","expiresInSeconds":0,"viewOnce":false}},"account":"+15551230001"}}}""";

    public const string QuoteInGroup =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"+15551230002","sourceNumber":"+15551230002","sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceName":"Member Two","sourceDevice":1,"timestamp":1795491660515,"serverReceivedTimestamp":1795491660525,"serverDeliveredTimestamp":1795491660525,"dataMessage":{"timestamp":1795491660515,"message":"!pledge 2","expiresInSeconds":0,"viewOnce":false,"quote":{"id":1795491658652,"author":"+15551230001","authorNumber":"+15551230001","authorUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","text":"Action alert: call your rep today","attachments":[]},"groupInfo":{"groupId":"i5GeKX1XnmoL+WrKG0QRlA==","groupName":"Riverside Tenants","revision":0,"type":"DELIVER"}}},"account":"+15551230001"}}""";

    public const string Reaction =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"+15551230002","sourceNumber":"+15551230002","sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceName":"Member Two","sourceDevice":1,"timestamp":1795491659578,"serverReceivedTimestamp":1795491659592,"serverDeliveredTimestamp":1795491659592,"dataMessage":{"timestamp":1795491659578,"message":null,"expiresInSeconds":0,"viewOnce":false,"reaction":{"emoji":"✅","targetAuthor":"+15551230001","targetAuthorNumber":"+15551230001","targetAuthorUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","targetSentTimestamp":1795491658652,"isRemove":false},"groupInfo":{"groupId":"i5GeKX1XnmoL+WrKG0QRlA==","groupName":"Riverside Tenants","revision":0,"type":"DELIVER"}}},"account":"+15551230001"}}""";

    public const string ReactionRemoved =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceNumber":null,"sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceName":"Member Two","sourceDevice":1,"timestamp":1795491241969,"serverReceivedTimestamp":1795491241974,"serverDeliveredTimestamp":1795491241974,"dataMessage":{"timestamp":1795491241969,"message":null,"expiresInSeconds":0,"viewOnce":false,"reaction":{"emoji":"👍","targetAuthor":"+15551230001","targetAuthorNumber":"+15551230001","targetAuthorUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","targetSentTimestamp":1795491234574,"isRemove":true}}},"account":"+15551230001"}}""";

    public const string Edit =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"+15551230001","sourceNumber":"+15551230001","sourceUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceName":"Action Bot","sourceDevice":1,"timestamp":1795491662380,"serverReceivedTimestamp":1795491662391,"serverDeliveredTimestamp":1795491662391,"editMessage":{"targetSentTimestamp":1795491658652,"dataMessage":{"timestamp":1795491662380,"message":"Action alert (edited)","expiresInSeconds":0,"viewOnce":false,"groupInfo":{"groupId":"i5GeKX1XnmoL+WrKG0QRlA==","groupName":"Riverside Tenants","revision":0,"type":"DELIVER"}}}},"account":"+15551230001"}}""";

    public const string Deletion =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"+15551230001","sourceNumber":"+15551230001","sourceUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceName":"Action Bot","sourceDevice":1,"timestamp":1795491664269,"serverReceivedTimestamp":1795491664276,"serverDeliveredTimestamp":1795491664276,"dataMessage":{"timestamp":1795491664269,"message":null,"expiresInSeconds":3600,"viewOnce":false,"remoteDelete":{"timestamp":1795491658652},"groupInfo":{"groupId":"i5GeKX1XnmoL+WrKG0QRlA==","groupName":"Riverside Tenants","revision":0,"type":"DELIVER"}}},"account":"+15551230001"}}""";

    public const string Mentions =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"+15551230001","sourceNumber":"+15551230001","sourceUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceName":"Action Bot","sourceDevice":1,"timestamp":1795491661453,"serverReceivedTimestamp":1795491661463,"serverDeliveredTimestamp":1795491661463,"dataMessage":{"timestamp":1795491661453,"message":"￼ thanks","expiresInSeconds":0,"viewOnce":false,"mentions":[{"name":"+15551230002","number":"+15551230002","uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","start":0,"length":1}],"groupInfo":{"groupId":"i5GeKX1XnmoL+WrKG0QRlA==","groupName":"Riverside Tenants","revision":0,"type":"DELIVER"}}},"account":"+15551230001"}}""";

    public const string Attachment =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceNumber":null,"sourceUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceName":"Action Bot","sourceDevice":1,"timestamp":1795491347902,"serverReceivedTimestamp":1795491347909,"serverDeliveredTimestamp":1795491347909,"dataMessage":{"timestamp":1795491347902,"message":"att","expiresInSeconds":0,"viewOnce":false,"attachments":[{"contentType":"text/plain","filename":"a.txt","id":"oAI4IXQ1Nc3g.txt","size":5,"width":null,"height":null,"caption":null,"uploadTimestamp":1795491347897}]}},"account":"+15551230001"}}""";

    public const string GroupUpdate =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"+15551230001","sourceNumber":"+15551230001","sourceUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","sourceName":"Action Bot","sourceDevice":1,"timestamp":1795491663320,"serverReceivedTimestamp":1795491663327,"serverDeliveredTimestamp":1795491663327,"dataMessage":{"timestamp":1795491663320,"message":null,"expiresInSeconds":0,"viewOnce":false,"groupInfo":{"groupId":"i5GeKX1XnmoL+WrKG0QRlA==","groupName":"Riverside Tenants","revision":0,"type":"UPDATE"}}},"account":"+15551230001"}}""";

    public const string ProfileUpdate =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceNumber":null,"sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceName":"Member Two","sourceDevice":1,"timestamp":1795491345460,"serverReceivedTimestamp":1795491345463,"serverDeliveredTimestamp":1795491345463,"dataMessage":{"timestamp":1795491345460,"message":null,"expiresInSeconds":0,"viewOnce":false}},"account":"+15551230001"}}""";

    public const string Receipt =
        """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceNumber":null,"sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceName":"Member Two","sourceDevice":1,"timestamp":1795491247450,"serverReceivedTimestamp":1795491247460,"serverDeliveredTimestamp":1795491247460,"receiptMessage":{"when":1795491247450,"isDelivery":false,"isRead":true,"isViewed":false,"timestamps":[1795491234574]}},"account":"+15551230001"}}""";

    /// <summary>Not recorded: 0.13.23 and later.</summary>
    public const string Vote =
        """{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{"envelope":{"sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","timestamp":1795491700000,"dataMessage":{"timestamp":1795491700000,"expiresInSeconds":0,"viewOnce":false,"pollVote":{"author":"6a165edf-dac8-49ed-8862-8516a95a2775","authorUuid":"6a165edf-dac8-49ed-8862-8516a95a2775","targetSentTimestamp":1795491690000,"optionIndexes":[0,2],"voteCount":3},"groupInfo":{"groupId":"i5GeKX1XnmoL+WrKG0QRlA==","revision":1,"type":"DELIVER"}}},"account":"+15551230001"}}}""";

    /// <summary>Not recorded: from the source.</summary>
    public const string Exception =
        """{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{"envelope":{"sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","timestamp":1795491700001},"account":"+15551230001","exception":{"message":"Untrusted identity: ada8f3c1","type":"UntrustedIdentityException"}}}}""";

    public const string Typing =
        """{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{"envelope":{"sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","timestamp":1795491700002,"typingMessage":{"action":"STARTED","timestamp":1795491700002}},"account":"+15551230001"}}}""";

    public static readonly string[] All =
    [
        Message,
        Subscribed,
        QuoteInGroup,
        Reaction,
        ReactionRemoved,
        Edit,
        Deletion,
        Mentions,
        Attachment,
        GroupUpdate,
        ProfileUpdate,
        Receipt,
        Vote,
        Exception,
        Typing,
        """{"jsonrpc":"2.0","error":{"code":-32700,"message":"Empty input line","data":null},"id":null}""",
        """{"jsonrpc":"2.0","error":{"code":-5,"message":"Failed to send message due to rate limiting","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"RATE_LIMIT_FAILURE","token":"6a1b2c3d-0000-4000-8000-00000000abcd","retryAfterSeconds":86400}],"timestamp":1795491344630}}},"id":46}""",
        """{"jsonrpc":"2.0","result":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"SUCCESS"}],"timestamp":1795491234574},"id":3}""",
        """[{"jsonrpc":"2.0","result":{"version":"0.13.19"},"id":13}]""",
    ];

    public static Aci Id(string aci) => Aci.TryParse(aci, out var id) ? id : throw new FormatException(aci);

    /// <summary>What a <c>receive</c> frame carries.</summary>
    public static SignalEvent EventOf(string frame)
    {
        using var document = System.Text.Json.JsonDocument.Parse(frame);
        var parameters = document.RootElement.GetProperty("params");
        return SignalEnvelope.Read(parameters.TryGetProperty("result", out var result) ? result : parameters);
    }
}
