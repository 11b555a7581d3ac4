using System.Globalization;
using Infusion.Benchmarks;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Yardstick;

if (args is [BarePipeline.Mode, var port])
{
    return await BarePipeline.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
}

if (args is [BareFhir.Mode, var fhirPort])
{
    return await BareFhir.RunAsync(int.Parse(fhirPort, CultureInfo.InvariantCulture));
}

try
{
    await BenchRun.RunAsync(BenchOptions.Parse(args));
    return 0;
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}
catch (RunFailedException failed)
{
    Console.Error.WriteLine($"The run failed and measured nothing: {failed.Message}");
    return 1;
}
