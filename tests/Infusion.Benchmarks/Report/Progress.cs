namespace Infusion.Benchmarks.Report;

static class Progress
{
    public static void Say(string line) => Console.WriteLine(line);
}
