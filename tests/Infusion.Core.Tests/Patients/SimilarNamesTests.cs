using Infusion.Core.Patients;

namespace Infusion.Core.Tests.Patients;

public class SimilarNamesTests
{
    [Theory]
    [InlineData("Rivera", "Ana", "Rivera", "Ana")]
    [InlineData("Rivera", "Ana", "RIVERA", " ana ")]
    [InlineData("Müller", "Zoë", "Muller", "Zoe")]
    [InlineData("Mu\u0308ller", "Zoe\u0308", "Müller", "Zoë")]
    [InlineData("Weiß", "Jan", "Weiss", "Jan")]
    [InlineData("O'Neil", "Mary-Ann", "ONeil", "Mary Ann")]
    [InlineData("Rivera", "Ana", "Rievra", "Ana")]
    [InlineData("Rivera", "Ana", "Ana", "Rivera")]
    [InlineData("Rivera", "Ana", "Rivera", "Ana Maria")]
    [InlineData("Hohenberger", "Katharina", "Hohenberg", "Katharina")]
    public void OnePersonWrittenTwice_IsFound(string family, string given, string otherFamily, string otherGiven)
    {
        SimilarNames.Are((family, given), (otherFamily, otherGiven)).ShouldBeTrue();
        SimilarNames.Are((otherFamily, otherGiven), (family, given)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Rivera", "Ana", "Rivera", "Ben")]
    [InlineData("Ito", "Ben", "Ido", "Ben")]
    [InlineData("Rivera", "Ana", "Romero", "Ana")]
    [InlineData("Hohenberger", "Katharina", "Hohenau", "Katharina")]
    [InlineData("Rivera", "Ana", "Rivera", "")]
    public void TwoPeople_StayTwo(string family, string given, string otherFamily, string otherGiven) =>
        SimilarNames.Are((family, given), (otherFamily, otherGiven)).ShouldBeFalse();
}
