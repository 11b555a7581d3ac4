using FsCheck.Xunit;
using Infusion.Core.Pharmacokinetics;

namespace Infusion.Core.Tests.Pharmacokinetics;

/// <summary>Whatever is given and however long: each pair of bytes is a dose (0.1 mg/kg) and a time (tenths of a minute).</summary>
public class CompartmentModelProperties
{
    const double Share = 1e-9;

    /// <summary>Those that ship, one with a rate that is the effect site's, and one with two compartments alike.</summary>
    static readonly CompartmentModel[] Models =
    [
        .. KetamineModels.All,
        new("at ke0", "", 1, new RateConstants(2.5 * CompartmentModel.Ke0PerMinute, 0.3 - (1.5 * CompartmentModel.Ke0PerMinute), 0.2)),
        new("alike", "", 0.2, new RateConstants(0.1, 0.3, 0.05, 0.3, 0.05)),
    ];

    [Property]
    public void NothingIsEverNegativeOrNoNumber(byte[] script, ushort ticks)
    {
        foreach (var model in Models)
        {
            foreach (var state in Courses(model, script).Append(model.Step(default, 0.5, ticks / 600_000_000.0)))
            {
                foreach (var part in new[] { state.First, state.Second, state.Third, state.EffectSite })
                {
                    part.ShouldBeGreaterThanOrEqualTo(0);
                    double.IsFinite(part).ShouldBeTrue();
                }
            }
        }
    }

    [Property]
    public void TwiceTheDoseIsTwiceTheConcentration(byte[] script)
    {
        foreach (var model in Models)
        {
            var (once, twice) = (Courses(model, script).Last(), Courses(model, script, 2).Last());
            ShouldBeAlike(twice, new KineticState(2 * once.First, 2 * once.Second, 2 * once.Third, 2 * once.EffectSite));
        }
    }

    [Property]
    public void AStepCutInTwoChangesNothing(byte[] script, byte dose, ushort tenths, byte cut)
    {
        foreach (var model in Models)
        {
            var from = Courses(model, script).Last();
            var (milligrams, minutes, share) = (dose / 10.0, tenths / 10.0, cut / 255.0);
            var whole = model.Step(from, milligrams, minutes);
            var parts = model.Step(model.Step(from, milligrams * share, minutes * share), milligrams * (1 - share), minutes * (1 - share));

            ShouldBeAlike(parts, minutes == 0 ? parts : whole);
        }
    }

    [Property]
    public void TwoCoursesGivenTogetherAddUp(byte[] first, byte[] second)
    {
        foreach (var model in Models)
        {
            KineticState one = default, other = default, both = default;
            for (var index = 0; index < Math.Min(first.Length, second.Length); index++)
            {
                var minutes = first[index] / 10.0;
                var (dose, more) = (first[index] / 10.0, second[index] / 10.0);
                (one, other, both) = (model.Step(one, dose, minutes), model.Step(other, more, minutes), model.Step(both, dose + more, minutes));
            }

            ShouldBeAlike(both, new KineticState(one.First + other.First, one.Second + other.Second, one.Third + other.Third, one.EffectSite + other.EffectSite));
        }
    }

    [Property]
    public void GivenLater_TheSameLater(byte[] script, ushort minutes)
    {
        foreach (var model in Models)
        {
            Courses(model, script, from: model.Step(default, 0, minutes)).Last().ShouldBe(Courses(model, script).Last());
        }
    }

    [Fact]
    public void GivenNoTime_ThenTheDoseIsInAtOnce_AndNothingHasReachedTheEffectSite()
    {
        foreach (var model in Models)
        {
            var state = model.Step(default, 0.5, 0);

            state.Plasma.ShouldBe(500 / model.CentralLitresPerKilogram, 1e-9);
            state.EffectSite.ShouldBe(0);
            model.Step(state, 0, 0).ShouldBe(state);
        }
    }

    [Fact]
    public void GivenAYear_ThenNothingIsLeft_AndASteadyRateIsSteady()
    {
        const double Year = 365 * 24 * 60;
        foreach (var model in Models)
        {
            var left = model.Step(model.Step(default, 0.5, 40), 0, Year);
            (left.Plasma, left.EffectSite).ShouldBe((0, 0));

            var steady = model.Step(default, 0.01 * Year, Year);
            var expected = 0.01 * 1000 / (model.CentralLitresPerKilogram * model.Constants.K10);
            (steady.Plasma / expected).ShouldBe(1, 1e-9);
            (steady.EffectSite / expected).ShouldBe(1, 1e-9);
        }
    }

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(0.1, -1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(0.1, double.PositiveInfinity)]
    public void GivenWhatIsNoAmount_ThenItIsRefused(double milligramsPerKilogram, double minutes) =>
        Should.Throw<ArgumentOutOfRangeException>(() => KetamineModels.Domino.Step(default, milligramsPerKilogram, minutes));

    static IEnumerable<KineticState> Courses(CompartmentModel model, byte[] script, double times = 1, KineticState from = default)
    {
        yield return from;
        foreach (var step in script.Chunk(2).Where(step => step.Length == 2))
        {
            yield return from = model.Step(from, times * step[0] / 10.0, step[1] / 10.0);
        }
    }

    static void ShouldBeAlike(KineticState actual, KineticState expected)
    {
        actual.Plasma.ShouldBe(expected.Plasma, Share * (1 + expected.Plasma));
        actual.EffectSite.ShouldBe(expected.EffectSite, Share * (1 + expected.EffectSite));
    }
}
