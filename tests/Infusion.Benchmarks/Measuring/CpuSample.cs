using Infusion.Benchmarks.Target;

namespace Infusion.Benchmarks.Measuring;

/// <summary>Microseconds of CPU that each part of a run has used.</summary>
readonly record struct CpuSample(double Pipeline, double Postgres, double Loader)
{
    public static CpuSample Take(ChildProcess pipeline, BenchDatabase database) => new(
        CpuTime.Of(pipeline.Id).TotalMicroseconds,
        CpuTime.OfPostgres(database.ProcessId).TotalMicroseconds,
        CpuTime.OfThisProcess.TotalMicroseconds);

    public static CpuSample operator -(CpuSample left, CpuSample right) =>
        new(left.Pipeline - right.Pipeline, left.Postgres - right.Postgres, left.Loader - right.Loader);
}
