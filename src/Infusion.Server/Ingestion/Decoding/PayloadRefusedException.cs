namespace Infusion.Server.Ingestion.Decoding;

/// <summary>Why a message goes to quarantine. The words are stored and sent to the device: never rename one.</summary>
static class RefusalReason
{
    public const string NotUtf8 = "not-utf8";
    public const string NotJson = "not-json";
    public const string WrongShape = "wrong-shape";
    public const string NumberOutOfRange = "number-out-of-range";
    public const string ForbiddenCharacter = "forbidden-character";
    public const string Oversized = "oversized";
    public const string BadTopic = "bad-topic";
    public const string NotAuthorised = "not-authorised";

    /// <summary>Decoded and evaluated, but the store does not take it.</summary>
    public const string Unstorable = "unstorable";

    /// <summary>Decoded, but the engine failed on it: a fault of this software.</summary>
    public const string Unevaluable = "unevaluable";

    /// <summary>A broker kept it as the last of its topic.</summary>
    public const string Retained = "retained";
}

/// <summary>The payload can never be used; the message says what is wrong and where.</summary>
sealed class PayloadRefusedException(string reason, string detail) : Exception(detail)
{
    public string Reason { get; } = reason;

    public static PayloadRefusedException WrongShape(string path, string expected) =>
        new(RefusalReason.WrongShape, $"{SafeText.Printable(path)} must be {expected}.");
}
