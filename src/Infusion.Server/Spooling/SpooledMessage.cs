using System.Text;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;

namespace Infusion.Server.Spooling;

/// <summary>
/// A message as the spool keeps it: raw, to be decoded again; or, when it had been refused, with the reason, which is final.
/// </summary>
sealed record SpooledMessage(string Clinic, RawMessage Raw, string? Device, string? Reason, string? Detail)
{
    /// <returns>Null: a message that does not know its raw form cannot be kept.</returns>
    public static SpooledMessage? Of(string clinic, Incoming message) => message switch
    {
        Incoming.Quarantined refused => new SpooledMessage(
            clinic, new RawMessage(refused.Topic, refused.Payload, refused.ReceivedAt), refused.Device, refused.Reason, refused.Detail),
        { Raw: { } raw } => new SpooledMessage(clinic, raw, null, null, null),
        _ => null,
    };

    /// <returns>Null: it says nothing, which a kept message never did; another version may read it so.</returns>
    public Incoming? ToIncoming(MessageDecoder decoder) =>
        Reason is null ? decoder.Decode(Raw) : MessageDecoder.Refused(Raw, Device, Reason, Detail!);

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Clinic);
        writer.Write(Raw.Topic);
        writer.Write(Raw.ReceivedAt.UtcTicks);
        writer.Write(Raw.IsLate);
        writer.Write7BitEncodedInt(Raw.Payload.Length);
        writer.Write(Raw.Payload.Span);
        WriteOptional(writer, Device);
        WriteOptional(writer, Reason);
        WriteOptional(writer, Detail);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="EndOfStreamException">The bytes are no message.</exception>
    public static SpooledMessage FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var (clinic, topic, receivedAt, isLate) = (reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadBoolean());
        var payload = reader.ReadBytes(reader.Read7BitEncodedInt());
        return new SpooledMessage(
            clinic,
            new RawMessage(topic, payload, new DateTimeOffset(receivedAt, TimeSpan.Zero), isLate),
            ReadOptional(reader),
            ReadOptional(reader),
            ReadOptional(reader));
    }

    static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
