namespace Infusion.Core.Pharmacokinetics;

/// <summary>
/// How drug moves between the central compartment (1: given here, cleared from here, measured here) and one or two
/// others, each in 1/min. K13 and K31 are zero where there are only two compartments.
/// </summary>
public readonly record struct RateConstants(double K10, double K12, double K21, double K13 = 0d, double K31 = 0d)
{
    public bool HasThird => K13 > 0d;

    /// <summary>From volumes in L and clearances in L/h.</summary>
    public static RateConstants FromClearances(
        double v1, double v2, double v3, double clearance, double clearanceToSecond, double clearanceToThird) => new(
        clearance / v1 / 60d,
        clearanceToSecond / v1 / 60d,
        clearanceToSecond / v2 / 60d,
        clearanceToThird / v1 / 60d,
        clearanceToThird / v3 / 60d);

    /// <summary>Rates of the modes in 1/min, the fastest first: minus the eigenvalues of the system, all real and above zero.</summary>
    public double[] ModeRates() => HasThird ? ThreeRates() : TwoRates();

    double[] TwoRates()
    {
        var sum = K10 + K12 + K21;
        var product = K10 * K21;
        var fast = (sum + Math.Sqrt((sum * sum) - (4d * product))) / 2d;
        return [fast, product / fast];
    }

    /// <summary>The trigonometric roots of x³ - a·x² + b·x - c, then polished: the slowest loses digits to the fastest otherwise.</summary>
    double[] ThreeRates()
    {
        var a = K10 + K12 + K13 + K21 + K31;
        var b = (K10 * K21) + (K10 * K31) + (K21 * K31) + (K13 * K21) + (K12 * K31);
        var c = K10 * K21 * K31;
        var p = b - (a * a / 3d);
        var q = (a * b / 3d) - (2d * a * a * a / 27d) - c;
        var angle = Math.Acos(Math.Clamp(3d * q / (2d * p) * Math.Sqrt(-3d / p), -1d, 1d)) / 3d;
        var rates = new double[3];
        for (var root = 0; root < rates.Length; root++)
        {
            var x = (2d * Math.Sqrt(-p / 3d) * Math.Cos(angle - (2d * Math.PI * root / 3d))) + (a / 3d);
            for (var round = 0; round < 3; round++)
            {
                x -= ((((x - a) * x) + b) * x - c) / ((((3d * x) - (2d * a)) * x) + b);
            }

            rates[root] = x;
        }

        Array.Sort(rates, static (left, right) => right.CompareTo(left));
        return rates;
    }
}
