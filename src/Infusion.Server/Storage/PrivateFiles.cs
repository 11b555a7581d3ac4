namespace Infusion.Server.Storage;

/// <summary>Files and directories with secrets in them: open to the server's own user and nobody else.</summary>
static class PrivateFiles
{
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static async Task<string> ReadOrMakeAsync(string path, Func<string> make, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }

        var made = make();
        await WriteAsync(path, made, cancellationToken);
        return made;
    }

    /// <summary>Complete or not at all, and on disk when this returns.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var unfinished = path + ".unfinished";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var writer = new StreamWriter(path: unfinished, options))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
            await writer.FlushAsync(cancellationToken);
            ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
