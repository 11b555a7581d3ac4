using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Quantities;

namespace Infusion.Core.Tests.Pharmacokinetics;

public class AllocationTests
{
    [Fact]
    public void StepsAndPeaksAllocateNothing()
    {
        var body = new ModelledBody(BodyWeight.FromKilograms(70m));
        Run(body).ShouldBeGreaterThan(0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(body);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        static double Run(ModelledBody body)
        {
            var sum = 0.0;
            for (var count = 0; count < 100; count++)
            {
                body.Step(0.07, 5.0 / 60);
                sum += ConcentrationForecast.PeakPlasmaNgPerMl(body, 0.875, 20) + body.Plasma.LowNgPerMl;
            }

            return sum;
        }
    }
}
