using Hl7.Fhir.Model;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Fhir.Mapping;
using Shouldly;
using Xunit;
using static Infusion.Server.Tests.Fhir.Infusions;

namespace Infusion.Server.Tests.Fhir;

/// <summary>
/// Every milligram counts once: whatever a pump does, what segments and boluses carry is the infusion's total and what the pump's
/// counter gave. Courses are drawn at random; a failure names its seed.
/// </summary>
public sealed class DeliverySumsTests
{
    [Fact]
    public void Parts_sum_to_the_total_of_the_infusion_and_to_the_pumps_account()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (infusion, account, at, runs) = (new Infusions(), 0m, 0.0, false);
            infusion.Play(new InfusionStarted(At(0), "nurse-1"));
            for (var step = random.Next(1, 30); step > 0; step--)
            {
                at += random.Next(1, 600) / 60.0;
                var (ml, rate) = (random.Next(0, 500_000) / 100_000m, Rate.FromMillilitresPerHour(random.Next(1, 9_000) / 100m));
                SessionEvent happened = (runs, random.Next(4)) switch
                {
                    (_, 0) => new BolusDelivered(At(at), Pump, Volume.FromMillilitres(ml)),
                    (false, _) => new DeliveryStarted(At(at), Pump, rate),
                    (true, 1) => new DeliveryStopped(At(at), Pump, Volume.FromMillilitres(ml)),
                    (true, _) => new RateChanged(At(at), Pump, rate, rate, Volume.FromMillilitres(ml)),
                };
                account += happened is DeliveryStarted ? 0m : ml;
                runs = happened is DeliveryStarted or RateChanged || (runs && happened is BolusDelivered);
                infusion.Play(happened);
            }

            var milligrams = account * 1.00m; // mg/mL, as ordered
            infusion.Parts.Sum(part => part.Dosage?.Dose?.Value ?? 0m).ShouldBe(milligrams, $"parts, seed {seed}");
            (infusion.Parent.GetExtensionValue<Quantity>(FhirCodes.TotalDelivered)?.Value ?? 0m).ShouldBe(milligrams, $"total, seed {seed}");
            infusion.Parent.Dosage.ShouldBeNull($"seed {seed}");
            infusion.Parts.Select(part => part.Id).ShouldBeUnique($"seed {seed}");
        }
    }
}
