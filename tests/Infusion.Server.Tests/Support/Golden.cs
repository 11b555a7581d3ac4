using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace Infusion.Server.Tests.Support;

/// <summary>
/// Compares JSON with a file in the folder <c>Golden</c> beside the test, after indenting both. Numbers keep their text.
/// With UPDATE_GOLDEN=1 in the environment the file is written instead; the diff is then for a person to read.
/// </summary>
static class Golden
{
    static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    public static void Match(ReadOnlyMemory<byte> json, string name, [CallerFilePath] string test = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(test)!, "Golden", name + ".json");
        var actual = Indent(json);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, actual);
            return;
        }

        File.Exists(file).ShouldBeTrue($"there is no golden file {name}.json yet");
        actual.ShouldBe(File.ReadAllText(file));
    }

    static string Indent(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
