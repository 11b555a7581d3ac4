using System.Reflection;
using Infusion.Core.Clinics;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Architecture;

public class CoreArchitectureTests
{
    static readonly Assembly Core = typeof(ClinicEngine).Assembly;

    [Fact]
    public void CoreKnowsNobodyButTheBaseLibrary() =>
        Core.GetReferencedAssemblies().ShouldAllBe(name => name.Name!.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void CoreDoesNoInputOrOutput()
    {
        string[] doors = ["System.IO.FileSystem", "System.Net", "System.Console", "System.Diagnostics.Process", "System.Threading.Tasks.Parallel"];

        Core.GetReferencedAssemblies().ShouldAllBe(name => !doors.Any(door => name.Name!.StartsWith(door, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Infusion.Core.Quantities")]
    [InlineData("Infusion.Core.Dosing")]
    [InlineData("Infusion.Core.Safety")]
    public void DoseAndSafetyAreDecimal(string space)
    {
        var types = Core.GetTypes().Where(type => type.Namespace?.StartsWith(space, StringComparison.Ordinal) == true).ToList();

        types.ShouldNotBeEmpty();
        types.SelectMany(Mentioned).ShouldNotContain(typeof(double));
        types.SelectMany(Mentioned).ShouldNotContain(typeof(float));
    }

    [Fact]
    public void TypesAreSealed() => Core.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false } && !type.Name.StartsWith('<'))
        .ShouldBeEmpty();

    [Fact]
    public void NothingReadsAnotherDevicesKindFromAMetric() =>
        MetricTable.All.ShouldAllBe(row => (row.Source == DeviceKind.Pump) == ((int)row.Metric >= 32));

    static IEnumerable<Type> Mentioned(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetFields(All).Select(field => field.FieldType)
            .Concat(type.GetMethods(All).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType))
            .SelectMany(each => each.GetGenericArguments().Append(each));
    }
}
